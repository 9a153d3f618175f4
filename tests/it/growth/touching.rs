//! Following a link before anything is known: the first valid one holds for 30 days.

use chrono::TimeDelta;
use futures_util::future::join_all;
use serde_json::json;

use super::{link, own_link, referrals, sweep, touch, visitor};
use crate::chapters::id;
use crate::members::phone;
use crate::world::{World, until};

#[tokio::test]
async fn the_first_link_holds_a_visitor_for_thirty_days() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let hangzhou = id(&admin, "330100").await;
    let (_, person) = crate::members::join(&world, &phone(1), &hangzhou).await;
    let (first, first_code) = own_link(&person).await;
    let (second, second_code) = link(&admin, json!({ "chapter": "chap_1", "channel": "POSTER" })).await;
    let seen = touch(&world, &format!(" {} ", first_code.to_lowercase()), &visitor(1)).await;
    let expected = json!({
        "code": first_code, "chapter": hangzhou, "chapterName": "杭州市", "inviterName": "王*", "campaign": null,
        "holds": true, "lockUntil": "2026-12-22T00:00:00.000000Z",
    });
    assert_eq!(seen, expected);
    world.later(TimeDelta::days(1));
    // Another link does not take over, and following again does not extend.
    let other = touch(&world, &second_code, &visitor(1)).await;
    assert_eq!((&other["holds"], &other["lockUntil"]), (&json!(false), &json!("2026-12-22T00:00:00.000000Z")));
    assert_eq!(touch(&world, &first_code, &visitor(1)).await["lockUntil"], "2026-12-22T00:00:00.000000Z");
    let admin = world.staff("hq-admin").await;
    assert_eq!(referrals(&admin, &first, "state lockUntil").await.len(), 1);
    assert_eq!(referrals(&admin, &second, "state").await.len(), 0);

    world.later(TimeDelta::days(29));
    // The timer has not been, and still the lock is over.
    assert_eq!(touch(&world, &second_code, &visitor(1)).await["holds"], true);
    sweep(&world).await;
    let admin = world.staff("hq-admin").await;
    assert_eq!(referrals(&admin, &first, "state").await, [json!({ "state": "EXPIRED" })]);
    assert_eq!(referrals(&admin, &second, "state").await, [json!({ "state": "BOUND" })]);
}

#[tokio::test]
async fn the_worker_lets_locks_expire() {
    let mut world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let (made, code) = link(&admin, json!({ "chapter": "chap_1", "channel": "OTHER" })).await;
    for n in 0..3 {
        touch(&world, &code, &visitor(n)).await;
    }
    world.later(TimeDelta::days(30));
    world.work();
    let admin = world.staff("hq-admin").await;
    let query = "query Q($id: ID!) { referralLink(id: $id) { counts { state count } } }";
    until("the locks are over", async || {
        let counts = admin.ask(query, json!({ "id": made })).await["referralLink"]["counts"].clone();
        counts == json!([{ "state": "EXPIRED", "count": 3 }])
    })
    .await;
    world.rest().await;
}

#[tokio::test]
async fn what_is_followed_at_once_binds_once() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let mut links = Vec::new();
    for _ in 0..2 {
        links.push(link(&admin, json!({ "chapter": "chap_1", "channel": "POSTER" })).await);
    }
    let race = (0..12).map(|n| touch(&world, &links[n % 2].1, "race-race-race-race-race-race-race"));
    let held = join_all(race).await;
    let mut bound = 0;
    for (made, code) in &links {
        let found = referrals(&admin, made, "state").await;
        bound += found.len();
        let holds = held.iter().filter(|seen| seen["code"] == json!(code) && seen["holds"] == json!(true)).count();
        assert_eq!(holds, found.len() * 6, "{held:?}");
    }
    assert_eq!(bound, 1);
}

#[tokio::test]
async fn an_unknown_or_ended_link_binds_nobody() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let stranger = world.stranger();
    let (made, code) = link(&admin, json!({ "chapter": "chap_1", "channel": "POSTER" })).await;
    let input = |code: &str, visitor: &str| json!({ "code": code, "visitor": visitor });
    let swapped: String = code.chars().rev().collect();
    for unknown in [swapped.as_str(), "22222222", "", "x"] {
        let broken = stranger.broken("referralTouch", input(unknown, &visitor(1))).await;
        assert!(unknown == code || broken == ["GROWTH_LINK_UNKNOWN"], "{unknown}: {broken:?}");
    }
    assert_eq!(stranger.broken("referralTouch", input(&code, "1")).await, ["GROWTH_VISITOR_INVALID"]);
    admin.run("referralLinkEnd", json!({ "id": made }), "link { id }").await;
    assert_eq!(stranger.broken("referralTouch", input(&code, &visitor(1))).await, ["GROWTH_LINK_ENDED"]);
    assert_eq!(referrals(&admin, &made, "state").await.len(), 0);
}

#[tokio::test]
async fn guesses_are_limited() {
    let world = World::limited().await;
    let admin = world.staff("hq-admin").await;
    let (_, code) = link(&admin, json!({ "chapter": "chap_1", "channel": "POSTER" })).await;
    let input = json!({ "code": code, "visitor": visitor(1) });
    for _ in 0..10 {
        assert!(world.stranger().broken("referralTouch", input.clone()).await.is_empty());
    }
    let answer = world.stranger().attempt("referralTouch", input, "__typename").await;
    assert_eq!(answer.error(), Some("RATE_LIMITED"));
}
