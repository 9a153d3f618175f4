//! `policyRollout` as server-sent events.

use serde_json::{Value, json};

use super::client::{Http, Served, http, serve};
use crate::chapters::id;
use crate::policies::{PRICE, price, publish};
use crate::world::{Actor, World};

async fn watch(served: &Served, actor: &Actor, version: &Value) -> Http {
    let query = "subscription S($id: ID!) { policyRollout(version: $id) { total byState { state chapters } } }";
    let body = json!({ "query": query, "variables": { "id": version["id"] } }).to_string();
    let bearer = format!("Bearer {}", actor.token.as_ref().unwrap());
    let headers =
        [("accept", "text/event-stream"), ("content-type", "application/json"), ("authorization", bearer.as_str())];
    let stream = http(served, "POST /graphql/stream", &headers, &body).await;
    assert_eq!((stream.status, stream.headers["content-type"].as_str()), (200, "text/event-stream; charset=utf-8"));
    stream
}

/// Reads frames until one shows so many chapters in a state.
async fn shows(stream: &mut Http, state: &str, wanted: impl Fn(i64) -> bool) -> Value {
    loop {
        let frame = stream.frame().await.expect("the stream goes on");
        let rollout = frame["data"]["policyRollout"].clone();
        let states = rollout["byState"].as_array().unwrap_or_else(|| panic!("{frame}"));
        let found = states.iter().find(|row| row["state"] == state).unwrap();
        if wanted(found["chapters"].as_i64().unwrap()) {
            return rollout;
        }
    }
}

#[tokio::test]
async fn headquarters_watches_a_version_land() {
    let mut world = World::idle().await;
    let served = serve(&world.node).await;
    let admin = world.staff("hq-admin").await;
    let version = publish(&admin, "chap_1", PRICE, price(1, 9), json!({})).await;
    let mut stream = watch(&served, &admin, &version).await;
    let rollout = shows(&mut stream, "QUEUED", |chapters| chapters > 0).await;
    let total = rollout["total"].as_i64().unwrap();
    world.work();
    shows(&mut stream, "QUEUED", |chapters| chapters == 0).await;
    let helmsman = world.helmsman("330100").await;
    let own = id(&helmsman, "330100").await;
    let ack = json!({ "version": version["id"], "chapter": own, "hash": version["hash"] });
    helmsman.run("policyAcknowledge", ack, "delivery { state }").await;
    let rollout = shows(&mut stream, "ACKNOWLEDGED", |chapters| chapters == 1).await;
    assert_eq!(rollout["total"].as_i64(), Some(total));
}

#[tokio::test]
async fn a_signed_out_watcher_is_told_and_the_stream_ends() {
    let world = World::new().await;
    let served = serve(&world.node).await;
    let admin = world.staff("hq-admin").await;
    let version = publish(&admin, "chap_1", PRICE, price(1, 9), json!({})).await;
    let watcher = world.staff("auditor").await;
    let mut stream = watch(&served, &watcher, &version).await;
    shows(&mut stream, "QUEUED", |_| true).await;
    watcher.run("sessionSignOut", json!({}), "done").await;
    let mut last = Value::Null;
    while let Some(frame) = stream.frame().await {
        last = frame;
    }
    assert_eq!(last["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
}
