//! `Authorization` as RFC 6750 has it, and rates.

use api::http::DoorSettings;
use axum::body::Body;
use axum::http::{Request, StatusCode};

use crate::world::{post, world, world_with};

#[tokio::test]
async fn a_bad_token_is_401_whatever_the_query() {
    let world = world();
    for token in ["Bearer nobody", "bearer expired", "Bearer", "Bearer ", "Bearer two words", "Bearer \"quoted\""] {
        for body in [r#"{"query":"{ ping }"}"#, r#"{"query":"{ nonsense"}"#, "not json"] {
            let answer = world.send(post().header("authorization", token).body(body.into()).unwrap()).await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{token} {body}");
            let challenge = answer.header("www-authenticate");
            assert!(challenge.starts_with("Bearer realm=\"flotilla\", error=\"invalid_token\""), "{challenge}");
            assert_eq!(answer.code(), "UNAUTHENTICATED");
            assert_eq!(answer.json().get("data"), None);
        }
    }
    let twice = post().header("authorization", "Bearer good").header("authorization", "Bearer twin");
    assert_eq!(world.send(twice.body(Body::empty()).unwrap()).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_good_token_is_taken_and_its_answer_not_kept() {
    let world = world();
    let good = post().header("authorization", "Bearer good").body(r#"{"query":"{ ping }"}"#.into()).unwrap();
    let answer = world.send(good).await;
    assert_eq!((answer.status, answer.header("cache-control")), (StatusCode::OK, "no-store"));
    // Not ours: as if it were not there.
    let basic = post().header("authorization", "Basic Z29vZA==").body(r#"{"query":"{ ping }"}"#.into()).unwrap();
    assert_eq!(world.send(basic).await.status, StatusCode::OK);
    // Never from the query string.
    let uri = "/graphql?query=%7Bping%7D&access_token=nobody";
    assert_eq!(world.send(Request::get(uri).body(Body::empty()).unwrap()).await.status, StatusCode::OK);
    world.gate.good.cancel();
    let ended = post().header("authorization", "Bearer good").body(r#"{"query":"{ ping }"}"#.into()).unwrap();
    assert_eq!(world.send(ended).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_gate_that_cannot_tell_says_so() {
    let request = post().header("authorization", "Bearer down").body(r#"{"query":"{ ping }"}"#.into()).unwrap();
    let answer = world().send(request).await;
    assert_eq!((answer.status, answer.header("retry-after")), (StatusCode::SERVICE_UNAVAILABLE, "1"));
    assert_eq!(answer.code(), "UNAVAILABLE");
}

#[tokio::test]
async fn too_many_requests_wait() {
    let settings = DoorSettings { rate_per_second: 1, rate_burst: 3, proxies: 1, ..DoorSettings::default() };
    let world = world_with(settings);
    let from = async |forwarded: &str| {
        let request = post().header("x-forwarded-for", forwarded).body(r#"{"query":"{ ping }"}"#.into()).unwrap();
        world.send(request).await
    };
    for _ in 0..3 {
        assert_eq!(from("203.0.113.9").await.status, StatusCode::OK);
    }
    // What the client itself wrote to the left of our proxy's word does not count.
    let refused = from("198.51.100.1, 203.0.113.9").await;
    assert_eq!((refused.status, refused.code().as_str()), (StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED"));
    assert_eq!(refused.header("retry-after"), "1");
    assert_eq!(from("203.0.113.10").await.status, StatusCode::OK);
    let health = Request::get("/livez").header("x-forwarded-for", "203.0.113.9").body(Body::empty()).unwrap();
    assert_eq!(world.send(health).await.status, StatusCode::OK);
}
