//! Signals: what a listener holds, and the hub that hands them out within one process.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use parking_lot::Mutex;
use tokio::sync::Notify;

/// Signals a listener may be behind before it is told of a gap instead.
const INBOX_LIMIT: usize = 1024;

/// What a listener hears.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signal {
    /// Something was signalled.
    Message {
        /// The topic it was signalled on.
        topic: Arc<str>,
        /// What the sender said.
        payload: Bytes,
    },
    /// Signals may have been missed (the connection was lost, or this listener was too slow): read the database again.
    /// Whatever was waiting to be heard before it has been dropped, since that reading covers it.
    Gap,
}

/// Hears the signals of its topics, each once, until dropped.
pub struct Listener {
    hub: Arc<Hub>,
    inbox: Arc<Inbox>,
    topics: Vec<Arc<str>>,
}

impl Listener {
    /// The next signal; `None` once the bus is closed. May be dropped while waiting without losing a signal.
    pub async fn next(&mut self) -> Option<Signal> {
        loop {
            // Asked for before looking, so that a signal arriving in between wakes us.
            let woken = self.inbox.arrived.notified();
            match self.inbox.state.lock().take() {
                Taken::Signal(signal) => return Some(signal),
                Taken::Closed => return None,
                Taken::Nothing => {}
            }
            woken.await;
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.hub.forget(&self.inbox, &self.topics);
    }
}

impl fmt::Debug for Listener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Listener").field("topics", &self.topics).finish_non_exhaustive()
    }
}

/// One listener's waiting signals.
#[derive(Default)]
struct Inbox {
    state: Mutex<InboxState>,
    arrived: Notify,
}

#[derive(Default)]
struct InboxState {
    gap: bool,
    waiting: VecDeque<Signal>,
    closed: bool,
}

enum Taken {
    Signal(Signal),
    Nothing,
    Closed,
}

impl InboxState {
    fn take(&mut self) -> Taken {
        if std::mem::take(&mut self.gap) {
            return Taken::Signal(Signal::Gap);
        }
        match self.waiting.pop_front() {
            Some(signal) => Taken::Signal(signal),
            None if self.closed => Taken::Closed,
            None => Taken::Nothing,
        }
    }

    fn put_gap(&mut self) {
        self.waiting.clear();
        self.gap = true;
    }
}

impl Inbox {
    fn update(&self, change: impl FnOnce(&mut InboxState)) {
        change(&mut self.state.lock());
        // One waiter at most (`next` takes `&mut self`), so a stored permit is enough.
        self.arrived.notify_one();
    }
}

/// Hands a signal to the listeners of its topic in this process.
#[derive(Default)]
pub(crate) struct Hub {
    state: Mutex<HubState>,
}

#[derive(Default)]
struct HubState {
    topics: HashMap<Arc<str>, Vec<Arc<Inbox>>>,
    closed: bool,
}

impl Hub {
    pub(crate) fn listen(self: &Arc<Self>, topics: &[&str]) -> Listener {
        let inbox = Arc::new(Inbox::default());
        let mut names: Vec<Arc<str>> = topics.iter().map(|topic| Arc::from(*topic)).collect();
        names.sort_unstable();
        names.dedup();
        let mut state = self.state.lock();
        inbox.state.lock().closed = state.closed;
        for topic in &names {
            state.topics.entry(Arc::clone(topic)).or_default().push(Arc::clone(&inbox));
        }
        drop(state);
        Listener { hub: Arc::clone(self), inbox, topics: names }
    }

    pub(crate) fn deliver(&self, topic: &str, payload: &Bytes) {
        let state = self.state.lock();
        let Some((topic, inboxes)) = state.topics.get_key_value(topic) else {
            return;
        };
        for inbox in inboxes {
            inbox.update(|inbox| {
                if inbox.waiting.len() >= INBOX_LIMIT {
                    inbox.put_gap();
                }
                // Kept even right after a gap: reading the database and then hearing a signal again is harmless.
                inbox.waiting.push_back(Signal::Message { topic: Arc::clone(topic), payload: payload.clone() });
            });
        }
    }

    /// Tells every listener that signals may have been missed.
    pub(crate) fn gap(&self) {
        for inbox in self.state.lock().topics.values().flatten() {
            inbox.update(InboxState::put_gap);
        }
    }

    pub(crate) fn close(&self) {
        let mut state = self.state.lock();
        state.closed = true;
        for inbox in state.topics.values().flatten() {
            inbox.update(|inbox| inbox.closed = true);
        }
    }

    fn forget(&self, inbox: &Arc<Inbox>, topics: &[Arc<str>]) {
        let mut state = self.state.lock();
        for topic in topics {
            let Some(inboxes) = state.topics.get_mut(topic) else {
                continue;
            };
            inboxes.retain(|other| !Arc::ptr_eq(other, inbox));
            if inboxes.is_empty() {
                state.topics.remove(topic);
            }
        }
    }
}

impl fmt::Debug for Hub {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hub").field("topics", &self.state.lock().topics.len()).finish_non_exhaustive()
    }
}
