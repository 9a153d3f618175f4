//! HTTP over a real connection: queries by GET, health, headers.

use chrono::TimeDelta;
use serde_json::json;

use super::client::{http, serve};
use crate::policies::{PRICE, price, publish};
use crate::world::World;

#[tokio::test]
async fn queries_go_by_get_and_mutations_do_not() {
    let world = World::idle().await;
    let served = serve(&world.node).await;
    let bearer = format!("Bearer {}", world.staff("hq-admin").await.token.unwrap());
    let own = [("authorization", bearer.as_str())];
    let answer = http(&served, "GET /graphql?query=%7Bme%7Bhandle%7D%7D", &own, "").await;
    assert_eq!((answer.status, answer.headers["cache-control"].as_str()), (200, "no-store"));
    assert_eq!(answer.json().await["data"], json!({ "me": { "handle": "hq-admin" } }));
    let sign_out = "GET /graphql?query=mutation%7BsessionSignOut(input%3A%7B%7D)%7Bdone%7D%7D";
    let refused = http(&served, sign_out, &own, "").await;
    assert_eq!((refused.status, refused.headers["allow"].as_str()), (405, "POST"));
    let again = http(&served, "GET /graphql?query=%7Bme%7Bhandle%7D%7D", &own, "").await;
    assert_eq!(again.status, 200, "nobody was signed out");
}

#[tokio::test]
async fn a_bad_token_is_an_error_of_http() {
    let world = World::idle().await;
    let served = serve(&world.node).await;
    let bad = [("authorization", "Bearer nonsense")];
    let answer = http(&served, "GET /graphql?query=%7BschemaVersion%7D", &bad, "").await;
    assert_eq!(answer.status, 401);
    assert!(answer.headers["www-authenticate"].starts_with("Bearer "), "{answer:?}");
    assert_eq!(answer.json().await["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
}

#[tokio::test]
async fn readiness_names_each_part() {
    let world = World::new().await;
    let served = serve(&world.node).await;
    assert_eq!(http(&served, "GET /livez", &[], "").await.status, 200);
    let answer = http(&served, "GET /readyz", &[], "").await;
    assert_eq!(answer.status, 200);
    let told = answer.json().await;
    assert_eq!(told["ready"], true);
    let checks = told["checks"].as_array().unwrap();
    let names: Vec<&str> = checks.iter().map(|check| check["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["database", "bus", "tree", "outbox", "pushes"]);
    assert!(checks.iter().all(|check| check["ok"] == true), "{told}");
    // There is no recorder of metrics in this process.
    assert_eq!(http(&served, "GET /metrics", &[], "").await.status, 404);
}

#[tokio::test]
async fn readiness_says_since_when_a_push_is_stuck() {
    let world = World::idle().await;
    let served = serve(&world.node).await;
    let admin = world.staff("hq-admin").await;
    publish(&admin, "chap_1", PRICE, price(1, 9), json!({})).await;
    // Nobody works here.
    world.later(TimeDelta::minutes(2));
    let answer = http(&served, "GET /readyz", &[], "").await;
    assert_eq!(answer.status, 200, "it serves all the same");
    let told = answer.json().await;
    let pushes = told["checks"].as_array().unwrap().iter().find(|check| check["name"] == "pushes").unwrap();
    assert_eq!((&pushes["ok"], &pushes["detail"]), (&json!(false), &json!("1 on their way")));
    assert!(pushes["staleSince"].as_str().is_some_and(|since| since.ends_with('Z')), "{told}");
}

#[tokio::test]
async fn every_answer_has_the_headers_of_an_api() {
    let world = World::idle().await;
    let served = serve(&world.node).await;
    for head in ["GET /graphql?query=%7BschemaVersion%7D", "GET /readyz", "GET /.well-known/jwks.json", "GET /nowhere"]
    {
        let answer = http(&served, head, &[], "").await;
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("content-security-policy", "default-src 'none'; frame-ancestors 'none'"),
        ] {
            assert_eq!(answer.headers.get(name).map(String::as_str), Some(value), "{head}");
        }
        assert!(answer.headers["x-request-id"].starts_with("rqst_"), "{head}");
    }
    let traced = http(&served, "GET /livez", &[("x-request-id", "my-trace.1")], "").await;
    assert_eq!(traced.headers["x-request-id"], "my-trace.1");
    let odd = http(&served, "GET /livez", &[("x-request-id", "no such <id>")], "").await;
    assert!(odd.headers["x-request-id"].starts_with("rqst_"));
}
