//! graphql-sse: wire.md 9.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::world::{World, soon, until, world};

/// An open stream, frame by frame.
struct Frames(Body);

impl Frames {
    async fn open(world: &World, request: Request<Body>) -> Self {
        let response = world.router.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()["content-type"], "text/event-stream; charset=utf-8");
        assert_eq!(response.headers()["cache-control"], "no-cache, no-store");
        assert_eq!(response.headers()["x-accel-buffering"], "no");
        Self(response.into_body())
    }

    /// The next piece that is no comment; `None` at the end.
    async fn next(&mut self) -> Option<String> {
        loop {
            let bytes = self.0.frame().await?.unwrap().into_data().unwrap();
            let text = String::from_utf8(bytes.to_vec()).unwrap();
            if text != ":\n\n" {
                return Some(text);
            }
        }
    }
}

fn stream(query: &str) -> Request<Body> {
    let body = json!({ "query": query }).to_string();
    Request::post("/graphql/stream")
        .header("content-type", "application/json")
        .header("accept", "text/event-stream")
        .header("authorization", "Bearer good")
        .body(body.into())
        .unwrap()
}

fn data(frame: Option<String>) -> Value {
    let frame = frame.unwrap();
    let data = frame.strip_prefix("event: next\ndata: ").unwrap_or_else(|| panic!("{frame}"));
    serde_json::from_str(data.split("\n\n").next().unwrap()).unwrap()
}

#[tokio::test]
async fn next_and_complete_with_a_data_line_each() {
    let world = world();
    let get = Request::get("/graphql/stream?query=subscription%7Bthree%7D").header("accept", "text/event-stream");
    for request in [stream("subscription { three }"), get.body(Body::empty()).unwrap()] {
        let mut frames = Frames::open(&world, request).await;
        for n in 1..=3 {
            assert_eq!(frames.next().await.unwrap(), format!("event: next\ndata: {{\"data\":{{\"three\":{n}}}}}\n\n"));
        }
        assert_eq!(frames.next().await.unwrap(), "event: complete\ndata:\n\n");
        assert_eq!(frames.next().await, None);
    }
    let mut query = Frames::open(&world, stream("{ ping }")).await;
    assert_eq!(data(query.next().await)["data"], json!({ "ping": "pong" }));
    assert_eq!(query.next().await.unwrap(), "event: complete\ndata:\n\n");
}

#[tokio::test]
async fn errors_are_inside_the_stream() {
    let world = world();
    for (query, code) in [
        ("{ ping", "PARSE_ERROR"),
        ("subscription { nothing }", "VALIDATION_FAILED"),
        ("subscription { refused }", "NOT_FOUND"),
    ] {
        let mut frames = Frames::open(&world, stream(query)).await;
        let frame = frames.next().await;
        assert!(frame.as_ref().unwrap().ends_with("\n\nevent: complete\ndata:\n\n"), "{frame:?}");
        let told = data(frame);
        assert_eq!((told.get("data"), &told["errors"][0]["extensions"]["code"]), (None, &json!(code)), "{query}");
        assert_eq!(frames.next().await, None);
    }
}

#[tokio::test]
async fn what_is_no_request_for_a_stream_is_refused() {
    let world = world();
    let post = || Request::post("/graphql/stream").header("content-type", "application/json");
    let body = || Body::from(r#"{"query":"subscription { three }"}"#);
    let cases = [
        (post().header("accept", "application/json").body(body()), StatusCode::NOT_ACCEPTABLE),
        (post().header("authorization", "Bearer nobody").body(body()), StatusCode::UNAUTHORIZED),
        (post().body("no".into()), StatusCode::BAD_REQUEST),
        (Request::put("/graphql/stream").body(body()), StatusCode::METHOD_NOT_ALLOWED),
        (
            Request::get("/graphql/stream?query=mutation%7Badd(n%3A1)%7D").body(Body::empty()),
            StatusCode::METHOD_NOT_ALLOWED,
        ),
    ];
    for (request, status) in cases {
        assert_eq!(world.send(request.unwrap()).await.status, status);
    }
}

#[tokio::test]
async fn streams_share_and_end_with_their_token() {
    let world = world();
    let mut one = Frames::open(&world, stream("subscription { ticks { n } }")).await;
    let mut two = Frames::open(&world, stream("subscription { ticks { n } }")).await;
    until("listening", || world.feed.ticks.receiver_count() == 1).await;
    world.feed.ticks.send(8).unwrap();
    assert_eq!(data(soon("a frame", one.next()).await)["data"]["ticks"]["n"], 8);
    assert_eq!(data(soon("a frame", two.next()).await)["data"]["ticks"]["n"], 8);
    world.gate.good.cancel();
    let last = soon("the farewell", one.next()).await;
    assert_eq!(data(last)["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
    assert_eq!(one.next().await, None);
    drop((one, two));
    until("nobody listens", || world.feed.ticks.receiver_count() == 0).await;
}

#[tokio::test(start_paused = true)]
async fn a_quiet_stream_shows_that_it_lives() {
    let world = world();
    let mut frames = Frames::open(&world, stream("subscription { ticks { n } }")).await;
    for _ in 0..4 {
        let before = tokio::time::Instant::now();
        let comment = frames.0.frame().await.unwrap().unwrap().into_data().unwrap();
        assert_eq!(&comment[..], b":\n\n");
        assert!(before.elapsed() <= std::time::Duration::from_secs(15));
    }
}
