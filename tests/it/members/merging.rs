//! Two members found to be one person: found, previewed, merged, and told apart again.

use chrono::TimeDelta;
use flotilla::boot;
use futures_util::future::join_all;
use serde_json::{Value, json};

use super::{add, consents, fresh_token, issue, join, member, phone, winners};
use crate::access::{hire, is_in};
use crate::chapters::id;
use crate::money::{buy, order, proved};
use crate::world::{Actor, World};

/// All that a merge may touch, as one value.
const WHOLE: &str = "standing tierCode untilOn points trialUsed mayMoveFrom home { id } mergedInto { id } \
                     memberships { id tierCode source startsOn endsOn frozenDays } consents { purpose granted }";

const PREVIEW: &str = "allowed refusals { code } keptVersion goneVersion standing tierCode untilOn points pointsAfter \
                       orders cards closesAccount terms { tierCode source startsOn endsOn } follows { name } \
                       consents { purpose granted }";

async fn preview(actor: &Actor, kept: &str, gone: &str) -> Value {
    let query =
        format!("query Q($kept: ID!, $gone: ID!) {{ memberMergePreview(kept: $kept, gone: $gone) {{ {PREVIEW} }} }}");
    actor.ask(&query, json!({ "kept": kept, "gone": gone })).await["memberMergePreview"].clone()
}

/// The input of a merge of the two as they are.
async fn wish(actor: &Actor, kept: &str, gone: &str) -> Value {
    let seen = preview(actor, kept, gone).await;
    json!({
        "kept": kept, "gone": gone, "reason": "同一人，换了号码",
        "keptVersion": seen["keptVersion"], "goneVersion": seen["goneVersion"],
    })
}

/// Merges two members; answers the merge.
pub async fn merge(actor: &Actor, kept: &str, gone: &str) -> String {
    let input = wish(actor, kept, gone).await;
    let made = actor.run("memberMerge", input, "merge { id }").await;
    made["merge"]["id"].as_str().unwrap().to_owned()
}

pub fn undo(merge: &str) -> Value {
    json!({ "merge": merge, "reason": "是两个人" })
}

async fn adjust(admin: &Actor, id: &str, points: i32) {
    let input = json!({ "member": id, "points": points, "reason": "活动补发" });
    admin.run("pointsAdjust", input, "member { id }").await;
}

async fn grant(admin: &Actor, member: &str, days: i32) {
    let input = json!({ "member": member, "days": days, "reason": "低保证明已核" });
    admin.run("membershipGrant", input, "member { id }").await;
}

pub async fn settle(world: &World) {
    let op = boot::system_op(&world.node.service, "test");
    while world.node.service.member_merges_settle(&op, 1).await.unwrap() > 0 {}
}

pub async fn signed_in(world: &World, n: usize) -> Actor {
    Actor::with_token(&world.node, &fresh_token(world, &phone(n)).await)
}

#[tokio::test]
async fn namesakes_are_proposed_to_who_manages_members() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let (hangzhou, ningbo) = (id(&admin, "330100").await, id(&admin, "330200").await);
    let write = async |n: usize, chapter: &str, name: &str, year: i32| {
        let input = json!({
            "chapter": chapter, "phone": phone(n), "name": name, "birthYear": year, "region": "330106",
            "consents": consents(),
        });
        let added = admin.run("memberAdd", input, "member { id }").await;
        added["member"]["id"].as_str().unwrap().to_owned()
    };
    let one = write(1, &hangzhou, "欧阳小明", 1988).await;
    let same = write(2, &hangzhou, "欧阳小明", 1988).await;
    let far = write(3, &ningbo, "欧阳小明", 1988).await;
    write(4, &hangzhou, "欧阳小明", 1990).await;
    write(5, &hangzhou, "欧阳大明", 1988).await;
    let query = "query Q($id: ID!) { memberDuplicates(member: $id) { member { id name } score because } }";
    let found = admin.ask(query, json!({ "id": one })).await;
    let likely = |id: &str, score: i32, because: &[&str]| json!({ "member": { "id": id, "name": "欧*" }, "score": score, "because": because });
    let expected = json!([
        likely(&same, 90, &["SAME_NAME", "SAME_BIRTH_YEAR", "SAME_REGION", "SAME_HOME"]),
        likely(&far, 80, &["SAME_NAME", "SAME_BIRTH_YEAR", "SAME_REGION"]),
    ]);
    assert_eq!(found["memberDuplicates"], expected);
    // Whoever manages one prefecture alone sees what is at home there.
    let branch = hire(&admin, "branch").await;
    crate::access::grant(&admin, &branch, "HQ_ADMIN", &hangzhou).await;
    let branch = world.staff(&branch).await;
    assert_eq!(branch.ask(query, json!({ "id": one })).await["memberDuplicates"].as_array().unwrap().len(), 1);
    let helmsman = world.helmsman("330100").await;
    assert_eq!(helmsman.send(query, json!({ "id": one })).await.error(), Some("FORBIDDEN"));
    let other = world.helmsman("330200").await;
    assert_eq!(other.send(query, json!({ "id": one })).await.error(), Some("NOT_FOUND"));
    // A corrected name is found by from then on, and the old one no longer.
    admin.run("memberUpdate", json!({ "id": same, "name": "欧阳晓明" }), "member { id }").await;
    assert_eq!(admin.ask(query, json!({ "id": same })).await["memberDuplicates"], json!([]));
    // A member that was merged is proposed no more.
    merge(&admin, &one, &far).await;
    assert_eq!(admin.ask(query, json!({ "id": one })).await["memberDuplicates"], json!([]));
}

