//! What helps a person decide: what they acknowledged before, what stands above, who did what.

use serde_json::{Value, json};

use super::{EVENTS, LOGO, PRICE, price, publish};
use crate::chapters::{chapter, id};
use crate::world::{Actor, World};

async fn acknowledge(actor: &Actor, chapter: &str, version: &Value) {
    let input = json!({ "version": version["id"], "chapter": chapter, "hash": version["hash"] });
    actor.run("policyAcknowledge", input, "delivery { state }").await;
}

/// The chapter's inbox by version: what was acknowledged before each.
async fn before(actor: &Actor, chapter: &str) -> Vec<(Value, Value)> {
    let query = "query Q($id: ID!) { chapter(id: $id) { inbox(first: 50) { nodes { version { id } \
                 acknowledgedBefore { id value } } } } }";
    let data = actor.ask(query, json!({ "id": chapter })).await;
    let nodes = data["chapter"]["inbox"]["nodes"].as_array().unwrap();
    nodes.iter().map(|node| (node["version"]["id"].clone(), node["acknowledgedBefore"]["id"].clone())).collect()
}

fn of(pairs: &[(Value, Value)], version: &Value) -> Value {
    pairs.iter().find(|(id, _)| *id == version["id"]).unwrap().1.clone()
}

#[tokio::test]
async fn a_delivery_names_what_the_chapter_acknowledged_before() {
    let world = World::new().await;
    let admin = world.staff("hq-admin").await;
    let helmsman = world.helmsman("330100").await;
    let own = id(&helmsman, "330100").await;
    let national = async |value: Value| {
        let version = publish(&admin, "chap_1", EVENTS, value, json!({})).await;
        world.drained().await;
        world.later(chrono::TimeDelta::minutes(1));
        version
    };
    let first = national(json!(1)).await;
    acknowledge(&helmsman, &own, &first).await;
    let other = publish(&admin, "chap_1", PRICE, price(1, 9), json!({})).await;
    let second = national(json!(2)).await;
    // The second is not acknowledged, and is then taken back.
    let third = national(json!(3)).await;
    let told = before(&helmsman, &own).await;
    assert_eq!(of(&told, &first), Value::Null);
    assert_eq!(of(&told, &other), Value::Null, "another policy");
    assert_eq!((of(&told, &second), of(&told, &third)), (first["id"].clone(), first["id"].clone()));
    acknowledge(&helmsman, &own, &third).await;
    admin.run("policyRevoke", json!({ "id": third["id"], "reason": "有误" }), "version { id }").await;
    let fourth = national(json!(4)).await;
    assert_eq!(of(&before(&helmsman, &own).await, &fourth), third["id"], "whatever became of it since");
    // The province has its say for the first time: what it changes is what headquarters said.
    let zhejiang = id(&admin, "330000").await;
    let local = publish(&admin, &zhejiang, EVENTS, json!(5), json!({})).await;
    world.drained().await;
    let told = before(&helmsman, &own).await;
    assert_eq!((of(&told, &local), of(&told, &fourth)), (third["id"].clone(), third["id"].clone()));
    acknowledge(&helmsman, &own, &local).await;
    world.later(chrono::TimeDelta::minutes(1));
    let fifth = national(json!(6)).await;
    assert_eq!(of(&before(&helmsman, &own).await, &fifth), third["id"], "the same issuer first");
    // Others have acknowledged nothing.
    let ningbo = id(&admin, "330200").await;
    assert!(before(&world.helmsman("330200").await, &ningbo).await.iter().all(|(_, before)| before.is_null()));
}

#[tokio::test]
async fn what_a_chapter_acknowledged_stays_readable_to_it_elsewhere() {
    let world = World::new().await;
    let admin = world.staff("hq-admin").await;
    let helmsman = world.helmsman("330100").await;
    let own = id(&helmsman, "330100").await;
    let (zhejiang, beijing) = (id(&admin, "330000").await, id(&admin, "110000").await);
    let local = publish(&admin, &zhejiang, EVENTS, json!(5), json!({})).await;
    world.drained().await;
    acknowledge(&helmsman, &own, &local).await;
    let moving = chapter(&admin, "330100").await;
    let input = json!({ "id": own, "parent": beijing, "version": moving["version"] });
    admin.run("chapterMove", input, "chapter { id }").await;
    world.later(chrono::TimeDelta::minutes(1));
    let new = publish(&admin, &beijing, EVENTS, json!(6), json!({})).await;
    world.drained().await;
    let query = "query Q($id: ID!) { chapter(id: $id) { inbox(first: 5) { nodes { version { id } \
                 acknowledgedBefore { id value issuer { id } } acknowledgedByAccount { id } } } } }";
    let helmsman = world.helmsman("330100").await;
    let data = helmsman.ask(query, json!({ "id": own })).await;
    let delivery = &data["chapter"]["inbox"]["nodes"][0];
    assert_eq!(delivery["version"]["id"], new["id"]);
    // Its issuer is out of sight now.
    assert_eq!(delivery["acknowledgedBefore"], json!({ "id": local["id"], "value": 5, "issuer": null }));
}

