//! A chapter sees its own members, masked; who looks behind the mask leaves a trace.

use serde_json::{Value, json};

use super::{add, join, phone};
use crate::chapters::id;
use crate::world::{Actor, World};

async fn names(actor: &Actor, chapter: &str) -> Value {
    let query = "query Q($id: ID!) { chapter(id: $id) { members { totalCount nodes { name phone } } } }";
    let answer = actor.send(query, json!({ "id": chapter })).await;
    match answer.error() {
        Some(code) => json!(code),
        None => answer.body["data"]["chapter"]["members"].clone(),
    }
}

#[tokio::test]
async fn a_chapters_members_are_seen_masked_by_its_people_alone() {
    let world = World::idle().await;
    let helmsman = world.helmsman("330100").await;
    let chapter = id(&helmsman, "330100").await;
    add(&helmsman, &phone(1), &chapter).await;
    let masked = json!({ "totalCount": 1, "nodes": [{ "name": "李*", "phone": "177****0001" }] });
    assert_eq!(names(&helmsman, &chapter).await, masked);
    assert_eq!(names(&world.staff("hq-admin").await, &chapter).await, masked);
    // The province above sees how many there are, and not who.
    let above = world.helmsman("330000").await;
    assert_eq!(names(&above, &chapter).await, "FORBIDDEN");
    let query = "query Q($id: ID!) { chapter(id: $id) { memberCounts { own subtree } } }";
    let counts = above.ask(query, json!({ "id": chapter })).await;
    assert_eq!(counts["chapter"]["memberCounts"], json!({ "own": "1", "subtree": "1" }));
}

#[tokio::test]
async fn a_search_finds_what_masks_show_and_whole_names_only() {
    let world = World::idle().await;
    let helmsman = world.helmsman("330100").await;
    let chapter = id(&helmsman, "330100").await;
    let member = add(&helmsman, &phone(1), &chapter).await;
    let found = async |text: &str| {
        let query = "query Q($id: ID!, $text: String!) { chapter(id: $id) { memberSearch(text: $text) { id } } }";
        let data = helmsman.ask(query, json!({ "id": chapter, "text": text })).await;
        data["chapter"]["memberSearch"].clone()
    };
    for text in ["17700000001", "0001", "李四", "李"] {
        assert_eq!(found(text).await, json!([{ "id": member }]), "{text}");
    }
    for text in ["1770", "四", "001", ""] {
        assert_eq!(found(text).await, json!([]), "{text}");
    }
}

#[tokio::test]
async fn a_chapter_reveals_with_the_members_consent_and_the_member_reads_who_did() {
    let world = World::idle().await;
    let helmsman = world.helmsman("330100").await;
    let chapter = id(&helmsman, "330100").await;
    let (member, person) = join(&world, &phone(1), &chapter).await;
    let why = json!({ "id": member, "reason": "核对活动报名" });
    assert_eq!(helmsman.broken("memberReveal", why.clone()).await, ["MEMBERS_CONSENT_REQUIRED"]);
    // A chapter does not let itself see.
    let forged = json!({ "id": member, "purpose": "SHARE_WITH_CHAPTER", "textVersion": "2026-11", "granted": true });
    assert_eq!(helmsman.attempt("memberConsentSet", forged, "__typename").await.error(), Some("FORBIDDEN"));
    let consent = |granted: bool| json!({ "id": member, "purpose": "SHARE_WITH_CHAPTER", "textVersion": "2026-11", "granted": granted });
    person.run("memberConsentSet", consent(true), "member { id }").await;
    let blank = json!({ "id": member, "reason": " " });
    assert_eq!(helmsman.broken("memberReveal", blank).await, ["MEMBERS_REASON_REQUIRED"]);
    let shown = helmsman.run("memberReveal", why.clone(), "phone name").await;
    assert_eq!((&shown["phone"], &shown["name"]), (&json!("17700000001"), &json!("王小明")));
    let looks = person.ask("{ myMembership { reveals { reason } } }", json!({})).await;
    assert_eq!(looks["myMembership"]["reveals"], json!([{ "reason": "核对活动报名" }]));
    // Withdrawn as easily as granted, and at once.
    person.run("memberConsentSet", consent(false), "member { id }").await;
    assert_eq!(helmsman.broken("memberReveal", why).await, ["MEMBERS_CONSENT_REQUIRED"]);
    // Nothing of it stands in the log.
    let entries =
        world.staff("auditor").await.ask("{ auditEntries(first: 50) { nodes { before after } } }", json!({})).await;
    let text = entries.to_string();
    assert!(!text.contains("17700000001") && !text.contains("王小明"), "{text}");
}

#[tokio::test]
async fn nobody_reveals_a_whole_list() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let chapter = id(&admin, "330100").await;
    for n in 0..=30 {
        let member = add(&admin, &phone(n), &chapter).await;
        let input = json!({ "id": member, "reason": "回访" });
        let expected: &[&str] = if n < 30 { &[] } else { &["MEMBERS_REVEAL_LIMIT"] };
        assert_eq!(admin.broken("memberReveal", input).await, expected, "the {n}th");
    }
}