#[tokio::test]
async fn all_comes_along_as_previewed_and_goes_back_as_it_was() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let (hangzhou, ningbo) = (id(&admin, "330100").await, id(&admin, "330200").await);
    let (kept, _) = join(&world, &phone(1), &hangzhou).await;
    let (gone, person) = join(&world, &phone(2), &ningbo).await;
    grant(&admin, &kept, 100).await;
    adjust(&admin, &kept, 30).await;
    let bought = buy(&world, &person, &gone).await;
    adjust(&admin, &gone, 70).await;
    let (_, codes) = issue(&admin, "chap_1", ("GIFT", "gift_card"), 1).await;
    person.run("cardRedeem", json!({ "member": gone, "code": codes[0] }), "member { id }").await;
    let marketing = json!({ "id": gone, "purpose": "MARKETING", "textVersion": "2026-11", "granted": true });
    person.run("memberConsentSet", marketing, "member { id }").await;
    world.later(TimeDelta::days(10));
    let admin = world.staff("hq-admin").await;
    let before = (member(&admin, &kept, WHOLE).await, member(&admin, &gone, WHOLE).await);
    let seen = preview(&admin, &kept, &gone).await;
    assert_eq!(before, (member(&admin, &kept, WHOLE).await, member(&admin, &gone, WHOLE).await), "nothing changed");
    let made = merge(&admin, &kept, &gone).await;
    let after = member(&admin, &kept, WHOLE).await;
    // 355 days of the year were left, and all of the card's.
    let terms = json!([
        { "tierCode": "annual", "source": "PURCHASE", "startsOn": "2027-03-02", "endsOn": "2028-02-20" },
        { "tierCode": "gift_card", "source": "CARD", "startsOn": "2028-02-20", "endsOn": "2029-02-19" },
    ]);
    assert_eq!(seen["terms"], terms);
    assert_eq!((&seen["orders"], &seen["cards"], &seen["closesAccount"]), (&json!(1), &json!(1), &json!(true)));
    assert_eq!(seen["consents"], json!([{ "purpose": "MARKETING", "granted": true }]));
    assert_eq!(seen["follows"], json!([{ "name": "宁波市" }]));
    for field in ["standing", "tierCode", "untilOn"] {
        assert_eq!(seen[field], after[field], "{field}");
    }
    assert_eq!((&seen["pointsAfter"], &after["points"]), (&json!(100), &json!(100)));
    assert_eq!(after["memberships"].as_array().unwrap().len(), 3);
    let went = member(&admin, &gone, WHOLE).await;
    assert_eq!((&went["mergedInto"]["id"], &went["points"]), (&json!(kept), &json!(0)));
    // The order, its refund and what was used of it.
    let quote = order(&admin, &bought, "member { id } refundQuote { unusedDays totalDays amount }").await;
    assert_eq!(quote["member"]["id"], json!(kept));
    assert_eq!(quote["refundQuote"], json!({ "unusedDays": 355, "totalDays": 365, "amount": "35500" }));
    proved(&world).await;
    // Only one of them is a member, and signs in.
    let query = "query Q($id: ID!) { chapter(id: $id) { members { totalCount } memberCounts { own } } }";
    let counted = admin.ask(query, json!({ "id": ningbo })).await["chapter"].clone();
    assert_eq!(counted, json!({ "members": { "totalCount": 0 }, "memberCounts": { "own": "0" } }));
    assert!(!is_in(&person).await);
    let code = super::code(&world, &phone(2)).await;
    let input = json!({ "phone": phone(2), "code": code });
    assert_eq!(world.stranger().broken("helmsmanSignIn", input).await, ["ACCESS_CREDENTIALS_REFUSED"]);

    admin.run("memberUnmerge", undo(&made), "merge { undoneAt undoUntil viewerCanUndo }").await;
    let apart = (member(&admin, &kept, WHOLE).await, member(&admin, &gone, WHOLE).await);
    assert_eq!(before, apart);
    let quote = order(&admin, &bought, "member { id } refundQuote { unusedDays totalDays }").await;
    assert_eq!(quote["refundQuote"], json!({ "unusedDays": 354, "totalDays": 365 }));
    assert_eq!(quote["member"]["id"], json!(gone));
    proved(&world).await;
    let person = signed_in(&world, 2).await;
    assert_eq!(person.ask("{ myMembership { id } }", json!({})).await["myMembership"]["id"], json!(gone));
    assert_eq!(admin.broken("memberUnmerge", undo(&made)).await, ["MEMBERS_UNMERGE_REFUSED"]);
    // And once more, since they are one person after all.
    merge(&admin, &kept, &gone).await;
    assert_eq!(member(&admin, &kept, WHOLE).await["untilOn"], "2029-02-19");
    proved(&world).await;
}

