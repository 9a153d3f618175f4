//! Opening, paying, earning.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{advance, buy, held, open, order, proved, start};
use crate::chapters::id;
use crate::members::{add, fresh_token, join, member, phone};
use crate::world::{Actor, World, until};

#[tokio::test]
async fn a_member_buys_a_year_and_the_chapter_earns() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let hangzhou = id(&admin, "330100").await;
    let (ming, person) = join(&world, &phone(1), &hangzhou).await;
    let bought = open(&person, &ming).await;
    let fields =
        "state kind price refunded isViewers viewerCanPay viewerCanCancel viewerCanRecordPayment member { id }";
    let expected = json!({
        "state": "OPEN", "kind": "PURCHASE", "price": "36500", "refunded": "0", "isViewers": true,
        "viewerCanPay": true, "viewerCanCancel": true, "viewerCanRecordPayment": false, "member": { "id": ming },
    });
    assert_eq!(order(&person, &bought, fields).await, expected);
    let reference = start(&person, &bought).await;
    assert_eq!(start(&person, &bought).await, reference, "nobody pays twice");
    let played = axum::http::Request::post("/payments/sandbox/pay");
    let played = played.body(axum::body::Body::from(json!({ "reference": reference }).to_string())).unwrap();
    assert_eq!(super::answer(&world, played).await, (200, json!({ "verdict": "APPLY" })));

    let state = member(&person, &ming, "standing tierCode untilOn memberships { source startsOn }").await;
    let terms = json!([{ "source": "PURCHASE", "startsOn": "2026-11-22" }]);
    let expected = json!({ "standing": "ACTIVE", "tierCode": "annual", "untilOn": "2027-11-22", "memberships": terms });
    assert_eq!(state, expected);
    let fields = "state fullRefundUntil payments { state method reference notices { verdict } } territory { id } \
                  commissions { chapter { id } amount rate state } ledgerEntries { kind transfers { amount } }";
    let expected = json!({
        "state": "PAID", "fullRefundUntil": "2026-11-29", "territory": { "id": hangzhou },
        "payments": [{
            "state": "SUCCEEDED", "method": "PROVIDER", "reference": reference, "notices": [{ "verdict": "APPLY" }],
        }],
        "commissions": [{ "chapter": { "id": hangzhou }, "amount": "12775", "rate": 3500, "state": "ACCRUED" }],
        "ledgerEntries": [{ "kind": "PAYMENT_RECEIVED", "transfers": [{ "amount": "23725" }, { "amount": "12775" }] }],
    });
    assert_eq!(order(&admin, &bought, fields).await, expected);
    assert_eq!((held(&admin, "PROVIDER_MONEY").await, held(&admin, "CHAPTER_ACCRUED").await), (36_500, 12_775));
    proved(&world).await;

    // Seven days of refund, seven days more, then it is owed.
    for (days, state) in [(7, "ACCRUED"), (1, "FROZEN"), (6, "FROZEN"), (1, "PAYABLE")] {
        world.later(TimeDelta::days(days));
        advance(&world).await;
        let admin = world.staff("hq-admin").await;
        assert_eq!(order(&admin, &bought, "commissions { state }").await["commissions"][0]["state"], state);
        proved(&world).await;
    }
    let admin = world.staff("hq-admin").await;
    assert_eq!((held(&admin, "CHAPTER_ACCRUED").await, held(&admin, "CHAPTER_PAYABLE").await), (0, 12_775));
    // A second year follows the first.
    let person = Actor::with_token(&world.node, &fresh_token(&world, &phone(1)).await);
    let renewed = buy(&world, &person, &ming).await;
    assert_eq!(order(&person, &renewed, "kind").await["kind"], "RENEWAL");
    assert_eq!(member(&person, &ming, "untilOn").await["untilOn"], "2028-11-21");
    proved(&world).await;
}

