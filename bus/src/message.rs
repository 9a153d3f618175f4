//! What travels on a stream.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;

use crate::error::Result;
use crate::memory::MemoryConsumer;
use crate::redis::consumer::ConsumerCore;

/// What is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// What it is about: messages of one key stay in the order sent. Consumers may use it to recognise repeats.
    pub key: String,
    /// The content; the bus does not look into it.
    pub payload: Bytes,
}

impl Message {
    /// A message about `key`.
    pub fn new(key: impl Into<String>, payload: impl Into<Bytes>) -> Self {
        Self { key: key.into(), payload: payload.into() }
    }
}

/// A message in a consumer's hands. It comes again, to any consumer of the group, unless it is acknowledged or buried within
/// the group's `idle_claim`; [`Delivery::extend`] starts that time anew. Dropping it does nothing by itself.
#[derive(Clone)]
pub struct Delivery {
    /// The message's place in its stream, as text. The same in every attempt.
    pub id: String,
    /// See [`Message::key`].
    pub key: String,
    /// See [`Message::payload`].
    pub payload: Bytes,
    /// 1 for the first delivery, counting up with each repeat.
    pub attempt: u32,
    pub(crate) lease: Lease,
}

#[derive(Clone)]
pub(crate) enum Lease {
    Memory(Arc<MemoryConsumer>),
    Redis(Arc<ConsumerCore>),
}

impl Delivery {
    /// Done: this group never sees the message again. Once every group has said so the stream forgets it.
    pub async fn ack(&self) -> Result<()> {
        match &self.lease {
            Lease::Memory(consumer) => consumer.ack(&[self.id.as_str()]),
            Lease::Redis(consumer) => consumer.ack(&[self.id.as_str()]).await?,
        }
        Ok(())
    }

    /// Not now: comes again after `delay` (see [`crate::backoff()`]) and not before, even if this process ends meanwhile.
    /// False when the message is no longer this consumer's, because it took too long.
    pub async fn retry_after(&self, delay: Duration) -> Result<bool> {
        match &self.lease {
            Lease::Memory(consumer) => Ok(consumer.retry_after(&self.id, delay)),
            Lease::Redis(consumer) => consumer.retry_after(&self.id, delay).await,
        }
    }

    /// Never: puts the message aside as a dead letter of its stream. False when it is no longer owed by this group.
    pub async fn bury(&self, reason: &str) -> Result<bool> {
        match &self.lease {
            Lease::Memory(consumer) => Ok(consumer.bury(&self.id, reason)),
            Lease::Redis(consumer) => consumer.bury(&self.id, reason).await,
        }
    }

    /// Still at it: starts the time until the message counts as abandoned anew. False when it is no longer this consumer's:
    /// then somebody else may be working on it, and the work is best dropped.
    pub async fn extend(&self) -> Result<bool> {
        match &self.lease {
            Lease::Memory(consumer) => Ok(consumer.extend(&self.id)),
            Lease::Redis(consumer) => consumer.extend(&self.id).await,
        }
    }
}

/// The payload is left out: it may hold personal data, and deliveries end up in logs.
impl fmt::Debug for Delivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Delivery")
            .field("id", &self.id)
            .field("key", &self.key)
            .field("attempt", &self.attempt)
            .finish_non_exhaustive()
    }
}

/// A message put aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadLetter {
    /// What [`crate::Bus::requeue_dead`] takes.
    pub id: String,
    /// The message's place in its stream when it was delivered.
    pub message_id: String,
    /// The group that gave up on it.
    pub group: String,
    /// See [`Message::key`].
    pub key: String,
    /// See [`Message::payload`].
    pub payload: Bytes,
    /// How often it had been delivered.
    pub attempts: u32,
    /// Why it was put aside.
    pub reason: String,
    /// How long ago.
    pub age: Duration,
}

/// How far a group is behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Lag {
    /// Messages not delivered to the group yet.
    pub waiting: u64,
    /// Messages delivered and not acknowledged yet.
    pub pending: u64,
    /// How long ago the oldest of both was sent; `None` when there is none.
    pub oldest_age: Option<Duration>,
}

/// A consumer of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Its name in the group.
    pub name: String,
    /// How long ago it was last heard: it asks again and again while it waits.
    pub idle: Duration,
    /// Messages that it was given and has not answered.
    pub in_flight: u64,
}
