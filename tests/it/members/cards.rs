//! Cards: their codes are said once, and of all who try one, one has it.

use chrono::TimeDelta;
use futures_util::future::join_all;
use serde_json::{Value, json};

use super::{add, fresh_token, issue, join, member, phone, winners};
use crate::chapters::id;
use crate::world::{Actor, World};

async fn batch(actor: &Actor, id: &str) -> Value {
    let query = "query Q($id: ID!) { cardBatch(id: $id) { size open redeemed void viewerCanVoid } }";
    actor.ask(query, json!({ "id": id })).await["cardBatch"].clone()
}

#[tokio::test]
async fn codes_are_said_once() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let input = json!({
        "issuer": "chap_1", "kind": "GIFT", "tier": "gift_card", "count": 3, "title": "赠卡", "expiresOn": "2027-01-01",
        "requestKey": "once",
    });
    let issued = admin.run("cardBatchIssue", input.clone(), "batch { id days } codes").await;
    assert_eq!((issued["codes"].as_array().unwrap().len(), &issued["batch"]["days"]), (3, &json!(365)));
    let again = admin.run("cardBatchIssue", input, "batch { id days } codes").await;
    assert_eq!(again, json!({ "batch": issued["batch"], "codes": [], "userErrors": [] }));
    let query = "{ cardBatches(issuer: \"chap_1\") { nodes { id title kind tierCode expiresOn issuer { id } } } }";
    let listed = admin.ask(query, json!({})).await["cardBatches"]["nodes"].clone();
    let only = json!([{
        "id": issued["batch"]["id"], "title": "赠卡", "kind": "GIFT", "tierCode": "gift_card",
        "expiresOn": "2027-01-01", "issuer": { "id": "chap_1" },
    }]);
    assert_eq!(listed, only);
}

#[tokio::test]
async fn a_batch_must_make_sense() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let with = |field: &str, value: Value| {
        let mut input = json!({
            "issuer": "chap_1", "kind": "GIFT", "tier": "gift_card", "count": 1, "title": "赠卡", "expiresOn": "2027-01-01",
        });
        input[field] = value;
        input
    };
    for (field, value, code) in [
        ("count", json!(0), "MEMBERS_CARD_INVALID"),
        ("count", json!(1_001), "MEMBERS_CARD_INVALID"),
        ("count", json!(-5), "MEMBERS_CARD_INVALID"),
        ("days", json!(0), "MEMBERS_CARD_INVALID"),
        ("title", json!(" "), "MEMBERS_CARD_INVALID"),
        ("expiresOn", json!("2026-11-22"), "MEMBERS_CARD_INVALID"),
        ("kind", json!("TRIAL"), "MEMBERS_CARD_INVALID"),
        ("tier", json!("annual"), "MEMBERS_CARD_INVALID"),
        ("tier", json!("no_such"), "MEMBERS_TIER_UNKNOWN"),
    ] {
        assert_eq!(admin.broken("cardBatchIssue", with(field, value.clone())).await, [code], "{field} {value}");
    }
    let most = admin.run("cardBatchIssue", with("count", json!(1_000)), "codes").await;
    assert_eq!(most["codes"].as_array().unwrap().len(), 1_000);
}