async fn value(actor: &Actor, chapter: &str, key: &str) -> Value {
    let query = "query Q($id: ID!, $key: String!) { chapter(id: $id) { value(key: $key) \
                 { value own above lockedBy { id } viewerCanSet } } }";
    actor.ask(query, json!({ "id": chapter, "key": key })).await["chapter"]["value"].clone()
}

#[tokio::test]
async fn a_value_tells_what_stands_above_it_and_who_may_set_it() {
    let world = World::new().await;
    let admin = world.staff("hq-admin").await;
    let county = id(&admin, "330102").await;
    let nothing = json!({ "value": null, "own": null, "above": null, "lockedBy": null, "viewerCanSet": false });
    assert_eq!(value(&admin, &county, PRICE).await, nothing);
    publish(&admin, "chap_1", PRICE, price(300, 400), json!({})).await;
    publish(&admin, "chap_1", LOGO, json!("帆"), json!({})).await;
    let zhejiang = id(&admin, "330000").await;
    publish(&admin, &zhejiang, PRICE, price(310, 390), json!({})).await;
    world.drained().await;
    let own = json!({ "chapter": county, "key": PRICE, "value": price(320, 380) });
    admin.run("policyOverrideSet", own, "value { above viewerCanSet }").await;
    let told = value(&admin, &county, PRICE).await;
    let wanted = json!({
        "value": price(320, 380), "own": price(320, 380), "above": price(310, 390), "lockedBy": null,
        "viewerCanSet": true,
    });
    assert_eq!(told, wanted);
    // A version that a chapter issued for its subtree stands above its own value.
    assert_eq!(value(&admin, &zhejiang, PRICE).await["above"], price(310, 390));
    let locked = json!({
        "value": "帆", "own": null, "above": "帆", "lockedBy": { "id": "chap_1" }, "viewerCanSet": false,
    });
    assert_eq!(value(&admin, &county, LOGO).await, locked);
    let hangzhou = id(&admin, "330100").await;
    for (who, chapter, may) in [
        ("auditor", &hangzhou, false),
        ("policy-author", &hangzhou, false),
        ("helmsman:330100", &hangzhou, true),
        ("helmsman:330100", &county, false),
        ("helmsman:330000", &hangzhou, false),
    ] {
        let actor = world.staff(who).await;
        assert_eq!(value(&actor, chapter, PRICE).await["viewerCanSet"], may, "{who} {chapter}");
        let set = json!({ "chapter": chapter, "key": PRICE, "value": price(330, 370) });
        let answer = actor.attempt("policyOverrideSet", set, "value { own }").await;
        assert_eq!(answer.error().is_none(), may, "{who} {chapter}");
    }
}

#[tokio::test]
async fn versions_and_receipts_name_the_people_behind_them() {
    let world = World::new().await;
    let (author, approver) = (world.staff("policy-author").await, world.staff("policy-approver").await);
    let input = json!({ "key": EVENTS, "issuer": "chap_1", "body": "请执行。", "value": 2 });
    let drafted = author.run("policyDraft", input, "version { id hash }").await["version"].clone();
    approver.run("policyPublish", json!({ "id": drafted["id"] }), "version { id }").await;
    world.drained().await;
    let helmsman = world.helmsman("330100").await;
    let own = id(&helmsman, "330100").await;
    acknowledge(&helmsman, &own, &drafted).await;
    let people = "author authorAccount { id } publishedBy publishedByAccount { id } revokedByAccount { id }";
    let query = format!("query Q($id: ID!) {{ policyVersion(id: $id) {{ {people} }} }}");
    let admin = world.staff("hq-admin").await;
    let told = admin.ask(&query, json!({ "id": drafted["id"] })).await["policyVersion"].clone();
    assert_eq!(told["authorAccount"]["id"], told["author"]);
    assert_eq!(told["publishedByAccount"]["id"], told["publishedBy"]);
    assert_ne!(told["author"], told["publishedBy"]);
    assert_eq!(told["revokedByAccount"], Value::Null);
    let revoke = json!({ "id": drafted["id"], "reason": "有误" });
    let selection = format!("version {{ revokedBy {people} }}");
    let revoked = approver.run("policyRevoke", revoke, &selection).await["version"].clone();
    assert_eq!(revoked["revokedByAccount"]["id"], revoked["revokedBy"]);
    let query = "query Q($id: ID!) { chapter(id: $id) { inbox(first: 1) { nodes { acknowledgedBy \
                 acknowledgedByAccount { id name } } } } }";
    let receipt = admin.ask(query, json!({ "id": own })).await["chapter"]["inbox"]["nodes"][0].clone();
    assert_eq!(receipt["acknowledgedByAccount"]["id"], receipt["acknowledgedBy"]);
    assert!(receipt["acknowledgedBy"].is_string());
}
