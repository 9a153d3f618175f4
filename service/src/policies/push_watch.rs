//! How pushes get on.

use chrono::TimeDelta;
use domain::access::Permission;
use domain::kernel::{PolicyVersionId, Timestamp};
use store::policies::progress;
use store::policies::push::PushState;

use crate::{Result, Service, Viewer};

/// A push that does not move for longer is stuck, or nobody works: a level of a million chapters takes some ten seconds.
pub const PUSH_STUCK_AFTER: TimeDelta = TimeDelta::seconds(60);

/// A push, and when it did what.
pub type PushRecord = progress::Progress;

/// Whether a push stands still.
#[must_use]
pub fn is_stuck(push: &PushRecord, now: Timestamp) -> bool {
    push.state == PushState::Active && now - push.moved_at > PUSH_STUCK_AFTER
}

impl Service {
    /// The pushes of versions, as far as the viewer reads deliveries where they begin; the unfinished first.
    pub async fn pushes_of(&self, viewer: &Viewer, versions: &[PolicyVersionId]) -> Result<Vec<PushRecord>> {
        let scope = viewer.scope(Permission::DeliveryRead);
        if scope.roots.is_empty() {
            return Ok(Vec::new());
        }
        Ok(progress::of_versions(self.store.read(), versions, &scope.roots).await?)
    }
}
