//! Refunds: what goes back, who decides, and what it does to what others have earned.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{advance, buy, held, open, order, proved};
use crate::chapters::id;
use crate::members::{add, fresh_token, join, member, phone};
use crate::world::{Actor, World};

const QUOTE: &str = "refundQuote { amount rule unusedDays totalDays payBy }";

fn quoted(amount: &str, rule: &str, unused: i64, pay_by: &str) -> Value {
    json!({ "refundQuote": {
        "amount": amount, "rule": rule, "unusedDays": unused, "totalDays": 365, "payBy": pay_by,
    } })
}

async fn ask(actor: &Actor, order: &str) -> String {
    let asked = actor.run("refundRequest", json!({ "order": order }), "refund { id }").await;
    asked["refund"]["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn all_of_it_goes_back_within_seven_days_and_then_by_days() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let (ming, person) = join(&world, &phone(1), &id(&admin, "330100").await).await;
    let bought = buy(&world, &person, &ming).await;
    world.later(TimeDelta::days(7));
    let (admin, person) =
        (world.staff("hq-admin").await, Actor::with_token(&world.node, &fresh_token(&world, &phone(1)).await));
    assert_eq!(order(&person, &bought, QUOTE).await, quoted("36500", "SEVEN_DAYS", 357, "2026-12-04"));
    let refund = ask(&person, &bought).await;
    assert_eq!(person.broken("refundRequest", json!({ "order": bought })).await, ["MONEY_ORDER_STATE"], "on its way");
    assert_eq!(member(&person, &ming, "standing").await["standing"], "REFUNDING");
    let waiting = admin.ask("{ refundsWaiting { id amount isOverdue viewerCanDecide } }", json!({})).await;
    let expected = json!([{ "id": refund, "amount": "36500", "isOverdue": false, "viewerCanDecide": true }]);
    assert_eq!(waiting["refundsWaiting"], expected);
    let fields = "refund { state reference order { state commissions { state reversed } } }";
    let approved = admin.run("refundApprove", json!({ "id": refund }), fields).await["refund"].clone();
    let commissions = json!([{ "state": "REVERSED", "reversed": "12775" }]);
    let expected = json!({
        "state": "PAID", "reference": format!("sandbox-{refund}"),
        "order": { "state": "REFUNDED", "commissions": commissions },
    });
    assert_eq!(approved, expected);
    assert_eq!(member(&person, &ming, "standing").await["standing"], "REFUNDED");
    for kind in ["PROVIDER_MONEY", "HQ_REVENUE", "CHAPTER_ACCRUED", "REFUND_PAYABLE"] {
        assert_eq!(held(&admin, kind).await, 0, "{kind}");
    }
    proved(&world).await;

    // Once enjoyed, it is by days from the first day on: tomorrow, since today was one of the first term.
    let again = buy(&world, &person, &ming).await;
    assert_eq!(order(&person, &again, QUOTE).await, quoted("36500", "UNUSED_DAYS", 365, "2026-12-14"));
    world.later(TimeDelta::days(1));
    let person = Actor::with_token(&world.node, &fresh_token(&world, &phone(1)).await);
    assert_eq!(order(&person, &again, QUOTE).await, quoted("36400", "UNUSED_DAYS", 364, "2026-12-15"));
    proved(&world).await;
}

/// Prepaid consumption ruling, article 15: what others have earned never lowers what the buyer gets.
#[tokio::test]
async fn the_buyer_gets_all_of_it_whatever_the_chapter_was_owed() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let (ming, person) = join(&world, &phone(1), &id(&admin, "330100").await).await;
    let bought = buy(&world, &person, &ming).await;
    world.later(TimeDelta::days(73));
    advance(&world).await;
    let (admin, person) =
        (world.staff("hq-admin").await, Actor::with_token(&world.node, &fresh_token(&world, &phone(1)).await));
    assert_eq!(held(&admin, "CHAPTER_PAYABLE").await, 12_775);
    assert_eq!(order(&person, &bought, QUOTE).await, quoted("29100", "UNUSED_DAYS", 291, "2027-02-18"));
    let refund = ask(&person, &bought).await;
    // What it takes to decide costs the buyer nothing.
    world.later(TimeDelta::days(3));
    let admin = world.staff("hq-admin").await;
    admin.run("refundApprove", json!({ "id": refund }), "refund { state }").await;
    // 35 % of 291.00, rounded down; the chapter keeps its share of what is not refunded.
    assert_eq!(held(&admin, "CHAPTER_PAYABLE").await, 12_775 - 10_185);
    assert_eq!(held(&admin, "PROVIDER_MONEY").await, 36_500 - 29_100);
    let state = order(&admin, &bought, "state refunded refunds { amount state }").await;
    let refunds = json!([{ "amount": "29100", "state": "PAID" }]);
    assert_eq!(state, json!({ "state": "PARTLY_REFUNDED", "refunded": "29100", "refunds": refunds }));
    assert_eq!(member(&admin, &ming, "standing memberships { endsOn }").await["standing"], "REFUNDED");
    proved(&world).await;
}

