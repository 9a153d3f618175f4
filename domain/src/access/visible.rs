//! The chapters that a permission reaches, as a list query needs them: a few roots, not a row per chapter.

use super::grant::reaches;
use super::{Grant, Permission, Reach, Tree};
use crate::kernel::{ChapterId, Timestamp};

/// All chapters on which somebody has a permission at an instant, by the fewest chapters that describe them. For lists, counts
/// and filters: what it contains is exactly what [`super::decide()`] allows one by one.
///
/// The three lists are ascending and disjoint, and no chapter of `own` or `care` lies in a subtree of `subtrees`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VisibleScope {
    /// These and all below them.
    pub subtrees: Vec<ChapterId>,
    /// These, and the vacant chapters whose caretaker they are.
    pub care: Vec<ChapterId>,
    /// These only.
    pub own: Vec<ChapterId>,
    /// Whether the ancestors of `subtrees` belong to it too: so for `ChapterSee`.
    pub with_ancestors: bool,
}

impl VisibleScope {
    /// What the holder of `grants` (all of one account) has the permission on at `now`.
    #[must_use]
    pub fn of(grants: &[Grant], permission: Permission, now: Timestamp, tree: &impl Tree) -> Self {
        let with_reach = |wanted: Reach| {
            let live = grants.iter().filter(|grant| grant.period.contains(now));
            let mut chapters: Vec<ChapterId> = live
                .filter(|grant| grant.role.reach(permission) == Some(wanted))
                .map(|grant| grant.chapter)
                .filter(|chapter| tree.is_within(*chapter, *chapter))
                .collect();
            chapters.sort_unstable();
            chapters.dedup();
            chapters
        };
        let all = with_reach(Reach::Subtree);
        let is_topmost = |root: &ChapterId| !all.iter().any(|other| other != root && tree.is_within(*root, *other));
        let subtrees: Vec<ChapterId> = all.iter().copied().filter(is_topmost).collect();
        let is_beside = |chapter: &ChapterId| !subtrees.iter().any(|root| tree.is_within(*chapter, *root));
        let care: Vec<ChapterId> = with_reach(Reach::Care).into_iter().filter(is_beside).collect();
        let is_new = |chapter: &ChapterId| is_beside(chapter) && !care.contains(chapter);
        let own = with_reach(Reach::Own).into_iter().filter(is_new).collect();
        Self { subtrees, care, own, with_ancestors: permission == Permission::ChapterSee }
    }

    /// Everything below a root: for the system itself.
    #[must_use]
    pub fn subtree(root: ChapterId) -> Self {
        Self { subtrees: vec![root], ..Self::default() }
    }

    /// Whether it holds no chapter at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.subtrees.is_empty() && self.care.is_empty() && self.own.is_empty()
    }

    /// Whether it holds the chapter.
    #[must_use]
    pub fn contains(&self, chapter: ChapterId, tree: &impl Tree) -> bool {
        let reached = |roots: &[ChapterId], reach| roots.iter().any(|root| reaches(reach, *root, chapter, tree));
        reached(&self.subtrees, Reach::Subtree)
            || reached(&self.care, Reach::Care)
            || reached(&self.own, Reach::Own)
            || (self.with_ancestors && self.subtrees.iter().any(|root| tree.is_within(*root, chapter)))
    }
}
