//! What an invitation earns, and when it is taken back.

use chrono::TimeDelta;
use flotilla::boot;
use futures_util::future::join_all;
use serde_json::{Value, json};

use super::{join, own_link, referral, referrals, sweep, touch, visitor};
use crate::members::{fresh_token, member, phone};
use crate::money::{buy, proved};
use crate::world::{Actor, World, until};

/// An inviter at headquarters, and their link: the member, the link's id and code.
async fn inviter(world: &World) -> (String, String, String) {
    let (ming, person) = crate::members::join(world, &phone(1), "chap_1").await;
    let (made, code) = own_link(&person).await;
    (ming, made, code)
}

/// Somebody whom a link brings from an address of their own, and who buys a year; answers member and order.
async fn brought(world: &World, code: &str, n: usize) -> (String, String) {
    touch(world, code, &visitor(n)).await;
    let (hong, person) = join(world, &phone(n), json!({ "visitor": visitor(n) })).await;
    let order = buy(world, &person, &hong).await;
    (hong, order)
}

async fn points(admin: &Actor, id: &str) -> Value {
    member(admin, id, "points").await["points"].clone()
}

#[tokio::test]
async fn both_are_rewarded_once_the_order_can_no_longer_go_back() {
    let world = World::idle().await;
    let (ming, made, code) = inviter(&world).await;
    let (hong, order) = brought(&world, &code, 2).await;
    let admin = world.staff("hq-admin").await;
    let fields = "id state orderId dueAt inviterPoints inviteePoints";
    let converted = referrals(&admin, &made, fields).await.pop().unwrap();
    assert_eq!((&converted["state"], &converted["orderId"]), (&json!("CONVERTED"), &json!(order)));
    assert_eq!(converted["dueAt"], "2026-11-29T16:00:00.000000Z", "the midnight after the seventh day");
    world.later(TimeDelta::days(7));
    sweep(&world).await;
    let admin = world.staff("hq-admin").await;
    assert_eq!(points(&admin, &ming).await, 20, "the eighth day has not begun");
    world.later(TimeDelta::days(1));
    // Twenty at once, as after a worker that was taken for dead.
    let id = converted["id"].as_str().unwrap().parse().unwrap();
    let op = boot::system_op(&world.node.service, "test");
    let race = join_all((0..20).map(|_| world.node.service.referral_qualify(&op, id))).await;
    assert_eq!(race.iter().filter(|one| one.is_ok()).count(), 1, "{race:?}");
    sweep(&world).await;
    let admin = world.staff("hq-admin").await;
    let rewarded = referral(&admin, &converted["id"], "state inviterPoints inviteePoints dueAt").await;
    let expected = json!({ "state": "REWARDED", "inviterPoints": 620, "inviteePoints": 60, "dueAt": null });
    assert_eq!(rewarded, expected);
    assert_eq!((points(&admin, &ming).await, points(&admin, &hong).await), (json!(620), json!(60)));
    let summary = member(&admin, &ming, "inviting { qualified days nextRung nextRungPoints }").await;
    let expected = json!({ "inviting": { "qualified": 1, "days": 0, "nextRung": 5, "nextRungPoints": 150 } });
    assert_eq!(summary, expected);
    proved(&world).await;
}

#[tokio::test]
async fn a_refund_takes_the_reward_back_below_zero_if_need_be() {
    let world = World::idle().await;
    let (ming, made, code) = inviter(&world).await;
    let (hong, order) = brought(&world, &code, 2).await;
    world.later(TimeDelta::days(8));
    sweep(&world).await;
    let person = Actor::with_token(&world.node, &fresh_token(&world, &phone(1)).await);
    person.run("pointsSpend", json!({ "member": ming, "points": 600 }), "member { id }").await;
    let buyer = Actor::with_token(&world.node, &fresh_token(&world, &phone(2)).await);
    let asked = buyer.run("refundRequest", json!({ "order": order }), "refund { id }").await;
    let admin = world.staff("hq-admin").await;
    let refund = json!({ "id": asked["refund"]["id"] });
    admin.run("refundApprove", refund, "refund { id }").await;
    let reversed = referrals(&admin, &made, "state inviterPoints inviteePoints").await;
    assert_eq!(reversed, [json!({ "state": "REVERSED", "inviterPoints": 20, "inviteePoints": 0 })]);
    assert_eq!((points(&admin, &ming).await, points(&admin, &hong).await), (json!(-580), json!(0)));
    let entries = member(&person, &ming, "pointsEntries { nodes { points reason } }").await;
    assert_eq!(entries["pointsEntries"]["nodes"][0], json!({ "points": -600, "reason": "REVERSAL" }));
    proved(&world).await;
}

