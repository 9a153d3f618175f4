//! As much of the tree as a decision needs, read in the transaction that makes it.

use std::collections::HashMap;

use domain::access::{Grant, Tree};
use domain::kernel::ChapterId;
use store::Db;
use store::chapters::chapter;

use crate::Result;

/// The paths of a few chapters up to headquarters.
#[derive(Debug, Default)]
pub(crate) struct PathTree {
    /// From the chapter itself upwards, with whether somebody serves there.
    paths: HashMap<ChapterId, Vec<(ChapterId, bool)>>,
}

impl PathTree {
    /// Reads the paths of these chapters and of those the grants are on.
    pub(crate) async fn load(db: Db<'_>, grants: &[Grant], chapters: &[ChapterId]) -> Result<Self> {
        let mut ids: Vec<i32> = grants.iter().map(|grant| grant.chapter.0).collect();
        ids.extend(chapters.iter().map(|id| id.0));
        ids.sort_unstable();
        ids.dedup();
        let mut tree = Self::default();
        for step in chapter::paths(db, &ids).await? {
            let path = tree.paths.entry(ChapterId(step.descendant_id)).or_default();
            path.push((ChapterId(step.ancestor_id), step.staffed));
        }
        Ok(tree)
    }
}

impl Tree for PathTree {
    fn is_within(&self, chapter: ChapterId, ancestor: ChapterId) -> bool {
        self.paths.get(&chapter).is_some_and(|path| path.iter().any(|(id, _)| *id == ancestor))
    }

    fn caretaker(&self, chapter: ChapterId) -> Option<ChapterId> {
        let path = self.paths.get(&chapter)?;
        path.iter().find(|(_, staffed)| *staffed).or(path.last()).map(|(id, _)| *id)
    }
}