#[tokio::test]
async fn nobody_decides_on_what_they_asked_for() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let helmsman = world.helmsman("330100").await;
    let hangzhou = id(&admin, "330100").await;
    let buyer = add(&helmsman, &phone(1), &hangzhou).await;
    let bought = buy(&world, &helmsman, &buyer).await;
    let mine = ask(&admin, &bought).await;
    for name in ["refundApprove", "refundReject"] {
        let input = json!({ "id": mine, "note": "同意" });
        assert_eq!(admin.broken(name, input.clone()).await, ["MONEY_REFUND_STATE"], "{name}");
        assert_eq!(helmsman.attempt(name, input, "__typename").await.error(), Some("FORBIDDEN"), "{name}");
    }
    // A colleague rejects: all goes on as it was.
    let finance = crate::access::hire(&admin, "finance").await;
    crate::access::grant(&admin, &finance, "FINANCE", "chap_1").await;
    let finance = world.staff(&finance).await;
    assert_eq!(finance.broken("refundReject", json!({ "id": mine, "note": " " })).await, ["MONEY_REASON_REQUIRED"]);
    let fields = "refund { state decisionNote order { state } }";
    let rejected = finance.run("refundReject", json!({ "id": mine, "note": "已沟通" }), fields).await;
    let expected = json!({ "state": "REJECTED", "decisionNote": "已沟通", "order": { "state": "PAID" } });
    assert_eq!(rejected["refund"], expected);
    assert_eq!(finance.broken("refundApprove", json!({ "id": mine })).await, ["MONEY_REFUND_STATE"]);
    assert_eq!(
        member(&admin, &buyer, "standing untilOn").await,
        json!({ "standing": "ACTIVE", "untilOn": "2027-11-22" })
    );
    // And asked for again by the helmsman, it goes through.
    let again = ask(&helmsman, &bought).await;
    finance.run("refundApprove", json!({ "id": again }), "refund { state }").await;
    proved(&world).await;
}

#[tokio::test]
async fn two_who_approve_at_once_send_it_once() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let (ming, person) = join(&world, &phone(1), "chap_1").await;
    let bought = buy(&world, &person, &ming).await;
    let refund = ask(&person, &bought).await;
    let race = (0..10).map(|_| admin.broken("refundApprove", json!({ "id": refund })));
    let race = futures_util::future::join_all(race).await;
    assert_eq!(crate::members::winners(race, "MONEY_REFUND_STATE"), 1);
    assert_eq!(held(&admin, "PROVIDER_MONEY").await, 0);
    proved(&world).await;
}

