//! Where members are at home, and how that changes.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{add, join, phone};
use crate::chapters::{chapter, id};
use crate::world::{Actor, World};

async fn home(admin: &Actor, member: &str) -> Value {
    let query = "query Q($id: ID!) { member(id: $id) { home { name } pastHomes { chapter { name } reason } } }";
    admin.ask(query, json!({ "id": member })).await["member"].clone()
}

#[tokio::test]
async fn a_member_moves_once_in_180_days_and_headquarters_for_a_reason() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let (hangzhou, ningbo) = (id(&admin, "330100").await, id(&admin, "330200").await);
    let (member, person) = join(&world, &phone(1), &hangzhou).await;
    let to = |chapter: &str| json!({ "id": member, "chapter": chapter });
    person.run("memberMove", to(&ningbo), "member { id }").await;
    assert_eq!(person.broken("memberMove", to(&ningbo)).await, ["MEMBERS_HOME_INVALID"]);
    assert_eq!(person.broken("memberMove", to(&hangzhou)).await, ["MEMBERS_HOME_TOO_SOON"]);
    // A reason does not help the member.
    let insisted = json!({ "id": member, "chapter": hangzhou, "reason": "我想" });
    assert_eq!(person.broken("memberMove", insisted).await, ["MEMBERS_HOME_TOO_SOON"]);
    assert_eq!(admin.broken("memberMove", to(&hangzhou)).await, ["MEMBERS_REASON_REQUIRED"]);
    let moved = json!({ "id": member, "chapter": hangzhou, "reason": "搬家证明已核" });
    admin.run("memberMove", moved, "member { id }").await;
    let expected = json!({
        "home": { "name": "杭州市" },
        "pastHomes": [
            { "chapter": { "name": "宁波市" }, "reason": "搬家证明已核" },
            { "chapter": { "name": "杭州市" }, "reason": null },
        ],
    });
    assert_eq!(home(&admin, &member).await, expected);
    world.later(TimeDelta::days(180));
    let person = Actor::with_token(&world.node, &super::fresh_token(&world, &phone(1)).await);
    person.run("memberMove", to(&ningbo), "member { id }").await;
}

#[tokio::test]
async fn both_chapters_see_the_move_and_only_the_new_one_the_member() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let (hangzhou, ningbo) = (id(&admin, "330100").await, id(&admin, "330200").await);
    let (old, new) = (world.helmsman("330100").await, world.helmsman("330200").await);
    let (member, person) = join(&world, &phone(1), &hangzhou).await;
    let query = "query Q($id: ID!) { member(id: $id) { id } }";
    let sees = async |actor: &Actor| !actor.ask(query, json!({ "id": member })).await["member"].is_null();
    assert!(sees(&old).await && !sees(&new).await);
    person.run("memberMove", json!({ "id": member, "chapter": ningbo }), "member { id }").await;
    assert!(!sees(&old).await && sees(&new).await);
    for chapter in [&hangzhou, &ningbo] {
        let query =
            "query Q($id: ID, $target: String) { auditEntries(chapter: $id, target: $target) { nodes { action } } }";
        let found = admin.ask(query, json!({ "id": chapter, "target": member })).await;
        let actions = found["auditEntries"]["nodes"].to_string();
        assert!(actions.contains("members.member_"), "{actions}");
    }
}

#[tokio::test]
async fn a_member_follows_other_chapters() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let (hangzhou, ningbo) = (id(&admin, "330100").await, id(&admin, "330200").await);
    let (member, person) = join(&world, &phone(1), &hangzhou).await;
    let input = |chapter: &str, follow: bool| json!({ "id": member, "chapter": chapter, "follow": follow });
    assert_eq!(person.broken("memberFollow", input(&hangzhou, true)).await, ["MEMBERS_FOLLOW_INVALID"]);
    person.run("memberFollow", input(&ningbo, true), "member { id }").await;
    assert_eq!(person.broken("memberFollow", input(&ningbo, true)).await, ["MEMBERS_FOLLOW_INVALID"]);
    person.run("memberFollow", input(&ningbo, false), "member { id }").await;
    person.run("memberFollow", input(&ningbo, false), "member { id }").await;
}

#[tokio::test]
async fn members_of_a_closed_chapter_go_to_its_heir() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let (xihu, binjiang) = (chapter(&admin, "330106").await, chapter(&admin, "330108").await);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let (from, to) = (text(&xihu["id"]), text(&binjiang["id"]));
    let member = add(&admin, &phone(1), &from).await;
    let merge = json!({ "source": from, "target": to, "version": xihu["version"] });
    admin.run("chapterMerge", merge, "chapter { id }").await;
    let after = home(&admin, &member).await;
    assert_eq!(after["home"], json!({ "name": binjiang["name"] }));
    assert_eq!(after["pastHomes"][0]["reason"], "the chapter was closed");
    let closed = json!({ "chapter": from, "phone": phone(2), "name": "李四", "consents": super::consents() });
    assert_eq!(admin.broken("memberAdd", closed).await, ["MEMBERS_HOME_INVALID"]);
    assert!(world.node.service.member_counts_check().await.unwrap().is_empty());
}

/// A member sees no chapter from within, and still knows the own ones, and finds others.
#[tokio::test]
async fn a_member_finds_a_home_in_the_directory() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let (hangzhou, ningbo) = (id(&admin, "330100").await, id(&admin, "330200").await);
    let (member, person) = join(&world, &phone(1), &hangzhou).await;
    person.run("memberFollow", json!({ "id": member, "chapter": ningbo, "follow": true }), "member { id }").await;
    let mine = "{ myMembership { home { id } homeListing { chapter name within } follows { name } } }";
    let listing = |id: &str, name: &str| json!({ "chapter": id, "name": name, "within": ["浙江省"] });
    let expected =
        json!({ "home": null, "homeListing": listing(&hangzhou, "杭州市"), "follows": [{ "name": "宁波市" }] });
    assert_eq!(person.ask(mine, json!({})).await["myMembership"], expected);
    let query = "query Q($text: String!) { chapterDirectory(text: $text, first: 1) { chapter name within } }";
    let look =
        async |text: &str| world.stranger().ask(query, json!({ "text": text })).await["chapterDirectory"].clone();
    for text in ["宁波", "ningbo", "nb", "330200"] {
        assert_eq!(look(text).await, json!([listing(&ningbo, "宁波市")]), "{text}");
    }
    for nowhere in [" ", "总部"] {
        assert_eq!(look(nowhere).await, json!([]), "nobody is at home there by choice");
    }
    let county = chapter(&admin, "330102").await;
    assert_eq!(look("330102").await[0]["within"], json!(["浙江省", "杭州市"]));
    admin.run("chapterClose", json!({ "id": county["id"], "version": county["version"] }), "chapter { id }").await;
    assert_eq!(look("330102").await, json!([]), "nobody joins a closed one");
}
