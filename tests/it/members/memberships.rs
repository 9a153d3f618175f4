//! Memberships begin, rest, and end by the calendar, whoever races with it.

use chrono::TimeDelta;
use domain::kernel::{ChapterId, MemberId};
use domain::members::{Purpose, TierKind};
use flotilla::boot;
use futures_util::future::join_all;
use serde_json::{Value, json};
use service::Op;
use service::members::{MemberAdd, MembershipGrant, NewMember, TierSave, TrialStart};

use super::{add, fresh_token, issue, join, member, phone, winners};
use crate::world::{Actor, World};

const STATE: &str = "standing tierCode untilOn";

fn op(world: &World) -> Op {
    boot::system_op(&world.node.service, "test")
}

/// Sweeps in batches; the counts must be exact after each.
async fn sweep(world: &World, batch: i64) -> u64 {
    let mut all = 0;
    loop {
        let swept = world.node.service.members_sweep(&op(world), batch).await.unwrap();
        assert_eq!(world.node.service.member_counts_check().await.unwrap(), []);
        if swept == 0 {
            return all;
        }
        all += swept;
    }
}

async fn grant(admin: &Actor, member: &str, days: i32) {
    let input = json!({ "member": member, "days": days, "reason": "低保证明已核" });
    admin.run("membershipGrant", input, "member { id }").await;
}

#[tokio::test]
async fn a_phone_has_one_trial_ever() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let (ming, person) = join(&world, &phone(1), "chap_1").await;
    let input = json!({ "member": ming });
    let race = join_all((0..20).map(|_| person.broken("trialStart", input.clone()))).await;
    assert_eq!(winners(race, "MEMBERS_TRIAL_USED"), 1);
    let state = member(&person, &ming, "standing tierCode untilOn trialUsed memberships { source }").await;
    let trial = json!({
        "standing": "TRIAL", "tierCode": "trial", "untilOn": "2026-11-29", "trialUsed": true,
        "memberships": [{ "source": "TRIAL" }],
    });
    assert_eq!(state, trial);
    // Forgotten, and back with the same phone.
    person.run("memberErase", json!({ "id": ming }), "erased").await;
    let back = add(&admin, &phone(1), "chap_1").await;
    assert_eq!(admin.broken("trialStart", json!({ "member": back })).await, ["MEMBERS_TRIAL_USED"]);
    assert_eq!(world.node.service.member_counts_check().await.unwrap(), []);
}

#[tokio::test]
async fn a_child_needs_its_guardian() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let mut input = json!({
        "chapter": "chap_1", "phone": phone(1), "name": "王小", "birthYear": 2020, "consents": super::consents(),
    });
    assert_eq!(admin.broken("memberAdd", input.clone()).await, ["MEMBERS_GUARDIAN_REQUIRED"]);
    input["consents"] = json!([
        { "purpose": "SERVICE", "textVersion": "2026-11" }, { "purpose": "GUARDIAN", "textVersion": "2026-11" },
    ]);
    let child = admin.run("memberAdd", input, "member { id }").await["member"]["id"].clone();
    world.later(TimeDelta::seconds(1));
    let withdrawn = json!({ "id": child, "purpose": "GUARDIAN", "textVersion": "2026-11", "granted": false });
    admin.run("memberConsentSet", withdrawn, "member { id }").await;
    world.later(TimeDelta::seconds(1));
    let start = json!({ "member": child });
    assert_eq!(admin.broken("trialStart", start.clone()).await, ["MEMBERS_GUARDIAN_REQUIRED"]);
    let granted = json!({ "member": child, "reason": "证明已核" });
    assert_eq!(admin.broken("membershipGrant", granted).await, ["MEMBERS_GUARDIAN_REQUIRED"]);
    let consent = json!({ "id": child, "purpose": "GUARDIAN", "textVersion": "2026-11", "granted": true });
    admin.run("memberConsentSet", consent, "member { id }").await;
    admin.run("trialStart", start, "member { id }").await;
}

