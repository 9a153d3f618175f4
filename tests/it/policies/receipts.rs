//! Receipts: read, acknowledged by hash, overdue, stale, exempt.

use chrono::TimeDelta;
use serde_json::json;

use super::{EVENTS, PRICE, by_state, price, publish};
use crate::chapters::{chapter, id};
use crate::world::World;

const COUNTY: &str = "330102";

/// A county with a helmsman, and one without, of 杭州.
async fn staffed_and_vacant(world: &World) -> (String, String) {
    let admin = world.staff("hq-admin").await;
    let query = "query Q($id: ID!) { chapter(id: $id) { children(first: 50) { nodes { vacant divisions } } } }";
    let data = admin.ask(query, json!({ "id": id(&admin, "330100").await })).await;
    let nodes = data["chapter"]["children"]["nodes"].as_array().unwrap();
    let first = |vacant: bool| {
        let node = nodes.iter().find(|node| node["vacant"] == json!(vacant)).unwrap();
        node["divisions"][0].as_str().unwrap().to_owned()
    };
    (first(false), first(true))
}

#[tokio::test]
async fn a_helmsman_reads_and_acknowledges_exactly_what_arrived() {
    let world = World::new().await;
    let admin = world.staff("hq-admin").await;
    let (county, _) = staffed_and_vacant(&world).await;
    let helmsman = world.helmsman(&county).await;
    let own = id(&helmsman, &county).await;
    let version = publish(&admin, "chap_1", PRICE, price(1, 9), json!({})).await;
    world.drained().await;
    let inbox =
        "{ me { chapter { pending { unread owed } inbox(first: 5) { nodes { state version { id hash } } } } } }";
    let before = helmsman.ask(inbox, json!({})).await;
    assert_eq!(before["me"]["chapter"]["pending"], json!({ "unread": 1, "owed": 1 }));
    let delivery = &before["me"]["chapter"]["inbox"]["nodes"][0];
    assert_eq!((&delivery["state"], &delivery["version"]["id"]), (&json!("DELIVERED"), &version["id"]));

    let read = json!({ "version": version["id"], "chapter": own });
    let payload = helmsman.run("policyMarkRead", read, "delivery { state }").await;
    assert_eq!(payload["delivery"]["state"], "READ");
    let wrong = json!({ "version": version["id"], "chapter": own, "hash": "0".repeat(64) });
    assert_eq!(helmsman.broken("policyAcknowledge", wrong).await, ["POLICIES_HASH_MISMATCH"]);
    let ack = json!({ "version": version["id"], "chapter": own, "hash": version["hash"] });
    for _ in 0..2 {
        let payload = helmsman.run("policyAcknowledge", ack.clone(), "delivery { state }").await;
        assert_eq!(payload["delivery"]["state"], "ACKNOWLEDGED");
    }
    assert_eq!(by_state(&admin, &version).await["ACKNOWLEDGED"], 1);
    let after = helmsman.ask(inbox, json!({})).await;
    assert_eq!(after["me"]["chapter"]["pending"], json!({ "unread": 0, "owed": 0 }));
}

#[tokio::test]
async fn a_replaced_version_is_stale_and_a_new_one_asks_again() {
    let world = World::new().await;
    let admin = world.staff("hq-admin").await;
    let (county, _) = staffed_and_vacant(&world).await;
    let helmsman = world.helmsman(&county).await;
    let own = id(&helmsman, &county).await;
    let first = publish(&admin, "chap_1", PRICE, price(1, 9), json!({})).await;
    world.drained().await;
    let second = publish(&admin, "chap_1", PRICE, price(2, 8), json!({})).await;
    world.drained().await;
    let ack = json!({ "version": first["id"], "chapter": own, "hash": first["hash"] });
    assert_eq!(helmsman.broken("policyAcknowledge", ack).await, ["POLICIES_STALE"]);
    let states = by_state(&admin, &first).await;
    assert_eq!(states.keys().collect::<Vec<_>>(), ["EXEMPT", "STALE"]);
    let ack = json!({ "version": second["id"], "chapter": own, "hash": second["hash"] });
    helmsman.run("policyAcknowledge", ack, "delivery { state }").await;
}

#[tokio::test]
async fn a_missed_deadline_is_overdue_and_escalates_to_the_parent_then_to_headquarters() {
    let world = World::new().await;
    let admin = world.staff("hq-admin").await;
    let more = json!({ "acknowledgeWithinHours": 24, "levels": ["COUNTY"], "divisions": ["330100"] });
    let version = publish(&admin, "chap_1", PRICE, price(1, 9), more).await;
    world.drained().await;
    let escalations = "query Q($id: ID!) { chapter(id: $id) { escalations(first: 50) { chapter { level } } } }";
    let late = async |handle: &str, chapter: &str| {
        let actor = world.staff(handle).await;
        let data = actor.ask(escalations, json!({ "id": chapter })).await;
        data["chapter"]["escalations"].as_array().unwrap().len()
    };
    let hangzhou = id(&admin, "330100").await;
    assert_eq!((late("auditor", &hangzhou).await, late("auditor", "chap_1").await), (0, 0));
    world.later(TimeDelta::hours(25));
    let admin = world.staff("hq-admin").await;
    let overdue = by_state(&admin, &version).await["OVERDUE"];
    assert!(overdue > 2);
    let counted = usize::try_from(overdue).unwrap();
    assert_eq!((late("auditor", &hangzhou).await, late("auditor", "chap_1").await), (counted, 0));
    world.later(TimeDelta::hours(24));
    assert_eq!(late("auditor", "chap_1").await, counted);
}

