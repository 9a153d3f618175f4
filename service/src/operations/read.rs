//! Reads of operations. While the bus is away, what lies on it is not shown: [`crate::operations::Check`] says so.

use std::time::Duration;

use bus::{DeadLetter, Member};
use domain::access::Permission;
use store::access::account;

use super::bus_fault;
use crate::kernel::OutboxState;
use crate::policies::{PUSH_GROUP, PUSH_STREAM, PushRecord};
use crate::process::DEMO_ADMIN;
use crate::{Result, Service, Viewer};

/// How far the workers are behind with a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StreamState {
    pub stream: &'static str,
    pub group: &'static str,
    /// Messages that no worker has taken.
    pub waiting: u64,
    /// Messages that a worker has taken and not finished.
    pub in_flight: u64,
    /// How long ago the oldest of both was sent.
    pub oldest: Option<Duration>,
}

impl Service {
    /// The workers that take pushes.
    pub async fn workers(&self, viewer: &Viewer) -> Result<Vec<Member>> {
        require(viewer)?;
        self.on_the_bus(self.bus.members(PUSH_STREAM, PUSH_GROUP)).await
    }

    /// What workers have not finished, stream by stream.
    pub async fn streams(&self, viewer: &Viewer) -> Result<Vec<StreamState>> {
        require(viewer)?;
        let lag = async {
            let lag = self.bus.lag(PUSH_STREAM, PUSH_GROUP).await?;
            Ok(vec![StreamState {
                stream: PUSH_STREAM,
                group: PUSH_GROUP,
                waiting: lag.waiting,
                in_flight: lag.pending,
                oldest: lag.oldest_age,
            }])
        };
        self.on_the_bus(lag).await
    }

    /// The oldest messages that workers gave up on, with the stream they are of.
    pub async fn dead_letters(&self, viewer: &Viewer, limit: usize) -> Result<Vec<(&'static str, DeadLetter)>> {
        require(viewer)?;
        let letters = self.on_the_bus(self.bus.dead_letters(PUSH_STREAM, limit)).await?;
        Ok(letters.into_iter().map(|letter| (PUSH_STREAM, letter)).collect())
    }

    /// What waits to be moved to the bus.
    pub async fn outbox(&self, viewer: &Viewer) -> Result<OutboxState> {
        require(viewer)?;
        self.outbox_state().await
    }

    /// The oldest unfinished pushes.
    pub async fn pushes(&self, viewer: &Viewer, limit: usize) -> Result<Vec<PushRecord>> {
        require(viewer)?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        Ok(store::policies::progress::unfinished(self.store.read(), limit).await?)
    }

    /// What is wrong with this process, a sentence for each part.
    pub async fn problems(&self, viewer: &Viewer) -> Result<Vec<String>> {
        require(viewer)?;
        let mut problems: Vec<String> = self.readiness().await.iter().filter_map(super::Check::problem).collect();
        problems.extend(self.plays_payments().await?);
        Ok(problems)
    }

    /// That no money moves, where this is no demo: nothing that keeps the process from answering, and worth to be seen.
    async fn plays_payments(&self) -> Result<Option<String>> {
        if self.payments.iter().all(|provider| provider.moves_money()) {
            return Ok(None);
        }
        let demo = account::by_handle(self.store.read(), self.store.vault(), DEMO_ADMIN).await?;
        let told = "payments: the sandbox takes payments, which moves no money";
        Ok(demo.is_none().then(|| told.to_owned()))
    }

    /// Reads from the bus; nothing is there while the bus is away.
    async fn on_the_bus<T>(&self, read: impl Future<Output = bus::Result<Vec<T>>>) -> Result<Vec<T>> {
        if !self.bus.health().borrow().live {
            return Ok(Vec::new());
        }
        match read.await {
            Ok(found) => Ok(found),
            Err(error) if error.is_passing() => {
                tracing::warn!(%error, "the bus could not be read");
                Ok(Vec::new())
            }
            Err(error) => Err(bus_fault(error)),
        }
    }
}

/// How the system runs is the same for all of it: the right counts at headquarters alone.
fn require(viewer: &Viewer) -> Result<()> {
    viewer.require_at_headquarters(Permission::OperationsRead)
}
