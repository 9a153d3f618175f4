//! Growth: links, who followed them, whom they brought, and what that earns.

mod attribution;
mod fraud;
mod links;
mod promoters;
mod reviews;
mod rewards;
mod touching;

use flotilla::boot;
use serde_json::{Value, json};

use crate::access::{TOKENS, holder};
use crate::members::{code, consents};
use crate::world::{Actor, World};

/// The token of the n-th phone of a test.
pub fn visitor(n: usize) -> String {
    format!("visitor-{n:0>32}")
}

/// Makes a link; answers its id and code.
pub async fn link(actor: &Actor, input: Value) -> (String, String) {
    let made = actor.run("referralLinkCreate", input, "link { id code }").await["link"].clone();
    (made["id"].as_str().unwrap().to_owned(), made["code"].as_str().unwrap().to_owned())
}

/// Makes a member's own link; answers its id and code.
pub async fn own_link(actor: &Actor) -> (String, String) {
    link(actor, json!({ "channel": "CHAT" })).await
}

/// Follows a link; answers what is seen.
pub async fn touch(world: &World, code: &str, visitor: &str) -> Value {
    let input = json!({ "code": code, "visitor": visitor });
    let fields = "invitation { code chapter chapterName inviterName campaign holds lockUntil }";
    world.stranger().run("referralTouch", input, fields).await["invitation"].clone()
}

/// What registers: `more` besides phone, code, name and consents.
pub async fn joining(world: &World, phone: &str, more: Value) -> Value {
    let mut input = json!({
        "phone": phone, "code": code(world, phone).await, "name": "赵小红", "consents": consents(),
    });
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    input
}

/// Registers; answers the member and the member signed in.
pub async fn join(world: &World, phone: &str, more: Value) -> (String, Actor) {
    let input = joining(world, phone, more).await;
    let payload = world.stranger().run("memberRegister", input, &format!("member {TOKENS}")).await;
    (payload["member"].as_str().unwrap().to_owned(), holder(&world.node, &payload))
}

/// Some fields of the referrals of a link, the oldest first.
pub async fn referrals(actor: &Actor, link: &str, fields: &str) -> Vec<Value> {
    let query =
        format!("query Q($id: ID!) {{ referralLink(id: $id) {{ referrals(first: 50) {{ nodes {{ {fields} }} }} }} }}");
    let mut found = actor.ask(&query, json!({ "id": link })).await["referralLink"]["referrals"]["nodes"].clone();
    found.as_array_mut().unwrap().reverse();
    found.as_array().unwrap().clone()
}

/// Some fields of a referral.
pub async fn referral(actor: &Actor, id: &Value, fields: &str) -> Value {
    let query = format!("query Q($id: ID!) {{ referral(id: $id) {{ {fields} }} }}");
    actor.ask(&query, json!({ "id": id })).await["referral"].clone()
}

/// Ends locks and qualifies referrals as far as time allows.
pub async fn sweep(world: &World) {
    let op = boot::system_op(&world.node.service, "test");
    world.node.service.referrals_expire(&op, 100).await.unwrap();
    world.node.service.referrals_qualify(&op, 2).await.unwrap();
}