#[tokio::test]
async fn a_vacant_chapter_owes_nothing_until_somebody_takes_office() {
    let world = World::new().await;
    let admin = world.staff("hq-admin").await;
    let (_, vacant) = staffed_and_vacant(&world).await;
    let version = publish(&admin, "chap_1", PRICE, price(1, 9), json!({})).await;
    world.drained().await;
    let place = chapter(&admin, &vacant).await;
    assert_eq!(place["vacant"], true);
    // Its caretaker, the helmsman of 杭州, sees it but owes no acknowledgement.
    let caretaker = world.helmsman("330100").await;
    let ack = json!({ "version": version["id"], "chapter": place["id"], "hash": version["hash"] });
    assert_eq!(caretaker.broken("policyAcknowledge", ack.clone()).await, ["POLICIES_EXEMPT"]);
    let appoint = json!({
        "chapter": place["id"], "phone": "+86 199-1234-5678", "name": "新舵手", "office": "HELMSMAN",
    });
    let appointed = admin.run("helmsmanAppoint", appoint, "term { id } chapter { vacant leader { name } }").await;
    assert_eq!(appointed["chapter"], json!({ "vacant": false, "leader": { "name": "新舵手" } }));
    let helmsman = world.helmsman(&vacant).await;
    let pending = "{ me { chapter { pending { unread owed } } } }";
    assert_eq!(helmsman.ask(pending, json!({})).await["me"]["chapter"]["pending"], json!({ "unread": 1, "owed": 1 }));
    helmsman.run("policyAcknowledge", ack, "delivery { state }").await;
    // And the other way round: what a leaving helmsman has not acknowledged is no longer owed.
    publish(&admin, "chap_1", EVENTS, json!(2), json!({})).await;
    world.drained().await;
    admin.run("termEnd", json!({ "id": appointed["term"]["id"] }), "chapter { vacant }").await;
    let query = "query Q($id: ID!) { chapter(id: $id) { vacant pending { unread owed } } }";
    let data = admin.ask(query, json!({ "id": place["id"] })).await;
    assert_eq!(data["chapter"], json!({ "vacant": true, "pending": { "unread": 0, "owed": 0 } }));
}

#[tokio::test]
async fn a_policy_may_ask_the_caretaker_of_a_vacant_chapter() {
    let world = World::new().await;
    let admin = world.staff("hq-admin").await;
    let (_, vacant) = staffed_and_vacant(&world).await;
    let more = json!({ "vacantMustAcknowledge": true });
    let version = publish(&admin, "chap_1", PRICE, price(1, 9), more).await;
    world.drained().await;
    let place = id(&admin, &vacant).await;
    let ack = json!({ "version": version["id"], "chapter": place, "hash": version["hash"] });
    let stranger = world.helmsman("110000").await;
    assert_eq!(stranger.attempt("policyAcknowledge", ack.clone(), "__typename").await.error(), Some("NOT_FOUND"));
    let caretaker = world.helmsman("330100").await;
    caretaker.run("policyAcknowledge", ack, "delivery { state acknowledgedAt }").await;
}

#[tokio::test]
async fn a_revoked_version_is_owed_by_nobody_and_in_force_nowhere() {
    let world = World::new().await;
    let admin = world.staff("hq-admin").await;
    let version = publish(&admin, "chap_1", PRICE, price(1, 9), json!({})).await;
    world.drained().await;
    let no_reason = json!({ "id": version["id"], "reason": " " });
    assert_eq!(admin.broken("policyRevoke", no_reason).await, ["POLICIES_REASON_REQUIRED"]);
    let revoke = json!({ "id": version["id"], "reason": "数字有误" });
    admin.run("policyRevoke", revoke, "version { state revokedReason }").await;
    let county = id(&admin, COUNTY).await;
    let query = "query Q($id: ID!) { chapter(id: $id) { value(key: \"membership.annual.price\") { inForce value } } }";
    let data = admin.ask(query, json!({ "id": county })).await;
    assert_eq!(data["chapter"]["value"], json!({ "inForce": false, "value": null }));
    assert_eq!(by_state(&admin, &version).await.keys().collect::<Vec<_>>(), ["EXEMPT", "STALE"]);
}
