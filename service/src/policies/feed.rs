//! The live feed: what reaches a chapter, from a cursor on, without gap or repeat.
//!
//! Every process reads the committed steps of pushes in commit order, one reader for all its subscribers. A step is looked
//! up once for all chapters that are connected here, then handed to them. A signal only makes the reader look sooner; it
//! looks by itself twice a second. Who comes with a cursor first replays from the database up to the reader's position,
//! then goes on live from there: the position is taken under the same lock under which steps are handed out.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::pin::Pin;
use std::sync::Arc;

use domain::access::{Grant, Permission};
use domain::kernel::{ChapterId, Cursor, PolicyVersionId};
use domain::policies::PolicyVersion;
use futures_util::{Stream, StreamExt as _, stream};
use parking_lot::Mutex;
use store::kernel::Counter;
use store::policies::delivery::Delivered;
use store::policies::{feed as rows, version};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{Notify, broadcast};

use crate::{Op, Result, Service, ServiceError, Viewer};

/// What happened to a version at a chapter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NoticeKind {
    Delivered,
    /// The version was taken back.
    Revoked,
}

/// One thing a chapter is told.
#[derive(Debug, Clone)]
pub struct Notice {
    pub kind: NoticeKind,
    pub delivered: Arc<Delivered>,
    /// What was delivered or revoked; one copy for all who are told of it.
    pub version: Arc<PolicyVersion>,
}

impl Notice {
    /// Where to resume after.
    #[must_use]
    pub fn cursor(&self) -> String {
        Cursor::of(&self.delivered.seq).as_str().to_owned()
    }
}

/// A stream of notices.
pub type FeedStream = Pin<Box<dyn Stream<Item = Result<Notice>> + Send>>;

/// How many notices a subscriber may be behind before it replays from the database instead.
const BACKLOG: usize = 16;
/// How many steps are read at once, and how many missed notices are replayed per query.
const BATCH: i64 = 500;

/// What this process knows of the feed, and who listens here.
#[derive(Debug, Default)]
pub struct Feed {
    live: Mutex<Live>,
    wake: Notify,
    rollouts: Mutex<HashMap<PolicyVersionId, Arc<Notify>>>,
}

#[derive(Debug, Default)]
struct Live {
    /// The last step that was handed out here, or is being handed out.
    position: i64,
    chapters: HashMap<ChapterId, broadcast::Sender<Notice>>,
}

impl Service {
    pub(crate) async fn feed_start(&self) -> Result<()> {
        let position = store::kernel::current(self.store.read(), Counter::Feed).await?;
        self.feed.live.lock().position = position;
        Ok(())
    }

    pub(crate) fn feed_wake(&self) {
        self.feed.wake.notify_one();
    }

    /// Wakes whoever watches a version land; all of them if it is not said which.
    pub(crate) fn rollout_wake(&self, version: &str) {
        let watched = self.feed.rollouts.lock();
        match version.parse::<PolicyVersionId>() {
            Ok(version) => {
                if let Some(watchers) = watched.get(&version) {
                    watchers.notify_waiters();
                }
            }
            Err(_) => watched.values().for_each(|watchers| watchers.notify_waiters()),
        }
    }

    /// Hands out steps as they are committed, until dropped. One per process.
    pub async fn feed_run(&self) {
        loop {
            match self.feed_hand_out().await {
                Ok(true) => {}
                Ok(false) => self.feed.wake.notified().await,
                Err(error) => {
                    tracing::warn!(error = error.trace(), "the feed could not be read; it is tried again");
                    self.feed.wake.notified().await;
                }
            }
        }
    }

