//! What happens after the commit: the relay of the outbox, pushes down the tree, and the timers.
//!
//! A library that `flotilla serve` starts in its own process and `flotilla worker` alone. Pushes are shared by all
//! workers; the relay and the timers run in one of them at a time, under a lease. Nothing here decides: every step is one
//! call of a use case, which may be repeated.

mod imports;
mod leader;
mod pushes;
mod relay;
mod retry;
mod timers;

use std::time::Duration;

use service::Service;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Settings of a worker.
#[derive(Debug, Clone)]
pub struct WorkerSettings {
    /// Its name, which no other worker may have.
    pub name: String,
    /// How many pushes it takes on at once.
    pub pushes: usize,
    /// For how long a lease is held without renewal: how soon another takes over from one that died.
    pub lease: Duration,
    /// A push that nobody has moved for this long is put back on the bus.
    pub push_idle: Duration,
}

impl WorkerSettings {
    /// The defaults, under a name.
    #[must_use]
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: name.into(), pushes: 4, lease: Duration::from_secs(3), push_idle: Duration::from_secs(2) }
    }
}

/// A running worker.
#[derive(Debug)]
pub struct Worker {
    stop: CancellationToken,
    tasks: TaskTracker,
}

impl Worker {
    /// Starts a worker. It runs until [`Worker::shut_down`].
    #[must_use]
    pub fn start(service: &Service, settings: &WorkerSettings) -> Self {
        let stop = CancellationToken::new();
        let tasks = TaskTracker::new();
        tasks.spawn(pushes::run(service.clone(), settings.clone(), stop.clone()));
        tasks.spawn(leader::run(service.clone(), settings.clone(), stop.clone()));
        tasks.close();
        Self { stop, tasks }
    }

    /// Finishes the level in hand, hands the rest back, gives up the lease.
    pub async fn shut_down(self) {
        self.stop.cancel();
        self.tasks.wait().await;
    }
}
