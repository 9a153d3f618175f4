//! The push: every chapter in scope gets the newest version once, whatever happens on the way.

use serde_json::json;

use super::{EVENTS, PRICE, by_state, price, publish};
use crate::chapters::{chapter, id};
use crate::world::World;

/// Headquarters, 2 provinces, 11 prefectures of 浙江 and 90 + 16 counties.
const CHAPTERS: i64 = 1 + 2 + 11 + 90 + 16;

#[tokio::test]
async fn a_version_reaches_everybody_in_scope_and_nobody_else() {
    let world = World::new().await;
    let admin = world.staff("hq-admin").await;
    let version = publish(&admin, "chap_1", PRICE, price(30_000, 40_000), json!({})).await;
    world.drained().await;
    let states = by_state(&admin, &version).await;
    assert_eq!(states.values().sum::<i64>(), CHAPTERS);
    assert_eq!(states.get("QUEUED"), None);
    // Headquarters issued it, and the vacant counties owe nothing.
    let vacant = admin.ask("{ headquarters { counts { vacant } } }", json!({})).await;
    assert_eq!(states["EXEMPT"], vacant["headquarters"]["counts"]["vacant"].as_i64().unwrap() + 1);

    let scoped = publish(
        &admin,
        "chap_1",
        EVENTS,
        json!(2),
        json!({ "levels": ["COUNTY"], "divisions": ["330100"], "vacantMustAcknowledge": true }),
    )
    .await;
    world.drained().await;
    let query = "query Q($id: ID!) { policyVersion(id: $id) { rollout { chapters(first: 100) { nodes \
                 { state chapter { level parent { name } } } } } } }";
    let data = admin.ask(query, json!({ "id": scoped["id"] })).await;
    let rows = data["policyVersion"]["rollout"]["chapters"]["nodes"].as_array().unwrap();
    assert!(rows.len() > 5);
    for row in rows {
        let expected =
            json!({ "state": "DELIVERED", "chapter": { "level": "COUNTY", "parent": { "name": "杭州市" } } });
        assert_eq!(row, &expected);
    }
}

#[tokio::test]
async fn a_province_issues_for_its_own_subtree_only() {
    let world = World::new().await;
    let admin = world.staff("hq-admin").await;
    let zhejiang = id(&admin, "330000").await;
    let helmsman = world.helmsman("330000").await;
    let version = publish(&helmsman, &zhejiang, EVENTS, json!(3), json!({})).await;
    world.drained().await;
    assert_eq!(by_state(&admin, &version).await.values().sum::<i64>(), 1 + 11 + 90);
    let elsewhere = json!({ "key": EVENTS, "issuer": "chap_1", "body": "x", "value": 1 });
    assert_eq!(helmsman.attempt("policyDraft", elsewhere, "__typename").await.error(), Some("FORBIDDEN"));
}

#[tokio::test]
async fn what_waits_for_a_worker_is_queued_and_then_lands() {
    let mut world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let version = publish(&admin, "chap_1", PRICE, price(1, 2), json!({})).await;
    assert_eq!(by_state(&admin, &version).await, [("QUEUED".to_owned(), CHAPTERS)].into());
    world.work();
    world.drained().await;
    assert_eq!(by_state(&admin, &version).await.get("QUEUED"), None);
}

#[tokio::test]
async fn a_newer_version_overtakes_and_no_chapter_goes_back() {
    let mut world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let first = publish(&admin, "chap_1", PRICE, price(1, 9), json!({})).await;
    let second = publish(&admin, "chap_1", PRICE, price(2, 8), json!({})).await;
    world.work();
    world.drained().await;
    let states = by_state(&admin, &second).await;
    assert_eq!(states.values().sum::<i64>(), CHAPTERS);
    assert_eq!(states.get("QUEUED"), None);
    // The first was superseded before any worker took it on: it was delivered to nobody.
    assert_eq!(by_state(&admin, &first).await, [].into());
    let query = "query Q($id: ID!) { policyVersion(id: $id) { state } }";
    let data = admin.ask(query, json!({ "id": first["id"] })).await;
    assert_eq!(data["policyVersion"]["state"], "SUPERSEDED");
}

#[tokio::test]
async fn a_lost_message_is_made_good_by_the_sweep() {
    let mut world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let version = publish(&admin, "chap_1", PRICE, price(1, 9), json!({})).await;
    // Redis was emptied: the message is gone, the push is not.
    world.backend.tamper("DELETE FROM outbox").await;
    world.later(chrono::TimeDelta::seconds(30));
    world.work();
    world.drained().await;
    assert_eq!(by_state(&admin, &version).await.get("QUEUED"), None);
}

#[tokio::test]
async fn opened_and_moved_chapters_get_what_they_inherit_at_once() {
    let mut world = World::new().await;
    let admin = world.staff("hq-admin").await;
    let county = chapter(&admin, "330102").await;
    let input = json!({ "id": county["id"], "version": county["version"] });
    admin.run("chapterClose", input, "chapter { id }").await;
    let version = publish(&admin, "chap_1", PRICE, price(1, 9), json!({})).await;
    let zhejiang = id(&admin, "330000").await;
    let local = publish(&admin, &zhejiang, EVENTS, json!(3), json!({})).await;
    world.drained().await;
    world.rest().await;
    let hangzhou = chapter(&admin, "330100").await;
    let open = json!({ "parent": hangzhou["id"], "level": "COUNTY", "name": "新会", "divisions": ["330102"] });
    let selection = "chapter { id inbox(first: 10) { nodes { version { id } state } } }";
    let opened = admin.run("chapterOpen", open, selection).await;
    let got = |payload: &serde_json::Value| {
        let nodes = payload["chapter"]["inbox"]["nodes"].as_array().unwrap();
        nodes.iter().map(|it| it["version"]["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let both = [local["id"].as_str().unwrap(), version["id"].as_str().unwrap()];
    assert_eq!(got(&opened).iter().map(String::as_str).collect::<std::collections::BTreeSet<_>>(), both.into());
    // A county of 北京 moves under 杭州 and inherits what 浙江 issued.
    let moving = chapter(&admin, "110101").await;
    let input = json!({ "id": moving["id"], "parent": hangzhou["id"], "version": moving["version"] });
    let moved = admin.run("chapterMove", input, selection).await;
    assert!(got(&moved).contains(&local["id"].as_str().unwrap().to_owned()));
}

#[tokio::test]
async fn a_policy_that_nobody_is_in_scope_of_is_refused() {
    let world = World::idle().await;
    let helmsman = world.helmsman("330100").await;
    let own = id(&helmsman, "330100").await;
    let input = json!({ "key": EVENTS, "issuer": own, "body": "x", "value": 2, "levels": ["PROVINCE"] });
    let drafted = helmsman.run("policyDraft", input, "version { id }").await;
    let publish = json!({ "id": drafted["version"]["id"] });
    assert_eq!(helmsman.broken("policyPublish", publish).await, ["POLICIES_SCOPE_EMPTY"]);
}
