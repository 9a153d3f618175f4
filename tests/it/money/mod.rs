//! Money: what is bought, paid, earned, taken back and sent back.

mod disputes;
mod invoices;
mod notices;
mod orders;
mod outside;
mod payouts;
mod refunds;
mod statements;

use axum::body::Body;
use axum::http::Request;
use domain::money::{Fen, ProviderOutcome};
use flotilla::boot;
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use service::money::{Notice, PaymentProvider as _, SignedNotice};
use tower::ServiceExt as _;

use crate::world::{Actor, World, sandbox};

/// Opens an order of the annual tier; answers its id.
pub async fn open(actor: &Actor, member: &str) -> String {
    let input = json!({ "member": member, "tier": "annual", "contractVersion": "2026-11" });
    let opened = actor.run("orderOpen", input, "order { id }").await;
    opened["order"]["id"].as_str().unwrap().to_owned()
}

/// Starts the payment of an order online; answers our number of it.
pub async fn start(actor: &Actor, order: &str) -> String {
    let started = actor.run("paymentStart", json!({ "order": order }), "provider reference payUrl").await;
    assert_eq!(started["provider"], "sandbox");
    started["reference"].as_str().unwrap().to_owned()
}

/// What the provider tells of a payment, signed now.
pub fn told(world: &World, id: &str, (reference, amount): (&str, i64), outcome: ProviderOutcome) -> SignedNotice {
    let (id, reference) = (id.to_owned(), reference.to_owned());
    let notice = Notice { id, reference, amount: Fen(amount), outcome, payer: None };
    sandbox().play(&notice, world.node.service.now()).unwrap()
}

/// Sends a notice as the provider does; answers status and body.
pub async fn send(world: &World, signed: SignedNotice) -> (u16, Value) {
    let header = sandbox().signature_header();
    let request = Request::post("/payments/sandbox/notice").header(header, signed.signature);
    answer(world, request.body(Body::from(signed.body)).unwrap()).await
}

async fn answer(world: &World, request: Request<Body>) -> (u16, Value) {
    let response = world.node.router.clone().oneshot(request).await.unwrap();
    let status = response.status().as_u16();
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
}

/// A notice that a payment of 365.00 was made; answers what it came to.
pub async fn notify(world: &World, id: &str, reference: &str) -> Value {
    let (status, body) = send(world, told(world, id, (reference, 36_500), ProviderOutcome::Paid)).await;
    assert_eq!(status, 200, "{body}");
    body["verdict"].clone()
}

/// Buys a year; answers the order.
pub async fn buy(world: &World, actor: &Actor, member: &str) -> String {
    let order = open(actor, member).await;
    let reference = start(actor, &order).await;
    assert_eq!(notify(world, &format!("n-{reference}"), &reference).await, "APPLY");
    order
}

/// Some fields of an order.
pub async fn order(actor: &Actor, id: &str, selection: &str) -> Value {
    let query = format!("query Q($id: ID!) {{ order(id: $id) {{ {selection} }} }}");
    actor.ask(&query, json!({ "id": id })).await["order"].clone()
}

/// The doctor finds nothing, in the ledger and in the counts.
pub async fn proved(world: &World) {
    let proof = world.node.service.ledger_prove().await.unwrap();
    assert_eq!(proof.findings, Vec::<String>::new());
    assert_eq!(world.node.service.member_counts_check().await.unwrap(), []);
}

/// Moves commissions on as far as time allows.
pub async fn advance(world: &World) {
    let op = boot::system_op(&world.node.service, "test");
    while world.node.service.commissions_advance(&op, 2).await.unwrap() > 0 {}
}

/// Issues the statements that are due; answers how many it was.
pub async fn issue(world: &World) -> u64 {
    let op = boot::system_op(&world.node.service, "test");
    world.node.service.statements_sweep(&op).await.unwrap()
}

/// Somebody of finance, with a name of their own.
pub async fn finance(admin: &Actor) -> String {
    let account = crate::access::hire(admin, "finance").await;
    crate::access::grant(admin, &account, "FINANCE", "chap_1").await;
    account
}

/// A chapter's statements, the newest first, with some fields of each.
pub async fn statements(actor: &Actor, chapter: &str, selection: &str) -> Value {
    let query =
        format!("query Q($id: ID!) {{ chapter(id: $id) {{ statements(first: 12) {{ nodes {{ {selection} }} }} }} }}");
    actor.ask(&query, json!({ "id": chapter })).await["chapter"]["statements"]["nodes"].clone()
}

/// What the accounts of a kind hold together, in fen.
pub async fn held(admin: &Actor, kind: &str) -> i64 {
    let balances = admin.ask("{ ledgerBalances { kind balance } }", json!({})).await["ledgerBalances"].clone();
    let found = balances.as_array().unwrap().iter().find(|one| one["kind"] == kind);
    found.map_or(0, |one| one["balance"].as_str().unwrap().parse().unwrap())
}