    /// Hands out the next steps; answers whether there were any.
    async fn feed_hand_out(&self) -> Result<bool> {
        let position = self.feed.live.lock().position;
        let steps = rows::after(self.store.read(), position, BATCH).await?;
        for step in &steps {
            // Whoever is connected now is handed the step; whoever joins from now on finds it behind the position, and
            // in the database. One lock for both, or a joiner in between would fall through.
            let connected: Vec<i32> = {
                let mut live = self.feed.live.lock();
                live.position = step.seq;
                live.chapters.retain(|_, sender| sender.receiver_count() > 0);
                live.chapters.keys().map(|chapter| chapter.0).collect()
            };
            let brought = match self.feed_brought(step, &connected).await {
                Ok(brought) => brought,
                Err(error) => {
                    // Handed out again from here; who has it already drops it by its position.
                    self.feed.live.lock().position = step.seq - 1;
                    return Err(error);
                }
            };
            let live = self.feed.live.lock();
            for notice in brought {
                let Some(sender) = live.chapters.get(&notice.delivered.chapter) else { continue };
                // Nobody may be left listening; that is no error.
                let _ = sender.send(notice);
            }
            drop(live);
            self.rollout_wake(&step.version.to_string());
        }
        Ok(!steps.is_empty())
    }

    /// What a step has to tell those chapters.
    async fn feed_brought(&self, step: &rows::Step, connected: &[i32]) -> Result<Vec<Notice>> {
        if connected.is_empty() {
            return Ok(Vec::new());
        }
        let brought = rows::of_step(self.store.read(), step, connected).await?;
        if brought.is_empty() {
            return Ok(Vec::new());
        }
        let versions = Versions::read(self, [step.version]).await?;
        let notices = brought.into_iter().flat_map(|rows::Brought { delivered, chapters }| {
            chapters.into_iter().map(move |chapter| Delivered { chapter, ..delivered.clone() })
        });
        notices.map(|delivered| versions.notice(delivered, step.is_withdrawal())).collect()
    }

    /// What reaches a chapter: what it missed after `after`, then live. Ends with an error when the chapter is no
    /// longer one of those the viewer may read.
    ///
    /// # Errors
    /// The viewer may not read the chapter's deliveries; the cursor is not one of this feed.
    pub fn policy_feed(&self, viewer: &Viewer, chapter: ChapterId, after: Option<&str>) -> Result<FeedStream> {
        viewer.require(Permission::DeliveryRead, chapter)?;
        let after = after.map(|cursor| Cursor::from(cursor.to_owned()).key::<i64>()).transpose()?;
        let (receiver, position) = self.feed_join(chapter);
        let state = Follower {
            service: self.clone(),
            op: viewer.op.clone(),
            grants: Arc::clone(&viewer.grants),
            chapter,
            at: after.unwrap_or(position),
            upto: position,
            missed: VecDeque::new(),
            receiver,
        };
        Ok(stream::unfold(state, Follower::next).boxed())
    }

    fn feed_join(&self, chapter: ChapterId) -> (broadcast::Receiver<Notice>, i64) {
        let mut live = self.feed.live.lock();
        let sender = live.chapters.entry(chapter).or_insert_with(|| broadcast::channel(BACKLOG).0);
        let receiver = sender.subscribe();
        (receiver, live.position)
    }

    /// How many chapters are listened to in this process.
    #[must_use]
    pub fn feed_chapters(&self) -> usize {
        self.feed.live.lock().chapters.len()
    }

    /// How many listen to a chapter in this process.
    #[must_use]
    pub fn feed_followers(&self) -> usize {
        self.feed.live.lock().chapters.values().map(broadcast::Sender::receiver_count).sum()
    }

    /// A tick at once, and then whenever a version's counts may have changed; several changes may come as one tick.
    ///
    /// # Errors
    /// The viewer may not read the version.
    pub async fn rollout_feed(
        &self,
        viewer: &Viewer,
        version: PolicyVersionId,
        within: Option<ChapterId>,
    ) -> Result<Pin<Box<dyn Stream<Item = ()> + Send>>> {
        self.version(viewer, version).await?;
        if let Some(within) = within {
            viewer.require(Permission::DeliveryRead, within)?;
        }
        let watchers = {
            let mut watched = self.feed.rollouts.lock();
            // Those that nobody else holds any more are watched by nobody.
            watched.retain(|_, watchers| Arc::strong_count(watchers) > 1);
            Arc::clone(watched.entry(version).or_default())
        };
        let ticks = stream::unfold((watchers, true), |(watchers, first)| async move {
            if !first {
                let changed = watchers.notified();
                // Counts cost a query over the version's chapters: at most four a second, and once a second unasked,
                // since time alone makes deliveries overdue.
                let _ = tokio::time::timeout(std::time::Duration::from_secs(1), changed).await;
                tokio::time::sleep(std::time::Duration::from_millis(250)).await;
            }
            Some(((), (watchers, false)))
        });
        Ok(ticks.boxed())
    }
}

