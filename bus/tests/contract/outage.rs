//! What the bus does while its server is away, comes back, is emptied, or was never there.

use std::time::{Duration, Instant};

use bus::{Bus, Error, RedisSettings, SIGNAL_TIMEOUT, Signal};
use bytes::Bytes;

use crate::support::RedisServer;
use crate::support::world::{
    GROUP, STREAM, World, becomes, consumer, hasty, hear, hear_gap, live_bus, messages, patient, restricted_url, soon,
    take, take_one, text,
};

/// A cache that trusts signals must stop within this time.
const STOPS_TRUSTING: Duration = Duration::from_secs(1);

fn settings(server: &RedisServer) -> RedisSettings {
    RedisSettings::new(format!("redis://{}", server.place()))
}

#[tokio::test]
async fn a_killed_server_is_noticed_in_time_and_its_return_too() {
    let mut server = RedisServer::start();
    let (here, there) = (live_bus(&settings(&server)).await, live_bus(&settings(&server)).await);
    let mut listener = there.listen(&["push"]);
    let killed = Instant::now();
    server.kill();
    becomes(&there, false).await;
    assert!(killed.elapsed() < STOPS_TRUSTING, "after {:?}", killed.elapsed());
    assert!(there.health().borrow().since > killed);

    server.run();
    becomes(&here, true).await;
    becomes(&there, true).await;
    hear_gap(&mut listener).await;
    here.signal("push", Bytes::from_static(b"back")).await.unwrap();
    assert_eq!(hear(&mut listener).await, "back");
}

#[tokio::test]
async fn a_frozen_server_is_noticed_in_time_and_holds_up_no_signal() {
    let server = RedisServer::start();
    let bus = live_bus(&settings(&server)).await;
    let mut listener = bus.listen(&["push"]);
    let frozen = Instant::now();
    server.freeze();
    becomes(&bus, false).await;
    assert!(frozen.elapsed() < STOPS_TRUSTING, "after {:?}", frozen.elapsed());
    let begun = Instant::now();
    let sent = bus.signal("push", Bytes::from_static(b"a")).await;
    assert!(matches!(sent, Err(Error::Unavailable(_))), "{sent:?}");
    assert!(begun.elapsed() < SIGNAL_TIMEOUT + Duration::from_millis(200));
    assert_eq!(hear(&mut listener).await, "a", "listeners of the same process need no server");
    server.wake();
    becomes(&bus, true).await;
    assert_eq!(soon(listener.next()).await, Some(Signal::Gap));
}

#[tokio::test]
async fn a_bus_made_before_its_server_works_once_that_is_there() {
    let mut server = RedisServer::reserve();
    let bus = soon(Bus::connect(&settings(&server))).await.unwrap();
    assert!(!bus.health().borrow().live);
    let mut listener = bus.listen(&["push"]);
    let mut one = consumer(&bus, "one", patient());
    let waiting = tokio::spawn(async move { take_one(&mut one).await });
    assert!(matches!(bus.send(STREAM, &messages(&["a"])).await, Err(Error::Unavailable(_))));

    server.run();
    becomes(&bus, true).await;
    assert_eq!(soon(listener.next()).await, Some(Signal::Gap));
    bus.send(STREAM, &messages(&["a"])).await.unwrap();
    assert_eq!(text(&soon(waiting).await.unwrap()), "a");
}

#[tokio::test]
async fn an_emptied_server_does_not_stop_the_consumer() {
    let server = RedisServer::start();
    let bus = live_bus(&settings(&server)).await;
    let mut one = consumer(&bus, "one", patient());
    bus.send(STREAM, &messages(&["a"])).await.unwrap();
    let before = take_one(&mut one).await;
    assert!(tokio::time::timeout(Duration::from_millis(5), one.next()).await.is_err(), "it waits inside the read");
    server.ask("FLUSHALL");
    before.ack().await.unwrap();
    assert!(!before.extend().await.unwrap());
    assert!(!before.retry_after(Duration::ZERO).await.unwrap());
    assert!(!before.bury("gone").await.unwrap());
    bus.send(STREAM, &messages(&["b", "c"])).await.unwrap();
    let after = take(&mut one, 2).await;
    assert_eq!(after.iter().map(text).collect::<Vec<_>>(), ["b", "c"]);
    one.ack_all(&after).await.unwrap();
    assert_eq!(bus.lag(STREAM, GROUP).await.unwrap(), bus::Lag::default());
}

#[tokio::test]
async fn consumers_go_on_after_a_restart() {
    let mut server = RedisServer::start();
    let bus = live_bus(&settings(&server)).await;
    let mut one = consumer(&bus, "one", hasty(Duration::from_millis(200)));
    bus.send(STREAM, &messages(&["a"])).await.unwrap();
    let unanswered = take_one(&mut one).await;
    server.kill();
    assert!(matches!(unanswered.ack().await, Err(Error::Unavailable(_))));
    server.run();
    becomes(&bus, true).await;
    bus.send(STREAM, &messages(&["b"])).await.unwrap();
    assert_eq!(text(&take_one(&mut one).await), "b");
    one.close().await.unwrap();
}

#[tokio::test]
async fn the_documented_user_can_do_nothing_else() {
    let server = RedisServer::start();
    restricted_url(&server, "redis", bus::DEFAULT_NAMESPACE);
    for forbidden in ["KEYS *", "FLUSHALL", "GET other", "XLEN {other:work}:log", "CONFIG GET *", "PUBLISH other x"] {
        let answer = server.ask_as("flotilla", "secret", forbidden);
        assert!(answer.starts_with("-NOPERM"), "{forbidden}: {answer}");
    }
    assert_eq!(server.ask_as("flotilla", "secret", "XLEN {flotilla:work}:log"), ":0");
}

#[tokio::test]
async fn another_namespace_is_another_bus() {
    let server = RedisServer::start();
    let one = live_bus(&settings(&server)).await;
    let two = live_bus(&RedisSettings { namespace: "second".to_owned(), ..settings(&server) }).await;
    let mut listener = two.listen(&["push"]);
    one.send(STREAM, &messages(&["a"])).await.unwrap();
    one.signal("push", Bytes::from_static(b"one")).await.unwrap();
    two.signal("push", Bytes::from_static(b"two")).await.unwrap();
    assert_eq!(hear(&mut listener).await, "two");
    assert_eq!(two.lag(STREAM, GROUP).await.unwrap().waiting, 0);
}

#[tokio::test]
async fn sentinels_lead_to_the_primary() {
    let server = RedisServer::start();
    let sentinel = RedisServer::start_sentinel_of(&server);
    restricted_url(&server, "redis", bus::DEFAULT_NAMESPACE);
    let url = format!("redis+sentinel://flotilla:secret@{}/main", sentinel.place());
    let world = World::at(RedisSettings::new(url)).await;
    let elsewhere = world.elsewhere().await;
    let mut listener = elsewhere.listen(&["push"]);
    world.bus.send(STREAM, &messages(&["a"])).await.unwrap();
    let mut one = consumer(&world.bus, "one", patient());
    take_one(&mut one).await.ack().await.unwrap();
    world.bus.signal("push", Bytes::from_static(b"heard")).await.unwrap();
    assert_eq!(hear(&mut listener).await, "heard");
    drop(elsewhere);
    assert_eq!(soon(listener.next()).await, None, "its bus is gone");
}
