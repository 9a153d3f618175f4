//! Members: joining, homes, what is masked, how many there are.

mod cards;
mod counts;
mod erasing;
mod homes;
mod joining;
mod masks;
mod memberships;
mod merged;
pub mod merging;
mod points;
mod reminders;
mod tiers;

use serde_json::{Value, json};

use crate::access::{TOKENS, holder};
use crate::world::{Actor, World, until};

/// The consents of an ordinary person.
pub fn consents() -> Value {
    json!([{ "purpose": "SERVICE", "textVersion": "2026-11" }])
}

/// A synthetic phone of the n-th member of a test.
pub fn phone(n: usize) -> String {
    format!("1770000{n:04}")
}

/// A code that was sent to a phone to join with.
pub async fn code(world: &World, phone: &str) -> String {
    let before = world.codes.0.lock().unwrap().len();
    world.stranger().run("codeRequest", json!({ "phone": phone, "joining": true }), "accepted").await;
    until("the code was sent", async || world.codes.0.lock().unwrap().len() > before).await;
    world.codes.0.lock().unwrap().last().unwrap().1.clone()
}

/// Joins by phone at a chapter; answers the member's id and the member signed in.
pub async fn join(world: &World, phone: &str, chapter: &str) -> (String, Actor) {
    let code = code(world, phone).await;
    let input = json!({
        "phone": phone, "code": code, "name": "王小明", "chapter": chapter, "consents": consents(),
    });
    let payload = world.stranger().run("memberRegister", input, &format!("member {TOKENS}")).await;
    (payload["member"].as_str().unwrap().to_owned(), holder(&world.node, &payload))
}

/// Writes somebody down at a chapter; answers the member's id.
pub async fn add(actor: &Actor, phone: &str, chapter: &str) -> String {
    let input = json!({ "chapter": chapter, "phone": phone, "name": "李四", "consents": consents() });
    let payload = actor.run("memberAdd", input, "member { id }").await;
    payload["member"]["id"].as_str().unwrap().to_owned()
}

/// A token for a member whose old one has run out with the clock.
pub async fn fresh_token(world: &World, phone: &str) -> String {
    let input = json!({ "phone": phone, "code": code(world, phone).await });
    let payload = world.stranger().run("helmsmanSignIn", input, TOKENS).await;
    payload["accessToken"].as_str().unwrap().to_owned()
}

/// Issues cards of a kind that bring a tier, good until 2028; answers the batch and the codes.
pub async fn issue(actor: &Actor, chapter: &str, (kind, tier): (&str, &str), count: i32) -> (String, Vec<String>) {
    let input = json!({
        "issuer": chapter, "kind": kind, "tier": tier, "count": count, "title": "赠卡", "expiresOn": "2028-01-01",
    });
    let issued = actor.run("cardBatchIssue", input, "batch { id } codes").await;
    (issued["batch"]["id"].as_str().unwrap().to_owned(), serde_json::from_value(issued["codes"].clone()).unwrap())
}

/// Some fields of a member.
pub async fn member(actor: &Actor, id: &str, selection: &str) -> Value {
    let query = format!("query Q($id: ID!) {{ member(id: $id) {{ {selection} }} }}");
    actor.ask(&query, json!({ "id": id })).await["member"].clone()
}

/// How many of the outcomes of a race went through; all others must break this rule.
pub fn winners(outcomes: Vec<Vec<String>>, others: &str) -> usize {
    let (won, lost): (Vec<_>, Vec<_>) = outcomes.into_iter().partition(Vec::is_empty);
    assert!(lost.iter().all(|codes| *codes == [others]), "{lost:?}");
    won.len()
}
