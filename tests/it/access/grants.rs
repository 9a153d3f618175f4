//! Grants: nobody gives more than they have, and all of it ends with the grant.

use chrono::TimeDelta;
use serde_json::json;

use super::{grant, hire, is_in, sees};
use crate::chapters::id;
use crate::world::{Actor, World, until};

#[tokio::test]
async fn nobody_gives_more_than_they_have() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let (zhejiang, hangzhou) = (id(&admin, "330000").await, id(&admin, "330100").await);
    let beijing = id(&admin, "110000").await;
    let (deputy_admin, newcomer) = (hire(&admin, "branch").await, hire(&admin, "newcomer").await);
    let input = json!({
        "account": deputy_admin, "role": "HQ_ADMIN", "chapter": zhejiang, "until": "2026-12-31T00:00:00Z",
    });
    admin.run("grantCreate", input, "grant { id }").await;
    let branch = world.staff(&deputy_admin).await;
    let wanted = |role: &str, chapter: &str, until: Option<&str>| json!({ "account": newcomer, "role": role, "chapter": chapter, "until": until });
    let (inside, beyond) = (Some("2026-12-31T00:00:00Z"), Some("2026-12-31T00:00:01Z"));
    for role in ["HQ_ADMIN", "SUPERVISOR", "AUDITOR", "POLICY_AUTHOR", "POLICY_APPROVER"] {
        for chapter in [&zhejiang, &hangzhou] {
            branch.run("grantCreate", wanted(role, chapter, inside), "grant { active }").await;
            for until in [beyond, None] {
                let codes = branch.broken("grantCreate", wanted(role, chapter, until)).await;
                assert_eq!(codes, ["ACCESS_GRANT_EXCEEDS_OWN"], "{role} for longer");
            }
        }
        let above = branch.attempt("grantCreate", wanted(role, "chap_1", inside), "__typename").await;
        assert_eq!(above.error(), Some("FORBIDDEN"), "{role}");
        let beside = branch.attempt("grantCreate", wanted(role, &beijing, inside), "__typename").await;
        assert_eq!(beside.error(), Some("NOT_FOUND"), "{role}");
    }
    let past = wanted("SUPERVISOR", &hangzhou, Some("2026-11-21T00:00:00Z"));
    assert_eq!(branch.broken("grantCreate", past).await, ["ACCESS_PERIOD_INVALID"]);
}

#[tokio::test]
async fn an_office_is_never_granted_and_those_without_the_right_give_nothing() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let hangzhou = id(&admin, "330100").await;
    let newcomer = hire(&admin, "newcomer").await;
    let wanted = |role: &str| json!({ "account": newcomer, "role": role, "chapter": hangzhou });
    for role in ["HELMSMAN", "DEPUTY"] {
        assert_eq!(admin.broken("grantCreate", wanted(role)).await, ["ACCESS_GRANT_EXCEEDS_OWN"]);
    }
    for who in ["helmsman:330100", "helmsman:330000", "auditor", "policy-author", "policy-approver"] {
        let answer = world.staff(who).await.attempt("grantCreate", wanted("SUPERVISOR"), "__typename").await;
        assert_eq!(answer.error(), Some("FORBIDDEN"), "{who}");
    }
}

#[tokio::test]
async fn a_grant_begins_and_ends_by_the_clock() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let hangzhou = id(&admin, "330100").await;
    let newcomer = hire(&admin, "newcomer").await;
    let input = json!({
        "account": newcomer, "role": "SUPERVISOR", "chapter": hangzhou,
        "from": "2026-11-22T00:02:00Z", "until": "2026-11-22T00:05:00Z",
    });
    admin.run("grantCreate", input, "grant { active }").await;
    let supervisor = world.staff(&newcomer).await;
    let mut seen = Vec::new();
    // The same token all along: what was remembered of its holder must not outlive the grant.
    for step in [0, 119, 1, 179, 1] {
        world.later(TimeDelta::seconds(step));
        seen.push(sees(&supervisor, &hangzhou).await);
    }
    assert_eq!(seen, [false, false, true, true, false]);
}

#[tokio::test]
async fn an_ended_grant_gives_nothing_on_any_node() {
    let world = World::idle().await;
    let other_node = world.second_node().await;
    let admin = world.staff("hq-admin").await;
    let hangzhou = id(&admin, "330100").await;
    let newcomer = hire(&admin, "newcomer").await;
    let given = grant(&admin, &newcomer, "SUPERVISOR", &hangzhou).await;
    let here = Actor::sign_in(&world.node, &newcomer).await;
    let there = Actor::sign_in(&world.node, &newcomer).await.at(&other_node);
    assert!(sees(&here, &hangzhou).await && sees(&there, &hangzhou).await);
    admin.run("grantEnd", json!({ "id": given }), "grant { active }").await;
    assert!(!sees(&here, &hangzhou).await, "at once");
    until("the other node has heard of it", async || !sees(&there, &hangzhou).await).await;
    assert!(is_in(&here).await && is_in(&there).await, "the sessions go on");
    assert_eq!(admin.broken("grantEnd", json!({ "id": given })).await, ["ACCESS_GRANT_ENDED"]);
}

#[tokio::test]
async fn a_role_given_reaches_who_is_signed_in() {
    let world = World::idle().await;
    let other_node = world.second_node().await;
    let admin = world.staff("hq-admin").await;
    let hangzhou = id(&admin, "330100").await;
    let newcomer = hire(&admin, "newcomer").await;
    let here = Actor::sign_in(&world.node, &newcomer).await;
    let there = Actor::sign_in(&world.node, &newcomer).await.at(&other_node);
    assert!(!sees(&here, &hangzhou).await && !sees(&there, &hangzhou).await);
    grant(&admin, &newcomer, "SUPERVISOR", &hangzhou).await;
    assert!(sees(&here, &hangzhou).await);
    until("the other node has heard of it", async || sees(&there, &hangzhou).await).await;
}
