//! People become members by phone, or are written down and claim it later.

use serde_json::{Value, json};

use super::{add, code, consents, join, phone};
use crate::access::{TOKENS, holder, is_in};
use crate::chapters::id;
use crate::world::World;

const ME: &str = "{ me { kind } myMembership { id name phone standing tierCode joinedBy homeSource home { name } } }";

#[tokio::test]
async fn somebody_joins_a_chapter_by_phone_and_is_signed_in() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let (member, person) = join(&world, &phone(1), &id(&admin, "330100").await).await;
    let seen = person.ask(ME, json!({})).await;
    let expected = json!({
        "me": { "kind": "MEMBER" },
        "myMembership": {
            "id": member, "name": "王小明", "phone": "177****0001", "standing": "GUEST", "tierCode": "guest",
            "joinedBy": "ONESELF", "homeSource": "MEMBER_CHOICE", "home": null,
        },
    });
    assert_eq!(seen, expected);
    // The same phone signs in from now on, and joins no second time.
    let again = json!({
        "phone": phone(1), "code": code(&world, &phone(1)).await, "name": "王小明", "consents": consents(),
    });
    assert_eq!(world.stranger().broken("memberRegister", again).await, ["MEMBERS_PHONE_TAKEN"]);
    let input = json!({ "phone": phone(1), "code": code(&world, &phone(1)).await });
    let payload = world.stranger().run("helmsmanSignIn", input, TOKENS).await;
    assert!(is_in(&holder(&world.node, &payload)).await);
}

#[tokio::test]
async fn the_home_follows_the_region_where_nothing_was_chosen() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    for (n, region, home, source) in [
        (1, Some("330106"), "西湖区", "DELIVERY_ADDRESS"),
        (2, Some("330100"), "杭州市", "DELIVERY_ADDRESS"),
        (3, None, "总部", "PHONE_REGION"),
    ] {
        let input = json!({
            "phone": phone(n), "code": code(&world, &phone(n)).await, "name": "王小明", "region": region,
            "consents": consents(),
        });
        let payload = world.stranger().run("memberRegister", input, "member").await;
        let query = "query Q($id: ID!) { member(id: $id) { homeSource home { name } } }";
        let seen = admin.ask(query, json!({ "id": payload["member"] })).await["member"].clone();
        assert_eq!(seen, json!({ "homeSource": source, "home": { "name": home } }));
    }
}

#[tokio::test]
async fn whoever_was_written_down_claims_the_membership_by_phone() {
    let world = World::idle().await;
    let helmsman = world.helmsman("330100").await;
    let chapter = id(&helmsman, "330100").await;
    let member = add(&helmsman, &phone(1), &chapter).await;
    let twice = json!({ "chapter": chapter, "phone": phone(1), "name": "李四", "consents": consents() });
    assert_eq!(helmsman.broken("memberAdd", twice).await, ["MEMBERS_PHONE_TAKEN"]);
    let (claimed, person) = join(&world, &phone(1), &chapter).await;
    assert_eq!(claimed, member);
    let seen = person.ask(ME, json!({})).await["myMembership"].clone();
    assert_eq!((&seen["name"], &seen["joinedBy"]), (&json!("李四"), &json!("CHAPTER")));
}

#[tokio::test]
async fn a_helmsman_joins_with_the_same_account() {
    let world = World::idle().await;
    let helmsman = world.helmsman("330100").await;
    let chapter = id(&helmsman, "330100").await;
    let (member, person) = join(&world, "19900330100", &chapter).await;
    let query = "{ me { id kind } myMembership { id } }";
    let (before, after) = (helmsman.ask(query, json!({})).await, person.ask(query, json!({})).await);
    assert_eq!(before, after);
    assert_eq!((&after["me"]["kind"], &after["myMembership"]["id"]), (&json!("HELMSMAN"), &json!(member)));
}

#[tokio::test]
async fn a_member_becomes_helmsman_with_the_same_account() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let chapter = id(&admin, "330100").await;
    let (_, person) = join(&world, &phone(1), &chapter).await;
    let before = person.ask("{ me { id } }", json!({})).await["me"]["id"].clone();
    let input = json!({ "chapter": chapter, "phone": phone(1), "name": "王小明", "office": "DEPUTY" });
    let term = admin.run("helmsmanAppoint", input, "term { account }").await["term"].clone();
    assert_eq!(term["account"], before);
    let me = person.ask("{ me { kind terms { office } } }", json!({})).await["me"].clone();
    assert_eq!(me, json!({ "kind": "HELMSMAN", "terms": [{ "office": "DEPUTY" }] }));
}

#[tokio::test]
async fn what_is_no_good_is_told_all_at_once_and_uses_up_no_code() {
    let world = World::idle().await;
    let code = code(&world, &phone(1)).await;
    let input = |name: &str, year: i32, region: &str, consents: Value| {
        json!({
            "phone": phone(1), "code": code, "name": name, "birthYear": year, "region": region, "consents": consents,
        })
    };
    let marketing = json!([{ "purpose": "MARKETING", "textVersion": "?" }]);
    let broken = world.stranger().broken("memberRegister", input(" ", 1800, "999999", marketing)).await;
    let expected = [
        "MEMBERS_NAME_INVALID",
        "MEMBERS_BIRTH_YEAR_INVALID",
        "MEMBERS_CONSENT_INVALID",
        "MEMBERS_CONSENT_REQUIRED",
        "MEMBERS_HOME_INVALID",
    ];
    assert_eq!(broken, expected);
    world.stranger().run("memberRegister", input("王小明", 1990, "330106", consents()), "member").await;
}

#[tokio::test]
async fn a_wrong_code_lets_nobody_in_and_says_nothing_of_who_is_a_member() {
    let world = World::idle().await;
    let helmsman = world.helmsman("330100").await;
    add(&helmsman, &phone(1), &id(&helmsman, "330100").await).await;
    let mut answers = Vec::new();
    for n in [1, 2] {
        let code = code(&world, &phone(n)).await;
        let wrong = if code == "000000" { "000001" } else { "000000" };
        let input = json!({ "phone": phone(n), "code": wrong, "name": "王小明", "consents": consents() });
        answers.push(world.stranger().broken("memberRegister", input).await);
    }
    assert_eq!(answers[0], ["ACCESS_CREDENTIALS_REFUSED"]);
    assert_eq!(answers[0], answers[1]);
}