#[tokio::test]
async fn a_card_brings_days_once() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let hangzhou = id(&admin, "330100").await;
    let (cards, codes) = issue(&admin, &hangzhou, ("GIFT", "gift_card"), 3).await;
    let (ming, person) = join(&world, &phone(1), &hangzhou).await;
    let other = add(&admin, &phone(2), &hangzhou).await;
    let input = |member: &str, code: &str| json!({ "member": member, "code": code });
    // As people type.
    let typed = codes[0].to_lowercase().replace('-', " ");
    let redeemed = person.run("cardRedeem", input(&ming, &typed), "member { standing tierCode untilOn }").await;
    assert_eq!(redeemed["member"], json!({ "standing": "ACTIVE", "tierCode": "gift_card", "untilOn": "2027-11-22" }));
    assert_eq!(admin.broken("cardRedeem", input(&other, &codes[0])).await, ["MEMBERS_CARD_USED"]);
    assert_eq!(admin.broken("cardRedeem", input(&other, "2222-2222-2222-2222")).await, ["MEMBERS_CARD_UNKNOWN"]);
    assert_eq!(admin.broken("cardRedeem", input(&other, "2222-2222-2222-2223")).await, ["MEMBERS_CARD_INVALID"]);
    // A second one is appended.
    person.run("cardRedeem", input(&ming, &codes[1]), "member { id }").await;
    let held = member(&admin, &ming, "untilOn memberships { startsOn source }").await;
    let terms = json!([
        { "startsOn": "2026-11-22", "source": "CARD" }, { "startsOn": "2027-11-22", "source": "CARD" },
    ]);
    assert_eq!((&held["untilOn"], &held["memberships"]), (&json!("2028-11-21"), &terms));
    let counted = json!({ "size": 3, "open": 1, "redeemed": 2, "void": 0, "viewerCanVoid": true });
    assert_eq!(batch(&admin, &cards).await, counted);
    admin.run("cardBatchVoid", json!({ "batch": cards }), "batch { id }").await;
    assert_eq!(admin.broken("cardRedeem", input(&other, &codes[2])).await, ["MEMBERS_CARD_INVALID"]);
    assert_eq!(admin.broken("cardBatchVoid", json!({ "batch": cards })).await, ["MEMBERS_CARD_USED"]);
    let helmsman = world.helmsman("330100").await;
    let counted = json!({ "size": 3, "open": 0, "redeemed": 2, "void": 1, "viewerCanVoid": false });
    assert_eq!(batch(&helmsman, &cards).await, counted);
    assert_eq!(batch(&world.helmsman("330200").await, &cards).await, Value::Null);
}

#[tokio::test]
async fn cards_expire_and_a_trial_card_is_a_trial() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let (_, codes) = issue(&admin, "chap_1", ("TRIAL", "trial"), 2).await;
    let guest = add(&admin, &phone(1), "chap_1").await;
    let input = |n: usize| json!({ "member": guest, "code": codes[n] });
    let redeemed = admin.run("cardRedeem", input(0), "member { standing untilOn }").await;
    assert_eq!(redeemed["member"], json!({ "standing": "TRIAL", "untilOn": "2026-11-29" }));
    assert_eq!(admin.broken("cardRedeem", input(1)).await, ["MEMBERS_TRIAL_USED"]);
    world.later(TimeDelta::days(405));
    let admin = world.staff("hq-admin").await;
    assert_eq!(admin.broken("cardRedeem", input(1)).await, ["MEMBERS_CARD_EXPIRED"]);
}

#[tokio::test]
async fn of_twenty_who_redeem_one_card_one_has_it() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let (cards, codes) = issue(&admin, "chap_1", ("ANNUAL", "annual"), 1).await;
    let mut members = Vec::new();
    for n in 0..20 {
        members.push(add(&admin, &phone(n), "chap_1").await);
    }
    let race = members.iter().map(|id| admin.broken("cardRedeem", json!({ "member": id, "code": codes[0] })));
    assert_eq!(winners(join_all(race).await, "MEMBERS_CARD_USED"), 1);
    assert_eq!(batch(&admin, &cards).await["redeemed"], 1);
    let query = "{ chapter(id: \"chap_1\") { members(standing: ACTIVE) { totalCount } } }";
    assert_eq!(admin.ask(query, json!({})).await["chapter"]["members"]["totalCount"], 1);
    assert_eq!(world.node.service.member_counts_check().await.unwrap(), []);
}

#[tokio::test]
async fn guessing_is_limited_and_the_holder_of_a_card_forgiven() {
    let world = World::limited().await;
    let admin = world.staff("hq-admin").await;
    let (_, codes) = issue(&admin, "chap_1", ("GIFT", "gift_card"), 1).await;
    let (ming, person) = join(&world, &phone(1), "chap_1").await;
    let guess = json!({ "member": ming, "code": "2222-2222-2222-2222" });
    let tries = async |person: &Actor, n: u8| {
        let answer = person.from([10, 0, 0, n]).attempt("cardRedeem", guess.clone(), "__typename").await;
        answer.error().map(str::to_owned)
    };
    for n in 0..9 {
        assert_eq!(tries(&person, n).await, None, "{n}");
    }
    person.run("cardRedeem", json!({ "member": ming, "code": codes[0] }), "member { id }").await;
    for n in 0..10 {
        assert_eq!(tries(&person, n).await, None, "{n}");
    }
    assert_eq!(tries(&person, 10).await.as_deref(), Some("RATE_LIMITED"));
    world.later(TimeDelta::minutes(15));
    let person = Actor::with_token(&world.node, &fresh_token(&world, &phone(1)).await);
    assert_eq!(tries(&person, 0).await, None);
}
