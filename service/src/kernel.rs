//! What the worker needs of the kernel: the outbox, leases and upkeep. No rules.

use std::time::Duration;

use bus::Message;
use domain::kernel::{from_micros, micros};
use store::kernel as rows;

use crate::{Result, Service, ServiceError};

/// How the outbox is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutboxState {
    pub waiting: i64,
    /// How long the oldest message has waited.
    pub oldest: Option<Duration>,
}

impl Service {
    /// Moves the oldest messages of the outbox to the bus, in the order they were written; answers how many.
    ///
    /// At least once: a crash between the bus and the removal sends them again.
    pub async fn outbox_relay(&self, limit: i64) -> Result<usize> {
        let waiting = rows::outbox_oldest(self.store.read(), limit).await?;
        let mut start = 0;
        // Runs of one stream go in one pipeline; the order over all streams stays.
        while let Some(first) = waiting.get(start) {
            let run: Vec<_> = waiting.iter().skip(start).take_while(|row| row.stream == first.stream).collect();
            let messages: Vec<Message> =
                run.iter().map(|row| Message::new(row.key.clone(), row.payload.clone())).collect();
            self.bus.send(&first.stream, &messages).await.map_err(|error| ServiceError::Busy(Box::new(error)))?;
            let ids: Vec<i64> = run.iter().map(|row| row.id).collect();
            let work = self.store.begin().await?;
            rows::outbox_remove(work.db(), &ids).await?;
            work.commit().await?;
            start += run.len();
        }
        Ok(waiting.len())
    }

    /// How many messages wait, and how long.
    pub async fn outbox_state(&self) -> Result<OutboxState> {
        let age = rows::outbox_age(self.store.read()).await?;
        let now = self.now();
        let oldest = age.oldest.map(|at| (now - from_micros(at)).to_std().unwrap_or_default());
        Ok(OutboxState { waiting: age.waiting, oldest })
    }

    /// Takes or keeps a lease for some time; answers whether `holder` has it.
    pub async fn lease(&self, name: &str, holder: &str, life: Duration) -> Result<bool> {
        let now = self.now();
        let until = from_micros(micros(now).saturating_add(i64::try_from(life.as_micros()).unwrap_or(i64::MAX)));
        let work = self.store.begin().await?;
        let held = rows::lease_take(work.db(), name, holder, now, until).await?;
        work.commit().await?;
        Ok(held)
    }

    /// Gives a lease back early, so that another need not wait for its end.
    pub async fn lease_release(&self, name: &str, holder: &str) -> Result<()> {
        let work = self.store.begin().await?;
        rows::lease_give(work.db(), name, holder).await?;
        Ok(work.commit().await?)
    }

    /// Forgets what is past use: answers under request keys, attempts, codes, dead sessions.
    pub async fn prune(&self) -> Result<()> {
        let now = self.now();
        let before = now - self.settings.request_key_life;
        let work = self.store.begin().await?;
        rows::answers_prune(work.db(), before).await?;
        work.commit().await?;
        self.access_prune().await
    }
}
