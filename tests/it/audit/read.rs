//! Reading the log: pages, filters, and who may.

use serde_json::{Value, json};

use super::rename;
use crate::access::{account, hire};
use crate::chapters::id;
use crate::world::{Actor, World};

const ENTRIES: &str = "query Q($target: String, $actor: String, $action: String, $chapter: ID, $first: Int, $after: String, \
    $last: Int, $before: String) { auditEntries(target: $target, actor: $actor, action: $action, chapter: $chapter, \
    first: $first, after: $after, last: $last, before: $before) { totalCount nodes { id at actor action target requestId \
    before after chapter { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }";

async fn entries(actor: &Actor, variables: Value) -> Value {
    actor.ask(ENTRIES, variables).await["auditEntries"].clone()
}

fn column<'v>(entries: &'v Value, field: &str) -> Vec<&'v str> {
    entries["nodes"].as_array().unwrap().iter().map(|node| node[field].as_str().unwrap()).collect()
}

#[tokio::test]
async fn an_entry_says_who_what_on_what_before_and_after() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let chapter = crate::chapters::chapter(&admin, "330100").await;
    let input = json!({ "id": chapter["id"], "name": "杭州分会", "version": chapter["version"] });
    let answer = admin.attempt("chapterRename", input, "chapter { id }").await;
    let found = entries(&world.staff("auditor").await, json!({ "action": "chapters.rename" })).await;
    assert_eq!(found["totalCount"], 1);
    let entry = &found["nodes"][0];
    assert_eq!(entry["actor"], account(&admin).await);
    assert_eq!((&entry["target"], &entry["chapter"]["id"]), (&chapter["id"], &chapter["id"]));
    assert_eq!((&entry["before"]["name"], &entry["after"]["name"]), (&json!("杭州市"), &json!("杭州分会")));
    assert_eq!((&entry["requestId"], &entry["at"]), (&json!(answer.request_id), &json!("2026-11-22T00:00:00.000000Z")));
}

#[tokio::test]
async fn pages_walk_the_log_both_ways_without_gap_or_repeat() {
    let world = World::idle().await;
    rename(&world, 9).await;
    let auditor = world.staff("auditor").await;
    let filter = json!({ "action": "chapters.", "chapter": id(&auditor, "330100").await });
    let whole = entries(&auditor, with(&filter, &json!({ "first": 100 }))).await;
    let all = column(&whole, "id");
    let numbers: Vec<u64> = all.iter().map(|id| id.trim_start_matches("audt_").parse().unwrap()).collect();
    assert!(numbers.is_sorted_by(|newer, older| newer > older), "newest first: {numbers:?}");
    assert_eq!(whole["totalCount"], all.len());
    let (mut seen, mut after) = (Vec::new(), Value::Null);
    loop {
        let page = entries(&auditor, with(&filter, &json!({ "first": 4, "after": after }))).await;
        seen.extend(column(&page, "id").iter().map(ToString::to_string));
        after = page["pageInfo"]["endCursor"].clone();
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
    }
    assert_eq!(seen, all);
    let (mut back, mut before) = (Vec::new(), Value::Null);
    loop {
        let page = entries(&auditor, with(&filter, &json!({ "last": 4, "before": before }))).await;
        back.splice(0..0, column(&page, "id").iter().map(ToString::to_string));
        before = page["pageInfo"]["startCursor"].clone();
        if page["pageInfo"]["hasPreviousPage"] == false {
            break;
        }
    }
    assert_eq!(back, all);
}

fn with(filter: &Value, page: &Value) -> Value {
    let mut whole = filter.clone();
    whole.as_object_mut().unwrap().extend(page.as_object().unwrap().clone());
    whole
}

