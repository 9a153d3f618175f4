//! Live signals between processes: hints that make things fast. What must be true is in the database.

use std::time::Duration;

use bus::Signal;
use bytes::Bytes;
use domain::kernel::{AccountId, SessionId};
use tokio_util::sync::CancellationToken;

use crate::Service;

/// What a signal is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Topic {
    /// Chapters changed: take in the tree's new version.
    Tree,
    /// An account's rights changed (payload: the account's id).
    Rights,
    /// A session ended (payload: the session's id).
    Session,
    /// The outbox has something for the relay.
    Outbox,
    /// A step of a push was committed.
    Feed,
    /// A version's receipts changed (payload: the version's id).
    Rollout,
    /// The audit log has something to seal.
    Audit,
}

impl Topic {
    /// Every topic.
    pub const ALL: [Self; 7] =
        [Self::Tree, Self::Rights, Self::Session, Self::Outbox, Self::Feed, Self::Rollout, Self::Audit];

    /// Its name on the bus.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Tree => "tree",
            Self::Rights => "rights",
            Self::Session => "session",
            Self::Outbox => "outbox",
            Self::Feed => "feed",
            Self::Rollout => "rollout",
            Self::Audit => "audit",
        }
    }

    fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|topic| topic.name() == name)
    }
}

/// How often a process looks for itself, in case a signal was lost.
const LOOK: Duration = Duration::from_millis(500);

impl Service {
    /// Applies signals to this process at once, then sends them to the others.
    pub(crate) async fn tell(&self, signals: Vec<(Topic, Bytes)>) {
        for (topic, payload) in &signals {
            self.apply(*topic, payload).await;
        }
        for (topic, payload) in signals {
            if let Err(error) = self.bus.signal(topic.name(), payload).await {
                // The others find out by looking: see `LOOK`.
                tracing::debug!(topic = topic.name(), %error, "a signal was not sent");
            }
        }
    }

    async fn apply(&self, topic: Topic, payload: &Bytes) {
        let text = std::str::from_utf8(payload).unwrap_or_default();
        match topic {
            Topic::Tree => {
                if let Err(error) = self.refresh_tree().await {
                    tracing::warn!(error = error.trace(), "the tree could not be refreshed; it is tried again");
                }
            }
            Topic::Rights => match text.parse::<AccountId>() {
                Ok(account) => self.access.forget_account(account),
                Err(_) => self.access.forget_all(),
            },
            Topic::Session => match text.parse::<SessionId>() {
                Ok(session) => self.access.end_session(session),
                Err(_) => self.access.forget_all(),
            },
            Topic::Feed => self.feed_wake(),
            Topic::Rollout => self.rollout_wake(text),
            Topic::Outbox | Topic::Audit => {}
        }
    }
}

/// Keeps a process fresh until `stop`: takes in the others' signals, and looks for itself in between.
pub fn spawn_listener(service: &Service, stop: CancellationToken) -> tokio::task::JoinHandle<()> {
    let service = service.clone();
    tokio::spawn(async move {
        let topics: Vec<&str> = [Topic::Tree, Topic::Rights, Topic::Session, Topic::Feed, Topic::Rollout]
            .into_iter()
            .map(Topic::name)
            .collect();
        let mut listener = service.bus.listen(&topics);
        let mut look = tokio::time::interval(LOOK);
        look.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = stop.cancelled() => break,
                signal = listener.next() => match signal {
                    Some(Signal::Message { topic, payload }) => {
                        if let Some(topic) = Topic::of_name(&topic) {
                            service.apply(topic, &payload).await;
                        }
                    }
                    Some(Signal::Gap) => {
                        service.access.forget_all();
                        service.apply(Topic::Tree, &Bytes::new()).await;
                        service.feed_wake();
                        service.rollout_wake("");
                    }
                    None => break,
                },
                _ = look.tick() => {
                    service.apply(Topic::Tree, &Bytes::new()).await;
                    service.feed_wake();
                }
            }
        }
    })
}
