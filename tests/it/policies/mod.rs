//! Policies: govern, push, receive, acknowledge, inherit.

mod compare;
mod inherit;
mod live;
mod push;
mod receipts;
mod resend;
mod rollout;

use serde_json::{Value, json};

use crate::world::Actor;

/// Drafts and publishes a version; answers it.
pub async fn publish(actor: &Actor, issuer: &str, key: &str, value: Value, more: Value) -> Value {
    let mut input = json!({ "key": key, "issuer": issuer, "body": "# 通知\n\n请执行。", "value": value });
    for (name, field) in more.as_object().unwrap() {
        input[name] = field.clone();
    }
    let drafted = actor.run("policyDraft", input, "version { id state hash }").await;
    let id = drafted["version"]["id"].clone();
    actor.run("policyPublish", json!({ "id": id }), "version { id state hash number }").await["version"].clone()
}

/// The price range of membership, in fen.
pub fn price(min: i64, max: i64) -> Value {
    json!({ "min": min, "max": max })
}

/// The key of [`price`]: bounded.
pub const PRICE: &str = "membership.annual.price";
/// A locked key.
pub const LOGO: &str = "brand.logo";
/// An open key.
pub const EVENTS: &str = "event.min_per_month";

/// How many chapters of a version are in each state.
pub async fn by_state(actor: &Actor, version: &Value) -> std::collections::BTreeMap<String, i64> {
    let query = "query Q($id: ID!) { policyVersion(id: $id) { rollout { total byState { state chapters } } } }";
    let data = actor.ask(query, json!({ "id": version["id"] })).await;
    let rollout = &data["policyVersion"]["rollout"];
    let states = rollout["byState"].as_array().unwrap();
    let counts: std::collections::BTreeMap<String, i64> = states
        .iter()
        .map(|it| (it["state"].as_str().unwrap().to_owned(), it["chapters"].as_i64().unwrap()))
        .filter(|(_, chapters)| *chapters > 0)
        .collect();
    assert_eq!(counts.values().sum::<i64>(), rollout["total"].as_i64().unwrap());
    counts
}