#[tokio::test]
async fn frozen_days_do_not_count() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let (ming, person) = join(&world, &phone(1), "chap_1").await;
    let input = json!({ "member": ming });
    assert_eq!(person.broken("membershipFreeze", input.clone()).await, ["MEMBERS_STATE_REFUSES"]);
    grant(&admin, &ming, 30).await;
    let frozen = person.run("membershipFreeze", input.clone(), "member { standing frozenOn viewerCanUnfreeze }").await;
    let expected = json!({ "standing": "FROZEN", "frozenOn": "2026-11-22", "viewerCanUnfreeze": true });
    assert_eq!(frozen["member"], expected);
    world.later(TimeDelta::days(10));
    let person = Actor::with_token(&world.node, &fresh_token(&world, &phone(1)).await);
    let thawed = person.run("membershipUnfreeze", input.clone(), &format!("member {{ {STATE} }}")).await;
    let expected = json!({ "standing": "ACTIVE", "tierCode": "granted", "untilOn": "2027-01-01" });
    assert_eq!(thawed["member"], expected);
    assert_eq!(person.broken("membershipUnfreeze", input.clone()).await, ["MEMBERS_STATE_REFUSES"]);
    // What is left of the ninety days; then the freeze ends by itself, and later the term.
    person.run("membershipFreeze", input.clone(), "member { id }").await;
    world.later(TimeDelta::days(79));
    assert_eq!(sweep(&world, 100).await, 0);
    world.later(TimeDelta::days(1));
    assert_eq!(sweep(&world, 100).await, 1);
    let admin = world.staff("hq-admin").await;
    let expected = json!({ "standing": "ACTIVE", "tierCode": "granted", "untilOn": "2027-03-22" });
    assert_eq!(member(&admin, &ming, STATE).await, expected);
    assert_eq!(admin.broken("membershipFreeze", input).await, ["MEMBERS_FREEZE_TOO_LONG"]);
}

#[tokio::test]
async fn a_grant_needs_a_reason_and_somebody_else() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let guest = add(&admin, &phone(1), "chap_1").await;
    for (field, value, code) in [
        ("reason", json!(" "), "MEMBERS_REASON_REQUIRED"),
        ("tier", json!("annual"), "MEMBERS_TIER_INVALID"),
        ("tier", json!("no_such"), "MEMBERS_TIER_UNKNOWN"),
        ("days", json!(0), "MEMBERS_TIER_INVALID"),
        ("days", json!(9_999), "MEMBERS_TIER_INVALID"),
    ] {
        let mut input = json!({ "member": guest, "reason": "证明已核" });
        input[field] = value;
        assert_eq!(admin.broken("membershipGrant", input).await, [code], "{field}");
    }
    grant(&admin, &guest, 7).await;
    let kept = member(&admin, &guest, "memberships { source note startsOn endsOn }").await["memberships"].clone();
    let term = json!({
        "source": "GRANT", "note": "低保证明已核", "startsOn": "2026-11-22", "endsOn": "2026-11-29",
    });
    assert_eq!(kept, json!([term]));
}

#[tokio::test]
async fn the_tier_changes_on_the_day_its_term_begins() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let guest = add(&admin, &phone(1), "chap_1").await;
    grant(&admin, &guest, 10).await;
    let (_, codes) = issue(&admin, "chap_1", ("GIFT", "gift_card"), 1).await;
    admin.run("cardRedeem", json!({ "member": guest, "code": codes[0] }), "member { id }").await;
    // A freeze holds up what lies ahead: three days later than the tenth.
    admin.run("membershipFreeze", json!({ "member": guest }), "member { id }").await;
    world.later(TimeDelta::days(3));
    let admin = world.staff("hq-admin").await;
    admin.run("membershipUnfreeze", json!({ "member": guest }), "member { id }").await;
    for (days, tier) in [(9, "granted"), (1, "gift_card")] {
        world.later(TimeDelta::days(days));
        sweep(&world, 100).await;
        let admin = world.staff("hq-admin").await;
        let expected = json!({ "standing": "ACTIVE", "tierCode": tier, "untilOn": "2027-12-05" });
        assert_eq!(member(&admin, &guest, STATE).await, expected);
    }
    assert_eq!(sweep(&world, 100).await, 0);
}

/// How many members there are by tier and standing, in the whole nation.
async fn counts(admin: &Actor) -> Vec<(String, String, u64)> {
    let query = "{ chapter(id: \"chap_1\") { memberCounts { byTier { tier standing subtree } } } }";
    let data = admin.ask(query, json!({})).await["chapter"]["memberCounts"]["byTier"].clone();
    let text = |row: &Value, field: &str| row[field].as_str().unwrap().to_owned();
    let row = |row: &Value| (text(row, "tier"), text(row, "standing"), text(row, "subtree").parse().unwrap());
    let mut rows: Vec<_> = data.as_array().unwrap().iter().map(row).collect();
    rows.sort();
    rows
}