/// The chapter that an order's share goes to.
async fn earner(admin: &Actor, bought: &str) -> Value {
    let found = order(admin, bought, "territory { id } commissions { chapter { id } }").await;
    let share = &found["commissions"][0]["chapter"]["id"];
    assert!(share.is_null() || *share == found["territory"]["id"], "{found}");
    share.clone()
}

#[tokio::test]
async fn the_lowest_chapter_that_is_led_earns() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let hangzhou = id(&admin, "330100").await;
    let query = "query Q($id: ID!) { chapter(id: $id) { children(first: 50) { nodes { id vacant } } } }";
    let below = admin.ask(query, json!({ "id": hangzhou })).await["chapter"]["children"]["nodes"].clone();
    let county = |vacant: bool| {
        let found = below.as_array().unwrap().iter().find(|one| one["vacant"] == vacant).unwrap();
        found["id"].as_str().unwrap().to_owned()
    };
    let homes =
        [(county(false), json!(county(false))), (county(true), json!(hangzhou)), ("chap_1".into(), Value::Null)];
    for (n, (home, expected)) in homes.into_iter().enumerate() {
        let buyer = add(&admin, &phone(n), &home).await;
        let bought = buy(&world, &admin, &buyer).await;
        assert_eq!(earner(&admin, &bought).await, expected, "{home}");
    }
    assert_eq!(held(&admin, "HQ_REVENUE").await, 23_725 * 2 + 36_500);
    proved(&world).await;
}

#[tokio::test]
async fn the_price_is_that_of_the_home() {
    let mut world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let (hangzhou, ningbo) = (id(&admin, "330100").await, id(&admin, "330200").await);
    world.work();
    let key = "membership.annual.price";
    let input = json!({ "key": key, "issuer": "chap_1", "body": "定价。", "value": { "min": 30_000, "max": 40_000 } });
    let drafted = admin.run("policyDraft", input, "version { id }").await;
    admin.run("policyPublish", json!({ "id": drafted["version"]["id"] }), "version { id }").await;
    world.drained().await;
    let input = json!({ "chapter": hangzhou, "tier": "annual", "price": "32000" });
    admin.run("tierPriceSet", input, "__typename").await;
    for (n, (home, price)) in [(&hangzhou, "32000"), (&ningbo, "36500")].into_iter().enumerate() {
        let buyer = add(&admin, &phone(n), home).await;
        let opened = open(&admin, &buyer).await;
        assert_eq!(order(&admin, &opened, "price").await["price"], price);
    }
    world.rest().await;
}

#[tokio::test]
async fn what_is_not_paid_is_called_off_or_expires() {
    let world = World::idle().await;
    let (ming, person) = join(&world, &phone(1), "chap_1").await;
    let (first, second) = (open(&person, &ming).await, open(&person, &ming).await);
    assert_eq!(order(&person, &first, "state").await["state"], "CANCELLED", "one at a time");
    person.run("orderCancel", json!({ "id": second }), "order { state }").await;
    assert_eq!(person.broken("orderCancel", json!({ "id": second })).await, ["MONEY_ORDER_STATE"]);
    assert_eq!(person.broken("paymentStart", json!({ "order": second })).await, ["MONEY_ORDER_STATE"]);
    let third = open(&person, &ming).await;
    world.later(TimeDelta::minutes(30));
    let (admin, person) =
        (world.staff("hq-admin").await, Actor::with_token(&world.node, &fresh_token(&world, &phone(1)).await));
    assert_eq!(person.broken("paymentStart", json!({ "order": third })).await, ["MONEY_ORDER_STATE"]);
    // What was refused a moment ago may hold its lock still: the sweep comes again.
    until("the order has expired", async || {
        world.node.service.orders_expire(10).await.unwrap();
        order(&admin, &third, "state").await["state"] == "EXPIRED"
    })
    .await;

    let no = |tier: &str, contract: &str| json!({ "member": ming, "tier": tier, "contractVersion": contract });
    assert_eq!(person.broken("orderOpen", no("trial", "2026-11")).await, ["MEMBERS_TIER_UNKNOWN"]);
    assert_eq!(person.broken("orderOpen", no("no_such", "2026-11")).await, ["MEMBERS_TIER_UNKNOWN"]);
    assert_eq!(person.broken("orderOpen", no("annual", "")).await, ["MEMBERS_CONSENT_REQUIRED"]);
    let input = json!({ "member": ming, "tier": "annual", "contractVersion": "1", "upgrade": true });
    assert_eq!(person.broken("orderOpen", input).await, ["MONEY_ORDER_STATE"]);
    proved(&world).await;
}

