//! The directory of chapters: what a franchise tells everybody, so that who joins or moves finds a home.

use domain::chapters::{Level, Tree, TreeScope};
use domain::kernel::ChapterId;

use crate::Service;

/// A chapter as everybody may know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    pub id: ChapterId,
    pub name: String,
    /// The names of the chapters above it, the topmost first, without headquarters.
    pub within: Vec<String>,
}

impl Listing {
    fn of(tree: &Tree, id: ChapterId) -> Option<Self> {
        let name = tree.node(id)?.name.clone();
        let above = tree.path(id).into_iter().skip(1).filter_map(|above| tree.node(above));
        let mut within: Vec<String> =
            above.filter(|node| node.level != Level::Headquarters).map(|node| node.name.clone()).collect();
        within.reverse();
        Some(Self { id, name, within })
    }
}

impl Service {
    /// A chapter's entry in the directory; nothing if there is no such chapter.
    #[must_use]
    pub fn chapter_listing(&self, id: ChapterId) -> Option<Listing> {
        Listing::of(&self.tree(), id)
    }

    /// Open chapters by name, pinyin, initials or division code, best first, 100 at most. Headquarters is none: it is the home of
    /// those for whom there is no chapter.
    #[must_use]
    pub fn chapter_directory(&self, text: &str, limit: usize) -> Vec<Listing> {
        let (tree, limit) = (self.tree(), limit.min(100));
        let everywhere = TreeScope::new(tree.root().into_iter().collect());
        // One more than is wanted, for headquarters.
        let found = tree.search(text, &everywhere, limit + 1).into_iter().filter(|id| tree.root() != Some(*id));
        found.take(limit).filter_map(|id| Listing::of(&tree, id)).collect()
    }
}
