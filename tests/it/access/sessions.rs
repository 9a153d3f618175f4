//! Sessions: refreshed, ended here at once and elsewhere within a second, over with the clock.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{TOKENS, account, holder, is_in, staff_sign_in};
use crate::world::{World, until};

const ADMIN: &str = "hq-admin@demo.invalid";

async fn refresh(world: &World, payload: &Value) -> Value {
    let input = json!({ "refreshToken": payload["refreshToken"] });
    let refreshed = world.stranger().attempt("sessionRefresh", input, TOKENS).await.data("sessionRefresh");
    let errors = refreshed["userErrors"].as_array().unwrap();
    assert!(errors.is_empty() || errors[0]["code"] == "ACCESS_SESSION_ENDED", "{refreshed}");
    refreshed
}

fn ended(payload: &Value) -> bool {
    payload["accessToken"].is_null()
}

#[tokio::test]
async fn refresh_tokens_rotate() {
    let world = World::idle().await;
    let first = staff_sign_in(&world, ADMIN).await;
    let second = refresh(&world, &first).await;
    assert_ne!(first["refreshToken"], second["refreshToken"]);
    assert_ne!(first["accessToken"], second["accessToken"]);
    for payload in [&first, &second] {
        assert!(is_in(&holder(&world.node, payload)).await);
    }
    let third = refresh(&world, &second).await;
    assert!(is_in(&holder(&world.node, &third)).await);
}

async fn audited(world: &World, payload: &Value, action: &str) -> Value {
    let query = "query Q($action: String!) { auditEntries(action: $action) { totalCount } }";
    let answer = holder(&world.node, payload).ask(query, json!({ "action": action })).await;
    answer["auditEntries"]["totalCount"].clone()
}

#[tokio::test]
async fn a_lost_answer_may_be_asked_for_again_until_it_was_used() {
    let world = World::idle().await;
    let other = staff_sign_in(&world, ADMIN).await;
    let first = staff_sign_in(&world, ADMIN).await;
    let lost = refresh(&world, &first).await;
    let lost_too = refresh(&world, &first).await;
    let second = refresh(&world, &first).await;
    assert_ne!(lost_too["refreshToken"], second["refreshToken"], "tokens are never given twice");
    assert_eq!(audited(&world, &other, "access.session_refresh_again").await, 2);
    let third = refresh(&world, &second).await;
    for payload in [&first, &lost, &second, &third] {
        assert!(is_in(&holder(&world.node, payload)).await);
    }
    // The second was used: the first is known to be a copy now.
    assert!(ended(&refresh(&world, &first).await));
    for payload in [&first, &second, &third] {
        assert!(!is_in(&holder(&world.node, payload)).await, "refused at once");
    }
    assert!(ended(&refresh(&world, &third).await), "the whole family ended");
    assert!(is_in(&holder(&world.node, &other)).await, "another sign-in of the same account");
    assert_eq!(audited(&world, &other, "access.session_refresh_reused").await, 1);
}

#[tokio::test]
async fn a_refresh_token_that_was_replaced_unused_ends_the_whole_family() {
    let world = World::idle().await;
    let other = staff_sign_in(&world, ADMIN).await;
    let first = staff_sign_in(&world, ADMIN).await;
    let replaced = refresh(&world, &first).await;
    let second = refresh(&world, &first).await;
    assert!(ended(&refresh(&world, &replaced).await), "two hold successors of the same token: one of them copied it");
    for payload in [&first, &replaced, &second] {
        assert!(!is_in(&holder(&world.node, payload)).await);
    }
    assert!(ended(&refresh(&world, &first).await) && ended(&refresh(&world, &second).await));
    assert_eq!(audited(&world, &other, "access.session_refresh_reused").await, 1);
}

#[tokio::test]
async fn a_spent_refresh_token_does_not_outlive_its_time() {
    let world = World::idle().await;
    let first = staff_sign_in(&world, ADMIN).await;
    refresh(&world, &first).await;
    world.later(TimeDelta::days(31));
    assert!(ended(&refresh(&world, &first).await));
}