#[tokio::test]
async fn what_happened_since_stays_and_what_cannot_be_told_apart_is_refused() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let (kept, person) = join(&world, &phone(1), "chap_1").await;
    let gone = add(&admin, &phone(2), "chap_1").await;
    grant(&admin, &gone, 100).await;
    adjust(&admin, &gone, 100).await;
    let made = merge(&admin, &kept, &gone).await;
    assert_eq!(member(&admin, &kept, "untilOn points").await, json!({ "untilOn": "2027-03-02", "points": 100 }));
    person.run("pointsSpend", json!({ "member": kept, "points": 30 }), "member { id }").await;
    let refused = admin.attempt("memberUnmerge", undo(&made), "merge { id }").await.data("memberUnmerge");
    assert_eq!(refused["userErrors"][0]["code"], "MEMBERS_UNMERGE_REFUSED");
    assert!(refused["userErrors"][0]["message"].as_str().unwrap().starts_with("30 of the points"), "{refused}");
    // Points of one's own make up for them; the three days that they bought stay.
    adjust(&admin, &kept, 40).await;
    world.later(TimeDelta::days(5));
    let admin = world.staff("hq-admin").await;
    admin.run("memberUnmerge", undo(&made), "merge { id }").await;
    let state = "standing untilOn points";
    let own = json!({ "standing": "ACTIVE", "untilOn": "2026-11-30", "points": 10 });
    assert_eq!(member(&admin, &kept, state).await, own, "three days of its own, from today on");
    let back = json!({ "standing": "ACTIVE", "untilOn": "2027-03-02", "points": 100 });
    assert_eq!(member(&admin, &gone, state).await, back, "five days went by, and were used");
    proved(&world).await;
}

#[tokio::test]
async fn an_order_that_was_refunded_since_does_not_go_back() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let kept = add(&admin, &phone(1), "chap_1").await;
    let (gone, person) = join(&world, &phone(2), "chap_1").await;
    let bought = buy(&world, &person, &gone).await;
    let made = merge(&admin, &kept, &gone).await;
    let service = hire(&admin, "service").await;
    crate::access::grant(&admin, &service, "MEMBER_SERVICE", "chap_1").await;
    let service = world.staff(&service).await;
    let asked = service.run("refundRequest", json!({ "order": bought }), "refund { id }").await;
    assert_eq!(admin.broken("memberUnmerge", undo(&made)).await, ["MEMBERS_UNMERGE_REFUSED"], "it is asked for");
    admin.run("refundApprove", json!({ "id": asked["refund"]["id"] }), "refund { state }").await;
    proved(&world).await;
    assert_eq!(admin.broken("memberUnmerge", undo(&made)).await, ["MEMBERS_UNMERGE_REFUSED"]);
    assert_eq!(member(&admin, &kept, "standing").await["standing"], "REFUNDED");
}

