//! Which chapter is credited with a member, and why.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{join, joining, link, own_link, referrals, touch, visitor};
use crate::chapters::id;
use crate::members::{add, member, phone};
use crate::world::World;

const CREDIT: &str =
    "joinedBy home { id } attribution { ruleVersion credit chapter { id } link { id } inviterName why }";

#[tokio::test]
async fn the_first_link_that_was_followed_is_credited() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let (hangzhou, ningbo) = (id(&admin, "330100").await, id(&admin, "330200").await);
    let (ming, inviter) = crate::members::join(&world, &phone(1), &hangzhou).await;
    let (first, first_code) = own_link(&inviter).await;
    let (second, second_code) = link(&admin, json!({ "chapter": ningbo, "channel": "POSTER" })).await;
    touch(&world, &first_code, &visitor(1)).await;
    world.later(TimeDelta::minutes(1));
    touch(&world, &second_code, &visitor(1)).await;
    let more = json!({ "visitor": visitor(1), "link": second_code });
    let (hong, _) = join(&world, &phone(2), more).await;
    // Nothing better being known, the home is the chapter that the link names.
    let expected = json!({
        "joinedBy": "LINK", "home": { "id": hangzhou },
        "attribution": {
            "ruleVersion": 1, "credit": "LINK", "chapter": { "id": hangzhou }, "link": { "id": first },
            "inviterName": "王*",
            "why": [
                format!("{first} credits {hangzhou}: it was the first"),
                format!("{second} came after {first}"),
                format!("credited: {hangzhou}, by {first}"),
            ],
        },
    });
    assert_eq!(member(&admin, &hong, CREDIT).await, expected);
    let fields = "state inviteeName invitee { id } inviterPoints inviteePoints flags isHeld";
    let brought = json!({
        "state": "REGISTERED", "inviteeName": "赵*", "invitee": { "id": hong }, "inviterPoints": 20, "inviteePoints": 0,
        "flags": [], "isHeld": false,
    });
    assert_eq!(referrals(&admin, &first, fields).await, [brought]);
    // The inviter sees whom it brought, masked, and no more.
    let masked = referrals(&inviter, &first, "inviteeName invitee { id }").await;
    assert_eq!(masked, [json!({ "inviteeName": "赵*", "invitee": null })]);
    let points = member(&inviter, &ming, "points pointsEntries { nodes { points reason } }").await;
    let entries = json!({ "nodes": [{ "points": 20, "reason": "INVITEE_REGISTERED" }] });
    assert_eq!(points, json!({ "points": 20, "pointsEntries": entries }));
}

#[tokio::test]
async fn the_home_follows_the_region_and_the_credit_the_link() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let (hangzhou, ningbo) = (id(&admin, "330100").await, id(&admin, "330200").await);
    let (made, code) = link(&admin, json!({ "chapter": ningbo, "channel": "POSTER" })).await;
    // No visitor: the code was typed from a poster.
    let (typed, _) = join(&world, &phone(1), json!({ "link": code, "region": "330100" })).await;
    let seen = member(&admin, &typed, CREDIT).await;
    assert_eq!((&seen["home"]["id"], &seen["attribution"]["chapter"]["id"]), (&json!(hangzhou), &json!(ningbo)));
    assert_eq!(
        referrals(&admin, &made, "state inviterPoints").await,
        [json!({ "state": "REGISTERED", "inviterPoints": 0 })]
    );
    // Without a link it is the home, and without that headquarters.
    let (lone, _) = join(&world, &phone(2), json!({ "region": "330100", "visitor": visitor(9) })).await;
    let seen = member(&admin, &lone, CREDIT).await["attribution"].clone();
    let why = json!([format!("credited: {hangzhou}, where the member is at home")]);
    assert_eq!((&seen["credit"], &seen["chapter"]["id"], &seen["why"]), (&json!("HOME"), &json!(hangzhou), &why));
    let (nobody, _) = join(&world, &phone(3), json!({})).await;
    let seen = member(&admin, &nobody, CREDIT).await;
    assert_eq!((&seen["joinedBy"], &seen["attribution"]["credit"]), (&json!("ONESELF"), &json!("HEADQUARTERS")));
    let written_down = add(&admin, &phone(4), &hangzhou).await;
    assert_eq!(member(&admin, &written_down, CREDIT).await["attribution"], Value::Null);
}

#[tokio::test]
async fn a_link_that_does_not_count_says_why() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let (ended, code) = link(&admin, json!({ "chapter": "chap_1", "channel": "POSTER" })).await;
    touch(&world, &code, &visitor(1)).await;
    world.later(TimeDelta::minutes(1));
    admin.run("referralLinkEnd", json!({ "id": ended }), "link { id }").await;
    // Whom it held it goes on holding; who comes later is not credited to it.
    let (held, _) = join(&world, &phone(1), json!({ "visitor": visitor(1) })).await;
    assert_eq!(member(&admin, &held, CREDIT).await["attribution"]["credit"], "LINK");
    let (late, _) = join(&world, &phone(2), json!({ "visitor": visitor(2), "link": code })).await;
    let seen = member(&admin, &late, CREDIT).await["attribution"].clone();
    assert_eq!(seen["why"][0], format!("{ended} was not open when it was followed"));
    assert_eq!(seen["credit"], "HEADQUARTERS");
    // A slip of the keyboard is told, and uses up no code.
    let wrong = json!({ "link": "22222223" });
    let mut input = joining(&world, &phone(3), wrong).await;
    assert_eq!(world.stranger().broken("memberRegister", input.clone()).await, ["GROWTH_LINK_UNKNOWN"]);
    input["link"] = Value::Null;
    input["visitor"] = json!("?");
    assert_eq!(world.stranger().broken("memberRegister", input.clone()).await, ["GROWTH_VISITOR_INVALID"]);
    input["visitor"] = Value::Null;
    world.stranger().run("memberRegister", input, "member").await;
}

#[tokio::test]
async fn a_link_of_a_chapter_that_has_closed_credits_the_home() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let county = crate::chapters::chapter(&admin, "330102").await;
    let (made, code) = link(&admin, json!({ "chapter": county["id"], "channel": "POSTER" })).await;
    touch(&world, &code, &visitor(1)).await;
    let input = json!({ "id": county["id"], "version": county["version"] });
    admin.run("chapterClose", input, "chapter { id }").await;
    let refused = json!({ "code": code, "visitor": visitor(2) });
    assert_eq!(world.stranger().broken("referralTouch", refused).await, ["GROWTH_LINK_ENDED"]);
    let (late, _) = join(&world, &phone(1), json!({ "visitor": visitor(1) })).await;
    let seen = member(&admin, &late, CREDIT).await["attribution"].clone();
    assert_eq!(seen["credit"], "HEADQUARTERS", "{seen}");
    assert_eq!(referrals(&admin, &made, "state").await, [json!({ "state": "EXPIRED" })]);
}