async fn enrol(world: &World, n: usize, chapter: i32) -> MemberId {
    let person = NewMember {
        phone: phone(n),
        name: "王小明".to_owned(),
        birth_year: None,
        region: None,
        consents: vec![(Purpose::Service, "2026-11".to_owned())],
    };
    let input = MemberAdd { chapter: ChapterId(chapter), person };
    world.node.service.member_add(&op(world), input).await.unwrap()
}

async fn granted(world: &World, member: MemberId, tier: &str) {
    let input = MembershipGrant { member, tier: tier.to_owned(), days: Some(30), reason: "证明已核".to_owned() };
    world.node.service.membership_grant(&op(world), input).await.unwrap();
}

#[tokio::test]
async fn thousands_end_at_once_and_the_counts_stay_exact() {
    let world = World::idle().await;
    let service = &world.node.service;
    let plus = TierSave {
        code: "granted_plus".to_owned(),
        name: "公益会员加".to_owned(),
        kind: TierKind::Granted,
        days: 30,
        price: None,
        rank: 25,
        benefits: Vec::new(),
        active: true,
        version: None,
    };
    service.tier_save(&op(&world), plus).await.unwrap();
    for n in 0..2_000 {
        let member = enrol(&world, n, i32::try_from(n % 40).unwrap() + 1).await;
        match n % 20 {
            0..10 => drop(service.trial_start(&op(&world), TrialStart { member }).await.unwrap()),
            10..18 => granted(&world, member, "granted").await,
            18 => {
                granted(&world, member, "granted").await;
                granted(&world, member, "granted_plus").await;
            }
            _ => {}
        }
    }
    let row = |tier: &str, standing: &str, n: u64| (tier.to_owned(), standing.to_owned(), n);
    let guests = row("guest", "GUEST", 100);
    // What a day makes of them, and how many are touched on the way.
    for (days, touched, mut expected) in [
        (6, 0, vec![row("granted", "ACTIVE", 900), row("trial", "TRIAL", 1_000)]),
        (7, 1_000, vec![row("granted", "ACTIVE", 900), row("trial", "LAPSED", 1_000)]),
        (
            30,
            900,
            vec![row("granted", "GRACE", 800), row("granted_plus", "ACTIVE", 100), row("trial", "LAPSED", 1_000)],
        ),
        (
            37,
            800,
            vec![row("granted", "LAPSED", 800), row("granted_plus", "ACTIVE", 100), row("trial", "LAPSED", 1_000)],
        ),
        // Nobody was there for weeks.
        (
            90,
            100,
            vec![row("granted", "LAPSED", 800), row("granted_plus", "LAPSED", 100), row("trial", "LAPSED", 1_000)],
        ),
    ] {
        let beginning = domain::kernel::from_micros(crate::world::BEGINNING);
        world.later(beginning + TimeDelta::days(days) - service.now());
        assert_eq!(sweep(&world, 300).await, touched, "day {days}");
        expected.push(guests.clone());
        expected.sort();
        assert_eq!(counts(&world.staff("hq-admin").await).await, expected, "day {days}");
    }
}

#[tokio::test]
async fn a_sweep_that_races_with_new_terms_loses_nothing() {
    let world = World::idle().await;
    let mut members = Vec::new();
    for n in 0..40 {
        let member = enrol(&world, n, 1).await;
        granted(&world, member, "granted").await;
        members.push(member);
    }
    world.later(TimeDelta::days(30));
    let service = &world.node.service;
    let sweeps = join_all((0..4).map(|_| async {
        for _ in 0..5 {
            // Others may have all of them in hand.
            let _ = service.members_sweep(&op(&world), 10).await;
        }
    }));
    let grants = join_all(members.iter().map(|member| granted(&world, *member, "granted")));
    futures_util::join!(sweeps, grants);
    sweep(&world, 10).await;
    let admin = world.staff("hq-admin").await;
    assert_eq!(counts(&admin).await, [("granted".to_owned(), "ACTIVE".to_owned(), 40)]);
}
