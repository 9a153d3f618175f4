//! The value in force: locked, bounded, open; overrides; explained.

use serde_json::{Value, json};

use super::{EVENTS, LOGO, PRICE, price, publish};
use crate::chapters::id;
use crate::world::{Actor, World};

async fn value(actor: &Actor, chapter: &str, key: &str) -> Value {
    let query = "query Q($id: ID!, $key: String!) { chapter(id: $id) { value(key: $key) \
                 { value inForce own chain { verdict chapter { name } } } } }";
    actor.ask(query, json!({ "id": chapter, "key": key })).await["chapter"]["value"].clone()
}

#[tokio::test]
async fn a_locked_value_is_the_same_everywhere() {
    let world = World::new().await;
    let admin = world.staff("hq-admin").await;
    publish(&admin, "chap_1", LOGO, json!("帆"), json!({})).await;
    world.drained().await;
    let county = id(&admin, "330102").await;
    assert_eq!(value(&admin, &county, LOGO).await["value"], "帆");
    let own = json!({ "chapter": county, "key": LOGO, "value": "别" });
    let refused = admin.attempt("policyOverrideSet", own, "__typename").await.data("policyOverrideSet");
    assert_eq!(refused["userErrors"][0]["code"], "POLICIES_LOCKED");
    assert!(refused["userErrors"][0]["message"].as_str().unwrap().contains("chap_1"));
    let zhejiang = id(&admin, "330000").await;
    let draft = json!({ "key": LOGO, "issuer": zhejiang, "body": "x", "value": "浙" });
    assert_eq!(admin.broken("policyDraft", draft).await, ["POLICIES_LOCKED"]);
}

#[tokio::test]
async fn a_bounded_value_is_only_ever_narrowed() {
    let world = World::new().await;
    let admin = world.staff("hq-admin").await;
    publish(&admin, "chap_1", PRICE, price(300, 400), json!({})).await;
    let (zhejiang, county) = (id(&admin, "330000").await, id(&admin, "330102").await);
    world.drained().await;
    let beyond = json!({ "chapter": county, "key": PRICE, "value": price(100, 350) });
    assert_eq!(admin.broken("policyOverrideSet", beyond).await, ["POLICIES_OUT_OF_BOUNDS"]);
    let own = json!({ "chapter": county, "key": PRICE, "value": price(310, 390) });
    admin.run("policyOverrideSet", own, "value { value own }").await;
    assert_eq!(value(&admin, &county, PRICE).await["value"], price(310, 390));
    // The province narrows later: the county's own value is clipped to what both allow.
    publish(&admin, &zhejiang, PRICE, price(350, 400), json!({})).await;
    world.drained().await;
    let now = value(&admin, &county, PRICE).await;
    assert_eq!((&now["value"], &now["own"]), (&price(350, 390), &price(310, 390)));
    let verdicts: Vec<_> =
        now["chain"].as_array().unwrap().iter().map(|step| step["chapter"]["name"].clone()).collect();
    assert_eq!(verdicts, ["总部", "浙江省", "上城区"]);
    admin.run("policyOverrideClear", json!({ "chapter": county, "key": PRICE }), "value { value }").await;
    assert_eq!(value(&admin, &county, PRICE).await["value"], price(350, 400));
    let again = json!({ "chapter": county, "key": PRICE });
    assert_eq!(admin.broken("policyOverrideClear", again).await, ["POLICIES_OVERRIDE_UNKNOWN"]);
}

#[tokio::test]
async fn an_open_value_may_be_replaced_and_nothing_may_be_overridden_where_nothing_is_in_force() {
    let world = World::new().await;
    let admin = world.staff("hq-admin").await;
    let county = id(&admin, "330102").await;
    let own = json!({ "chapter": county, "key": EVENTS, "value": 4 });
    assert_eq!(admin.broken("policyOverrideSet", own.clone()).await, ["POLICIES_NOTHING_ABOVE"]);
    publish(&admin, "chap_1", EVENTS, json!(2), json!({})).await;
    world.drained().await;
    admin.run("policyOverrideSet", own, "value { value }").await;
    assert_eq!(value(&admin, &county, EVENTS).await["value"], 4);
    let bad = json!({ "chapter": county, "key": EVENTS, "value": 99 });
    assert_eq!(admin.broken("policyOverrideSet", bad).await, ["POLICIES_VALUE_INVALID"]);
}

#[tokio::test]
async fn a_value_takes_effect_when_it_says() {
    let world = World::new().await;
    let admin = world.staff("hq-admin").await;
    let county = id(&admin, "330102").await;
    let tomorrow = (world.node.service.now() + chrono::TimeDelta::days(1)).to_rfc3339();
    publish(&admin, "chap_1", EVENTS, json!(2), json!({ "effectiveAt": tomorrow })).await;
    world.drained().await;
    assert_eq!(value(&admin, &county, EVENTS).await["inForce"], false);
    world.later(chrono::TimeDelta::days(2));
    let admin = world.staff("hq-admin").await;
    assert_eq!(value(&admin, &county, EVENTS).await["value"], 2);
}
