//! Pages of other origins.

use api::http::DoorSettings;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode};

use crate::world::{post, world_with};

#[tokio::test]
async fn only_listed_origins_may_read() {
    let listed = "https://console.example";
    let world = world_with(DoorSettings { origins: vec![listed.to_owned()], ..DoorSettings::default() });
    for (origin, allowed) in
        [(listed, listed), ("https://evil.example", ""), ("null", ""), ("https://console.example.evil", "")]
    {
        let request = post().header("origin", origin).body(r#"{"query":"{ ping }"}"#.into()).unwrap();
        let answer = world.send(request).await;
        assert_eq!(answer.header("access-control-allow-origin"), allowed, "{origin}");
        let vary: Vec<_> = answer.headers.get_all("vary").iter().map(|value| value.to_str().unwrap()).collect();
        assert!(vary.contains(&"Origin"), "{vary:?}");

        let preflight = Request::builder()
            .method(Method::OPTIONS)
            .uri("/graphql")
            .header("origin", origin)
            .header("access-control-request-method", "POST")
            .header("access-control-request-headers", "authorization");
        let answer = world.send(preflight.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT, "{origin}");
        assert_eq!(answer.header("access-control-allow-origin"), allowed, "{origin}");
        assert_eq!(answer.header("access-control-allow-methods").is_empty(), allowed.is_empty(), "{origin}");
        assert_eq!(answer.header("access-control-allow-credentials"), "", "{origin}");
    }
}
