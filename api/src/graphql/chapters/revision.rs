//! What a chapter was.

use async_graphql::Object;
use service::chapters::Revision;

use super::Chapter;
use super::enums::ChapterStatus;
use crate::graphql::View;
use crate::graphql::scalars::DateTime;

/// A version of a chapter.
#[derive(Debug)]
pub(crate) struct ChapterRevision {
    revision: Revision,
    view: View,
}

impl ChapterRevision {
    pub(crate) fn new(revision: Revision, view: View) -> Self {
        Self { revision, view }
    }
}

/// What a chapter was from one change to the next.
#[Object]
impl ChapterRevision {
    /// The chapter's version: each change takes the next.
    async fn version(&self) -> i32 {
        self.revision.version
    }

    /// Its name then.
    async fn name(&self) -> &str {
        &self.revision.name
    }

    /// The chapter that it stood below then, as it is now. Null for headquarters, or if you may not see it.
    async fn parent(&self) -> Option<Chapter> {
        self.revision.parent.and_then(|id| self.view.chapter(id))
    }

    /// Whether it worked then.
    async fn status(&self) -> ChapterStatus {
        self.revision.status.into()
    }

    /// From when on.
    async fn from(&self) -> DateTime {
        DateTime(self.revision.from)
    }
}
