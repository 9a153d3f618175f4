//! What a merge does not give, and what stays of the member who went.

use chrono::TimeDelta;
use serde_json::json;

use super::merging::{merge, settle, signed_in, undo};
use super::{add, consents, join, member, phone};
use crate::chapters::id;
use crate::money::{buy, proved};
use crate::world::World;

/// One person has one trial and one move in 180 days, with however many rows.
#[tokio::test]
async fn a_merge_gives_nobody_a_second_trial_or_move() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let (hangzhou, ningbo) = (id(&admin, "330100").await, id(&admin, "330200").await);
    let (kept, person) = join(&world, &phone(1), &hangzhou).await;
    let (gone, other) = join(&world, &phone(2), &hangzhou).await;
    other.run("trialStart", json!({ "member": gone }), "member { id }").await;
    other.run("memberMove", json!({ "id": gone, "chapter": ningbo }), "member { id }").await;
    let made = merge(&admin, &kept, &gone).await;
    let state = json!({ "standing": "TRIAL", "untilOn": "2026-11-29", "trialUsed": true });
    assert_eq!(member(&person, &kept, "standing untilOn trialUsed").await, state);
    let to = json!({ "id": kept, "chapter": ningbo });
    assert_eq!(person.broken("memberMove", to).await, ["MEMBERS_HOME_TOO_SOON"]);
    // Forgotten, and back with either phone: each had its trial.
    admin.run("memberUnmerge", undo(&made), "merge { id }").await;
    assert_eq!(member(&person, &kept, "standing trialUsed").await, json!({ "standing": "GUEST", "trialUsed": false }));
    merge(&admin, &kept, &gone).await;
    person.run("memberErase", json!({ "id": kept }), "erased").await;
    for n in [1, 2] {
        let back = add(&admin, &phone(n), &hangzhou).await;
        assert_eq!(admin.broken("trialStart", json!({ "member": back })).await, ["MEMBERS_TRIAL_USED"], "{n}");
    }
    assert_eq!(world.node.service.member_counts_check().await.unwrap(), []);
}

#[tokio::test]
async fn the_export_tells_of_both_and_erasing_forgets_both() {
    let world = World::idle().await;
    let (kept, _) = join(&world, &phone(1), "chap_1").await;
    let (gone, other) = join(&world, &phone(2), "chap_1").await;
    buy(&world, &other, &gone).await;
    world.later(TimeDelta::days(3));
    let admin = world.staff("hq-admin").await;
    let first = merge(&admin, &kept, &gone).await;
    let person = signed_in(&world, 1).await;
    let data = person.ask("{ myMembership { export merges { id gone { id } } } }", json!({})).await;
    let export = &data["myMembership"]["export"];
    // Until the merge stands for good the other may be a stranger.
    let merged = export["merged"][0].as_object().unwrap();
    assert_eq!([&merged["phone"], &merged["name"]], ["177****0002", "王*"]);
    assert!(!merged.contains_key("birthYear") && !merged.contains_key("region"), "{merged:?}");
    assert_eq!(export["merged"][0]["memberships"][0]["endsOn"], "2026-11-25", "what was used with the other row");
    assert_eq!(export["orders"].as_array().unwrap().len(), 1);
    assert_eq!(data["myMembership"]["merges"][0], json!({ "id": first, "gone": null }));
    // The one who went can be acted on no more.
    let input = json!({ "id": gone, "reason": "本人申请" });
    assert_eq!(admin.broken("memberErase", input).await, ["MEMBERS_MERGE_MISMATCH"]);
    person.run("memberErase", json!({ "id": kept }), "erased").await;
    for id in [&kept, &gone] {
        assert_eq!(member(&admin, id, "name phone").await, json!({ "name": null, "phone": null }));
    }
    assert_eq!(admin.broken("memberUnmerge", undo(&first)).await, ["MEMBERS_ERASED"]);
    let found = admin.ask("query Q($p: String!) { memberByPhone(phone: $p) { id } }", json!({ "p": phone(2) })).await;
    assert_eq!(found["memberByPhone"], json!(null));
    proved(&world).await;
}

#[tokio::test]
async fn after_thirty_days_it_stands_and_the_number_is_free() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let kept = add(&admin, &phone(1), "chap_1").await;
    let (gone, _) = join(&world, &phone(2), "chap_1").await;
    let made = merge(&admin, &kept, &gone).await;
    let joining = async || {
        json!({
            "phone": phone(2), "code": super::code(&world, &phone(2)).await, "name": "赵六", "chapter": "chap_1",
            "consents": consents(),
        })
    };
    assert_eq!(world.stranger().broken("memberRegister", joining().await).await, ["ACCESS_CREDENTIALS_REFUSED"]);
    world.later(TimeDelta::days(30) - TimeDelta::seconds(1));
    settle(&world).await;
    let admin = world.staff("hq-admin").await;
    let query = "query Q($id: ID!) { memberMerge(id: $id) { undoUntil viewerCanUndo gone { phone } } }";
    let seen = admin.ask(query, json!({ "id": made })).await["memberMerge"].clone();
    let still = json!({ "undoUntil": "2026-12-22T00:00:00.000000Z", "viewerCanUndo": true, "gone": { "phone": "177****0002" } });
    assert_eq!(seen, still);
    world.later(TimeDelta::seconds(1));
    assert_eq!(admin.broken("memberUnmerge", undo(&made)).await, ["MEMBERS_UNMERGE_TOO_LATE"]);
    settle(&world).await;
    let seen = admin.ask(query, json!({ "id": made })).await["memberMerge"].clone();
    assert_eq!(seen, json!({ "undoUntil": null, "viewerCanUndo": false, "gone": { "phone": null } }));
    // Numbers are given out again: whoever has it now is somebody else.
    let payload = world.stranger().run("memberRegister", joining().await, "member").await;
    assert_ne!(payload["member"], json!(gone));
    assert_eq!(world.node.service.member_counts_check().await.unwrap(), []);
}
