//! A helmsman's rights come with the term of office and end with it.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{account, is_in, sees};
use crate::chapters::id;
use crate::world::{Actor, World, until};

async fn terms(admin: &Actor, chapter: &str) -> Value {
    let query = "query Q($id: ID!) { chapter(id: $id) { terms { id office account } } }";
    admin.ask(query, json!({ "id": chapter })).await["chapter"]["terms"].clone()
}

#[tokio::test]
async fn the_end_of_a_term_is_the_end_of_its_rights_on_every_node() {
    let world = World::idle().await;
    let other_node = world.second_node().await;
    let admin = world.staff("hq-admin").await;
    let hangzhou = id(&admin, "330100").await;
    let here = world.helmsman("330100").await;
    let there = world.helmsman("330100").await.at(&other_node);
    assert!(sees(&here, &hangzhou).await && sees(&there, &hangzhou).await);
    let term = terms(&admin, &hangzhou).await[0]["id"].clone();
    admin.run("termEnd", json!({ "id": term }), "chapter { vacant leader { name } }").await;
    assert!(!sees(&here, &hangzhou).await, "the next call");
    let draft = json!({ "key": "event.min_per_month", "issuer": hangzhou, "body": "x", "value": 1 });
    // Writes read the grants in their own transaction: refused on the other node whatever it has heard.
    assert_eq!(there.attempt("policyDraft", draft, "__typename").await.error(), Some("NOT_FOUND"));
    until("the other node has heard of it", async || !sees(&there, &hangzhou).await).await;
    assert!(is_in(&here).await, "the session goes on");
    assert_eq!(admin.broken("termEnd", json!({ "id": term })).await, ["CHAPTERS_OFFICE_VACANT"]);
}

#[tokio::test]
async fn a_term_lapses_by_the_clock_even_where_no_worker_sweeps() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let hangzhou = id(&admin, "330100").await;
    let term = terms(&admin, &hangzhou).await[0]["id"].clone();
    admin.run("termEnd", json!({ "id": term }), "chapter { vacant }").await;
    let input = json!({
        "chapter": hangzhou, "phone": "19900000001", "name": "新舵手", "endsAt": "2026-11-22T00:05:00Z",
    });
    let appointed = admin.run("helmsmanAppoint", input, "term { account }").await;
    let helmsman = world.staff(appointed["term"]["account"].as_str().unwrap()).await;
    world.later(TimeDelta::seconds(299));
    assert!(sees(&helmsman, &hangzhou).await);
    world.later(TimeDelta::seconds(1));
    assert!(!sees(&helmsman, &hangzhou).await);
}

#[tokio::test]
async fn the_worker_ends_lapsed_terms() {
    let mut world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let hangzhou = id(&admin, "330100").await;
    let input = json!({
        "chapter": hangzhou, "phone": "19900000001", "name": "副手", "office": "DEPUTY", "endsAt": "2026-11-22T00:05:00Z",
    });
    admin.run("helmsmanAppoint", input, "term { id }").await;
    assert_eq!(terms(&admin, &hangzhou).await.as_array().unwrap().len(), 2);
    world.later(TimeDelta::minutes(5));
    world.work();
    until("the term was ended", async || terms(&admin, &hangzhou).await.as_array().unwrap().len() == 1).await;
}

#[tokio::test]
async fn a_helmsman_appoints_and_dismisses_deputies_of_the_own_chapter_only() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let helmsman = world.helmsman("330100").await;
    let own = id(&admin, "330100").await;
    let appoint = |chapter: &str, office: &str| json!({ "chapter": chapter, "phone": "19900000001", "name": "副手", "office": office });
    let appointed = helmsman.run("helmsmanAppoint", appoint(&own, "DEPUTY"), "term { id account office }").await;
    assert_eq!(appointed["term"]["office"], "DEPUTY");
    let deputy = world.staff(appointed["term"]["account"].as_str().unwrap()).await;
    assert!(sees(&deputy, &own).await);
    for (code, error) in [("330000", "FORBIDDEN"), ("330102", "FORBIDDEN"), ("330200", "NOT_FOUND")] {
        let chapter = id(&admin, code).await;
        let answer = helmsman.attempt("helmsmanAppoint", appoint(&chapter, "DEPUTY"), "__typename").await;
        assert_eq!(answer.error(), Some(error), "{code}");
    }
    let successor = helmsman.attempt("helmsmanAppoint", appoint(&own, "HELMSMAN"), "__typename").await;
    assert_eq!(successor.error(), Some("FORBIDDEN"), "nobody appoints their successor");
    let by_deputy = deputy.attempt("helmsmanAppoint", appoint(&own, "DEPUTY"), "__typename").await;
    assert_eq!(by_deputy.error(), Some("FORBIDDEN"));
    let leader = json!({ "id": terms(&admin, &own).await[0]["id"] });
    assert_eq!(deputy.attempt("termEnd", leader, "__typename").await.error(), Some("FORBIDDEN"));
    helmsman.run("termEnd", json!({ "id": appointed["term"]["id"] }), "term { endedAt }").await;
    assert!(!sees(&deputy, &own).await);
}

#[tokio::test]
async fn a_helmsman_may_step_down() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let helmsman = world.helmsman("330100").await;
    let own = id(&admin, "330100").await;
    let serving = terms(&admin, &own).await;
    assert_eq!(serving[0]["account"], account(&helmsman).await);
    helmsman.run("termEnd", json!({ "id": serving[0]["id"] }), "term { endedAt }").await;
    assert!(!sees(&helmsman, &own).await);
    assert_eq!(crate::chapters::chapter(&admin, "330100").await["vacant"], true);
}
