//! The pages stand under the same edge as the API.

use api::http::DoorSettings;
use flotilla::boot::{Facade, Schema};

use super::{Browser, router};
use crate::world::World;

#[tokio::test]
async fn pages_carry_what_every_answer_carries() {
    let world = World::idle().await;
    let settings = DoorSettings { hsts_seconds: 60, ..DoorSettings::default() };
    let mut browser = Browser::new(router(&world, Facade::plain(Schema::Hidden), settings));
    for path in ["/", "/front.css", "/console/", "/client/nowhere.js", "/console/explorer.html"] {
        let seen = browser.get(path).await;
        assert!(!seen.header("x-request-id").is_empty(), "{path}");
        assert!(!seen.header("cache-control").is_empty(), "{path}");
        assert!(seen.header("strict-transport-security").starts_with("max-age=60"), "{path}");
        assert!(seen.header("content-security-policy").starts_with("default-src 'none'; script-src 'self';"), "{path}");
    }
    assert_eq!(browser.get("/console").await.led(), (308, "/console/"));
    let seen = browser.get("/consoles").await;
    assert_eq!((seen.status, seen.code()), (404, "NOT_FOUND"));
    let seen = browser.send("DELETE", "/console/", &[], "").await;
    assert_eq!((seen.status, seen.code()), (405, "METHOD_NOT_ALLOWED"));
}
