//! Equal subscriptions are executed once; a slow reader costs nobody anything.

use std::sync::atomic::Ordering;

use futures_util::StreamExt as _;
use serde_json::json;
use tokio_tungstenite::tungstenite::Message;

use crate::client::Client;
use crate::world::{World, soon, until, world};

const TICKS: &str = "subscription { ticks { n } }";

fn tick(world: &World, n: i32) {
    world.feed.ticks.send(n).unwrap();
}

fn opened(world: &World) -> usize {
    world.feed.opened.load(Ordering::SeqCst)
}

async fn opens(world: &World, count: usize) {
    until("the streams are open", || opened(world) == count && world.feed.ticks.receiver_count() > 0).await;
}

#[tokio::test]
async fn equal_subscriptions_are_executed_once() {
    let world = world();
    let served = world.listen().await;
    let mut clients = Vec::new();
    for (at, token) in ["good", "good", "twin", "twin", "good"].into_iter().enumerate() {
        let mut client = Client::greeted(&served, Some(token)).await;
        // Some ids are equal and some are not.
        client.subscribed(if at < 3 { "1" } else { "other \"id\"" }, TICKS).await;
        clients.push(client);
    }
    opens(&world, 1).await;
    for n in 0..10 {
        tick(&world, n);
    }
    for (at, client) in clients.iter_mut().enumerate() {
        for n in 0..10 {
            let next = client.hear().await;
            assert_eq!(next["id"], if at < 3 { "1" } else { "other \"id\"" });
            assert_eq!(
                (&next["type"], &next["payload"]),
                (&json!("next"), &json!({ "data": { "ticks": { "n": n } } }))
            );
        }
    }
    assert_eq!(opened(&world), 1);
    assert_eq!(world.feed.resolved.load(Ordering::SeqCst), 10);
}

#[tokio::test]
async fn what_differs_is_not_shared() {
    let world = world();
    let served = world.listen().await;
    let mut client = Client::greeted(&served, Some("good")).await;
    let mut other = Client::greeted(&served, Some("other")).await;
    let mut stranger = Client::greeted(&served, None).await;
    client.subscribed("a", TICKS).await;
    opens(&world, 1).await;
    other.subscribed("a", TICKS).await;
    opens(&world, 2).await;
    stranger.subscribed("a", TICKS).await;
    opens(&world, 3).await;
    client.subscribed("b", "subscription { ticks { n n } }").await;
    opens(&world, 4).await;
    let with = |id: &str, variables: serde_json::Value| {
        let query = "subscription($c: Int, $a: String) { ticks(chapter: $c, after: $a) { n } }";
        json!({ "type": "subscribe", "id": id, "payload": { "query": query, "variables": variables } })
    };
    for (id, variables, count) in [
        ("c", json!({ "c": 1 }), 5),
        ("d", json!({ "c": 2 }), 6),
        // In one spelling or another, and with one that is not declared: the same.
        ("e", json!({ "zzz": 1, "c": 2 }), 6),
        // A null cursor is none; a cursor is a place of its own, each time.
        ("f", json!({ "c": 2, "a": null }), 7),
        ("g", json!({ "c": 2, "a": "x" }), 8),
        ("h", json!({ "c": 2, "a": "x" }), 9),
    ] {
        client.say(with(id, variables)).await;
        client.settled().await;
        opens(&world, count).await;
    }
}

#[tokio::test]
async fn who_joins_late_hears_from_then_on() {
    let world = world();
    let served = world.listen().await;
    let mut early = Client::greeted(&served, None).await;
    early.subscribed("1", TICKS).await;
    opens(&world, 1).await;
    tick(&world, 1);
    assert_eq!(early.hear().await["payload"]["data"]["ticks"]["n"], 1);
    let mut late = Client::greeted(&served, None).await;
    late.subscribed("1", TICKS).await;
    tick(&world, 2);
    assert_eq!(early.hear().await["payload"]["data"]["ticks"]["n"], 2);
    assert_eq!(late.hear().await["payload"]["data"]["ticks"]["n"], 2);
    assert_eq!(opened(&world), 1);
}

