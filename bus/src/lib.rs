//! Messages between Flotilla's processes, and between the parts of one process. No word of the product is known here.
//!
//! Two halves, each with its own promise:
//! - **Streams** ([`Bus::send`], [`Bus::consumer`]): at least once, in the order sent, shared out among the consumers of a
//!   group. What is not acknowledged comes again; what fails too often is put aside as a dead letter, with the reason.
//! - **Signals** ([`Bus::signal`], [`Bus::listen`]): at most once, to everyone who listens now. A signal only says "look";
//!   the database is the truth. Whoever may have missed some is told by [`Signal::Gap`].
//!
//! [`Bus::health`] says whether signals arrive at present. A cache kept fresh by signals must not be trusted while they don't.
//!
//! One `Bus` over two backends with the same promises: a server shared by many processes (`Bus::connect`), and one process's
//! memory (`Bus::memory`). `tests/contract.rs` runs one suite on both.
//!
//! Map: `message.rs` and `consumer.rs` are what callers hold of the streams, `signal.rs` of the signals; `memory/` and
//! `redis/` are the backends; `backoff.rs` is how long to wait before trying again.

mod backoff;
mod consumer;
mod error;
mod health;
mod memory;
mod message;
mod redis;
mod settings;
mod signal;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use tokio::sync::watch;

pub use crate::backoff::{Backoff, backoff};
pub use crate::consumer::{Consumer, ConsumerOptions};
pub use crate::error::{Error, Result};
pub use crate::health::Health;
pub use crate::message::{DeadLetter, Delivery, Lag, Member, Message};
pub use crate::redis::acl::{COMMANDS, acl_rule};
pub use crate::settings::{DEFAULT_NAMESPACE, DEFAULT_STREAM_LIMIT, RedisSettings};
pub use crate::signal::{Listener, Signal};

/// How long a signal may take to leave. It is only a hint, so its sender must never be held up by it.
pub const SIGNAL_TIMEOUT: Duration = Duration::from_millis(250);

/// A handle on the bus; cheap to clone, the same bus whichever clone is used.
#[derive(Clone, Debug)]
pub struct Bus {
    backend: Backend,
}

#[derive(Clone, Debug)]
enum Backend {
    Memory(Arc<memory::MemoryBus>),
    Redis(Arc<redis::RedisBus>),
}

impl Bus {
    /// A bus inside this process. It forgets everything when the last handle goes.
    pub fn memory() -> Self {
        Self::memory_with_limit(DEFAULT_STREAM_LIMIT)
    }

    /// As [`Bus::memory`], with at most `stream_limit` messages held in each stream (the oldest give way).
    pub fn memory_with_limit(stream_limit: usize) -> Self {
        Self { backend: Backend::Memory(Arc::new(memory::MemoryBus::new(stream_limit))) }
    }

    /// A bus shared through a server. Waits a moment for the first connection but does not need it: if the server is away
    /// the bus says it is not live, keeps trying for ever, and works as soon as the server is there.
    ///
    /// Must be called inside a Tokio runtime. Fails only when the settings make no sense ([`Error::Settings`]).
    pub async fn connect(settings: &RedisSettings) -> Result<Self> {
        Ok(Self { backend: Backend::Redis(Arc::new(redis::RedisBus::connect(settings).await?)) })
    }

    /// Appends messages to a stream, in this order. On an error some of them, from the front, may have been stored: send all
    /// again; consumers must be able to bear a repeat.
    ///
    /// A stream holds a limited number of messages; beyond it the oldest are dropped (and a warning is logged), because a
    /// full server would stop everything else too. What must not be lost is kept in the database and sent again by a sweep.
    pub async fn send(&self, stream: &str, messages: &[Message]) -> Result<()> {
        match &self.backend {
            Backend::Memory(bus) => bus.send(stream, messages),
            Backend::Redis(bus) => bus.send(stream, messages).await,
        }
    }

    /// Joins a group of consumers that share out a stream's messages. `name` must be unique within the group. The group is
    /// made when it is first needed, and then starts with the oldest message the stream still holds.
    ///
    /// One consumer sees messages in the order sent. Several in one group share them, so what must stay in order between
    /// several consumers belongs in several streams, chosen by key. Must be called inside a Tokio runtime.
    pub fn consumer(&self, stream: &str, group: &str, name: &str, options: ConsumerOptions) -> Result<Consumer> {
        match &self.backend {
            Backend::Memory(bus) => Ok(Consumer::memory(bus.consumer(stream, group, name, options)?)),
            Backend::Redis(bus) => Ok(Consumer::redis(bus.consumer(stream, group, name, options)?)),
        }
    }

    /// The oldest `limit` dead letters of a stream.
    pub async fn dead_letters(&self, stream: &str, limit: usize) -> Result<Vec<DeadLetter>> {
        match &self.backend {
            Backend::Memory(bus) => Ok(bus.dead_letters(stream, limit)),
            Backend::Redis(bus) => bus.dead_letters(stream, limit).await,
        }
    }

    /// Puts a dead letter back at the end of its stream, with its attempts forgotten, for the group that buried it only.
    /// False when there is no such dead letter (any more).
    pub async fn requeue_dead(&self, stream: &str, id: &str) -> Result<bool> {
        match &self.backend {
            Backend::Memory(bus) => bus.requeue_dead(stream, id),
            Backend::Redis(bus) => bus.requeue_dead(stream, id).await,
        }
    }

    /// How far a group is behind.
    pub async fn lag(&self, stream: &str, group: &str) -> Result<Lag> {
        match &self.backend {
            Backend::Memory(bus) => Ok(bus.lag(stream, group)),
            Backend::Redis(bus) => bus.lag(stream, group).await,
        }
    }

    /// Who takes messages for a group, by name. Whoever has gone without closing stays for up to an hour.
    pub async fn members(&self, stream: &str, group: &str) -> Result<Vec<Member>> {
        let mut members = match &self.backend {
            Backend::Memory(bus) => bus.members(stream, group),
            Backend::Redis(bus) => bus.members(stream, group).await?,
        };
        members.sort_unstable_by(|a, b| a.name.cmp(&b.name));
        Ok(members)
    }

    /// Tells every listener of `topic`, in this process at once and in all others through the server, and never takes
    /// longer than [`SIGNAL_TIMEOUT`]. An error means that other processes may not have heard.
    pub async fn signal(&self, topic: &str, payload: Bytes) -> Result<()> {
        match &self.backend {
            Backend::Memory(bus) => bus.signal(topic, &payload),
            Backend::Redis(bus) => bus.signal(topic, payload).await,
        }
    }

    /// Listens to topics from now on: what is signalled after this returns is heard, or a [`Signal::Gap`] is.
    pub fn listen(&self, topics: &[&str]) -> Listener {
        match &self.backend {
            Backend::Memory(bus) => bus.hub().listen(topics),
            Backend::Redis(bus) => bus.hub().listen(topics),
        }
    }

    /// Whether signals from other processes arrive, as it changes.
    pub fn health(&self) -> watch::Receiver<Health> {
        match &self.backend {
            Backend::Memory(bus) => bus.health(),
            Backend::Redis(bus) => bus.health(),
        }
    }

    /// Ends the bus for all its handles: sending is refused, consumers and listeners end. Deliveries in hand can still be
    /// acknowledged and consumers still be closed, so that a shutdown may finish or hand back what it holds.
    pub fn close(&self) {
        match &self.backend {
            Backend::Memory(bus) => bus.close(),
            Backend::Redis(bus) => bus.close(),
        }
    }
}
