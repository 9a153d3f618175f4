//! graphql-transport-ws: wire.md 8.

use std::sync::atomic::Ordering;

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::json;
use tokio_tungstenite::tungstenite::Message;

use crate::client::Client;
use crate::world::{soon, until, world, world_with};
use api::http::{DoorSettings, LiveSettings};

#[tokio::test]
async fn ping_works_before_init_and_after() {
    let served = world().listen().await;
    let mut client = Client::open(&served).await;
    client.say(json!({ "type": "ping", "payload": { "n": 1 } })).await;
    assert_eq!(client.hear().await, json!({ "type": "pong", "payload": { "n": 1 } }));
    client.say(json!({ "type": "pong" })).await;
    client.say(json!({ "type": "connection_init" })).await;
    assert_eq!(client.hear().await, json!({ "type": "connection_ack" }));
    client.settled().await;
}

#[tokio::test]
async fn close_codes_are_exact() {
    let world = world();
    let served = world.listen().await;
    let subscribe = json!({ "type": "subscribe", "id": "1", "payload": { "query": "{ ping }" } });
    let init = json!({ "type": "connection_init" });
    let ticks = json!({ "type": "subscribe", "id": "one", "payload": { "query": "subscription { ticks { n } }" } });
    let said: [(&[serde_json::Value], u16, &str); 14] = [
        (&[subscribe], 4401, "Unauthorized"),
        (&[init.clone(), init.clone()], 4429, "Too many initialisation requests"),
        (&[init.clone(), ticks.clone(), ticks], 4409, "Subscriber for one already exists"),
        (&[json!({ "type": "connection_init", "payload": { "authorization": "Bearer nobody" } })], 4403, "Forbidden"),
        (&[json!({ "type": "connection_init", "payload": { "authorization": "Basic good" } })], 4403, "Forbidden"),
        (&[json!({ "type": "connection_init", "payload": { "Authorization": 7 } })], 4403, "Forbidden"),
        (&[json!({ "type": "nonsense" })], 4400, ""),
        (&[json!(["connection_init"])], 4400, ""),
        (&[json!({ "type": "connection_init", "payload": "x" })], 4400, ""),
        (&[init.clone(), json!({ "type": "subscribe", "payload": { "query": "{ ping }" } })], 4400, ""),
        (&[init.clone(), json!({ "type": "subscribe", "id": "", "payload": { "query": "{ ping }" } })], 4400, ""),
        (
            &[init.clone(), json!({ "type": "subscribe", "id": "x".repeat(91), "payload": { "query": "{ ping }" } })],
            4400,
            "",
        ),
        (&[init.clone(), json!({ "type": "subscribe", "id": "1", "payload": {} })], 4400, ""),
        (&[init.clone(), json!({ "type": "complete" })], 4400, ""),
    ];
    for (messages, code, reason) in said {
        let mut client = Client::open(&served).await;
        for message in messages {
            client.say(message.clone()).await;
        }
        if messages.len() > 1 {
            assert_eq!(client.hear().await, json!({ "type": "connection_ack" }));
        }
        let closed = soon("a close", client.closed()).await;
        assert_eq!(closed.0, code, "{messages:?} {closed:?}");
        assert!(reason.is_empty() || closed.1 == reason, "{messages:?} {closed:?}");
    }
    let mut binary = Client::open(&served).await;
    binary.0.send(Message::binary(vec![1, 2, 3])).await.unwrap();
    assert_eq!(soon("a close", binary.closed()).await.0, 4400);
    for wrong in [None, Some("graphql-ws")] {
        let result = std::panic::AssertUnwindSafe(async {
            let mut client = Client::connect(served.address, wrong).await;
            soon("a close", client.closed()).await.0
        });
        // A client that asked for a subprotocol and got none may refuse the handshake by itself.
        let code = futures_util::FutureExt::catch_unwind(result).await;
        assert!(matches!(code, Ok(4406)) || (code.is_err() && wrong.is_some()), "{code:?}");
    }
}

#[tokio::test]
async fn who_does_not_introduce_itself_is_closed() {
    let served = world().listen().await;
    let mut client = Client::open(&served).await;
    client.say(json!({ "type": "ping" })).await;
    client.hear().await;
    tokio::time::pause();
    let before = tokio::time::Instant::now();
    assert_eq!(client.closed().await, (4408, "Connection initialisation timeout".to_owned()));
    assert!(before.elapsed() <= std::time::Duration::from_secs(11));
}

#[tokio::test]
async fn a_goodbye_is_answered() {
    let world = world();
    let served = world.listen().await;
    let mut client = Client::greeted(&served, None).await;
    client.subscribed("1", "subscription { ticks { n } }").await;
    client.0.close(None).await.unwrap();
    let rest: Vec<_> = soon("the answer", client.0.by_ref().collect()).await;
    assert!(rest.iter().all(Result::is_ok), "{rest:?}");
    assert!(matches!(rest.last(), Some(Ok(Message::Close(_)))), "{rest:?}");
    until("nobody listens", || world.feed.ticks.receiver_count() == 0).await;
}

#[tokio::test]
async fn operations_of_a_socket_count_for_the_rate() {
    let settings = DoorSettings { rate_per_second: 1, rate_burst: 3, ..DoorSettings::default() };
    let served = world_with(settings).listen().await;
    let mut client = Client::greeted(&served, None).await;
    let mut codes = Vec::new();
    for _ in 0..4 {
        client.subscribe("1", "{ nothing }").await;
        codes.push(client.hear().await["payload"][0]["extensions"]["code"].as_str().unwrap().to_owned());
    }
    assert_eq!(codes, ["VALIDATION_FAILED", "VALIDATION_FAILED", "RATE_LIMITED", "RATE_LIMITED"]);
}