#[tokio::test]
async fn who_joins_a_standing_first_hears_how_things_stand() {
    let world = world();
    let served = world.listen().await;
    let standing = "subscription { standing { n } }";
    let mut early = Client::greeted(&served, None).await;
    early.subscribed("1", standing).await;
    opens(&world, 1).await;
    for n in [1, 2] {
        tick(&world, n);
        early.hear().await;
    }
    let mut late = Client::greeted(&served, None).await;
    late.subscribe("1", standing).await;
    assert_eq!(late.hear().await["payload"]["data"]["standing"]["n"], 2);
    tick(&world, 3);
    assert_eq!(late.hear().await["payload"]["data"]["standing"]["n"], 3);
}

#[tokio::test]
async fn the_founder_may_be_revoked_and_the_last_ends_it() {
    let world = world();
    let served = world.listen().await;
    let mut founder = Client::greeted(&served, Some("good")).await;
    founder.subscribed("1", TICKS).await;
    opens(&world, 1).await;
    let mut other = Client::greeted(&served, Some("twin")).await;
    other.subscribed("1", TICKS).await;
    world.gate.good.cancel();
    assert_eq!(soon("a close", founder.closed()).await.0, 4403);
    tick(&world, 5);
    assert_eq!(other.hear().await["payload"]["data"]["ticks"]["n"], 5);
    assert_eq!(opened(&world), 1);
    drop(other);
    until("nobody listens", || world.feed.ticks.receiver_count() == 0).await;
}

#[tokio::test]
async fn the_end_of_a_shared_stream_reaches_everybody() {
    let world = world();
    let served = world.listen().await;
    let mut one = Client::greeted(&served, None).await;
    let mut two = Client::greeted(&served, None).await;
    let broken = "subscription { ticks { nothing } }";
    one.subscribe("1", broken).await;
    two.subscribe("2", broken).await;
    assert_eq!(one.hear().await["type"], "error");
    assert_eq!(two.hear().await["type"], "error");
    // The group is gone: the same id and operation start anew.
    one.subscribe("1", broken).await;
    assert_eq!(one.hear().await["type"], "error");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slow_reader_gets_the_newest_and_a_mark() {
    const FRAMES: i32 = 800;
    let world = world();
    let served = world.listen().await;
    let filled = "subscription { ticks { n filler(kilobytes: 64) } }";
    let mut slow = Client::greeted(&served, None).await;
    slow.subscribed("1", filled).await;
    let mut quick = Client::greeted(&served, None).await;
    quick.subscribed("1", filled).await;
    opens(&world, 1).await;
    // 50 MB, of which the sockets' buffers and the queue hold a part. The quick one sets the pace.
    for n in 0..FRAMES {
        tick(&world, n);
        assert_eq!(quick.hear().await["payload"]["data"]["ticks"]["n"], n);
    }
    let (mut heard, mut marks, mut last) = (0, 0, -1);
    while last < FRAMES - 1 {
        let Some(Ok(message)) = soon("a frame", slow.0.next()).await else { panic!("the slow reader was cut off") };
        let Message::Text(text) = message else { continue };
        let next: serde_json::Value = serde_json::from_str(&text).unwrap();
        let n = i32::try_from(next["payload"]["data"]["ticks"]["n"].as_i64().unwrap()).unwrap();
        let marked = next["payload"]["extensions"]["resync"] == true;
        assert!(n > last, "repeated or out of order: {n} after {last}");
        assert_eq!(n != last + 1, marked, "a gap before {n} (after {last}) and its mark");
        (heard, marks, last) = (heard + 1, marks + i32::from(marked), n);
    }
    assert!(marks >= 1, "nothing was left out");
    assert!(heard < FRAMES / 2, "{heard} frames were kept for a reader that read nothing");
}