/// The versions that some notices are about.
struct Versions(HashMap<PolicyVersionId, Arc<PolicyVersion>>);

impl Versions {
    async fn read(service: &Service, wanted: impl IntoIterator<Item = PolicyVersionId>) -> Result<Self> {
        let wanted: BTreeSet<PolicyVersionId> = wanted.into_iter().collect();
        let wanted: Vec<i64> = wanted.into_iter().map(|id| id.0).collect();
        let read = version::load_many(service.store.read(), &wanted).await?;
        Ok(Self(read.into_iter().map(|version| (version.id, Arc::new(version))).collect()))
    }

    fn notice(&self, delivered: Delivered, withdrawn: bool) -> Result<Notice> {
        let missing =
            || ServiceError::Internal(format!("a delivery of {}, which is not there", delivered.version).into());
        let version = self.0.get(&delivered.version).map(Arc::clone).ok_or_else(missing)?;
        let kind = if withdrawn { NoticeKind::Revoked } else { NoticeKind::Delivered };
        Ok(Notice { kind, delivered: Arc::new(delivered), version })
    }
}

/// One subscriber's way along the feed.
struct Follower {
    service: Service,
    op: Op,
    grants: Arc<Vec<Grant>>,
    chapter: ChapterId,
    /// The last position this subscriber has been told of.
    at: i64,
    /// Up to where it must read the database; live from there.
    upto: i64,
    /// Read from the database, and not yet told.
    missed: VecDeque<Notice>,
    receiver: broadcast::Receiver<Notice>,
}

impl Follower {
    /// What comes next; an error is told once, and ends it: the client comes back with its cursor.
    async fn next(mut self) -> Option<(Result<Notice>, Self)> {
        let told = self.wait().await.transpose()?.and_then(|notice| self.check().map(|()| notice));
        if told.is_err() {
            self.leave();
        }
        Some((told, self))
    }

    async fn wait(&mut self) -> Result<Option<Notice>> {
        loop {
            if let Some(notice) = self.missed.pop_front() {
                return Ok(Some(notice));
            }
            if self.at < self.upto {
                self.replay().await?;
                continue;
            }
            match self.receiver.recv().await {
                Ok(notice) if notice.delivered.seq <= self.at => {}
                Ok(notice) => {
                    self.at = notice.delivered.seq;
                    return Ok(Some(notice));
                }
                Err(RecvError::Lagged(_)) => {
                    // Too slow for the live queue: what was dropped is read from the database.
                    let (receiver, position) = self.service.feed_join(self.chapter);
                    (self.receiver, self.upto) = (receiver, position);
                }
                Err(RecvError::Closed) => return Ok(None),
            }
        }
    }

    /// The tree may have changed since the last notice, and the chapter stand where the viewer has no business.
    fn check(&self) -> Result<()> {
        let viewer = self.service.viewer_with(self.op.clone(), Arc::clone(&self.grants));
        viewer.require(Permission::DeliveryRead, self.chapter)
    }

    /// Listens to nothing any more: a receiver without a sender ends the stream at the next poll.
    fn leave(&mut self) {
        self.missed.clear();
        self.upto = self.at;
        self.receiver = broadcast::channel(1).1;
    }

    /// Reads what was missed, a batch at a time.
    async fn replay(&mut self) -> Result<()> {
        let db = self.service.store.read();
        let missed = rows::missed(db, self.chapter, self.at, self.upto, BATCH).await?;
        let full = i64::try_from(missed.len()).is_ok_and(|n| n == BATCH);
        let versions = Versions::read(&self.service, missed.iter().map(|(delivered, _)| delivered.version)).await?;
        let last = missed.last().map(|(delivered, _)| delivered.seq);
        for (delivered, withdrawn) in missed {
            self.missed.push_back(versions.notice(delivered, withdrawn)?);
        }
        self.at = last.filter(|_| full).unwrap_or(self.upto);
        Ok(())
    }
}