#[tokio::test]
async fn either_case_of_the_token_is_taken() {
    let served = world().listen().await;
    for name in ["authorization", "Authorization"] {
        let mut client = Client::open(&served).await;
        client.say(json!({ "type": "connection_init", "payload": { name: "Bearer good" } })).await;
        assert_eq!(client.hear().await, json!({ "type": "connection_ack" }));
    }
}

#[tokio::test]
async fn queries_and_mutations_work_too() {
    let world = world();
    let served = world.listen().await;
    let mut client = Client::greeted(&served, None).await;
    client.subscribe("q", "{ ping }").await;
    let next = client.hear().await;
    assert_eq!(
        (&next["id"], &next["type"], &next["payload"]["data"]),
        (&json!("q"), &json!("next"), &json!({ "ping": "pong" }))
    );
    assert_eq!(client.hear().await, json!({ "id": "q", "type": "complete" }));
    client.subscribe("q", "mutation { add(n: 3) }").await;
    assert_eq!(client.hear().await["payload"]["data"], json!({ "add": 3 }));
    assert_eq!(client.hear().await["type"], "complete");
    assert_eq!(world.feed.added.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn a_failed_operation_is_an_error_and_not_a_result() {
    let served = world().listen().await;
    let mut client = Client::greeted(&served, None).await;
    for (query, code) in [
        ("{ ping", "PARSE_ERROR"),
        ("{ nothing }", "VALIDATION_FAILED"),
        ("subscription { nothing }", "VALIDATION_FAILED"),
        ("subscription { refused }", "NOT_FOUND"),
        ("query($n: Int!) { number(n: $n) }", "BAD_USER_INPUT"),
        ("{ boom }", "INTERNAL"),
    ] {
        client.subscribe("same id again", query).await;
        let error = client.hear().await;
        assert_eq!((&error["id"], &error["type"]), (&json!("same id again"), &json!("error")), "{query} {error}");
        assert_eq!(error["payload"][0]["extensions"]["code"], code, "{query} {error}");
    }
    client.subscribe("1", "subscription { three }").await;
    for n in 1..=3 {
        assert_eq!(client.hear().await["payload"]["data"], json!({ "three": n }));
    }
    assert_eq!(client.hear().await, json!({ "id": "1", "type": "complete" }));
}

#[tokio::test]
async fn complete_stops_an_operation() {
    let world = world();
    let served = world.listen().await;
    let mut client = Client::greeted(&served, None).await;
    for query in ["subscription { ticks { n } }", "subscription { ticks(after: \"x\") { n } }"] {
        client.subscribed("1", query).await;
        until("listening", || world.feed.ticks.receiver_count() == 1).await;
        client.say(json!({ "type": "complete", "id": "1" })).await;
        client.say(json!({ "type": "complete", "id": "never heard of" })).await;
        client.settled().await;
        until("nobody listens", || world.feed.ticks.receiver_count() == 0).await;
    }
}

#[tokio::test]
async fn a_token_that_ends_closes_the_socket() {
    let world = world();
    let served = world.listen().await;
    let mut client = Client::greeted(&served, Some("good")).await;
    client.subscribed("1", "subscription { ticks { n } }").await;
    world.gate.good.cancel();
    assert_eq!(soon("a close", client.closed()).await, (4403, "Forbidden".to_owned()));
    until("nobody listens", || world.feed.ticks.receiver_count() == 0).await;
}

#[tokio::test]
async fn operations_of_a_socket_are_bounded() {
    let live = LiveSettings { subscriptions: 2, ..LiveSettings::default() };
    let served = world_with(DoorSettings { live, ..DoorSettings::default() }).listen().await;
    let mut client = Client::greeted(&served, None).await;
    client.subscribed("1", "subscription { ticks { n } }").await;
    client.subscribed("2", "subscription { ticks(after: \"x\") { n } }").await;
    client.subscribe("3", "{ ping }").await;
    let error = client.hear().await;
    assert_eq!((&error["type"], &error["payload"][0]["extensions"]["code"]), (&json!("error"), &json!("RATE_LIMITED")));
    client.say(json!({ "type": "complete", "id": "2" })).await;
    client.subscribe("3", "{ ping }").await;
    assert_eq!(client.hear().await["type"], "next");
}

#[tokio::test]
async fn a_silent_peer_is_dropped() {
    let world = world();
    let served = world.listen().await;
    let mut client = Client::greeted(&served, None).await;
    client.subscribed("1", "subscription { ticks { n } }").await;
    until("listening", || world.feed.ticks.receiver_count() == 1).await;
    // The client is not polled, so its pongs are never sent.
    tokio::time::pause();
    let before = tokio::time::Instant::now();
    while world.feed.ticks.receiver_count() > 0 {
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        assert!(before.elapsed() < std::time::Duration::from_mins(1));
    }
    assert!(before.elapsed() > std::time::Duration::from_secs(20));
}

#[tokio::test]
async fn the_door_closes_sockets_when_it_stops() {
    let world = world();
    let served = world.listen().await;
    let mut client = Client::greeted(&served, None).await;
    world.shutdown.cancel();
    assert_eq!(soon("a close", client.closed()).await.0, 1012);
    drop(client);
    soon("the end of serving", served.task).await.unwrap().unwrap();
}