#[tokio::test]
async fn filters_are_exact() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    rename(&world, 2).await;
    let hired = hire(&admin, "newcomer").await;
    let auditor = world.staff("auditor").await;
    let (hangzhou, beijing) = (id(&auditor, "330100").await, id(&auditor, "110000").await);
    let by_target = entries(&auditor, json!({ "target": hired })).await;
    assert_eq!(column(&by_target, "action"), ["access.account_create"]);
    let by_actor = entries(&auditor, json!({ "actor": account(&admin).await, "action": "chapters." })).await;
    assert_eq!(column(&by_actor, "action"), ["chapters.rename"; 2]);
    let system = entries(&auditor, json!({ "actor": "system:cli.seed", "first": 100 })).await;
    assert!(column(&system, "actor").iter().all(|actor| *actor == "system:cli.seed"));
    assert!(!column(&system, "actor").is_empty());
    // A name that only begins alike, and what stands for anything in SQL, match nothing.
    for odd in ["chapters.rename_", "%", "chapters_rename", "Chapters."] {
        assert_eq!(entries(&auditor, json!({ "action": odd })).await["totalCount"], 0, "{odd}");
    }
    let below =
        entries(&auditor, json!({ "chapter": id(&auditor, "330000").await, "action": "chapters.rename" })).await;
    assert_eq!(column(&below, "target"), [hangzhou.as_str(); 2]);
    let beside = entries(&auditor, json!({ "chapter": beijing, "action": "chapters.rename" })).await;
    assert_eq!(beside["totalCount"], 0);
}

#[tokio::test]
async fn only_who_may_reads_the_log_and_only_their_part() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    rename(&world, 1).await;
    let stranger = world.stranger().send("{ auditEntries { totalCount } }", json!({})).await;
    assert_eq!(stranger.error(), Some("UNAUTHENTICATED"));
    for who in ["helmsman:330100", "policy-author", "policy-approver"] {
        let answer = world.staff(who).await.send("{ auditEntries { totalCount } }", json!({})).await;
        assert_eq!(answer.error(), Some("FORBIDDEN"), "{who}");
    }
    let newcomer = hire(&admin, "newcomer").await;
    crate::access::grant(&admin, &newcomer, "AUDITOR", &id(&admin, "330000").await).await;
    let part = world.staff(&newcomer).await;
    let seen = entries(&part, json!({ "first": 100 })).await;
    let places: Vec<_> = seen["nodes"].as_array().unwrap().iter().map(|node| &node["chapter"]["id"]).collect();
    assert_eq!(seen["totalCount"], places.len());
    // The rename, the grant, and nothing of headquarters or of no chapter.
    assert_eq!(places, [&json!(id(&admin, "330000").await), &json!(id(&admin, "330100").await)]);
    let refused = part.send(ENTRIES, json!({ "chapter": "chap_1" })).await;
    assert_eq!(refused.error(), Some("FORBIDDEN"));
    let hidden = part.send(ENTRIES, json!({ "chapter": id(&admin, "110000").await })).await;
    assert_eq!(hidden.error(), Some("NOT_FOUND"));
    // The same by id.
    let whole = entries(&admin, json!({ "first": 100 })).await;
    for entry in whole["nodes"].as_array().unwrap() {
        let node = part.ask("query Q($id: ID!) { node(id: $id) { id } }", json!({ "id": entry["id"] })).await;
        assert_eq!(!node["node"].is_null(), places.contains(&&entry["chapter"]["id"]), "{entry}");
    }
}

#[tokio::test]
async fn no_entry_holds_personal_data_or_secrets() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let input =
        json!({ "email": "secret.person@staff.invalid", "name": "某某某", "password": "三千分舵 同舟共济 2026" });
    admin.run("accountCreate", input, "account { id }").await;
    let wrong = json!({ "email": "secret.person@staff.invalid", "password": "a wrong password" });
    world.stranger().broken("staffSignIn", wrong).await;
    let credentials = json!({ "email": "secret.person@staff.invalid", "password": "三千分舵 同舟共济 2026" });
    let signed = world.stranger().run("staffSignIn", credentials, crate::access::TOKENS).await;
    world.stranger().run("codeRequest", json!({ "phone": "19900330100" }), "accepted").await;
    let appoint = json!({
        "chapter": id(&admin, "330100").await, "phone": "19912345678", "name": "某某某", "office": "DEPUTY",
    });
    admin.run("helmsmanAppoint", appoint, "term { id }").await;
    let told = entries(&world.staff("auditor").await, json!({ "first": 100 })).await.to_string();
    let refresh = signed["refreshToken"].as_str().unwrap();
    for secret in ["secret.person", "某某某", "同舟共济", "wrong password", "19900330100", "19912345678", refresh]
    {
        assert!(!told.contains(secret), "{secret}");
    }
}
