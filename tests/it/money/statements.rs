//! Statements: every order behind each fen, once a month, once only.

use chrono::TimeDelta;
use serde_json::json;

use super::{advance, buy, issue, proved, statements};
use crate::chapters::id;
use crate::members::{fresh_token, join, phone};
use crate::world::{Actor, World};

const SUMS: &str = "month opening accrued reversed clawedBack paid closing payable state";

#[tokio::test]
async fn a_month_is_told_order_by_order() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let hangzhou = id(&admin, "330100").await;
    let (ming, one) = join(&world, &phone(1), &hangzhou).await;
    let (hong, two) = join(&world, &phone(2), &hangzhou).await;
    let (kept, back) = (buy(&world, &one, &ming).await, buy(&world, &two, &hong).await);
    world.later(TimeDelta::days(3));
    let two = Actor::with_token(&world.node, &fresh_token(&world, &phone(2)).await);
    let refund = two.run("refundRequest", json!({ "order": back }), "refund { id }").await;
    let admin = world.staff("hq-admin").await;
    admin.run("refundApprove", json!({ "id": refund["refund"]["id"] }), "refund { state }").await;

    // The 9th of December in Shanghai, an hour before midnight; then the 10th.
    world.later(TimeDelta::hours(14 * 24 + 15));
    let admin = world.staff("hq-admin").await;
    let input = json!({ "month": "2026-11" });
    assert_eq!(admin.broken("statementsIssue", input.clone()).await, ["MONEY_STATEMENT_NOT_DUE"]);
    assert_eq!(issue(&world).await, 0);
    world.later(TimeDelta::hours(1));
    advance(&world).await;
    let admin = world.staff("hq-admin").await;
    assert_eq!(admin.run("statementsIssue", input.clone(), "issued").await["issued"], 1);
    assert_eq!(admin.run("statementsIssue", input, "issued").await["issued"], 0, "once");
    assert_eq!(issue(&world).await, 0);

    let helmsman = world.helmsman("330100").await;
    let lines = "lines { nodes { number kind event amount orderId order { id } commission { rate base } } }";
    let told =
        statements(&helmsman, &hangzhou, &format!("{SUMS} viewerCanDispute viewerCanPreparePayout {lines}")).await;
    let line = |number: i32, kind: &str, event: &str, order: &str| {
        json!({
            "number": number, "kind": kind, "event": event, "amount": "12775", "orderId": order, "order": { "id": order },
            "commission": { "rate": 3_500, "base": "36500" },
        })
    };
    let expected = json!([{
        "month": "2026-11", "opening": "0", "accrued": "25550", "reversed": "12775", "clawedBack": "0", "paid": "0",
        "closing": "12775", "payable": "0", "state": "CARRIED_OVER", "viewerCanDispute": true,
        "viewerCanPreparePayout": false,
        "lines": { "nodes": [
            line(1, "ACCRUED", "PAYMENT_RECEIVED", &kept), line(2, "ACCRUED", "PAYMENT_RECEIVED", &back),
            line(3, "REVERSED", "REFUND_DECIDED", &back),
        ] },
    }]);
    assert_eq!(told, expected);
    proved(&world).await;
}

#[tokio::test]
async fn a_statement_is_read_by_its_chapter_and_finance_only() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let hangzhou = id(&admin, "330100").await;
    for n in 0..3 {
        let (buyer, person) = join(&world, &phone(n), &hangzhou).await;
        buy(&world, &person, &buyer).await;
    }
    world.later(TimeDelta::days(18));
    assert_eq!(issue(&world).await, 1);
    let admin = world.staff("hq-admin").await;
    let query = "{ statements(month: \"2026-11\") { nodes { id chapterId } } }";
    let all = admin.ask(query, json!({})).await["statements"]["nodes"].clone();
    assert_eq!(all[0]["chapterId"], json!(hangzhou));
    let statement = json!({ "id": all[0]["id"] });
    let one = "query Q($id: ID!) { statement(id: $id) { month } node(id: $id) { id } }";
    let helmsman = world.helmsman("330100").await;
    assert_eq!(helmsman.ask(one, statement.clone()).await["node"]["id"], statement["id"]);
    let sibling = world.helmsman("330200").await;
    assert_eq!(sibling.ask(one, statement.clone()).await, json!({ "statement": null, "node": null }));
    assert_eq!(sibling.send(query, json!({})).await.error(), Some("FORBIDDEN"));
    let input = json!({ "statement": statement["id"], "amount": "1", "reason": "看看" });
    assert_eq!(sibling.attempt("disputeOpen", input, "__typename").await.error(), Some("NOT_FOUND"));

    // Its lines page by page, both ways.
    let lines = "query Q($id: ID!, $after: String) { statement(id: $id) {
        lines(first: 2, after: $after) { nodes { number } pageInfo { hasNextPage endCursor } }
        end: lines(last: 1) { nodes { number } } } }";
    let first = helmsman.ask(lines, statement.clone()).await["statement"].clone();
    assert_eq!(first["lines"]["nodes"], json!([{ "number": 1 }, { "number": 2 }]));
    assert_eq!(first["end"]["nodes"], json!([{ "number": 3 }]));
    let next = json!({ "id": statement["id"], "after": first["lines"]["pageInfo"]["endCursor"] });
    let second = helmsman.ask(lines, next).await["statement"]["lines"].clone();
    assert_eq!(second["nodes"], json!([{ "number": 3 }]));
    assert_eq!(second["pageInfo"]["hasNextPage"], json!(false));
}

/// Two workers at once, and a worker that comes late: every month once, in order, each opening with the closing before.
#[tokio::test]
async fn months_that_were_missed_are_made_up_once() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let (hangzhou, ningbo) = (id(&admin, "330100").await, id(&admin, "330200").await);
    for (n, home) in [(1, &hangzhou), (2, &ningbo)] {
        let (buyer, person) = join(&world, &phone(n), home).await;
        buy(&world, &person, &buyer).await;
    }
    world.later(TimeDelta::days(16));
    advance(&world).await;
    world.later(TimeDelta::days(65));
    let second = world.second_node().await;
    let op = flotilla::boot::system_op(&second.service, "test");
    let race = futures_util::future::join_all([
        second.service.statements_sweep(&op),
        second.service.statements_sweep(&op),
        world.node.service.statements_sweep(&op),
    ]);
    assert_eq!(race.await.into_iter().map(Result::unwrap).sum::<u64>(), 6, "three months of two chapters");
    let admin = world.staff("hq-admin").await;
    for home in [&hangzhou, &ningbo] {
        let told = statements(&admin, home, "month opening closing payable state").await;
        let month = |month: &str, opening: &str, payable: &str, state: &str| json!({ "month": month, "opening": opening, "closing": "12775", "payable": payable, "state": state });
        let expected = json!([
            month("2027-01", "12775", "12775", "ISSUED"),
            month("2026-12", "12775", "12775", "CARRIED_OVER"),
            month("2026-11", "0", "0", "CARRIED_OVER"),
        ]);
        assert_eq!(told, expected, "the last alone is paid out: it holds what was not paid before");
    }
    proved(&world).await;
}
