//! Hostile documents: wire.md 6. Each is refused before anything is executed, and quickly.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::StatusCode;
use bytes::Bytes;
use futures_util::stream;
use serde_json::json;

use crate::world::{Answer, post, soon, world};

/// The query that graphql-js 16 sends by default, with every option on.
const INTROSPECTION: &str = include_str!("introspection.graphql");

async fn refused(query: &str) -> Answer {
    let started = Instant::now();
    let answer = soon("a refusal", world().query(query)).await;
    assert!(started.elapsed() < Duration::from_secs(2), "took {:?}", started.elapsed());
    assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{}", answer.text);
    assert_eq!(answer.json().get("data"), None);
    answer
}

#[tokio::test]
async fn standard_introspection_passes() {
    let answer = world().query(INTROSPECTION).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    assert_eq!(answer.json().get("errors"), None, "{}", answer.text);
    assert_eq!(answer.json()["data"]["__schema"]["queryType"]["name"], "Query");
}

#[tokio::test]
async fn doubling_fragments_do_not_unfold() {
    // About a kilobyte that would be 2^30 fields.
    let mut bomb = "query { node { ...F0 } }".to_owned();
    for n in 0..30 {
        let _ = write!(bomb, " fragment F{n} on Node {{ ...F{0} ...F{0} }}", n + 1);
    }
    bomb += " fragment F30 on Node { id }";
    assert!(bomb.len() < 1_400, "{}", bomb.len());
    assert_eq!(refused(&bomb).await.code(), "QUERY_TOO_COMPLEX");
    // Doubling by fields, and empty of fields until the last.
    let mut wide = "query { node { ...F0 } }".to_owned();
    for n in 0..12 {
        let _ = write!(wide, " fragment F{n} on Node {{ a: child {{ ...F{0} }} b: child {{ ...F{0} }} }}", n + 1);
    }
    wide += " fragment F12 on Node { id }";
    assert_eq!(refused(&wide).await.code(), "QUERY_TOO_COMPLEX");
}

#[tokio::test]
async fn circles_of_fragments_are_refused() {
    for circle in [
        "{ node { ...A } } fragment A on Node { ...A }",
        "{ node { ...A } } fragment A on Node { child { ...B } } fragment B on Node { child { ...A } }",
        "{ ping } fragment A on Node { id ...B } fragment B on Node { ...A }",
    ] {
        assert_eq!(refused(circle).await.code(), "VALIDATION_FAILED");
    }
}

#[tokio::test]
async fn floods_are_refused() {
    let many = |n: usize, each: &dyn Fn(usize) -> String| (0..n).map(each).collect::<String>();
    let floods = [
        format!("{{ {} }}", many(99, &|n| format!("a{n}: ping "))),
        format!("{{ {} }}", many(99, &|_| "ping ".to_owned())),
        format!("{{ {} }}", many(99, &|_| "... { ping } ".to_owned())),
        format!("{{ {} }} fragment P on Query {{ ping }}", many(99, &|_| "...P ".to_owned())),
        format!("{{ ping {} }}", many(99, &|_| "@skip(if: false) ".to_owned())),
        format!("{{ ping {} }}", many(99, &|n| format!("@d{n} "))),
        many(20, &|n| format!("query Q{n} {{ ping }} ")),
        format!("query({}) {{ ping }}", many(101, &|n| format!("$v{n}: Int "))),
        format!("{{ ping }} {}", many(101, &|n| format!("fragment F{n} on Query {{ ping }} "))),
        format!("{{ {} }}", many(6_000, &|n| format!("f{n} "))),
        format!("{{ text(s: \"{}\") }}", "x".repeat(70_000)),
        format!("{{ pair(input: {{ left: 1, right: [{}] }}) }}", many(1_001, &|_| "1 ".to_owned())),
        "{ node { ".to_owned() + &"child { ".repeat(14) + "id" + &" }".repeat(16),
        "{ node { ".to_owned() + &"... { ".repeat(40) + "id" + &" }".repeat(42),
        "{ items(first: 100) { edges { node { items(first: 100) { edges { node { id } } } } } } }".to_owned(),
    ];
    for flood in floods {
        let answer = refused(&flood).await;
        assert_eq!(answer.code(), "QUERY_TOO_COMPLEX", "{:.80} {}", flood, answer.text);
    }
}

