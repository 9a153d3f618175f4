//! What the worker needs of the kernel: the outbox, leases and upkeep. No rules.

use std::time::Duration;

use bus::Message;
use domain::kernel::{Timestamp, from_micros, micros};
use store::kernel as rows;

use crate::{Result, Service, ServiceError};

/// How the outbox is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutboxState {
    pub waiting: i64,
    /// How long the oldest message has waited.
    pub oldest: Option<Duration>,
    /// When the oldest message was written.
    pub since: Option<Timestamp>,
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
        let since = age.oldest.map(from_micros);
        let oldest = since.map(|since| (now - since).to_std().unwrap_or_default());
        Ok(OutboxState { waiting: age.waiting, oldest, since })
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

    /// Forgets what is past use: answers under request keys, attempts, codes, dead sessions, links followed long ago.
    pub async fn prune(&self) -> Result<()> {
        let now = self.now();
        let before = now - self.settings.request_key_life;
        let work = self.store.begin().await?;
        rows::answers_prune(work.db(), before).await?;
        work.commit().await?;
        self.access_prune().await?;
        self.growth_prune().await
    }
}

impl Service {
    /// Sets the gauges that cost a query: outbox, stream, pushes, deliveries, subscribers.
    pub async fn measure(&self) -> Result<()> {
        let outbox = self.outbox_state().await?;
        gauge("flotilla_outbox_waiting", outbox.waiting);
        metrics::gauge!("flotilla_outbox_age_seconds").set(outbox.oldest.unwrap_or_default().as_secs_f64());
        gauge("flotilla_pushes_unfinished", self.pushes_unfinished().await?.count);
        for (state, deliveries) in store::policies::delivery::count_by_state(self.store.read()).await? {
            let name = domain::policies::DeliveryView::from(state).as_str();
            #[expect(clippy::cast_precision_loss, reason = "a gauge is a float; counts stay far below 2^53")]
            metrics::gauge!("flotilla_deliveries", "state" => name).set(deliveries as f64);
        }
        gauge("flotilla_subscribed_chapters", i64::try_from(self.feed_chapters()).unwrap_or(i64::MAX));
        if let Ok(lag) = self.bus.lag(crate::policies::PUSH_STREAM, crate::policies::PUSH_GROUP).await {
            gauge("flotilla_stream_waiting", i64::try_from(lag.waiting).unwrap_or(i64::MAX));
            gauge("flotilla_stream_pending", i64::try_from(lag.pending).unwrap_or(i64::MAX));
            metrics::gauge!("flotilla_stream_age_seconds").set(lag.oldest_age.unwrap_or_default().as_secs_f64());
        }
        Ok(())
    }
}

fn gauge(name: &'static str, value: i64) {
    #[expect(clippy::cast_precision_loss, reason = "a gauge is a float; counts stay far below 2^53")]
    metrics::gauge!(name).set(value as f64);
}