#[tokio::test]
async fn what_is_no_refresh_token_refreshes_nothing() {
    let world = World::idle().await;
    for token in ["", "nonsense", "flrt_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"] {
        assert!(ended(&refresh(&world, &json!({ "refreshToken": token })).await));
    }
}

#[tokio::test]
async fn sign_out_holds_here_at_once_and_elsewhere_soon() {
    let world = World::idle().await;
    let other_node = world.second_node().await;
    let (signed, kept) = (staff_sign_in(&world, ADMIN).await, staff_sign_in(&world, ADMIN).await);
    let (admin, still) = (holder(&world.node, &signed), holder(&world.node, &kept));
    for actor in [&admin, &still] {
        assert!(is_in(actor).await && is_in(&actor.at(&other_node)).await);
    }
    admin.run("sessionSignOut", json!({}), "done").await;
    assert!(!is_in(&admin).await);
    until("the other node has heard of it", async || !is_in(&admin.at(&other_node)).await).await;
    assert!(ended(&refresh(&world, &signed).await));
    assert!(is_in(&still).await && is_in(&still.at(&other_node)).await);
}

#[tokio::test]
async fn all_sessions_of_an_account_end_together() {
    let world = World::idle().await;
    let other_node = world.second_node().await;
    let sessions = [world.helmsman("330100").await, world.helmsman("330100").await.at(&other_node)];
    for session in &sessions {
        assert!(is_in(session).await);
    }
    let theirs = json!({ "account": account(&sessions[0]).await });
    // A stranger, a colleague and an auditor may not; an administrator may.
    let stranger = world.stranger().attempt("sessionsRevoke", theirs.clone(), "sessions").await;
    assert_eq!(stranger.error(), Some("UNAUTHENTICATED"));
    for handle in ["helmsman:330200", "auditor"] {
        let answer = world.staff(handle).await.attempt("sessionsRevoke", theirs.clone(), "sessions").await;
        assert_eq!(answer.error(), Some("FORBIDDEN"), "{handle}");
    }
    let admin = world.staff("hq-admin").await;
    assert_eq!(admin.run("sessionsRevoke", theirs, "sessions").await["sessions"], 2);
    assert!(!is_in(&sessions[0]).await);
    until("the other node has heard of it", async || !is_in(&sessions[1]).await).await;
}

#[tokio::test]
async fn anybody_may_end_all_sessions_of_their_own() {
    let world = World::idle().await;
    let sessions = [world.helmsman("330100").await, world.helmsman("330100").await];
    let own = json!({ "account": account(&sessions[0]).await });
    assert_eq!(sessions[0].run("sessionsRevoke", own, "sessions").await["sessions"], 2);
    assert!(!is_in(&sessions[0]).await && !is_in(&sessions[1]).await);
    let again = world.helmsman("330100").await;
    assert!(is_in(&again).await);
}

#[tokio::test]
async fn tokens_expire_by_the_clock() {
    let world = World::idle().await;
    let signed = staff_sign_in(&world, ADMIN).await;
    let admin = holder(&world.node, &signed);
    world.later(TimeDelta::seconds(599));
    assert!(is_in(&admin).await);
    world.later(TimeDelta::seconds(1));
    assert!(!is_in(&admin).await);
    world.later(TimeDelta::days(29));
    let mut held = refresh(&world, &signed).await;
    assert!(is_in(&holder(&world.node, &held)).await);
    world.later(TimeDelta::days(30));
    assert!(ended(&refresh(&world, &held).await), "a refresh token that is not used for 30 days");
    // However often it is refreshed, a session lasts 90 days.
    held = staff_sign_in(&world, ADMIN).await;
    for _ in 0..4 {
        world.later(TimeDelta::days(22));
        held = refresh(&world, &held).await;
        assert!(!ended(&held));
    }
    world.later(TimeDelta::days(2));
    assert!(ended(&refresh(&world, &held).await));
}
