//! Points: earned once, spent oldest first, gone after 24 months, never below zero.

use chrono::TimeDelta;
use flotilla::boot;
use futures_util::future::join_all;
use serde_json::{Value, json};

use super::{add, fresh_token, join, member, phone, winners};
use crate::world::{Actor, World};

const ENTRIES: &str = "points pointsEntries(first: 50) { nodes { points reason note } }";

async fn adjust(admin: &Actor, id: &str, points: i32) {
    let input = json!({ "member": id, "points": points, "reason": "活动补发" });
    admin.run("pointsAdjust", input, "member { id }").await;
}

async fn expire(world: &World) {
    let op = boot::system_op(&world.node.service, "test");
    while world.node.service.points_expire(&op, 10).await.unwrap() > 0 {}
}

#[tokio::test]
async fn a_day_has_one_sign_in_of_five_points_or_two() {
    let world = World::idle().await;
    let (ming, mut person) = join(&world, &phone(1), "chap_1").await;
    let sign_in = async |person: &Actor| {
        let payload = person.run("pointsSignIn", json!({}), "member { points }").await;
        payload["member"]["points"].as_i64().unwrap()
    };
    assert_eq!((sign_in(&person).await, sign_in(&person).await), (2, 2));
    person.run("trialStart", json!({ "member": ming }), "member { id }").await;
    world.later(TimeDelta::days(1));
    person = Actor::with_token(&world.node, &fresh_token(&world, &phone(1)).await);
    let race = join_all((0..8).map(|_| person.broken("pointsSignIn", json!({})))).await;
    assert!(race.iter().all(Vec::is_empty), "{race:?}");
    let seen = member(&person, &ming, ENTRIES).await;
    let entry = |points: i32| json!({ "points": points, "reason": "SIGN_IN", "note": null });
    assert_eq!(seen, json!({ "points": 7, "pointsEntries": { "nodes": [entry(5), entry(2)] } }));
    let admin = world.staff("hq-admin").await;
    assert_eq!(admin.broken("pointsSignIn", json!({})).await, ["MEMBERS_STATE_REFUSES"]);
}

#[tokio::test]
async fn ten_points_are_a_day() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let (ming, person) = join(&world, &phone(1), "chap_1").await;
    adjust(&admin, &ming, 125).await;
    let spend = |points: i32| json!({ "member": ming, "points": points });
    for (points, code) in
        [(130, "MEMBERS_POINTS_SHORT"), (15, "MEMBERS_POINTS_INVALID"), (-10, "MEMBERS_POINTS_INVALID")]
    {
        assert_eq!(person.broken("pointsSpend", spend(points)).await, [code]);
    }
    let after = person.run("pointsSpend", spend(120), "member { points standing tierCode untilOn }").await;
    let state = json!({ "points": 5, "standing": "ACTIVE", "tierCode": "annual", "untilOn": "2026-12-04" });
    assert_eq!(after["member"], state);
    let seen = member(&person, &ming, ENTRIES).await;
    let entries = json!([
        { "points": -120, "reason": "DAYS", "note": null },
        { "points": 125, "reason": "ADJUSTMENT", "note": "活动补发" },
    ]);
    assert_eq!(seen["pointsEntries"]["nodes"], entries);
}

#[tokio::test]
async fn an_adjustment_needs_a_reason_and_stays_above_zero() {
    let world = World::idle().await;
    let (admin, helmsman) = (world.staff("hq-admin").await, world.helmsman("330100").await);
    let hangzhou = crate::chapters::id(&admin, "330100").await;
    let guest = add(&helmsman, &phone(1), &hangzhou).await;
    let input = |points: i32, reason: &str| json!({ "member": guest, "points": points, "reason": reason });
    admin.run("pointsAdjust", input(10, "补发"), "member { id }").await;
    for (points, reason, code) in [
        (-11, "扣回", "MEMBERS_POINTS_SHORT"),
        (0, "无", "MEMBERS_POINTS_INVALID"),
        (i32::MIN, "扣回", "MEMBERS_POINTS_INVALID"),
        (1, " ", "MEMBERS_REASON_REQUIRED"),
    ] {
        assert_eq!(admin.broken("pointsAdjust", input(points, reason)).await, [code], "{points}");
    }
    admin.run("pointsAdjust", input(-10, "扣回"), "member { id }").await;
    assert_eq!(helmsman.attempt("pointsAdjust", input(1, "补发"), "__typename").await.error(), Some("FORBIDDEN"));
    // The helmsman sees how many there are, and not whence.
    assert_eq!(member(&helmsman, &guest, "points").await, json!({ "points": 0 }));
    let query = format!("query Q($id: ID!) {{ member(id: $id) {{ {ENTRIES} }} }}");
    assert_eq!(helmsman.send(&query, json!({ "id": guest })).await.error(), Some("FORBIDDEN"));
}

#[tokio::test]
async fn spending_at_once_never_goes_below_zero() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let guest = add(&admin, &phone(1), "chap_1").await;
    adjust(&admin, &guest, 30).await;
    adjust(&admin, &guest, 40).await;
    let race = (0..20).map(|_| admin.broken("pointsSpend", json!({ "member": guest, "points": 10 })));
    assert_eq!(winners(join_all(race).await, "MEMBERS_POINTS_SHORT"), 7);
    let seen = member(&admin, &guest, "points untilOn memberships { id }").await;
    assert_eq!((&seen["points"], &seen["untilOn"]), (&json!(0), &json!("2026-11-29")));
    assert_eq!(seen["memberships"].as_array().unwrap().len(), 7);
    assert_eq!(world.node.service.member_counts_check().await.unwrap(), []);
}

#[tokio::test]
async fn what_expires_first_is_spent_first_and_the_rest_is_gone_in_time() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let guest = add(&admin, &phone(1), "chap_1").await;
    let idle = add(&admin, &phone(2), "chap_1").await;
    for id in [&guest, &idle] {
        adjust(&admin, id, 100).await;
    }
    world.later(TimeDelta::days(365));
    let admin = world.staff("hq-admin").await;
    adjust(&admin, &guest, 50).await;
    admin.run("pointsSpend", json!({ "member": guest, "points": 70 }), "member { id }").await;
    expire(&world).await;
    assert_eq!(member(&admin, &guest, "points").await["points"], 80);
    // 2028-11-23: the first hundred is past its day, of which thirty are left.
    world.later(TimeDelta::days(367));
    let admin = world.staff("hq-admin").await;
    assert_eq!(admin.broken("pointsSpend", json!({ "member": guest, "points": 60 })).await, ["MEMBERS_POINTS_SHORT"]);
    expire(&world).await;
    assert_eq!(member(&admin, &guest, "points").await["points"], 50);
    let gone = json!({
        "points": 0,
        "pointsEntries": { "nodes": [
            { "points": -100, "reason": "EXPIRED", "note": null },
            { "points": 100, "reason": "ADJUSTMENT", "note": "活动补发" },
        ] },
    });
    assert_eq!(member(&admin, &idle, ENTRIES).await, gone);
    admin.run("pointsSpend", json!({ "member": guest, "points": 50 }), "member { id }").await;
    let seen: Value = member(&admin, &guest, ENTRIES).await;
    let reasons: Vec<&str> =
        seen["pointsEntries"]["nodes"].as_array().unwrap().iter().map(|e| e["reason"].as_str().unwrap()).collect();
    assert_eq!(reasons, ["DAYS", "EXPIRED", "DAYS", "ADJUSTMENT", "ADJUSTMENT"]);
}
