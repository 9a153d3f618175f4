//! Reads of the tree. The snapshot answers all of them but "as of" and divisions.

use std::sync::Arc;

use domain::access::Permission;
use domain::chapters::{Division, Node, Term, Tree, TreeScope, is_division_code};
use domain::kernel::{AccountId, ChapterId, Code, PageRequest, Slice, TermId, Timestamp, Violation};

pub use store::chapters::history::Revision;

use crate::{Result, Service, ServiceError, Viewer};

/// What is counted below a chapter, as far as the viewer sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChapterCounts {
    pub children: usize,
    pub descendants: usize,
    /// Vacant chapters at or below.
    pub vacant: usize,
}

/// Chapters found by a search, best first.
pub type SearchResult = Vec<Arc<Node>>;

impl Viewer {
    /// Which chapters' cards the viewer may see.
    #[must_use]
    pub fn tree_scope(&self) -> TreeScope {
        self.scope(Permission::ChapterSee)
    }

    /// A chapter that the viewer may see.
    pub fn chapter(&self, id: ChapterId) -> Result<Arc<Node>> {
        self.require(Permission::ChapterSee, id)?;
        self.tree.node(id).cloned().ok_or(ServiceError::NotFound)
    }

    /// A chapter if it is there and visible; nothing otherwise.
    #[must_use]
    pub fn chapter_if_visible(&self, id: ChapterId) -> Option<Arc<Node>> {
        self.chapter(id).ok()
    }

    /// Who holds a division now, as far as the viewer sees.
    #[must_use]
    pub fn chapters_by_division(&self, code: &str) -> Vec<Arc<Node>> {
        self.tree.by_division(code).iter().filter_map(|id| self.chapter_if_visible(*id)).collect()
    }

    /// The chapters above, nearest first, the chapter itself left out.
    #[must_use]
    pub fn ancestors(&self, id: ChapterId) -> Vec<Arc<Node>> {
        self.tree.path(id).into_iter().skip(1).filter_map(|above| self.chapter_if_visible(above)).collect()
    }

    /// What is counted below a chapter.
    #[must_use]
    pub fn chapter_counts(&self, id: ChapterId) -> ChapterCounts {
        let scope = self.tree_scope();
        let children = self.tree.children(id);
        ChapterCounts {
            children: children.iter().filter(|child| scope.shows(&self.tree, **child)).count(),
            descendants: scope.descendant_count(&self.tree, id),
            vacant: scope.vacant_count(&self.tree, id),
        }
    }

    /// A page of the chapters directly below, by id.
    pub fn children(&self, id: ChapterId, page: &PageRequest) -> Result<Slice<Arc<Node>>> {
        let scope = self.tree_scope();
        let mut ids = self.tree.children(id);
        if !scope.covers(&self.tree, id) {
            ids.retain(|child| scope.shows(&self.tree, *child));
        }
        self.page(&ids, page, |id| id.0)
    }

    /// A page of all chapters below (in preorder), or only of the vacant ones.
    pub fn descendants(&self, id: ChapterId, vacant_only: bool, page: &PageRequest) -> Result<Slice<Arc<Node>>> {
        let ids = self.below(&self.tree, id, vacant_only);
        self.page(&ids, page, |id| self.tree.position(*id))
    }

    /// The vacant chapters below that a chapter's helmsman takes care of, in preorder.
    #[must_use]
    pub fn caretakes(&self, id: ChapterId, limit: usize) -> Vec<Arc<Node>> {
        let ids = self.tree.in_care(id).into_iter();
        ids.filter_map(|id| self.chapter_if_visible(id)).take(limit.min(100)).collect()
    }

    fn below(&self, tree: &Tree, id: ChapterId, vacant_only: bool) -> Vec<ChapterId> {
        let scope = self.tree_scope();
        let whole = scope.covers(tree, id);
        let wanted = |below: &&ChapterId| {
            (whole || scope.shows(tree, **below))
                && (!vacant_only || tree.node(**below).is_some_and(|node| node.is_vacant()))
        };
        tree.subtree(id).iter().skip(1).filter(wanted).copied().collect()
    }

    fn page<K: Ord + serde::de::DeserializeOwned>(
        &self,
        ids: &[ChapterId],
        page: &PageRequest,
        key: impl Fn(&ChapterId) -> K,
    ) -> Result<Slice<Arc<Node>>> {
        let slice = page.slice(ids, key)?;
        let nodes = slice.items.iter().filter_map(|id| self.tree.node(*id).cloned()).collect();
        Ok(Slice { items: nodes, has_previous: slice.has_previous, has_next: slice.has_next })
    }

