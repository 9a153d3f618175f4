//! Sending a push again: a hint that does nothing twice.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{EVENTS, PRICE, by_state, price, publish};
use crate::chapters::id;
use crate::world::{Actor, World};

async fn resend(actor: &Actor, version: &Value) -> i64 {
    let input = json!({ "id": version["id"] });
    let payload = actor.run("policyResend", input, "version { id } pushes").await;
    assert_eq!(payload["version"]["id"], version["id"]);
    payload["pushes"].as_i64().unwrap()
}

#[tokio::test]
async fn a_push_is_sent_once_while_it_is_on_its_way() {
    let mut world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let version = publish(&admin, "chap_1", PRICE, price(1, 9), json!({})).await;
    let waiting = async || world.node.service.outbox_state().await.unwrap().waiting;
    // It has only just begun; and later its message still waits.
    assert_eq!(resend(&admin, &version).await, 0);
    world.later(TimeDelta::seconds(5));
    assert_eq!(resend(&admin, &version).await, 0);
    assert_eq!(waiting().await, 1);
    // The message is lost, and nobody sweeps.
    world.backend.tamper("DELETE FROM outbox").await;
    assert_eq!(resend(&admin, &version).await, 0, "looked at a moment ago");
    world.later(TimeDelta::seconds(5));
    let key = json!({ "id": version["id"], "requestKey": "again" });
    for _ in 0..2 {
        assert_eq!(admin.run("policyResend", key.clone(), "pushes").await["pushes"], 1, "one effect");
    }
    assert_eq!(resend(&admin, &version).await, 0);
    assert_eq!(waiting().await, 1);
    world.work();
    world.drained().await;
    let states = by_state(&admin, &version).await;
    assert_eq!((states.values().sum::<i64>(), states.get("QUEUED")), (120, None));
    world.later(TimeDelta::seconds(5));
    assert_eq!(resend(&admin, &version).await, 0, "it has finished");
    let query = "query Q($id: String!) { auditEntries(target: $id, action: \"policies.resend\") { nodes { after } } }";
    let entries = admin.ask(query, json!({ "id": version["id"] })).await["auditEntries"]["nodes"].clone();
    let told: Vec<_> = entries.as_array().unwrap().iter().map(|entry| entry["after"]["pushes"].clone()).collect();
    assert_eq!(told, [0, 0, 1, 0, 0, 0]);
}

#[tokio::test]
async fn only_who_publishes_for_the_issuer_sends_again_and_only_what_is_published() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let zhejiang = id(&admin, "330000").await;
    let version = publish(&admin, &zhejiang, EVENTS, json!(3), json!({})).await;
    let input = json!({ "id": version["id"] });
    for (who, error) in [("helmsman:330100", "FORBIDDEN"), ("auditor", "FORBIDDEN"), ("helmsman:110000", "NOT_FOUND")] {
        let refused = world.staff(who).await.attempt("policyResend", input.clone(), "pushes").await;
        assert_eq!(refused.error(), Some(error), "{who}");
    }
    assert_eq!(resend(&world.helmsman("330000").await, &version).await, 0);
    let draft = json!({ "key": EVENTS, "issuer": zhejiang, "body": "x", "value": 4 });
    let drafted = admin.run("policyDraft", draft, "version { id }").await;
    let input = json!({ "id": drafted["version"]["id"] });
    assert_eq!(admin.broken("policyResend", input).await, ["POLICIES_NOT_PUBLISHED"]);
}

#[tokio::test]
async fn pushes_are_shown_where_their_deliveries_are_read() {
    let world = World::new().await;
    let admin = world.staff("hq-admin").await;
    let version = publish(&admin, "chap_1", PRICE, price(1, 9), json!({})).await;
    world.drained().await;
    let query = "query Q($id: ID!) { policyVersion(id: $id) { pushes { id root { id } served stuck } } }";
    let pushes = async |actor: &Actor| {
        let data = actor.ask(query, json!({ "id": version["id"] })).await;
        data["policyVersion"]["pushes"].as_array().unwrap().clone()
    };
    let whole = pushes(&world.staff("auditor").await).await;
    assert_eq!((whole.len(), &whole[0]["root"]["id"], &whole[0]["served"]), (1, &json!("chap_1"), &json!(120)));
    assert_eq!(pushes(&world.helmsman("330000").await).await, Vec::<Value>::new());
}
