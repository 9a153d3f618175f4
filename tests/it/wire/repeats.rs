//! A message of the bus that comes again and again has one effect.

use std::time::Duration;

use bus::{ConsumerOptions, Message};
use serde_json::json;
use service::policies::{PUSH_GROUP, PUSH_STREAM};

use super::client::{Client, serve, soon};
use super::live::listening;
use crate::chapters::id;
use crate::policies::{EVENTS, PRICE, by_state, price, publish};
use crate::world::{World, until};

#[tokio::test]
async fn a_push_message_that_is_repeated_delivers_once() {
    let mut world = World::idle().await;
    let bus = world.node.service.bus().clone();
    // A group of its own sees every message that the workers see.
    let options = ConsumerOptions { block: Duration::from_millis(20), ..ConsumerOptions::default() };
    let mut spy = bus.consumer(PUSH_STREAM, "spy", "spy", options).unwrap();
    // The group begins with its first look, which finds nothing yet and would wait.
    assert!(tokio::time::timeout(Duration::from_millis(200), spy.next()).await.is_err());
    let served = serve(&world.node).await;
    let admin = world.staff("hq-admin").await;
    let helmsman = world.helmsman("330100").await;
    let own = id(&helmsman, "330100").await;
    let mut client = Client::greeted(&served, helmsman.token.as_ref()).await;
    client.follow(&own, None).await;
    listening(&world.node, 1).await;
    world.work();
    let version = publish(&admin, "chap_1", PRICE, price(1, 9), json!({})).await;
    assert_eq!(json!(client.notice().await.0), version["id"]);
    world.drained().await;
    let counts = by_state(&admin, &version).await;

    let seen = soon("the message of the push", spy.next()).await.unwrap();
    let messages: Vec<Message> = seen.iter().map(|seen| Message::new(seen.key.clone(), seen.payload.clone())).collect();
    for _ in 0..5 {
        bus.send(PUSH_STREAM, &messages).await.unwrap();
    }
    until("the repeats were taken", async || {
        let lag = bus.lag(PUSH_STREAM, PUSH_GROUP).await.unwrap();
        lag.waiting == 0 && lag.pending == 0
    })
    .await;
    assert_eq!(by_state(&admin, &version).await, counts);
    let inbox = "{ me { chapter { inbox { nodes { version { id } } } } } }";
    let received = helmsman.ask(inbox, json!({})).await;
    assert_eq!(received["me"]["chapter"]["inbox"]["nodes"], json!([{ "version": { "id": version["id"] } }]));
    // Nor was the client told again: the next it hears of is the next version.
    let next = publish(&admin, "chap_1", EVENTS, json!(2), json!({})).await;
    assert_eq!(json!(client.notice().await.0), next["id"]);
}

#[tokio::test]
async fn a_message_that_is_no_push_is_buried_and_stops_nothing() {
    let world = World::new().await;
    let bus = world.node.service.bus().clone();
    let admin = world.staff("hq-admin").await;
    let rubbish = [Message::new("x", "rubbish"), Message::new("x", r#"{"push":"push_999999"}"#)];
    bus.send(PUSH_STREAM, &rubbish).await.unwrap();
    let version = publish(&admin, "chap_1", PRICE, price(1, 9), json!({})).await;
    world.drained().await;
    until("both are buried", async || bus.dead_letters(PUSH_STREAM, 10).await.unwrap().len() == 2).await;
    assert!(!by_state(&admin, &version).await.contains_key("QUEUED"));
}