#[tokio::test]
async fn what_is_under_way_is_ended_first() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let hangzhou = id(&admin, "330100").await;
    let kept = add(&admin, &phone(1), &hangzhou).await;
    let refused = async |gone: &str, code: &str| {
        let seen = preview(&admin, &kept, gone).await;
        assert_eq!((&seen["allowed"], &seen["refusals"]), (&json!(false), &json!([{ "code": code }])));
        assert_eq!(admin.broken("memberMerge", wish(&admin, &kept, gone).await).await, [code]);
    };
    refused(&kept, "MEMBERS_MERGE_MISMATCH").await;
    let (buyer, person) = join(&world, &phone(2), &hangzhou).await;
    let open = crate::money::open(&person, &buyer).await;
    refused(&buyer, "MEMBERS_MERGE_REFUSED").await;
    person.run("orderCancel", json!({ "id": open }), "order { id }").await;
    grant(&admin, &buyer, 30).await;
    person.run("membershipFreeze", json!({ "member": buyer }), "member { id }").await;
    refused(&buyer, "MEMBERS_STATE_REFUSES").await;
    person.run("membershipUnfreeze", json!({ "member": buyer }), "member { id }").await;
    // Somebody who leads a chapter, or helps to.
    let input = json!({ "chapter": hangzhou, "phone": phone(2), "name": "王小明", "office": "DEPUTY" });
    let office = admin.run("helmsmanAppoint", input, "term { id }").await;
    refused(&buyer, "MEMBERS_MERGE_REFUSED").await;
    admin.run("termEnd", json!({ "id": office["term"]["id"] }), "term { id }").await;
    let child = json!({
        "chapter": hangzhou, "phone": phone(3), "name": "王小", "birthYear": 2020,
        "consents": [
            { "purpose": "SERVICE", "textVersion": "2026-11" }, { "purpose": "GUARDIAN", "textVersion": "2026-11" },
        ],
    });
    let child = admin.run("memberAdd", child, "member { id }").await;
    refused(child["member"]["id"].as_str().unwrap(), "MEMBERS_GUARDIAN_REQUIRED").await;
    let erased = add(&admin, &phone(4), &hangzhou).await;
    admin.run("memberErase", json!({ "id": erased, "reason": "本人申请" }), "erased").await;
    refused(&erased, "MEMBERS_ERASED").await;
    let gone = add(&admin, &phone(5), &hangzhou).await;
    let other = add(&admin, &phone(6), &hangzhou).await;
    merge(&admin, &other, &gone).await;
    refused(&gone, "MEMBERS_MERGE_MISMATCH").await;
    // What was changed since it was looked at is looked at again.
    let stale = wish(&admin, &kept, &other).await;
    admin.run("memberUpdate", json!({ "id": other, "birthYear": 1980 }), "member { id }").await;
    assert_eq!(admin.broken("memberMerge", stale).await, ["VERSION_STALE"]);
    let silent = json!({ "kept": kept, "gone": other, "reason": " ", "keptVersion": 1, "goneVersion": 2 });
    assert_eq!(admin.broken("memberMerge", silent).await, ["MEMBERS_REASON_REQUIRED"]);
    assert_eq!(world.node.service.member_counts_check().await.unwrap(), []);
}

#[tokio::test]
async fn it_takes_the_right_at_both_homes() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let (hangzhou, beijing) = (id(&admin, "330100").await, id(&admin, "110000").await);
    let (near, far) = (add(&admin, &phone(1), &hangzhou).await, add(&admin, &phone(2), &beijing).await);
    let branch = hire(&admin, "branch").await;
    crate::access::grant(&admin, &branch, "HQ_ADMIN", &hangzhou).await;
    let branch = world.staff(&branch).await;
    for (kept, gone) in [(&near, &far), (&far, &near)] {
        assert_eq!(preview(&branch, kept, gone).await, Value::Null);
        let input = wish(&admin, kept, gone).await;
        assert_eq!(branch.attempt("memberMerge", input, "merge { id }").await.error(), Some("NOT_FOUND"));
    }
    let made = merge(&admin, &near, &far).await;
    let query = "query Q($id: ID!) { memberMerge(id: $id) { gone { id } viewerCanUndo reason } }";
    let seen = branch.ask(query, json!({ "id": made })).await["memberMerge"].clone();
    assert_eq!(seen, json!({ "gone": null, "viewerCanUndo": false, "reason": "同一人，换了号码" }));
    assert_eq!(branch.attempt("memberUnmerge", undo(&made), "merge { id }").await.error(), Some("NOT_FOUND"));
    let helmsman = world.helmsman("330100").await;
    assert_eq!(helmsman.ask(query, json!({ "id": made })).await["memberMerge"], Value::Null);
}

#[tokio::test]
async fn a_race_of_merges_has_one_winner() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let (one, other) = (add(&admin, &phone(1), "chap_1").await, add(&admin, &phone(2), "chap_1").await);
    adjust(&admin, &one, 10).await;
    adjust(&admin, &other, 20).await;
    let wishes = [wish(&admin, &one, &other).await, wish(&admin, &other, &one).await];
    let race = join_all((0..10).map(|n| admin.broken("memberMerge", wishes[n % 2].clone()))).await;
    let won = race.iter().filter(|codes| codes.is_empty()).count();
    assert_eq!(won, 1, "{race:?}");
    let points = async |id: &str| member(&admin, id, "points").await["points"].as_i64().unwrap();
    assert_eq!(points(&one).await + points(&other).await, 30);
    let merges = member(&admin, &one, "merges { id } mergedInto { merges { id } }").await;
    let made = [&merges["merges"][0]["id"], &merges["mergedInto"]["merges"][0]["id"]];
    let made = made.into_iter().find_map(Value::as_str).unwrap();
    let race = join_all((0..8).map(|_| admin.broken("memberUnmerge", undo(made)))).await;
    assert_eq!(winners(race, "MEMBERS_UNMERGE_REFUSED"), 1);
    assert_eq!((points(&one).await, points(&other).await), (10, 20));
    proved(&world).await;
}
