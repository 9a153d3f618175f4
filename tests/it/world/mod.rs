//! A small world: the real parts of the executable with a manual clock, over a tree of two real provinces.

mod actor;
mod backend;
mod provider;

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use domain::kernel::{ManualClock, RandomIds, from_micros};
use flotilla::boot;
use service::access::{AccessKeys, AccessParts, AccessSettings, CodeSender, SendError, SigningKey};
use service::integrations::ImportSettings;
use service::{Ingredients, Service, ServiceSettings};
use tokio_util::sync::CancellationToken;
use worker::{Worker, WorkerSettings};

pub use actor::{Actor, Answer};
pub use backend::Backend;
pub use provider::Moody;

/// 2026-11-22T00:00:00Z, in microseconds: when every world begins.
pub const BEGINNING: i64 = 1_795_305_600_000_000;

/// Small, so that tests reach the limits: batches of 3 rows, 40 rows and 600 KiB in a file, 3 open imports.
const IMPORTS: ImportSettings = ImportSettings {
    max_bytes: 600 << 10,
    max_rows: 40,
    batch: 3,
    max_open: 3,
    keep: Duration::from_hours(7 * 24),
    patience: Duration::from_mins(5),
};

/// One-time codes as they were "sent".
#[derive(Debug, Default, Clone)]
pub struct Codes(pub Arc<std::sync::Mutex<Vec<(String, String)>>>);

impl CodeSender for Codes {
    fn send<'a>(&'a self, phone: &'a str, code: &'a str) -> futures_util::future::BoxFuture<'a, Result<(), SendError>> {
        self.0.lock().unwrap().push((phone.to_owned(), code.to_owned()));
        Box::pin(std::future::ready(Ok(())))
    }
}

/// A running node: the service, its router, its background tasks.
pub struct Node {
    pub service: Service,
    pub router: Router,
    stop: CancellationToken,
}

impl Drop for Node {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

/// Everything a test needs; two nodes can share one world.
pub struct World {
    pub backend: Backend,
    pub clock: Arc<ManualClock>,
    pub codes: Codes,
    pub provider: Arc<Moody>,
    pub node: Node,
    worker: Option<Worker>,
    limits: bool,
}

impl World {
    /// A world with a worker running.
    pub async fn new() -> Self {
        let mut world = Self::idle().await;
        world.work();
        world
    }

    /// A world whose sign-in attempts are limited, as in production.
    pub async fn limited() -> Self {
        Self::build(true).await
    }

    /// A world without a worker: nothing happens after a commit.
    pub async fn idle() -> Self {
        Self::build(false).await
    }

    async fn build(limits: bool) -> Self {
        let backend = Backend::fresh().await;
        let clock = Arc::new(ManualClock::at(from_micros(BEGINNING)));
        let codes = Codes::default();
        let provider = Arc::new(Moody::new());
        let node = node((&backend, &clock), &codes, &provider, limits).await;
        Self { backend, clock, codes, provider, node, worker: None, limits }
    }

    /// Starts the worker.
    pub fn work(&mut self) {
        let settings = WorkerSettings::named("test-worker");
        self.worker = Some(Worker::start(&self.node.service, &settings));
    }

    /// Another API node over the same database and bus.
    pub async fn second_node(&self) -> Node {
        node((&self.backend, &self.clock), &self.codes, &self.provider, self.limits).await
    }

    /// Stops the worker in order.
    pub async fn rest(&mut self) {
        if let Some(worker) = self.worker.take() {
            worker.shut_down().await;
        }
    }

    /// Waits until nothing is left to push and to relay.
    pub async fn drained(&self) {
        until("the outbox and the pushes are empty", async || {
            let waiting = self.node.service.outbox_state().await.unwrap().waiting;
            waiting == 0 && self.node.service.pushes_unfinished().await.unwrap().count == 0
        })
        .await;
    }

    /// Moves the clock on.
    pub fn later(&self, by: chrono::TimeDelta) {
        self.clock.advance(by);
    }

    /// A demo account of headquarters by its handle.
    pub async fn staff(&self, handle: &str) -> Actor {
        Actor::sign_in(&self.node, handle).await
    }

    /// The helmsman of the chapter that holds a division.
    pub async fn helmsman(&self, division: &str) -> Actor {
        Actor::sign_in(&self.node, &format!("helmsman:{division}")).await
    }

    /// Nobody.
    pub fn stranger(&self) -> Actor {
        Actor::anonymous(&self.node)
    }
}

/// What plays the payments of all tests.
pub fn sandbox() -> flotilla::payments::Sandbox {
    flotilla::payments::Sandbox::new(&[9; 32])
}

/// One signing key for all nodes of a test.
pub fn keys() -> AccessKeys {
    static KEY: std::sync::OnceLock<Vec<u8>> = std::sync::OnceLock::new();
    let pkcs8 = KEY.get_or_init(|| {
        let pair = aws_lc_rs::signature::Ed25519KeyPair::generate().unwrap();
        pair.to_pkcs8v1().unwrap().as_ref().to_vec()
    });
    let signing = SigningKey { kid: "test".into(), pkcs8: pkcs8.clone(), signs_from: from_micros(0) };
    AccessKeys { signing: vec![signing], code: [7; 32] }
}

async fn node(
    (backend, clock): (&Backend, &Arc<ManualClock>),
    codes: &Codes,
    provider: &Arc<Moody>,
    limits: bool,
) -> Node {
    let settings = AccessSettings { limits: limits.then(Default::default), ..AccessSettings::default() };
    let service = Service::start(Ingredients {
        store: backend.store().await,
        bus: backend.bus().await,
        clock: clock.clone(),
        ids: Arc::new(RandomIds),
        settings: ServiceSettings { imports: IMPORTS, ..ServiceSettings::default() },
        access: AccessParts::new(settings, &keys(), Arc::new(codes.clone())).unwrap(),
        payments: vec![provider.clone()],
    })
    .await
    .unwrap();
    let stop = CancellationToken::new();
    drop(boot::follow(&service, &stop));
    let facade = boot::Facade::plain(boot::Schema::Hidden);
    let router = boot::router(&service, api::http::DoorSettings::default(), stop.clone(), facade);
    Node { service, router, stop }
}

/// Waits for a condition, at most half a minute.
pub async fn until(what: &str, condition: impl AsyncFn() -> bool) {
    let started = Instant::now();
    while !condition().await {
        assert!(started.elapsed() < Duration::from_secs(30), "waited in vain until {what}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
