//! Whom a version would reach.

use async_graphql::{Object, SimpleObject};
use domain::kernel::{ChapterId, MAX_PAGE};
use service::policies::Reach;
use tokio::sync::OnceCell;

use crate::graphql::View;
use crate::graphql::chapters::{Chapter, ChapterLevel};
use crate::graphql::connection::limit;
use crate::graphql::error::Result;
use crate::graphql::list::List;

/// Whom a scope reaches.
#[derive(Debug)]
pub(crate) struct PolicyReach {
    reach: Reach,
    view: View,
    /// The first of its chapters, as many as are ever shown: one query however often they are asked for.
    first: OnceCell<Vec<ChapterId>>,
}

impl PolicyReach {
    pub(crate) fn new(reach: Reach, view: View) -> Self {
        Self { reach, view, first: OnceCell::new() }
    }

    fn sum(&self, count: impl Fn(&PolicyReachCount) -> i64) -> i32 {
        int(self.reach.levels.iter().map(count).sum())
    }
}

type PolicyReachCount = service::policies::Reached;

/// Whom a version would reach if it were published now; the issuer itself is counted if it is in scope.
#[Object]
impl PolicyReach {
    /// How many chapters.
    async fn total(&self) -> i32 {
        self.sum(|level| level.chapters)
    }

    /// How many of them nobody leads.
    async fn vacant(&self) -> i32 {
        self.sum(|level| level.vacant)
    }

    /// How many chapters of each level, the highest first; levels that are not reached are left out.
    async fn by_level(&self) -> List<PolicyReachLevel> {
        let row =
            |level: &PolicyReachCount| PolicyReachLevel { level: level.level.into(), chapters: int(level.chapters) };
        self.reach.levels.iter().map(row).collect()
    }

    /// The first of them, in the order they were opened.
    async fn chapters(
        &self,
        #[graphql(desc = "How many, 0 to 100.", default = 100)] first: i32,
    ) -> Result<List<Chapter>> {
        let limit = limit(first)?;
        let (service, viewer) = (self.view.service(), self.view.viewer());
        let read = || service.policy_reach_first(viewer, &self.reach, MAX_PAGE);
        let ids = self.first.get_or_try_init(read).await?;
        Ok(ids.iter().take(limit).filter_map(|id| self.view.chapter(*id)).collect())
    }
}

/// How many chapters of one level a version would reach.
#[derive(SimpleObject, Debug)]
pub(crate) struct PolicyReachLevel {
    /// The level.
    level: ChapterLevel,
    /// How many chapters.
    chapters: i32,
}

fn int(count: i64) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}
