//! A person decides: appeals, and what turns out to be made up.

use chrono::TimeDelta;
use serde_json::json;

use super::{join, link, own_link, referral, referrals, sweep, touch, visitor};
use crate::chapters::id;
use crate::members::{fresh_token, member, phone};
use crate::money::{buy, proved};
use crate::world::{Actor, World};

#[tokio::test]
async fn a_rejection_is_appealed_and_what_happened_meanwhile_counts() {
    let world = World::idle().await;
    let (ming, person) = crate::members::join(&world, &phone(1), "chap_1").await;
    let (made, code) = link(&person, json!({ "channel": "CHAT", "visitor": visitor(1) })).await;
    touch(&world, &code, &visitor(1)).await;
    let (wife, buyer) = join(&world, &phone(2), json!({ "visitor": visitor(1) })).await;
    buy(&world, &buyer, &wife).await;
    let rejected = referrals(&person, &made, "id state appealUntil viewerCanAppeal viewerCanDecide").await;
    let one = rejected[0]["id"].clone();
    let expected = json!({
        "id": one, "state": "REJECTED", "appealUntil": "2026-12-07T00:00:00.000000Z", "viewerCanAppeal": true,
        "viewerCanDecide": false,
    });
    assert_eq!(rejected, [expected]);
    let appeal = json!({ "id": one, "text": "是我妻子,用的同一部手机。" });
    assert_eq!(person.broken("referralAppeal", json!({ "id": one, "text": " " })).await, ["GROWTH_REASON_REQUIRED"]);
    assert_eq!(buyer.attempt("referralAppeal", appeal.clone(), "__typename").await.error(), Some("NOT_FOUND"));
    person.run("referralAppeal", appeal.clone(), "referral { appeal }").await;
    assert_eq!(person.broken("referralAppeal", appeal).await, ["GROWTH_STATE"], "once");

    // Decided later than anybody could appeal: what counts is when it was asked.
    world.later(TimeDelta::days(16));
    let admin = world.staff("hq-admin").await;
    let waiting = admin.ask("{ referralsForReview { id needsReview } }", json!({})).await;
    assert_eq!(waiting["referralsForReview"], json!([{ "id": one, "needsReview": true }]));
    let decide = json!({ "id": one, "decision": "ACCEPT", "reason": "已核实为两人" });
    let fields = "referral { state flags reason inviterPoints }";
    let accepted = admin.run("referralDecide", decide, fields).await["referral"].clone();
    let expected = json!({ "state": "CONVERTED", "flags": [], "reason": "已核实为两人", "inviterPoints": 20 });
    assert_eq!(accepted, expected);
    let credit = member(&admin, &wife, "attribution { credit link { id } why }").await["attribution"].clone();
    assert_eq!((&credit["credit"], &credit["link"]["id"]), (&json!("LINK"), &json!(made)));
    assert!(credit["why"].as_array().unwrap().contains(&json!(format!("{} was reinstated", one.as_str().unwrap()))));
    sweep(&world).await;
    assert_eq!(referral(&admin, &one, "state").await["state"], "REWARDED");
    assert_eq!(member(&admin, &ming, "points").await["points"], 620);
    proved(&world).await;
}

#[tokio::test]
async fn the_time_to_appeal_ends() {
    let world = World::idle().await;
    let (_, person) = crate::members::join(&world, &phone(1), "chap_1").await;
    let (made, code) = link(&person, json!({ "channel": "CHAT", "visitor": visitor(1) })).await;
    join(&world, &phone(2), json!({ "visitor": visitor(1), "link": code })).await;
    let one = referrals(&person, &made, "id").await[0]["id"].clone();
    world.later(TimeDelta::days(15));
    let person = Actor::with_token(&world.node, &fresh_token(&world, &phone(1)).await);
    assert_eq!(person.broken("referralAppeal", json!({ "id": one, "text": "晚了" })).await, ["GROWTH_STATE"]);
    let admin = world.staff("hq-admin").await;
    let decide = json!({ "id": one, "decision": "ACCEPT", "reason": "已核实" });
    assert_eq!(admin.broken("referralDecide", decide).await, ["GROWTH_STATE"]);
}

#[tokio::test]
async fn only_headquarters_decides_with_a_reason_and_not_on_its_own() {
    let world = World::idle().await;
    let (admin, helmsman) = (world.staff("hq-admin").await, world.helmsman("330100").await);
    let hangzhou = id(&admin, "330100").await;
    let (made, code) = link(&helmsman, json!({ "chapter": hangzhou, "channel": "POSTER" })).await;
    touch(&world, &code, &visitor(1)).await;
    join(&world, &phone(1), json!({ "visitor": visitor(1) })).await;
    let one = referrals(&helmsman, &made, "id").await[0]["id"].clone();
    let input = |reason: &str| json!({ "id": one, "decision": "REJECT", "reason": reason });
    let refused = helmsman.attempt("referralDecide", input("不实"), "__typename").await;
    assert_eq!(refused.error(), Some("FORBIDDEN"));
    assert_eq!(admin.broken("referralDecide", input(" ")).await, ["GROWTH_REASON_REQUIRED"]);
    let rejected = admin.run("referralDecide", input("现场无此人"), "referral { state reason }").await;
    assert_eq!(rejected["referral"], json!({ "state": "REJECTED", "reason": "现场无此人" }));
    // Of a chapter's link its people appeal.
    helmsman.run("referralAppeal", json!({ "id": one, "text": "有签到表。" }), "referral { appealedAt }").await;

    // Whoever decides for headquarters does not decide on their own.
    let (_, person) = crate::members::join(&world, &phone(3), "chap_1").await;
    let account = person.ask("{ me { id } }", json!({})).await["me"]["id"].as_str().unwrap().to_owned();
    let (own, own_code) = own_link(&person).await;
    join(&world, &phone(4), json!({ "link": own_code })).await;
    crate::access::grant(&admin, &account, "HQ_ADMIN", "chap_1").await;
    let theirs = referrals(&person, &own, "id").await[0]["id"].clone();
    let input = json!({ "id": theirs, "decision": "REJECT", "reason": "自查" });
    assert_eq!(person.broken("referralDecide", input).await, ["GROWTH_STATE"]);
}

#[tokio::test]
async fn what_was_rewarded_and_turns_out_to_be_made_up_is_taken_back() {
    let world = World::idle().await;
    let (ming, person) = crate::members::join(&world, &phone(1), "chap_1").await;
    let (made, code) = own_link(&person).await;
    touch(&world, &code, &visitor(2)).await;
    let (hong, buyer) = join(&world, &phone(2), json!({ "visitor": visitor(2) })).await;
    buy(&world, &buyer, &hong).await;
    world.later(TimeDelta::days(8));
    sweep(&world).await;
    let admin = world.staff("hq-admin").await;
    let one = referrals(&admin, &made, "id state").await[0].clone();
    assert_eq!(one["state"], "REWARDED");
    let input = json!({ "id": one["id"], "decision": "REJECT", "reason": "刷单" });
    let fields = "referral { state inviterPoints inviteePoints }";
    let taken = admin.run("referralDecide", input.clone(), fields).await["referral"].clone();
    assert_eq!(taken, json!({ "state": "REVERSED", "inviterPoints": 0, "inviteePoints": 0 }));
    for id in [&ming, &hong] {
        assert_eq!(member(&admin, id, "points").await["points"], 0);
    }
    assert_eq!(admin.broken("referralDecide", input).await, ["GROWTH_STATE"]);
}