    /// Chapters by name, pinyin, initials or division code.
    #[must_use]
    pub fn search(&self, text: &str, limit: usize) -> SearchResult {
        let found = self.tree.search(text, &self.tree_scope(), limit.min(100));
        found.into_iter().filter_map(|id| self.tree.node(id).cloned()).collect()
    }

    /// All chapters the viewer sees at or below `root` (headquarters if none is named), in preorder.
    pub fn whole(&self, root: Option<ChapterId>) -> Result<Vec<Arc<Node>>> {
        let Some(root) = root.or(self.tree.root()) else { return Ok(Vec::new()) };
        self.require(Permission::ChapterSee, root)?;
        let scope = self.tree_scope();
        let all = scope.covers(&self.tree, root);
        let shown = self.tree.subtree(root).iter().filter(|id| all || scope.shows(&self.tree, **id));
        Ok(shown.filter_map(|id| self.tree.node(*id).cloned()).collect())
    }
}

impl Service {
    /// The viewer as of a date: the same rights of today, over the tree of that day.
    pub async fn viewer_as_of(&self, viewer: &Viewer, at: Timestamp) -> Result<Viewer> {
        if at > viewer.now {
            return Err(ServiceError::BadInput("`asOf` must not lie in the future".into()));
        }
        // What has moved out of the viewer's sight since is not theirs to see in the past either.
        let scope = viewer.tree_scope();
        let past = self.tree_as_of(at, |id| scope.shows(&viewer.tree, id)).await?;
        Ok(Viewer { tree: Arc::new(past), ..viewer.clone() })
    }

    /// Divisions by name or code.
    pub async fn divisions(&self, viewer: &Viewer, text: &str, limit: usize) -> Result<Vec<Division>> {
        viewer.account()?;
        let limit = i64::try_from(limit.min(100)).unwrap_or(100);
        Ok(store::chapters::division::search(self.store.read(), text.trim(), limit).await?)
    }

    /// One division by its code.
    pub async fn division(&self, viewer: &Viewer, code: &str) -> Result<Option<Division>> {
        viewer.account()?;
        if !is_division_code(code) {
            let message = format!("`{code}` is not a division code; a code has six digits");
            return Err(Violation::new(Code::ChaptersTerritoryUnknown, "code", message).into());
        }
        Ok(store::chapters::division::load(self.store.read(), &[code.to_owned()]).await?.pop())
    }

    /// The divisions among these codes that exist, by code.
    pub async fn divisions_of(&self, viewer: &Viewer, codes: &[String]) -> Result<Vec<Division>> {
        viewer.account()?;
        Ok(store::chapters::division::load(self.store.read(), codes).await?)
    }

    /// The codes that took over from a division.
    pub async fn division_successors(&self, code: &str) -> Result<Vec<String>> {
        Ok(store::chapters::division::successors(self.store.read(), code).await?)
    }

    /// What a chapter was, the newest first.
    pub async fn chapter_history(&self, viewer: &Viewer, id: ChapterId, limit: usize) -> Result<Vec<Revision>> {
        viewer.require(Permission::ChapterRead, id)?;
        let limit = i64::try_from(limit.min(100)).unwrap_or(100);
        Ok(store::chapters::history::of_chapter(self.store.read(), id, limit).await?)
    }

    /// Who serves in a chapter now, helmsman first.
    pub async fn terms(&self, viewer: &Viewer, chapter: ChapterId) -> Result<Vec<Term>> {
        viewer.require(Permission::ChapterRead, chapter)?;
        Ok(store::chapters::term::serving(self.store.read(), chapter).await?)
    }

    /// A term of office, ended or not: one's own, or of a chapter that the viewer reads.
    pub async fn term(&self, viewer: &Viewer, id: TermId) -> Result<Term> {
        let account = viewer.account()?;
        let found = store::chapters::term::load(self.store.read(), id).await?;
        if found.account != account {
            // Whoever may not read the chapter's terms must not learn which ids are taken.
            viewer.require(Permission::ChapterRead, found.chapter).map_err(|_| ServiceError::NotFound)?;
        }
        Ok(found)
    }

    /// The terms that a person serves now: one's own, of others those of chapters that the viewer reads.
    pub async fn terms_of_account(&self, viewer: &Viewer, account: AccountId) -> Result<Vec<Term>> {
        let own = viewer.account()? == account;
        let mut terms = store::chapters::term::of_account(self.store.read(), account).await?;
        terms.retain(|term| own || viewer.may(Permission::ChapterRead, term.chapter));
        Ok(terms)
    }
}
