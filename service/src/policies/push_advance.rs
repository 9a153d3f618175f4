//! Takes a push one level down. Each level is one transaction, so a crash anywhere resumes at the level it reached.

use std::time::Duration;

use bytes::Bytes;
use domain::kernel::{PolicyVersionId, PushId};
use serde_json::json;
use store::Work;
use store::dialect::{TreeLock, lock_tree};
use store::policies::push::{self, LevelToServe, Push, PushState, Unfinished};

use crate::signals::Topic;
use crate::{Result, Service};

/// The stream of pushes to take on.
pub const PUSH_STREAM: &str = "push";
/// The consumer group of all workers.
pub const PUSH_GROUP: &str = "pushers";

/// The rank of a published version.
const PUBLISHED: i16 = 1;

/// What a step came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PushProgress {
    /// A level is done; there is more below.
    Moved { served: u64 },
    /// Nothing is left to do for this push.
    Finished { served: u64 },
}

impl Service {
    /// Serves the next level of a push. Two workers with the same push take turns, and neither serves a level twice.
    ///
    /// The system acts here on the publisher's decision, which was authorised and audited when it was published.
    pub async fn push_advance(&self, id: PushId) -> Result<PushProgress> {
        let work = self.store.begin().await?;
        // Locks in one order everywhere: tree, push, version, feed.
        lock_tree(work.db(), TreeLock::Shared).await?;
        let push = push::load_for_update(work.db(), id).await?;
        if push.state != PushState::Active {
            return Ok(PushProgress::Finished { served: 0 });
        }
        let version = push::version_for_share(work.db(), push.version).await?;
        if version.state != PUBLISHED {
            push::cancel(work.db(), &push, self.now()).await?;
            work.commit().await?;
            return Ok(PushProgress::Finished { served: 0 });
        }
        self.serve(work, &push, &version).await
    }

    async fn serve(&self, work: Work, push: &Push, version: &push::PushVersion) -> Result<PushProgress> {
        let now = self.now();
        let Push { version: id, root, next_depth: depth, alone, .. } = *push;
        let level = LevelToServe { version: id, root, depth, alone };
        let step = push::serve_level(work.db(), level, version, now).await?;
        let served = step.map_or(0, |(_, served)| served);
        let mut state = PushState::Active;
        let mut forked = false;
        if !push::has_depth(work.db(), push.root, push.next_depth + 1).await? {
            state = PushState::Done;
        } else if push.next_depth == 0 && push::is_larger(work.db(), push.root, self.settings.fork_above).await? {
            // Too much for one worker: each child becomes a push of its own, and this one is done.
            for child in push::fork(work.db(), push, now).await? {
                let payload = json!({ "push": child }).to_string();
                let key = push.version.to_string();
                store::kernel::outbox_add(work.db(), PUSH_STREAM, &key, &payload, now).await?;
            }
            state = PushState::Done;
            forked = true;
        }
        push::advance(work.db(), push, state, served, now).await?;
        if let Some((step, served)) = step {
            push::finish_step(work.db(), step, served).await?;
        }
        work.commit().await?;
        self.tell(push_signals(push.version, served, forked)).await;
        Ok(match state {
            PushState::Active => PushProgress::Moved { served },
            PushState::Done | PushState::Cancelled => PushProgress::Finished { served },
        })
    }

    /// Puts pushes back on the bus that nobody has moved for some time: Redis was emptied, or a worker died.
    ///
    /// A sweep: it compares what should be with what is, and a push that is on the bus twice is served once.
    pub async fn pushes_requeue(&self, idle: Duration) -> Result<usize> {
        let now = self.now();
        let work = self.store.begin().await?;
        let stalled = push::claim_stalled(work.db(), now - idle, now, 200).await?;
        work.commit().await?;
        if stalled.is_empty() {
            return Ok(0);
        }
        let messages: Vec<bus::Message> = stalled
            .iter()
            .map(|push| bus::Message::new(push.version.to_string(), json!({ "push": push.id }).to_string()))
            .collect();
        self.bus.send(PUSH_STREAM, &messages).await.map_err(|error| crate::ServiceError::Busy(Box::new(error)))?;
        Ok(stalled.len())
    }

    /// Which pushes are unfinished.
    pub async fn pushes_unfinished(&self) -> Result<Unfinished> {
        Ok(push::unfinished(self.store.read()).await?)
    }
}

fn push_signals(version: PolicyVersionId, served: u64, forked: bool) -> Vec<(Topic, Bytes)> {
    let mut signals = Vec::new();
    if served > 0 {
        signals.push((Topic::Feed, Bytes::from(version.to_string())));
    }
    signals.push((Topic::Rollout, Bytes::from(version.to_string())));
    if forked {
        signals.push((Topic::Outbox, Bytes::new()));
    }
    signals
}
