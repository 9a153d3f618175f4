//! The live feed: replay what was missed, then go on live, without gap or repeat, on every node.

use std::time::Duration;

use domain::kernel::ChapterId;
use futures_util::StreamExt as _;
use serde_json::{Value, json};
use service::Service;
use service::policies::FeedStream;

use super::{EVENTS, PRICE, price, publish};
use crate::chapters::id;
use crate::world::{Node, World};

fn follow(node: &Node, chapter: &str, after: Option<&str>) -> FeedStream {
    let service: &Service = &node.service;
    let viewer = service.viewer(flotilla::boot::system_op(service, "test"), None);
    let chapter: ChapterId = chapter.parse().unwrap();
    service.policy_feed(&viewer, chapter, after).unwrap()
}

/// The next notice: its version and cursor.
async fn next(feed: &mut FeedStream) -> (String, String) {
    let notice = tokio::time::timeout(Duration::from_secs(20), feed.next()).await.expect("a notice in time");
    let notice = notice.unwrap().unwrap();
    (notice.delivered.version.to_string(), notice.cursor())
}

fn text(version: &Value) -> String {
    version["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn whoever_was_away_gets_what_was_missed_and_then_goes_on() {
    let world = World::new().await;
    let admin = world.staff("hq-admin").await;
    let county = id(&admin, "330102").await;
    let mut live = follow(&world.node, &county, None);
    let first = text(&publish(&admin, "chap_1", PRICE, price(1, 9), json!({})).await);
    let (seen, cursor) = next(&mut live).await;
    assert_eq!(seen, first);
    drop(live);
    // Away while two more arrive, one of them meant for the province alone.
    let zhejiang = id(&admin, "330000").await;
    publish(&admin, &zhejiang, EVENTS, json!(2), json!({ "levels": ["PROVINCE"] })).await;
    let second = text(&publish(&admin, "chap_1", EVENTS, json!(2), json!({})).await);
    world.drained().await;
    let other = world.second_node().await;
    for node in [&world.node, &other] {
        let mut back = follow(node, &county, Some(&cursor));
        assert_eq!(next(&mut back).await.0, second);
    }
    let mut both: Vec<FeedStream> = vec![follow(&world.node, &county, Some(&cursor))];
    both.push(follow(&other, &county, Some(&cursor)));
    let third = text(&publish(&admin, "chap_1", PRICE, price(2, 8), json!({})).await);
    for feed in &mut both {
        assert_eq!(next(feed).await.0, second);
        assert_eq!(next(feed).await.0, third);
    }
}

#[tokio::test]
async fn a_slow_follower_misses_nothing() {
    let world = World::new().await;
    let admin = world.staff("hq-admin").await;
    let county = id(&admin, "330102").await;
    let mut feed = follow(&world.node, &county, None);
    // More than the live queue holds.
    let mut published = Vec::new();
    for n in 1..=30 {
        published.push(text(&publish(&admin, "chap_1", PRICE, price(n, 100), json!({})).await));
        world.drained().await;
    }
    for version in published {
        assert_eq!(next(&mut feed).await.0, version);
    }
}

#[tokio::test]
async fn a_chapter_is_told_of_a_revocation() {
    let world = World::new().await;
    let admin = world.staff("hq-admin").await;
    let county = id(&admin, "330102").await;
    let mut before = follow(&world.node, &county, None);
    let version = publish(&admin, "chap_1", PRICE, price(1, 9), json!({})).await;
    // Once one is told of the delivery here, who joins now comes after it.
    assert_eq!(next(&mut before).await.0, text(&version));
    let mut feed = follow(&world.node, &county, None);
    admin.run("policyRevoke", json!({ "id": version["id"], "reason": "有误" }), "version { id }").await;
    let notice = tokio::time::timeout(Duration::from_secs(20), feed.next()).await.unwrap().unwrap().unwrap();
    assert_eq!(notice.kind, service::policies::NoticeKind::Revoked);
    assert_eq!(notice.delivered.version.to_string(), text(&version));
}
