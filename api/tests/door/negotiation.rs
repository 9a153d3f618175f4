//! Methods, media types, statuses: wire.md 1 to 5, 7.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use serde_json::json;

use crate::world::{GRAPHQL, post, world, world_with};
use api::http::DoorSettings;

#[tokio::test]
async fn every_kind_of_error_under_every_accept() {
    let world = world();
    // Body, its code, its status as application/json, as graphql-response+json, whether there is `data`.
    let cases = [
        (r#"{"query":"{ ping }"}"#, "", 200, 200, true),
        (r#"{"query":"{ ping"}"#, "PARSE_ERROR", 200, 400, false),
        (r#"{"query":""}"#, "PARSE_ERROR", 200, 400, false),
        (r#"{"query":"{ pong }"}"#, "VALIDATION_FAILED", 200, 400, false),
        (r#"{"query":"{ number(n: \"x\") }"}"#, "BAD_USER_INPUT", 200, 400, false),
        (r#"{"query":"{ number(n: 3000000000) }"}"#, "BAD_USER_INPUT", 200, 400, false),
        (r#"{"query":"query($n: Int!) { number(n: $n) }"}"#, "BAD_USER_INPUT", 200, 400, false),
        (r#"{"query":"query($n: Int!) { number(n: $n) }","variables":{"n":null}}"#, "BAD_USER_INPUT", 200, 400, false),
        (r#"{"query":"query($n: Int!) { number(n: $n) }","variables":{"n":"1"}}"#, "BAD_USER_INPUT", 200, 400, false),
        (
            r#"{"query":"query($n: Int!) { number(n: $n) }","variables":{"n":2147483648}}"#,
            "BAD_USER_INPUT",
            200,
            400,
            false,
        ),
        (r#"{"query":"query($p: Pair!) { pair(input: $p) }","variables":{"p":{}}}"#, "BAD_USER_INPUT", 200, 400, false),
        (
            r#"{"query":"query($p: Pair!) { pair(input: $p) }","variables":{"p":{"left":1,"x":2}}}"#,
            "BAD_USER_INPUT",
            200,
            400,
            false,
        ),
        (
            r#"{"query":"query($p: Pair!) { pair(input: $p) }","variables":{"p":{"left":1,"right":[5000000000]}}}"#,
            "BAD_USER_INPUT",
            200,
            400,
            false,
        ),
        (
            r#"{"query":"query($s: String!) { text(s: $s) }","variables":{"s":"a\u0000b"}}"#,
            "BAD_USER_INPUT",
            200,
            400,
            false,
        ),
        (r#"{"query":"query A { ping } query B { ping }"}"#, "BAD_REQUEST", 200, 400, false),
        (r#"{"query":"query A { ping }","operationName":"C"}"#, "BAD_REQUEST", 200, 400, false),
        (r#"{"query":"subscription { three }"}"#, "BAD_REQUEST", 200, 400, false),
        (r#"{"query":"{ secret }"}"#, "INTERNAL", 200, 200, true),
        (r#"{"query":"{ denied }"}"#, "UNAUTHENTICATED", 200, 200, true),
        // Not a GraphQL request at all: 400 for everybody.
        (r#"{"query":"{ ping }""#, "BAD_REQUEST", 400, 400, false),
        (r#"{"query":7}"#, "BAD_REQUEST", 400, 400, false),
        (r"{}", "BAD_REQUEST", 400, 400, false),
        (r#"["{ ping }"]"#, "BAD_REQUEST", 400, 400, false),
        (r#"[{"query":"{ ping }"}]"#, "BAD_REQUEST", 400, 400, false),
        (r#"{"query":"{ ping }","variables":[]}"#, "BAD_REQUEST", 400, 400, false),
        (r#"{"query":"{ ping }","operationName":1}"#, "BAD_REQUEST", 400, 400, false),
        (r#"{"query":"{ ping }","extensions":"x"}"#, "BAD_REQUEST", 400, 400, false),
        ("", "BAD_REQUEST", 400, 400, false),
    ];
    for (body, code, as_json, as_graphql, data) in cases {
        for (accept, status, media) in [
            (None, as_json, "application/json"),
            (Some("*/*"), as_json, "application/json"),
            (Some("application/json"), as_json, "application/json"),
            (Some(GRAPHQL), as_graphql, GRAPHQL),
        ] {
            let request = Request::post("/graphql").header("content-type", "application/json");
            let request = accept.into_iter().fold(request, |request, accept| request.header("accept", accept));
            let answer = world.send(request.body(body.into()).unwrap()).await;
            let what = format!("{body} as {accept:?}: {}", answer.text);
            assert_eq!(answer.status, status, "{what}");
            assert_eq!(answer.header("content-type"), format!("{media}; charset=utf-8"), "{what}");
            assert_eq!(answer.json().get("data").is_some(), data, "{what}");
            assert_eq!(answer.code(), code, "{what}");
            if !code.is_empty() {
                let told = &answer.json()["errors"][0]["extensions"]["requestId"];
                assert_eq!(told, answer.header("x-request-id"), "{what}");
            }
        }
    }
}

#[tokio::test]
async fn nothing_inside_is_told() {
    let world = world();
    let secret = world.query("{ secret }").await;
    assert_eq!(secret.json()["errors"][0]["message"], "internal error");
    let misspelt = world.query("{ pingg numbr }").await;
    assert!(!misspelt.text.contains("Did you mean"), "{}", misspelt.text);
}

#[tokio::test]
async fn queries_go_by_get_and_mutations_do_not() {
    let world = world();
    let get =
        async |uri: &str| world.send(Request::get(uri).header("accept", GRAPHQL).body(Body::empty()).unwrap()).await;
    assert_eq!(get("/graphql?query=%7B%20ping%20%7D").await.json()["data"], json!({ "ping": "pong" }));
    let named =
        get("/graphql?query=query%20A(%24n%3AInt!)%7Bnumber(n%3A%24n)%7D&operationName=A&variables=%7B%22n%22%3A3%7D")
            .await;
    assert_eq!(named.json()["data"], json!({ "number": 3 }));
    for bad in [
        "/graphql",
        "/graphql?query=%7Bping%7D&variables=x",
        "/graphql?query=%7Bping%7D&variables=%5B%5D",
        "/graphql?query=a&query=b",
    ] {
        assert_eq!(get(bad).await.status, StatusCode::BAD_REQUEST, "{bad}");
    }
    let mutation = get("/graphql?query=mutation%7Badd(n%3A1)%7D").await;
    assert_eq!((mutation.status, mutation.header("allow")), (StatusCode::METHOD_NOT_ALLOWED, "POST"));
    assert_eq!(world.feed.added.load(std::sync::atomic::Ordering::SeqCst), 0);
    for method in [Method::PUT, Method::DELETE, Method::PATCH, Method::TRACE, Method::HEAD] {
        let request = Request::builder().method(method.clone()).uri("/graphql").body(Body::empty()).unwrap();
        let answer = world.send(request).await;
        assert_eq!((answer.status, answer.header("allow")), (StatusCode::METHOD_NOT_ALLOWED, "GET, POST"), "{method}");
    }
}

#[tokio::test]
async fn only_json_comes_in() {
    let world = world();
    let body = r#"{"query":"mutation { add(n: 1) }"}"#;
    for kind in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/graphql",
        "application/json; charset=utf-16",
        "application/jsonp",
        "",
    ] {
        let request = Request::post("/graphql").header("content-type", kind).body(body.into()).unwrap();
        assert_eq!(world.send(request).await.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{kind}");
    }
    let bare = Request::post("/graphql").body(body.into()).unwrap();
    assert_eq!(world.send(bare).await.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let packed = post().header("content-encoding", "gzip").body(body.into()).unwrap();
    assert_eq!(world.send(packed).await.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(world.feed.added.load(std::sync::atomic::Ordering::SeqCst), 0);
    for kind in ["application/json", "Application/JSON; charset=UTF-8", "application/json;charset=\"utf-8\""] {
        let request = Request::post("/graphql").header("content-type", kind).body(body.into()).unwrap();
        assert_eq!(world.send(request).await.status, StatusCode::OK, "{kind}");
    }
}

#[tokio::test]
async fn what_we_do_not_write_is_not_acceptable() {
    let request = Request::post("/graphql").header("accept", "text/html").header("content-type", "application/json");
    let answer = world().send(request.body(r#"{"query":"{ ping }"}"#.into()).unwrap()).await;
    assert_eq!((answer.status, answer.code().as_str()), (StatusCode::NOT_ACCEPTABLE, "NOT_ACCEPTABLE"));
}

#[tokio::test]
async fn a_panic_is_an_answer_and_the_next_request_is_served() {
    let world = world();
    let answer = world.query("{ boom }").await;
    assert_eq!((answer.status, answer.code().as_str()), (StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL"));
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert_eq!(world.query("{ ping }").await.status, StatusCode::OK);
}

#[tokio::test(start_paused = true)]
async fn an_operation_that_takes_too_long_is_stopped() {
    let answer = world().query("{ slow }").await;
    assert_eq!((answer.status, answer.code().as_str()), (StatusCode::OK, "TIMEOUT"));
    assert_eq!(answer.json().get("data"), Some(&json!(null)));
}

#[tokio::test]
async fn a_long_list_of_errors_is_cut() {
    let world = world_with(DoorSettings { errors: 5, ..DoorSettings::default() });
    let fields = (0..40).map(|n| format!("nothing{n}")).collect::<Vec<_>>().join(" ");
    let errors = world.query(&format!("{{ {fields} }}")).await.json()["errors"].as_array().unwrap().clone();
    assert_eq!(errors.len(), 6);
    assert_eq!(errors[5]["message"], "and 35 more errors");
}

#[tokio::test]
async fn every_answer_has_its_headers() {
    let world = world();
    for path in ["/graphql?query=%7Bping%7D", "/livez", "/readyz", "/nowhere"] {
        let answer = world.send(Request::get(path).body(Body::empty()).unwrap()).await;
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        assert_eq!(answer.header("content-security-policy"), "default-src 'none'; frame-ancestors 'none'", "{path}");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        assert!(answer.header("x-request-id").starts_with("rqst_"), "{path}");
    }
    let given = async |id: &str| {
        let answer = world.send(Request::get("/livez").header("x-request-id", id).body(Body::empty()).unwrap()).await;
        answer.header("x-request-id").to_owned()
    };
    assert_eq!(given("0190a1b2-c3d4-7e5f-8091-a2b3c4d5e6f7").await, "0190a1b2-c3d4-7e5f-8091-a2b3c4d5e6f7");
    assert_ne!(given("two words").await, "two words");
    assert_ne!(given(&"x".repeat(65)).await, "x".repeat(65));
    let secure = world_with(DoorSettings { hsts_seconds: 600, ..DoorSettings::default() });
    assert_eq!(secure.query("{ ping }").await.header("strict-transport-security"), "max-age=600; includeSubDomains");
}

#[tokio::test]
async fn machines_find_what_they_ask_for() {
    let world = world();
    let get = async |path: &str| world.send(Request::get(path).body(Body::empty()).unwrap()).await;
    assert_eq!(get("/livez").await.text, "ok");
    let ready = get("/readyz").await;
    assert_eq!(
        (ready.status, ready.json()["checks"][0]["staleSince"].clone()),
        (StatusCode::OK, json!("2026-01-01T00:00:00Z"))
    );
    world.gate.other.cancel();
    assert_eq!(get("/readyz").await.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(get("/metrics").await.text, "up 1\n");
    let keys = get("/.well-known/jwks.json").await;
    assert_eq!((keys.json(), keys.header("cache-control")), (json!({ "keys": [] }), "public, max-age=60"));
    assert_eq!(get("/nowhere").await.code(), "NOT_FOUND");
    let wrong = world.send(Request::post("/livez").body(Body::empty()).unwrap()).await;
    assert_eq!((wrong.status, wrong.header("allow")), (StatusCode::METHOD_NOT_ALLOWED, "GET,HEAD"));
    assert_eq!(wrong.code(), "METHOD_NOT_ALLOWED");
}

#[tokio::test]
async fn the_cost_is_told() {
    let world = world();
    let cost = async |query: &str| world.query(query).await.json()["extensions"]["cost"].clone();
    assert_eq!(cost("{ ping }").await, json!({ "requested": 1, "limit": 10_000 }));
    assert_eq!(cost("{ items(first: 7) { edges { node { id } } } }").await["requested"], 1 + 7 * 3);
    assert_eq!(cost("{ items { edges { node { id } } } }").await["requested"], 1 + 20 * 3);
    assert_eq!(cost("mutation { add(n: 1) }").await["requested"], 10);
}

#[tokio::test]
async fn long_answers_are_compressed_for_who_takes_that() {
    let world = world();
    // An alias is at least as long as its answer, so many of them make a long one.
    let fields: Vec<String> = (0..60).map(|n| format!("a_rather_long_name_of_an_answer_{n}: ping")).collect();
    let fields = fields.join(" ");
    let body = json!({ "query": format!("{{ {fields} }}") }).to_string();
    let ask = |encoding: &str, body: &str| {
        let request = post().header("accept-encoding", encoding).body(Body::from(body.to_owned())).unwrap();
        tower::ServiceExt::oneshot(world.router.clone(), request)
    };
    let long = ask("gzip", &body).await.unwrap();
    assert_eq!(long.headers().get("content-encoding").map(axum::http::HeaderValue::as_bytes), Some(&b"gzip"[..]));
    assert!(long.headers().get_all("vary").iter().any(|value| value.to_str().unwrap().contains("accept-encoding")));
    let plain = ask("identity", &body).await.unwrap();
    assert!(!plain.headers().contains_key("content-encoding"));
    let short = ask("gzip", r#"{"query":"{ ping }"}"#).await.unwrap();
    assert!(!short.headers().contains_key("content-encoding"), "a short answer gains nothing");
}