#[tokio::test]
async fn an_order_that_goes_back_in_time_earns_nothing() {
    let world = World::idle().await;
    let (ming, made, code) = inviter(&world).await;
    let (_, order) = brought(&world, &code, 2).await;
    world.later(TimeDelta::days(7));
    let buyer = Actor::with_token(&world.node, &fresh_token(&world, &phone(2)).await);
    let asked = buyer.run("refundRequest", json!({ "order": order }), "refund { id }").await;
    // Asked for and not decided: it waits.
    world.later(TimeDelta::days(1));
    sweep(&world).await;
    let admin = world.staff("hq-admin").await;
    assert_eq!(referrals(&admin, &made, "state").await, [json!({ "state": "CONVERTED" })]);
    admin.run("refundApprove", json!({ "id": asked["refund"]["id"] }), "refund { id }").await;
    world.later(TimeDelta::days(2));
    sweep(&world).await;
    let admin = world.staff("hq-admin").await;
    assert_eq!(referrals(&admin, &made, "state").await, [json!({ "state": "REVERSED" })]);
    assert_eq!(points(&admin, &ming).await, 20);
}

#[tokio::test]
async fn every_second_invitation_brings_a_week_and_the_fifth_a_rung() {
    let mut world = World::idle().await;
    let (ming, made, code) = inviter(&world).await;
    for n in 2..7 {
        brought(&world, &code, n).await;
        // An hour apart, so that the address is not one of too many.
        world.later(TimeDelta::hours(2));
    }
    world.later(TimeDelta::days(8));
    world.work();
    let admin = world.staff("hq-admin").await;
    until("all are rewarded", async || {
        let query = "query Q($id: ID!) { referralLink(id: $id) { counts { state count } } }";
        let counts = admin.ask(query, json!({ "id": made })).await["referralLink"]["counts"].clone();
        counts == json!([{ "state": "REWARDED", "count": 5 }])
    })
    .await;
    world.rest().await;
    let fields = "points standing inviting { qualified days nextRung } memberships { source startsOn endsOn }";
    let seen = member(&admin, &ming, fields).await;
    assert_eq!(seen["points"], 5 * 620 + 150);
    assert_eq!(seen["inviting"], json!({ "qualified": 5, "days": 14, "nextRung": 20 }));
    let terms: Vec<&str> =
        seen["memberships"].as_array().unwrap().iter().map(|term| term["source"].as_str().unwrap()).collect();
    assert_eq!((terms, &seen["standing"]), (vec!["REWARD", "REWARD"], &json!("ACTIVE")));
    proved(&world).await;
}

#[tokio::test]
async fn who_is_erased_leaves_no_phone_behind_and_earns_nothing() {
    let world = World::idle().await;
    let (ming, made, code) = inviter(&world).await;
    let (hong, _) = brought(&world, &code, 2).await;
    let admin = world.staff("hq-admin").await;
    for gone in [&ming, &hong] {
        admin.run("memberErase", json!({ "id": gone, "reason": "本人申请" }), "erased").await;
    }
    assert_eq!(
        world.stranger().broken("referralTouch", json!({ "code": code, "visitor": visitor(3) })).await,
        ["GROWTH_LINK_ENDED"]
    );
    world.later(TimeDelta::days(8));
    sweep(&world).await;
    let admin = world.staff("hq-admin").await;
    let seen = referrals(&admin, &made, "state inviterPoints inviteePoints inviteeName").await;
    let expected = json!({ "state": "REWARDED", "inviterPoints": 20, "inviteePoints": 0, "inviteeName": null });
    assert_eq!(seen, [expected]);
    // The phone is nobody's again: who registers on it now is somebody new.
    let (_, other_code) = super::link(&admin, json!({ "chapter": "chap_1", "channel": "POSTER" })).await;
    touch(&world, &other_code, &visitor(2)).await;
    let (new, _) = join(&world, &phone(5), json!({ "visitor": visitor(2) })).await;
    let state = member(&admin, &new, "attribution { referral { state flags } }").await;
    assert_eq!(state["attribution"]["referral"], json!({ "state": "REGISTERED", "flags": [] }));
}
