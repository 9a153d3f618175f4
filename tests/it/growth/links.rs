//! Links: a chapter's and a member's own, and who may make, see and end them.

use serde_json::{Value, json};

use super::{join, link, own_link};
use crate::chapters::id;
use crate::members::phone;
use crate::world::{Actor, World};

const LINK: &str =
    "id code url campaign channel inviterName chapter { id } endedAt viewerCanEnd counts { state count }";

async fn seen(actor: &Actor, id: &str) -> Value {
    let query = format!("query Q($id: ID!) {{ referralLink(id: $id) {{ {LINK} }} node(id: $id) {{ id }} }}");
    actor.ask(&query, json!({ "id": id })).await
}

#[tokio::test]
async fn a_chapter_makes_links_and_its_neighbours_do_not_see_them() {
    let world = World::idle().await;
    let (helmsman, sibling) = (world.helmsman("330100").await, world.helmsman("330200").await);
    let hangzhou = id(&helmsman, "330100").await;
    let input = json!({ "chapter": hangzhou, "channel": "POSTER", "campaign": "春季读书" });
    let (made, code) = link(&helmsman, input.clone()).await;
    let expected = json!({
        "id": made, "code": code, "url": format!("/client/join/{code}"), "campaign": "春季读书", "channel": "POSTER",
        "inviterName": null, "chapter": { "id": hangzhou }, "endedAt": null, "viewerCanEnd": true, "counts": [],
    });
    assert_eq!(seen(&helmsman, &made).await, json!({ "referralLink": expected, "node": { "id": made } }));
    assert_eq!(code.len(), 8);
    let query = "query Q($id: ID!) { chapter(id: $id) { referralLinks(open: true) { nodes { id } } } }";
    let listed = helmsman.ask(query, json!({ "id": hangzhou })).await;
    assert_eq!(listed["chapter"]["referralLinks"]["nodes"], json!([{ "id": made }]));

    assert_eq!(seen(&sibling, &made).await, json!({ "referralLink": null, "node": null }));
    assert_eq!(sibling.send(query, json!({ "id": hangzhou })).await.body["data"]["chapter"], Value::Null);
    let answer = sibling.attempt("referralLinkCreate", input, "__typename").await;
    assert_eq!(answer.error(), Some("NOT_FOUND"));
    let end = json!({ "id": made });
    assert_eq!(sibling.attempt("referralLinkEnd", end.clone(), "__typename").await.error(), Some("NOT_FOUND"));
    let auditor = world.staff("auditor").await;
    assert_eq!(auditor.attempt("referralLinkEnd", end.clone(), "__typename").await.error(), Some("FORBIDDEN"));

    let ended = helmsman.run("referralLinkEnd", end.clone(), "link { endedAt viewerCanEnd }").await["link"].clone();
    assert!(ended["endedAt"].is_string() && ended["viewerCanEnd"] == json!(false), "{ended}");
    assert_eq!(helmsman.broken("referralLinkEnd", end).await, ["GROWTH_LINK_ENDED"]);
    let listed = helmsman.ask(query, json!({ "id": hangzhou })).await;
    assert_eq!(listed["chapter"]["referralLinks"]["nodes"], json!([]));
}

#[tokio::test]
async fn a_member_has_links_of_their_own_that_credit_the_home() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let hangzhou = id(&admin, "330100").await;
    let (ming, person) = crate::members::join(&world, &phone(1), &hangzhou).await;
    let (made, _) = own_link(&person).await;
    let query = "{ myReferralLinks { nodes { id inviterName viewerCanEnd inviter { id } } } }";
    let own = person.ask(query, json!({})).await["myReferralLinks"]["nodes"].clone();
    let expected = json!([{ "id": made, "inviterName": "王*", "viewerCanEnd": true, "inviter": { "id": ming } }]);
    assert_eq!(own, expected);
    assert_eq!(admin.ask(query, json!({})).await["myReferralLinks"]["nodes"], json!([]));
    let at_home = world.helmsman("330100").await;
    assert_eq!(seen(&at_home, &made).await["referralLink"]["chapter"]["id"], json!(hangzhou));
    let (_, other) = join(&world, &phone(2), json!({})).await;
    assert_eq!(seen(&other, &made).await["referralLink"], Value::Null);
    assert_eq!(other.attempt("referralLinkEnd", json!({ "id": made }), "__typename").await.error(), Some("NOT_FOUND"));
    person.run("referralLinkEnd", json!({ "id": made }), "link { id }").await;
}

#[tokio::test]
async fn what_is_no_good_is_refused() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let (_, person) = crate::members::join(&world, &phone(1), "chap_1").await;
    let bad = json!({ "channel": "CHAT", "campaign": "我的活动" });
    assert_eq!(person.broken("referralLinkCreate", bad).await, ["GROWTH_LINK_INVALID"], "a campaign of one's own");
    let bad = json!({ "channel": "CHAT", "visitor": "short" });
    assert_eq!(person.broken("referralLinkCreate", bad).await, ["GROWTH_VISITOR_INVALID"]);
    assert_eq!(admin.broken("referralLinkCreate", json!({ "channel": "CHAT" })).await, ["MEMBERS_STATE_REFUSES"]);
    let bad = json!({ "channel": "POSTER", "chapter": "chap_1", "campaign": " " });
    assert_eq!(admin.broken("referralLinkCreate", bad).await, ["GROWTH_LINK_INVALID"]);
    let anonymous = world.stranger().attempt("referralLinkCreate", json!({ "channel": "CHAT" }), "__typename").await;
    assert_eq!(anonymous.error(), Some("UNAUTHENTICATED"));
    // One request key, one link.
    let input = json!({ "channel": "CHAT", "requestKey": "k1" });
    assert_eq!(link(&person, input.clone()).await, link(&person, input).await);
}
