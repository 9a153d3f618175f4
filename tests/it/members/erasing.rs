//! What is known of a person can be had, and forgotten.

use serde_json::json;

use super::{add, code, consents, join, phone};
use crate::access::{TOKENS, is_in};
use crate::chapters::id;
use crate::world::World;

#[tokio::test]
async fn a_member_takes_along_all_that_is_known_and_nobody_else_does() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let chapter = id(&admin, "330100").await;
    let (member, person) = join(&world, &phone(1), &chapter).await;
    let data = person.ask("{ myMembership { export } }", json!({})).await;
    let export = &data["myMembership"]["export"];
    assert_eq!(
        (&export["id"], &export["phone"], &export["name"]),
        (&json!(member), &json!(phone(1)), &json!("王小明"))
    );
    assert_eq!(export["consents"][0]["purpose"], "SERVICE");
    let query = "query Q($id: ID!) { member(id: $id) { export } }";
    let answer = admin.send(query, json!({ "id": member })).await;
    assert_eq!(answer.error(), Some("NOT_FOUND"));
}

#[tokio::test]
async fn an_erased_person_is_nobody_and_may_come_back_as_somebody_new() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let chapter = id(&admin, "330100").await;
    let (member, person) = join(&world, &phone(1), &chapter).await;
    person.run("memberErase", json!({ "id": member }), "erased").await;
    assert!(!is_in(&person).await, "the account went with the member");
    let query = "query Q($id: ID!) { member(id: $id) { name phone standing birthYear } }";
    let seen = admin.ask(query, json!({ "id": member })).await;
    let nobody = json!({ "name": null, "phone": null, "standing": "ERASED", "birthYear": null });
    assert_eq!(seen["member"], nobody);
    let found = admin.ask("query Q($p: String!) { memberByPhone(phone: $p) { id } }", json!({ "p": phone(1) })).await;
    assert_eq!(found["memberByPhone"], json!(null));
    assert_eq!(admin.broken("memberErase", json!({ "id": member, "reason": "再次" })).await, ["MEMBERS_ERASED"]);
    assert!(world.node.service.member_counts_check().await.unwrap().is_empty());
    let input = json!({
        "phone": phone(1), "code": code(&world, &phone(1)).await, "name": "王小明", "chapter": chapter,
        "consents": consents(),
    });
    let again = world.stranger().run("memberRegister", input, &format!("member {TOKENS}")).await;
    assert_ne!(again["member"], json!(member));
}

#[tokio::test]
async fn headquarters_erases_for_a_reason_only_and_a_helmsman_not_at_all() {
    let world = World::idle().await;
    let helmsman = world.helmsman("330100").await;
    let member = add(&helmsman, &phone(1), &id(&helmsman, "330100").await).await;
    let input = json!({ "id": member, "reason": "本人申请" });
    assert_eq!(helmsman.attempt("memberErase", input.clone(), "erased").await.error(), Some("FORBIDDEN"));
    let admin = world.staff("hq-admin").await;
    assert_eq!(admin.broken("memberErase", json!({ "id": member })).await, ["MEMBERS_REASON_REQUIRED"]);
    admin.run("memberErase", input, "erased").await;
}
