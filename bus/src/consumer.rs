//! A member of a group that shares out a stream.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use parking_lot::Mutex;

use crate::error::{Error, Result};
use crate::memory::MemoryConsumer;
use crate::message::Delivery;
use crate::redis::consumer::ConsumerCore;

/// How a consumer takes its messages. `idle_claim`, `max_attempts` and `peers` should be the same throughout a group.
#[derive(Debug, Clone)]
pub struct ConsumerOptions {
    /// Most messages handed out at once.
    pub batch: usize,
    /// How long a delivery may stay unanswered before another consumer takes it over.
    pub idle_claim: Duration,
    /// Deliveries after which a message that is still not acknowledged becomes a dead letter.
    pub max_attempts: u32,
    /// How long one wait for new messages lasts at most. Delayed, abandoned and handed-back messages are looked for that
    /// often, so it is also how late these may come.
    pub block: Duration,
    /// All other groups that read this stream. Naming them makes their places together with this group's, so that a message
    /// is not forgotten before a group that starts later, or is made again after the server was emptied, has seen it.
    pub peers: Vec<String>,
}

impl Default for ConsumerOptions {
    fn default() -> Self {
        Self {
            batch: 64,
            idle_claim: Duration::from_secs(30),
            max_attempts: 10,
            block: Duration::from_millis(250),
            peers: Vec::new(),
        }
    }
}

/// Takes messages for one member of a group. Dropping it leaves its unanswered messages to the idle claim; [`Consumer::close`]
/// hands them back at once.
pub struct Consumer {
    backend: Backend,
}

enum Backend {
    Memory(Arc<MemoryConsumer>),
    Redis(RedisConsumer),
}

struct RedisConsumer {
    core: Arc<ConsumerCore>,
    /// A read that has begun stays here when the caller stops waiting: the server may already have handed messages to it,
    /// and dropping them would delay them until the idle claim. The lock is never taken; it lets a consumer be shared, as the
    /// future alone could not.
    reading: Mutex<Option<BoxFuture<'static, Result<Vec<Delivery>>>>>,
}

impl Consumer {
    pub(crate) fn memory(consumer: Arc<MemoryConsumer>) -> Self {
        Self { backend: Backend::Memory(consumer) }
    }

    pub(crate) fn redis(core: Arc<ConsumerCore>) -> Self {
        Self { backend: Backend::Redis(RedisConsumer { core, reading: Mutex::new(None) }) }
    }

    /// Waits for messages: at least one, at most `batch`, abandoned and delayed ones first. A server that is away is waited
    /// for, for ever; so an error means that the bus is closed or refuses this consumer. May be dropped while waiting
    /// without losing a message.
    pub async fn next(&mut self) -> Result<Vec<Delivery>> {
        match &mut self.backend {
            Backend::Memory(consumer) => consumer.next().await,
            Backend::Redis(consumer) => consumer.next().await,
        }
    }

    /// Acknowledges several deliveries of this consumer at once.
    pub async fn ack_all(&self, deliveries: &[Delivery]) -> Result<()> {
        let ids: Vec<&str> = deliveries.iter().map(|delivery| delivery.id.as_str()).collect();
        match &self.backend {
            Backend::Memory(consumer) => consumer.ack(&ids),
            Backend::Redis(consumer) => consumer.core.ack(&ids).await?,
        }
        Ok(())
    }

    /// Leaves the group: every message this consumer holds goes back, for others to take at once and without counting as an
    /// attempt, and its name is deleted. Finish what is being worked on first, or it is done twice.
    pub async fn close(self) -> Result<()> {
        match self.backend {
            Backend::Memory(consumer) => consumer.close(),
            Backend::Redis(consumer) => consumer.close().await?,
        }
        Ok(())
    }
}

impl RedisConsumer {
    async fn next(&mut self) -> Result<Vec<Delivery>> {
        let core = &self.core;
        let reading = self.reading.get_mut().get_or_insert_with(|| Arc::clone(core).next_batch().boxed());
        let batch = tokio::select! {
            biased;
            () = core.closed() => return Err(Error::Closed),
            batch = reading => batch,
        };
        *self.reading.get_mut() = None;
        batch
    }

    async fn close(mut self) -> Result<()> {
        self.core.stop();
        if let Some(reading) = self.reading.get_mut().take() {
            // What it brings is not looked at: it is pending, so it is handed back with the rest. An error means that the
            // bus is away, which handing back will report.
            drop(reading.await);
        }
        self.core.hand_back().await
    }
}

impl fmt::Debug for Consumer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match &self.backend {
            Backend::Memory(consumer) => consumer.name(),
            Backend::Redis(consumer) => consumer.core.name(),
        };
        f.debug_struct("Consumer").field("name", &name).finish_non_exhaustive()
    }
}
