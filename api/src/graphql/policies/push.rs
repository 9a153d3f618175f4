//! Pushes: how a version travels.

use async_graphql::{Enum, ID, InputObject, Object, SimpleObject};
use service::policies::{PushRecord, PushResend, is_stuck};

use super::version::Version;
use crate::graphql::View;
use crate::graphql::chapters::Chapter;
use crate::graphql::error::Result;
use crate::graphql::ids;
use crate::graphql::scalars::DateTime;
use crate::graphql::user_error::{Broken, UserError};

/// How far a push is.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "service::policies::PushState")]
pub(crate) enum PushState {
    /// It is on its way, or waits for a worker.
    #[graphql(name = "RUNNING")]
    Active,
    /// It has served everybody, or handed the rest on to pushes of their own.
    #[graphql(name = "FINISHED")]
    Done,
    /// Its version was replaced or revoked on the way.
    Cancelled,
}

/// A push.
#[derive(Debug, Clone)]
pub(crate) struct Push {
    push: PushRecord,
    view: View,
}

impl Push {
    pub(crate) fn new(push: PushRecord, view: View) -> Self {
        Self { push, view }
    }
}

/// The journey of a version down one subtree, level by level. Over a large tree it is shared out: after the topmost
/// chapter each branch has a push of its own.
#[Object]
impl Push {
    /// Its id, `push_9`.
    async fn id(&self) -> ID {
        self.push.id.into()
    }

    /// What it delivers. Null if you may not read it.
    async fn version(&self) -> Result<Option<Version>> {
        self.view.version(self.push.version).await
    }

    /// The topmost chapter of the subtree. Null if you cannot see it.
    async fn root(&self) -> Option<Chapter> {
        self.view.chapter(self.push.root)
    }

    /// How far it is.
    async fn state(&self) -> PushState {
        self.push.state.into()
    }

    /// When it began.
    async fn started_at(&self) -> DateTime {
        DateTime(self.push.started_at)
    }

    /// When it last did a level; when it began, if it has done none.
    async fn moved_at(&self) -> DateTime {
        DateTime(self.push.moved_at)
    }

    /// When it was done or given up. Null while it is on its way.
    async fn finished_at(&self) -> Option<DateTime> {
        self.push.finished_at.map(DateTime)
    }

    /// How many chapters it has served.
    async fn served(&self) -> i32 {
        i32::try_from(self.push.served).unwrap_or(i32::MAX)
    }

    /// Whether it is unfinished and has not moved for a minute.
    async fn stuck(&self) -> bool {
        is_stuck(&self.push, self.view.viewer().now)
    }
}

/// What sends the pushes of a version again.
#[derive(InputObject, Debug)]
pub(crate) struct PolicyResendInput {
    /// The published version.
    id: ID,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    pub(crate) request_key: Option<String>,
}

impl PolicyResendInput {
    pub(crate) fn command(self) -> Result<PushResend> {
        Ok(PushResend { version: ids::parse(&self.id)? })
    }
}

/// What sending pushes again led to.
#[derive(SimpleObject, Debug)]
pub(crate) struct PolicyResendPayload {
    /// The version. Null if a rule was broken.
    pub(super) version: Option<Version>,
    /// How many pushes were sent again: 0 if all have finished or are on their way. Null if a rule was broken.
    pub(super) pushes: Option<i32>,
    /// The rules that the input breaks; empty if the mutation was done.
    pub(super) user_errors: Vec<UserError>,
}

impl From<Broken> for PolicyResendPayload {
    fn from(user_errors: Broken) -> Self {
        Self { version: None, pushes: None, user_errors }
    }
}
