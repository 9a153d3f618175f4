//! Whether signals arrive.

use std::time::Instant;

use tokio::sync::watch;

/// Whether this process hears its own heartbeat through the server, which is what it takes to hear anybody's signals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Health {
    /// True while the heartbeat is heard. A cache kept fresh by signals must not be trusted while this is false.
    pub live: bool,
    /// When `live` last changed.
    pub since: Instant,
}

impl Health {
    pub(crate) fn channel(live: bool) -> watch::Sender<Self> {
        watch::Sender::new(Self { live, since: Instant::now() })
    }

    /// Notes the present state; `since` moves, and watchers wake, only when it is a change.
    pub(crate) fn set(sender: &watch::Sender<Self>, live: bool) -> bool {
        sender.send_if_modified(|health| {
            let changed = health.live != live;
            if changed {
                *health = Self { live, since: Instant::now() };
            }
            changed
        })
    }
}
