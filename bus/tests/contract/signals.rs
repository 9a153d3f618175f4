//! What signals promise, and the end of a bus.

use std::time::Duration;

use bus::{Error, Signal};
use bytes::Bytes;

use crate::support::world::{GROUP, STREAM, World, consumer, hear, messages, patient, soon, take};

pub(crate) async fn signals_reach_every_listener_exactly_once(world: World) {
    let elsewhere = world.elsewhere().await;
    let mut listeners = [
        world.bus.listen(&["push", "push"]),
        world.bus.listen(&["push", "other"]),
        elsewhere.listen(&["push"]),
        elsewhere.listen(&["other", "push"]),
    ];
    let mut deaf = elsewhere.listen(&["other"]);
    for n in 0..50 {
        world.bus.signal("push", Bytes::from(n.to_string())).await.unwrap();
    }
    for listener in &mut listeners {
        for n in 0..50 {
            assert_eq!(hear(listener).await, n.to_string());
        }
    }
    // A repeat would be heard before this one.
    world.bus.signal("other", Bytes::from_static(b"end")).await.unwrap();
    assert_eq!(hear(&mut listeners[1]).await, "end");
    assert_eq!(hear(&mut listeners[3]).await, "end");
    assert_eq!(hear(&mut deaf).await, "end");
}

pub(crate) async fn a_slow_listener_is_told_of_its_gap(world: World) {
    let mut listener = world.bus.listen(&["push"]);
    for n in 0..3000 {
        world.bus.signal("push", Bytes::from(n.to_string())).await.unwrap();
    }
    assert_eq!(soon(listener.next()).await, Some(Signal::Gap), "what was queued is dropped");
    let mut next = hear(&mut listener).await.parse::<u32>().unwrap();
    while next < 2999 {
        let heard = hear(&mut listener).await.parse().unwrap();
        assert_eq!(heard, next + 1);
        next = heard;
    }
    drop(listener);
    let mut fresh = world.bus.listen(&["push"]);
    world.bus.signal("push", Bytes::from_static(b"on")).await.unwrap();
    assert_eq!(hear(&mut fresh).await, "on");
}

pub(crate) async fn a_closed_bus_ends_everything_but_lets_finish(world: World) {
    let bus = world.elsewhere().await;
    let mut listener = bus.listen(&["push"]);
    let mut one = consumer(&bus, "one", patient());
    bus.send(STREAM, &messages(&["a", "b"])).await.unwrap();
    let taken = take(&mut one, 2).await;
    assert!(tokio::time::timeout(Duration::from_millis(1), one.next()).await.is_err(), "it waits");
    bus.close();
    assert_eq!(soon(listener.next()).await, None);
    assert_eq!(soon(one.next()).await.unwrap_err(), Error::Closed);
    assert_eq!(bus.send(STREAM, &messages(&["c"])).await, Err(Error::Closed));
    assert_eq!(bus.signal("push", Bytes::new()).await, Err(Error::Closed));
    assert_eq!(bus.consumer(STREAM, GROUP, "two", patient()).unwrap_err(), Error::Closed);
    taken[0].ack().await.unwrap();
    one.close().await.unwrap();
    assert_eq!(world.bus.lag(STREAM, GROUP).await.unwrap().pending, 1, "handed back, so still owed");
}
