//! Reminders of a membership's end: 30, 7, 5 and 1 days before, once each, whoever dies in between.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use flotilla::boot;
use futures_util::future::join_all;
use serde_json::{Value, json};

use super::{add, member, phone};
use crate::world::{Actor, World};

async fn grant(admin: &Actor, member: &str, days: i32) {
    let input = json!({ "member": member, "days": days, "reason": "低保证明已核" });
    admin.run("membershipGrant", input, "member { id }").await;
}

/// Reminds all who are due, in batches of two; answers how many batches it took.
async fn remind(world: &World) -> u64 {
    let op = boot::system_op(&world.node.service, "test");
    let mut batches = 0;
    while world.node.service.members_remind(&op, 2).await.unwrap() > 0 {
        batches += 1;
    }
    batches
}

/// The messages that wait, by member: the mark of each.
async fn told(world: &World) -> BTreeMap<String, Vec<i64>> {
    let store = world.backend.store().await;
    let mut told: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    for row in store::kernel::outbox_oldest(store.read(), 1_000).await.unwrap() {
        assert_eq!(row.stream, "member.renewal_due");
        let payload: Value = serde_json::from_str(&row.payload).unwrap();
        assert_eq!(payload["member"], json!(row.key));
        told.entry(row.key).or_default().push(payload["mark"].as_i64().unwrap());
    }
    told
}

#[tokio::test]
async fn each_mark_is_told_once_and_a_renewal_begins_anew() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let ming = add(&admin, &phone(1), "chap_1").await;
    grant(&admin, &ming, 40).await;
    for _ in 0..41 {
        remind(&world).await;
        assert_eq!(remind(&world).await, 0, "the day is done");
        world.later(TimeDelta::days(1));
    }
    assert_eq!(told(&world).await, BTreeMap::from([(ming.clone(), vec![30, 7, 5, 1])]));
    let admin = world.staff("hq-admin").await;
    grant(&admin, &ming, 8).await;
    for _ in 0..9 {
        remind(&world).await;
        world.later(TimeDelta::days(1));
    }
    assert_eq!(told(&world).await, BTreeMap::from([(ming, vec![30, 7, 5, 1, 7, 5, 1])]));
}

#[tokio::test]
async fn members_who_rest_are_on_trial_or_gone_get_none() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let mut members = Vec::new();
    for n in 1..=6 {
        members.push(add(&admin, &phone(n), "chap_1").await);
    }
    for one in &members[..5] {
        grant(&admin, one, 7).await;
    }
    admin.run("membershipFreeze", json!({ "member": members[1] }), "member { id }").await;
    admin.run("memberErase", json!({ "id": members[2], "reason": "本人申请" }), "erased").await;
    // It goes with the one who stays, whose days end later.
    super::merging::merge(&admin, &members[4], &members[3]).await;
    admin.run("trialStart", json!({ "member": members[5] }), "member { id }").await;
    let due = "renewalDue { endsOn daysLeft remindedAt }";
    let near = |at: Value| json!({ "renewalDue": { "endsOn": "2026-11-29", "daysLeft": 7, "remindedAt": at } });
    assert_eq!(member(&admin, &members[0], due).await, near(Value::Null));
    // Eight in the morning of Shanghai, when the world begins.
    remind(&world).await;
    assert_eq!(told(&world).await, BTreeMap::from([(members[0].clone(), vec![7])]));
    assert_eq!(member(&admin, &members[0], due).await, near(json!("2026-11-22T00:00:00.000000Z")));
    for rests in [1, 5] {
        assert_eq!(member(&admin, &members[rests], due).await["renewalDue"], Value::Null);
    }
    let query =
        "query Q($id: ID!) { chapter(id: $id) { members(dueWithin: 30) { nodes { id } pageInfo { endCursor } } } }";
    let listed = admin.ask(query, json!({ "id": "chap_1" })).await["chapter"]["members"]["nodes"].clone();
    assert_eq!(listed[0]["id"], json!(members[0]), "those that end first stand at the head");
}

#[tokio::test]
async fn it_waits_for_the_morning_and_many_workers_tell_once() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let mut members = Vec::new();
    for n in 1..=9 {
        let one = add(&admin, &phone(n), "chap_1").await;
        grant(&admin, &one, if n % 2 == 0 { 9 } else { 8 }).await;
        members.push(one);
    }
    remind(&world).await;
    assert_eq!(told(&world).await, BTreeMap::new());
    world.later(TimeDelta::days(2) - TimeDelta::seconds(1));
    // The day before was slept through: who had 7 days left then has 6, and is told late.
    assert_eq!(remind(&world).await, 0, "it is not yet eight");
    world.later(TimeDelta::seconds(1));
    join_all((0..3).map(|_| remind(&world))).await;
    let all: BTreeMap<String, Vec<i64>> = members.iter().map(|id| (id.clone(), vec![7])).collect();
    assert_eq!(told(&world).await, all);
    // A late mark is not told again on the next day by another name.
    world.later(TimeDelta::days(1));
    remind(&world).await;
    let told = told(&world).await;
    assert!(
        members.iter().enumerate().all(|(n, id)| told[id] == if n % 2 == 0 { vec![7, 5] } else { vec![7] }),
        "{told:?}"
    );
}