#[tokio::test]
async fn a_helmsman_takes_cash_for_the_own_members_only() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let (helmsman, sibling) = (world.helmsman("330100").await, world.helmsman("330200").await);
    let buyer = add(&helmsman, &phone(1), &id(&admin, "330100").await).await;
    let opened = open(&helmsman, &buyer).await;
    let cash = |amount: &str, reference: &str| json!({ "order": opened, "method": "CASH", "amount": amount, "reference": reference });
    assert_eq!(sibling.attempt("paymentRecord", cash("36500", "R1"), "__typename").await.error(), Some("NOT_FOUND"));
    assert_eq!(helmsman.broken("paymentRecord", cash("36499", "R1")).await, ["MONEY_AMOUNT_MISMATCH"]);
    assert_eq!(helmsman.broken("paymentRecord", cash("36500", " ")).await, ["MONEY_REASON_REQUIRED"]);
    let paid = helmsman.run("paymentRecord", cash("36500", "R1"), "order { state payments { method } }").await;
    assert_eq!(paid["order"], json!({ "state": "PAID", "payments": [{ "method": "CASH" }] }));
    assert_eq!(helmsman.broken("paymentRecord", cash("36500", "R2")).await, ["MONEY_ORDER_STATE"]);
    let other = add(&helmsman, &phone(2), &id(&admin, "330100").await).await;
    let again = json!({
        "order": open(&helmsman, &other).await, "method": "CASH", "amount": "36500", "reference": "R1",
    });
    assert_eq!(helmsman.broken("paymentRecord", again).await, ["MONEY_PAYMENT_UNKNOWN"], "one receipt, one payment");
    assert_eq!((held(&admin, "CHAPTER_CASH").await, held(&admin, "CHAPTER_ACCRUED").await), (36_500, 12_775));
    proved(&world).await;
}

#[tokio::test]
async fn an_upgrade_credits_the_days_left_and_a_refund_gives_all_back() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let tier = json!({ "code": "gold", "name": "金卡", "kind": "CUSTOM", "days": 365, "price": "73000", "rank": 30 });
    admin.run("tierSave", tier, "tier { code }").await;
    let (ming, person) = join(&world, &phone(1), &id(&admin, "330100").await).await;
    let first = buy(&world, &person, &ming).await;
    world.later(TimeDelta::days(73));
    let person = Actor::with_token(&world.node, &fresh_token(&world, &phone(1)).await);
    let input = json!({ "member": ming, "tier": "gold", "contractVersion": "2026-11", "upgrade": true });
    let opened = person.run("orderOpen", input.clone(), "order { id kind listPrice credit price upgrades }").await;
    let upgrade = opened["order"]["id"].as_str().unwrap();
    // 291 of 365 days are left, today counted as used.
    let expected = json!({
        "id": upgrade, "kind": "UPGRADE", "listPrice": "73000", "credit": "29100", "price": "43900", "upgrades": first,
    });
    assert_eq!(opened["order"], expected);
    let reference = start(&person, upgrade).await;
    let told = super::told(&world, "up", (&reference, 43_900), domain::money::ProviderOutcome::Paid);
    assert_eq!(super::send(&world, told).await.1["verdict"], "APPLY");
    let state = member(&person, &ming, "tierCode untilOn memberships { startsOn endsOn }").await;
    let terms = json!([
        { "startsOn": "2026-11-22", "endsOn": "2027-02-03" }, { "startsOn": "2027-02-03", "endsOn": "2028-02-03" },
    ]);
    assert_eq!(state, json!({ "tierCode": "gold", "untilOn": "2028-02-03", "memberships": terms }));
    assert_eq!(person.broken("orderOpen", input).await, ["MONEY_ORDER_STATE"], "one step at a time");
    proved(&world).await;

    // What was credited goes with the upgrade.
    assert_eq!(person.broken("refundRequest", json!({ "order": first })).await, ["MONEY_REFUND_NOTHING"]);
    let mut back = 0;
    for bought in [upgrade, &first] {
        let asked = person.run("refundRequest", json!({ "order": bought }), "refund { id amount }").await;
        back += asked["refund"]["amount"].as_str().unwrap().parse::<i64>().unwrap();
        let admin = world.staff("hq-admin").await;
        admin.run("refundApprove", json!({ "id": asked["refund"]["id"] }), "refund { state }").await;
        proved(&world).await;
    }
    assert_eq!(back, 73_000, "within seven days of the upgrade: its price and the credit");
    assert_eq!(member(&person, &ming, "standing").await["standing"], "REFUNDED");
}