#[tokio::test]
async fn what_people_write_passes() {
    let many = |n: usize, each: &dyn Fn(usize) -> String| (0..n).map(each).collect::<String>();
    for query in [
        format!("{{ {} }}", many(40, &|n| format!("a{n}: ping "))),
        "{ node { ".to_owned() + &"child { ".repeat(12) + "id" + &" }".repeat(14),
        "{ items(first: 100) { edges { node { id child { id } } } } }".to_owned(),
        "query($n: Int = 100) { items(first: $n) { edges { node { id } } } }".to_owned(),
    ] {
        let answer = world().query(&query).await;
        assert_eq!(answer.status, StatusCode::OK, "{query}: {}", answer.text);
    }
}

#[tokio::test]
async fn a_variable_decides_the_cost() {
    let query = "query($n: Int) { items(first: $n) { edges { node { items(first: $n) { edges { node { id } } } } } } }";
    let world = world();
    let costs = async |n: serde_json::Value| world.post(json!({ "query": query, "variables": { "n": n } })).await;
    assert_eq!(costs(json!(10)).await.json()["extensions"]["cost"]["requested"], 1 + 10 * (2 + 1 + 10 * 3));
    assert_eq!(costs(json!(100)).await.code(), "QUERY_TOO_COMPLEX");
    assert_eq!(costs(json!(2_147_483_647)).await.code(), "QUERY_TOO_COMPLEX");
    assert_eq!(costs(json!(-5)).await.status, StatusCode::OK);
    assert_eq!(costs(json!(10)).await.status, StatusCode::OK);
}

#[tokio::test]
async fn deep_brackets_do_not_reach_the_parser() {
    for open in ["[", "{ a: ", "[ { a: "] {
        let deep = format!("{{ text(s: {} 1 ) }}", open.repeat(6_000));
        refused(&deep).await;
    }
    refused(&"{ a".repeat(10_000)).await;
    refused(&format!("query($v: {}Int) {{ ping }}", "[".repeat(4_000))).await;
    // As deep as is let through, the parser must cope on a worker's stack.
    refused(&("{ a".repeat(48) + &"}".repeat(48))).await;
    refused(&format!("{{ text(s: {}1{}) }}", "[".repeat(45), "]".repeat(45))).await;
    let variables =
        format!(r#"{{"query":"{{ ping }}","variables":{{"v":{}1{}}}}}"#, "[".repeat(5_000), "]".repeat(5_000));
    let answer = world().send(post().body(variables.into()).unwrap()).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_body_that_is_too_large_is_not_read() {
    let told = post().header("content-length", (100 << 20).to_string());
    let never = Body::from_stream(stream::pending::<Result<Bytes, std::io::Error>>());
    let answer = soon("413 at once", world().send(told.body(never).unwrap())).await;
    assert_eq!((answer.status, answer.code().as_str()), (StatusCode::PAYLOAD_TOO_LARGE, "PAYLOAD_TOO_LARGE"));
    // Chunked: nobody says how much will come, and it never ends.
    let flood = stream::repeat_with(|| Ok::<_, std::io::Error>(Bytes::from(vec![b' '; 65_536])));
    let answer = soon("413 in time", world().send(post().body(Body::from_stream(flood)).unwrap())).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn a_subscription_selects_one_field() {
    for query in ["subscription { three ticks { n } }", "subscription { ...F } fragment F on Subscriptions { three }"] {
        assert_eq!(refused(query).await.code(), "VALIDATION_FAILED");
    }
}
