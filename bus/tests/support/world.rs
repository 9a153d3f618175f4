//! What the contract runs on: a bus, and more buses that see the same streams and signals as other processes would.

use std::future::Future;
use std::time::Duration;

use bus::{Bus, Consumer, ConsumerOptions, Delivery, Listener, Message, RedisSettings, Signal, acl_rule};

use super::RedisServer;

/// Longer than anything takes that works.
const DEADLINE: Duration = Duration::from_secs(20);

pub(crate) const STREAM: &str = "work";
pub(crate) const GROUP: &str = "workers";

pub(crate) struct World {
    pub(crate) bus: Bus,
    settings: Option<RedisSettings>,
    /// Kept until the test's end.
    _server: Option<RedisServer>,
}

impl World {
    pub(crate) fn memory() -> Self {
        Self { bus: Bus::memory(), settings: None, _server: None }
    }

    /// One server, which the bus may use only as the documented rule allows.
    pub(crate) async fn redis() -> Self {
        let server = RedisServer::start();
        let settings = RedisSettings::new(restricted_url(&server, "redis", bus::DEFAULT_NAMESPACE));
        Self { _server: Some(server), ..Self::at(settings).await }
    }

    /// On a server that somebody else keeps.
    pub(crate) async fn at(settings: RedisSettings) -> Self {
        Self { bus: live_bus(&settings).await, settings: Some(settings), _server: None }
    }

    /// The bus as another process has it.
    pub(crate) async fn elsewhere(&self) -> Bus {
        match &self.settings {
            Some(settings) => live_bus(settings).await,
            None => self.bus.clone(),
        }
    }
}

/// One cluster for several worlds.
pub(crate) struct Cluster(RedisServer);

impl Cluster {
    pub(crate) fn start() -> Self {
        Self(RedisServer::start_cluster())
    }

    /// A world of its own, by namespace.
    pub(crate) async fn world(&self, namespace: &str) -> World {
        let settings = RedisSettings::new(restricted_url(&self.0, "redis-cluster", namespace));
        World::at(RedisSettings { namespace: namespace.to_owned(), ..settings }).await
    }
}

/// Makes a user by the documented rule, named as the namespace; returns the address to be it.
pub(crate) fn restricted_url(server: &RedisServer, scheme: &str, namespace: &str) -> String {
    server.ask(&acl_rule(namespace, "secret", namespace));
    format!("{scheme}://{namespace}:secret@{}", server.place())
}

pub(crate) async fn live_bus(settings: &RedisSettings) -> Bus {
    let bus = Bus::connect(settings).await.unwrap();
    becomes(&bus, true).await;
    bus
}

/// Waits until the bus is live, or is not.
pub(crate) async fn becomes(bus: &Bus, live: bool) {
    let mut health = bus.health();
    soon(health.wait_for(|health| health.live == live)).await.unwrap();
}

/// Awaits what must happen.
pub(crate) async fn soon<T>(what: impl Future<Output = T>) -> T {
    tokio::time::timeout(DEADLINE, what).await.expect("it happens before the deadline")
}

pub(crate) fn messages(texts: &[&str]) -> Vec<Message> {
    texts.iter().map(|text| Message::new("key", text.as_bytes().to_vec())).collect()
}

pub(crate) fn text(delivery: &Delivery) -> &str {
    std::str::from_utf8(&delivery.payload).unwrap()
}

/// Patient by default: nothing is claimed during a test unless it says so.
pub(crate) fn patient() -> ConsumerOptions {
    ConsumerOptions {
        idle_claim: Duration::from_mins(10),
        block: Duration::from_millis(50),
        ..ConsumerOptions::default()
    }
}

pub(crate) fn hasty(idle_claim: Duration) -> ConsumerOptions {
    ConsumerOptions { idle_claim, ..patient() }
}

pub(crate) fn consumer(bus: &Bus, name: &str, options: ConsumerOptions) -> Consumer {
    bus.consumer(STREAM, GROUP, name, options).unwrap()
}

/// Takes exactly `count` messages, in however many batches.
pub(crate) async fn take(consumer: &mut Consumer, count: usize) -> Vec<Delivery> {
    let mut taken = Vec::new();
    while taken.len() < count {
        taken.extend(soon(consumer.next()).await.unwrap());
    }
    assert_eq!(taken.len(), count);
    taken
}

pub(crate) async fn take_one(consumer: &mut Consumer) -> Delivery {
    take(consumer, 1).await.remove(0)
}

/// The text of the next signal; a gap is an error.
pub(crate) async fn hear(listener: &mut Listener) -> String {
    match soon(listener.next()).await {
        Some(Signal::Message { payload, .. }) => String::from_utf8(payload.to_vec()).unwrap(),
        other => panic!("expected a message, heard {other:?}"),
    }
}

/// Hears until there is a gap.
pub(crate) async fn hear_gap(listener: &mut Listener) {
    while soon(listener.next()).await.expect("the bus is open") != Signal::Gap {}
}
