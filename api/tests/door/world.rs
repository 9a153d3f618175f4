//! A door over the small schema, with a gate that knows a few tokens.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::{Duration, Instant};

use api::gate::{Asked, Caller, Check, Gate, Readiness, Refusal, Visit};
use api::http::{Door, DoorSettings, Sharing, router, serve};
use async_graphql::{Request, ServerError};
use axum::Router;
use axum::body::Body;
use axum::http::{self, HeaderMap, StatusCode, request};
use domain::access::Actor;
use domain::kernel::SeededIds;
use futures_util::stream::BoxStream;
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

use crate::schema::{Feed, schema};

pub(crate) const GRAPHQL: &str = "application/graphql-response+json";

/// The one document that a request may name.
pub(crate) const PING: &str = "query Ping { ping }";
pub(crate) const PING_HASH: &str = "9fe0e5f4706908a4a057c260770dd0170bd8dd80005f190c4079da2d5f6768ef";

/// Knows `good` and `twin` (equal rights) and `other`; cannot tell about `down`.
#[derive(Default)]
pub(crate) struct TestGate {
    pub(crate) good: CancellationToken,
    pub(crate) twin: CancellationToken,
    pub(crate) other: CancellationToken,
}

impl Gate for TestGate {
    type Announcement = Infallible;

    fn announcements(&self, _: &Asked<'_>, _: &Visit) -> Option<BoxStream<'static, Result<Infallible, ServerError>>> {
        None
    }

    fn announce(&self, request: Request, _: Option<&Infallible>) -> Request {
        request
    }

    async fn admit(&self, bearer: &str) -> Result<Caller, Refusal> {
        let caller = |rights, ended: &CancellationToken| Caller {
            actor: Actor::Anonymous,
            grants: Arc::default(),
            rights,
            ended: ended.clone(),
            staff: false,
        };
        match bearer {
            "good" => Ok(caller(1, &self.good)),
            "twin" => Ok(caller(1, &self.twin)),
            "other" => Ok(caller(2, &self.other)),
            "down" => Err(Refusal::Unavailable),
            _ => Err(Refusal::InvalidToken),
        }
    }

    fn prepare(&self, request: Request, visit: &Visit) -> Request {
        request.data(visit.clone())
    }

    async fn readiness(&self) -> Readiness {
        let check =
            Check { name: "bus".into(), ok: false, stale_since: Some("2026-01-01T00:00:00Z".into()), detail: None };
        Readiness { ready: !self.other.is_cancelled(), checks: vec![check] }
    }
}

/// A door and what stands behind it.
pub(crate) struct World {
    pub(crate) router: Router,
    pub(crate) feed: Feed,
    pub(crate) gate: Arc<TestGate>,
    pub(crate) settings: DoorSettings,
    pub(crate) shutdown: CancellationToken,
}

pub(crate) fn world() -> World {
    world_with(DoorSettings::default())
}

pub(crate) fn world_with(settings: DoorSettings) -> World {
    let (feed, gate, shutdown) = (Feed::default(), Arc::new(TestGate::default()), CancellationToken::new());
    let schema = schema(feed.clone());
    let shared = [("ticks", Sharing::FromNow), ("standing", Sharing::Latest)];
    let door = Door {
        sdl: schema.sdl(),
        schema,
        gate: Arc::clone(&gate),
        settings: settings.clone(),
        ids: Arc::new(SeededIds::new(1)),
        shared: shared.map(|(name, sharing)| (name.to_owned(), sharing)).into_iter().collect::<BTreeMap<_, _>>(),
        metrics: Some(Arc::new(|| "up 1\n".to_owned())),
        jwks: Some(Arc::new(|| json!({ "keys": [] }))),
        documents: [(PING_HASH.to_owned(), PING.to_owned())].into(),
        shutdown: shutdown.clone(),
    };
    World { router: router(door), feed, gate, settings, shutdown }
}

/// An answer, read to its end.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("not JSON: {}", self.text))
    }

    /// The code of the first error.
    pub(crate) fn code(&self) -> String {
        self.json()["errors"][0]["extensions"]["code"].as_str().unwrap_or_default().to_owned()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

impl World {
    pub(crate) async fn send(&self, request: http::Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        Answer { status: parts.status, headers: parts.headers, text: String::from_utf8(bytes.to_vec()).unwrap() }
    }

    pub(crate) async fn post(&self, body: Value) -> Answer {
        self.send(post().body(body.to_string().into()).unwrap()).await
    }

    pub(crate) async fn query(&self, query: &str) -> Answer {
        self.post(json!({ "query": query })).await
    }

    /// Serves on a port of its own until the world's `shutdown` fires.
    pub(crate) async fn listen(&self) -> Served {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (router, settings, shutdown) = (self.router.clone(), self.settings.clone(), self.shutdown.clone());
        let task = tokio::spawn(async move { serve(listener, router, &settings, shutdown).await });
        Served { address, task }
    }
}

pub(crate) struct Served {
    pub(crate) address: std::net::SocketAddr,
    pub(crate) task: tokio::task::JoinHandle<std::io::Result<()>>,
}

pub(crate) fn post() -> request::Builder {
    http::Request::post("/graphql").header("content-type", "application/json").header("accept", GRAPHQL)
}

/// Waits for something that happens soon.
pub(crate) async fn until(what: &str, mut happened: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(20);
    while !happened() {
        assert!(Instant::now() < deadline, "never happened: {what}");
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

/// A future that must come to an end soon.
pub(crate) async fn soon<T>(what: &str, future: impl Future<Output = T>) -> T {
    let limit = Duration::from_secs(20);
    tokio::time::timeout(limit, future).await.unwrap_or_else(|_| panic!("took too long: {what}"))
}