#[tokio::test]
async fn cash_is_handed_back_by_hand() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let helmsman = world.helmsman("330100").await;
    let buyer = add(&helmsman, &phone(1), &id(&admin, "330100").await).await;
    let bought = open(&helmsman, &buyer).await;
    let cash = json!({ "order": bought, "method": "CASH", "amount": "36500", "reference": "R1" });
    helmsman.run("paymentRecord", cash, "order { state }").await;
    let refund = ask(&helmsman, &bought).await;
    let pay = json!({ "id": refund, "reference": "收条 7" });
    assert_eq!(helmsman.broken("refundPay", pay.clone()).await, ["MONEY_REFUND_STATE"]);
    let approved = admin.run("refundApprove", json!({ "id": refund }), "refund { state method }").await;
    assert_eq!(approved["refund"], json!({ "state": "APPROVED", "method": "CASH" }));
    assert_eq!(held(&admin, "REFUND_PAYABLE").await, 36_500);
    proved(&world).await;
    // Whoever decided leaves it to another, and the page says so.
    let may = "query Q($id: ID!) { order(id: $id) { refunds { viewerCanPay } } }";
    for (who, can) in [(&admin, false), (&helmsman, true)] {
        let read = who.ask(may, json!({ "id": bought })).await;
        assert_eq!(read["order"]["refunds"], json!([{ "viewerCanPay": can }]));
    }
    helmsman.run("refundPay", pay.clone(), "refund { state }").await;
    assert_eq!(helmsman.broken("refundPay", pay).await, ["MONEY_REFUND_STATE"]);
    assert_eq!((held(&admin, "REFUND_PAYABLE").await, held(&admin, "CHAPTER_CASH").await), (0, 0));
    proved(&world).await;
}

#[tokio::test]
async fn a_second_term_ahead_can_be_sent_back_alone() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let (ming, person) = join(&world, &phone(1), "chap_1").await;
    buy(&world, &person, &ming).await;
    let second = buy(&world, &person, &ming).await;
    let refund = ask(&person, &second).await;
    admin.run("refundApprove", json!({ "id": refund }), "refund { state }").await;
    let state = member(&person, &ming, "standing untilOn").await;
    assert_eq!(state, json!({ "standing": "ACTIVE", "untilOn": "2027-11-22" }));
    // A frozen membership need not be unfrozen first; the frozen days are no days used.
    let third = buy(&world, &person, &ming).await;
    person.run("membershipFreeze", json!({ "member": ming }), "member { standing }").await;
    ask(&person, &third).await;
    assert_eq!(member(&person, &ming, "standing").await["standing"], "REFUNDING");
    proved(&world).await;
}

/// A provider that says no is not asked every second.
#[tokio::test]
async fn a_refund_that_is_refused_is_asked_for_with_growing_pauses() {
    use std::sync::atomic::Ordering::SeqCst;
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let (ming, person) = join(&world, &phone(1), "chap_1").await;
    let bought = buy(&world, &person, &ming).await;
    let refund = ask(&person, &bought).await;
    world.provider.refuses.store(true, SeqCst);
    let approved = admin.run("refundApprove", json!({ "id": refund }), "refund { state nextTryAt }").await;
    let next = json!({ "state": "APPROVED", "nextTryAt": "2026-11-22T00:00:05.000000Z" });
    assert_eq!(approved["refund"], next);
    let op = flotilla::boot::system_op(&world.node.service, "test");
    let service = &world.node.service;
    for (seconds, asked) in [(4, 1), (1, 2), (9, 2), (1, 3), (19, 3), (1, 4)] {
        world.later(TimeDelta::seconds(seconds));
        assert_eq!(service.refunds_send(&op, 10).await.unwrap(), 0);
        assert_eq!(world.provider.asked.load(SeqCst), asked, "after {seconds} s more");
    }
    world.provider.refuses.store(false, SeqCst);
    world.later(TimeDelta::seconds(40));
    assert_eq!(service.refunds_send(&op, 10).await.unwrap(), 1);
    let state = order(&person, &bought, "state refunds { state nextTryAt }").await;
    assert_eq!(state, json!({ "state": "REFUNDED", "refunds": [{ "state": "PAID", "nextTryAt": null }] }));
    proved(&world).await;
}
