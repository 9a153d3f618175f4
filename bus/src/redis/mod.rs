//! The bus over a server shared by many processes.
//!
//! `target.rs` is where the server is (one, by sentinels, a cluster), `link.rs` one connection to it that comes back for ever,
//! `streams.rs` and `consumer.rs` the streams with their scripts in `lua/`, `pubsub.rs` the signals and the heartbeat.

pub(crate) mod acl;
pub(crate) mod consumer;
mod keys;
mod link;
mod pubsub;
mod scripts;
mod streams;
mod target;
mod wire;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use tokio::sync::watch;
use tokio_util::sync::{CancellationToken, DropGuard};

use self::consumer::{ConsumerCore, Membership};
use self::keys::Keys;
use self::link::Link;
use self::pubsub::Frame;
use self::target::Target;
use crate::SIGNAL_TIMEOUT;
use crate::backoff::process_mark;
use crate::consumer::ConsumerOptions;
use crate::error::{Error, Result};
use crate::health::Health;
use crate::message::{DeadLetter, Lag, Member, Message};
use crate::settings::RedisSettings;
use crate::signal::Hub;

/// How long a start waits for the server before going on without it.
const FIRST_CONNECTION: Duration = Duration::from_secs(2);

/// How long a command, once sent, may wait for its answer.
const COMMAND_TIMEOUT: Duration = Duration::from_secs(3);

#[derive(Debug)]
pub(crate) struct RedisBus {
    target: Arc<Target>,
    namespace: String,
    stream_limit: usize,
    link: Arc<Link>,
    hub: Arc<Hub>,
    health: watch::Receiver<Health>,
    mark: u64,
    /// Set by `close`. Dropping the bus ends its listeners but not its consumers, which have what they need.
    closed: CancellationToken,
    _ends_with_us: DropGuard,
}

impl RedisBus {
    pub(crate) async fn connect(settings: &RedisSettings) -> Result<Self> {
        let target = Arc::new(Target::parse(&settings.url)?);
        let closed = CancellationToken::new();
        let hub = Arc::new(Hub::default());
        let link = Arc::new(Link::open(Arc::clone(&target), Some(COMMAND_TIMEOUT)));
        let health = Health::channel(false);
        let mut watched = health.subscribe();
        let mark = process_mark();
        let ear = pubsub::Ear {
            target: Arc::clone(&target),
            link: Arc::clone(&link),
            hub: Arc::clone(&hub),
            health,
            channels: pubsub::Channels::new(&settings.namespace, mark),
            mark,
        };
        let hearing = closed.child_token();
        ear.start(&hearing);
        // Only a convenience: a process that starts with the server up then begins live, without a first gap.
        drop(tokio::time::timeout(FIRST_CONNECTION, watched.wait_for(|health| health.live)).await);
        Ok(Self {
            target,
            namespace: settings.namespace.clone(),
            stream_limit: settings.stream_limit,
            link,
            hub,
            health: watched,
            mark,
            closed,
            _ends_with_us: hearing.drop_guard(),
        })
    }

    pub(crate) async fn send(&self, stream: &str, messages: &[Message]) -> Result<()> {
        self.check_open()?;
        streams::send(&self.link, &self.keys(stream), self.stream_limit, messages).await
    }

    pub(crate) fn consumer(
        &self,
        stream: &str,
        group: &str,
        name: &str,
        options: ConsumerOptions,
    ) -> Result<Arc<ConsumerCore>> {
        self.check_open()?;
        let membership = Membership {
            keys: self.keys(stream),
            group: group.to_owned(),
            name: name.to_owned(),
            options,
            stream_limit: self.stream_limit,
        };
        // A blocking read holds up everything behind it, so it gets a connection of its own, without a limit on answers.
        let reader = Link::open(Arc::clone(&self.target), None);
        Ok(Arc::new(ConsumerCore::new(membership, Arc::clone(&self.link), reader, self.closed.clone())))
    }

    pub(crate) async fn dead_letters(&self, stream: &str, limit: usize) -> Result<Vec<DeadLetter>> {
        streams::dead_letters(&self.link, &self.keys(stream), limit).await
    }

    pub(crate) async fn requeue_dead(&self, stream: &str, id: &str) -> Result<bool> {
        self.check_open()?;
        streams::requeue_dead(&self.link, &self.keys(stream), self.stream_limit, id).await
    }

    pub(crate) async fn lag(&self, stream: &str, group: &str) -> Result<Lag> {
        streams::lag(&self.link, &self.keys(stream), group).await
    }

    pub(crate) async fn members(&self, stream: &str, group: &str) -> Result<Vec<Member>> {
        streams::members(&self.link, &self.keys(stream), group).await
    }

    pub(crate) async fn signal(&self, topic: &str, payload: Bytes) -> Result<()> {
        self.check_open()?;
        // Our own listeners hear it from here, even while the server is away; our echo is recognised by its mark.
        self.hub.deliver(topic, &payload);
        let frame = Frame { mark: self.mark, topic, payload: &payload }.encode()?;
        pubsub::publish(&self.link, &pubsub::signal_channel(&self.namespace), &frame, SIGNAL_TIMEOUT).await
    }

    pub(crate) fn hub(&self) -> &Arc<Hub> {
        &self.hub
    }

    pub(crate) fn health(&self) -> watch::Receiver<Health> {
        self.health.clone()
    }

    pub(crate) fn close(&self) {
        self.closed.cancel();
        self.hub.close();
    }

    fn keys(&self, stream: &str) -> Keys {
        Keys::new(&self.namespace, stream)
    }

    fn check_open(&self) -> Result<()> {
        if self.closed.is_cancelled() { Err(Error::Closed) } else { Ok(()) }
    }
}

impl Drop for RedisBus {
    fn drop(&mut self) {
        self.hub.close();
    }
}