/// Sent back within the first days of both, an upgrade and what it replaced cost nothing: whatever a credit was rounded to,
/// and however long it takes to decide.
#[tokio::test]
async fn an_upgrade_within_the_first_days_gives_all_of_both_back() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let tier = json!({ "code": "gold", "name": "金卡", "kind": "CUSTOM", "days": 365, "price": "73000", "rank": 30 });
    admin.run("tierSave", tier, "tier { code }").await;
    let (ming, person) = join(&world, &phone(1), &id(&admin, "330100").await).await;
    let first = buy(&world, &person, &ming).await;
    world.later(TimeDelta::days(5));
    let person = Actor::with_token(&world.node, &fresh_token(&world, &phone(1)).await);
    let input = json!({ "member": ming, "tier": "gold", "contractVersion": "2026-11", "upgrade": true });
    let opened = person.run("orderOpen", input, "order { id credit }").await["order"].clone();
    assert_eq!(opened["credit"], "35900");
    let upgrade = opened["id"].as_str().unwrap();
    let reference = start(&person, upgrade).await;
    let told = super::told(&world, "up", (&reference, 37_100), domain::money::ProviderOutcome::Paid);
    assert_eq!(super::send(&world, told).await.1["verdict"], "APPLY");
    world.later(TimeDelta::days(2));
    let person = Actor::with_token(&world.node, &fresh_token(&world, &phone(1)).await);
    let asked =
        person.run("refundRequest", json!({ "order": upgrade }), "refund { id amount }").await["refund"].clone();
    assert_eq!(asked["amount"], "37100");
    // On the ninth day of the first order.
    world.later(TimeDelta::days(2));
    world.staff("hq-admin").await.run("refundApprove", json!({ "id": asked["id"] }), "refund { state }").await;
    let person = Actor::with_token(&world.node, &fresh_token(&world, &phone(1)).await);
    let quote = order(&person, &first, "refundQuote { amount rule payBy }").await["refundQuote"].clone();
    assert_eq!(quote, json!({ "amount": "36500", "rule": "SEVEN_DAYS", "payBy": "2026-12-06" }));
    let asked = person.run("refundRequest", json!({ "order": first }), "refund { id amount }").await["refund"].clone();
    assert_eq!(asked["amount"], "36500");
    world.staff("hq-admin").await.run("refundApprove", json!({ "id": asked["id"] }), "refund { state }").await;
    assert_eq!(super::held(&world.staff("hq-admin").await, "PROVIDER_MONEY").await, 0);
    proved(&world).await;
}
