//! What streams promise.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use bus::{ConsumerOptions, Lag};

use crate::support::world::{GROUP, STREAM, World, consumer, hasty, messages, patient, soon, take, take_one, text};

pub(crate) async fn what_is_sent_is_delivered_once_acknowledged_and_forgotten(world: World) {
    world.bus.send(STREAM, &messages(&["a", "b", "c"])).await.unwrap();
    world.bus.send(STREAM, &[]).await.unwrap();
    let mut one = consumer(&world.elsewhere().await, "one", patient());
    let taken = take(&mut one, 3).await;
    assert_eq!(taken.iter().map(text).collect::<Vec<_>>(), ["a", "b", "c"]);
    assert!(taken.iter().all(|delivery| delivery.attempt == 1 && delivery.key == "key"));
    taken[0].ack().await.unwrap();
    one.ack_all(&taken[1..]).await.unwrap();
    assert_eq!(world.bus.lag(STREAM, GROUP).await.unwrap(), Lag::default());
    assert!(!taken[0].bury("too late").await.unwrap());
    assert_eq!(world.bus.dead_letters(STREAM, 10).await.unwrap(), []);
}

pub(crate) async fn consumers_share_the_messages(world: World) {
    let options = ConsumerOptions { batch: 2, ..patient() };
    let mut one = consumer(&world.bus, "one", options.clone());
    let mut two = consumer(&world.elsewhere().await, "two", options);
    let texts: Vec<String> = (0..20).map(|n| n.to_string()).collect();
    world.bus.send(STREAM, &messages(&texts.iter().map(String::as_str).collect::<Vec<_>>())).await.unwrap();
    let mut seen = Vec::new();
    for _ in 0..5 {
        seen.extend(take(&mut one, 2).await);
        seen.extend(take(&mut two, 2).await);
    }
    assert_eq!(seen.iter().map(text).collect::<BTreeSet<_>>().len(), 20);
    assert!(seen.iter().all(|delivery| delivery.attempt == 1));
}

pub(crate) async fn one_consumer_sees_the_order_sent(world: World) {
    let mut one = consumer(&world.bus, "one", ConsumerOptions { batch: 7, ..patient() });
    let texts: Vec<String> = (0..700).map(|n| n.to_string()).collect();
    for chunk in texts.chunks(600) {
        world.bus.send(STREAM, &messages(&chunk.iter().map(String::as_str).collect::<Vec<_>>())).await.unwrap();
    }
    let taken = take(&mut one, 700).await;
    assert_eq!(taken.iter().map(text).collect::<Vec<_>>(), texts);
}

pub(crate) async fn unanswered_messages_go_to_another_consumer(world: World) {
    let options = hasty(Duration::from_millis(200));
    world.bus.send(STREAM, &messages(&["a"])).await.unwrap();
    let mut one = consumer(&world.bus, "one", options.clone());
    let first = take_one(&mut one).await;
    let mut two = consumer(&world.elsewhere().await, "two", options);
    let again = take_one(&mut two).await;
    assert_eq!((again.id.as_str(), again.attempt, text(&again)), (first.id.as_str(), 2, "a"));
    assert!(!first.extend().await.unwrap(), "it is the other's now");
    assert!(!first.retry_after(Duration::ZERO).await.unwrap(), "it is the other's now");
    again.ack().await.unwrap();
    assert_eq!(world.bus.lag(STREAM, GROUP).await.unwrap(), Lag::default());
}

pub(crate) async fn an_extended_lease_is_not_claimed(world: World) {
    let idle = Duration::from_millis(500);
    world.bus.send(STREAM, &messages(&["a"])).await.unwrap();
    let mut one = consumer(&world.bus, "one", hasty(idle));
    let mine = take_one(&mut one).await;
    let mut two = consumer(&world.bus, "two", hasty(idle));
    let begun = Instant::now();
    let mut extended = begun;
    let mut heartbeat = tokio::time::interval(idle / 10);
    let taken_over = loop {
        tokio::select! {
            batch = two.next() => break batch.unwrap(),
            _ = heartbeat.tick(), if begun.elapsed() < idle * 2 => {
                extended = Instant::now();
                assert!(mine.extend().await.unwrap());
            }
        }
    };
    assert_eq!(taken_over[0].attempt, 2, "an extension is no attempt");
    assert!(begun.elapsed() >= idle * 2 && extended.elapsed() + Duration::from_millis(5) >= idle);
}

pub(crate) async fn after_the_last_attempt_a_message_is_a_dead_letter(world: World) {
    let options = ConsumerOptions { max_attempts: 2, ..hasty(Duration::from_millis(100)) };
    let mut one = consumer(&world.bus, "one", options);
    world.bus.send(STREAM, &messages(&["poison"])).await.unwrap();
    let id = take_one(&mut one).await.id;
    assert_eq!(take_one(&mut one).await.attempt, 2);
    let letters = soon(async {
        loop {
            // Putting aside happens while looking for work.
            drop(tokio::time::timeout(Duration::from_millis(20), one.next()).await);
            let letters = world.bus.dead_letters(STREAM, 10).await.unwrap();
            if !letters.is_empty() {
                break letters;
            }
        }
    })
    .await;
    let letter = &letters[0];
    assert_eq!((letter.message_id.as_str(), letter.attempts, letter.group.as_str()), (id.as_str(), 2, GROUP));
    assert_eq!(letter.reason, "no success in 2 attempts");
    assert_eq!((letter.key.as_str(), letter.payload.as_ref()), ("key", b"poison".as_slice()));
    assert_eq!(world.bus.lag(STREAM, GROUP).await.unwrap(), Lag::default());
}

pub(crate) async fn a_buried_message_can_be_put_back(world: World) {
    let mut one = consumer(&world.bus, "one", patient());
    world.bus.send(STREAM, &messages(&["a"])).await.unwrap();
    assert!(take_one(&mut one).await.bury("malformed").await.unwrap());
    let letter = world.bus.dead_letters(STREAM, 10).await.unwrap().remove(0);
    assert_eq!((letter.reason.as_str(), letter.attempts), ("malformed", 1));
    assert!(letter.age < Duration::from_mins(1));
    assert!(world.bus.requeue_dead(STREAM, &letter.id).await.unwrap());
    assert!(!world.bus.requeue_dead(STREAM, &letter.id).await.unwrap(), "it is there once only");
    let again = take_one(&mut one).await;
    assert_eq!((text(&again), again.attempt), ("a", 1));
    assert_eq!(world.bus.dead_letters(STREAM, 10).await.unwrap(), []);
}

pub(crate) async fn a_message_put_back_is_for_its_group_only(world: World) {
    let mut one = consumer(&world.bus, "one", ConsumerOptions { peers: vec!["others".to_owned()], ..patient() });
    let peers = ConsumerOptions { peers: vec![GROUP.to_owned()], ..patient() };
    let mut other = world.bus.consumer(STREAM, "others", "other", peers).unwrap();
    world.bus.send(STREAM, &messages(&["a"])).await.unwrap();
    take_one(&mut one).await.bury("malformed").await.unwrap();
    take_one(&mut other).await.ack().await.unwrap();
    let letter = world.bus.dead_letters(STREAM, 1).await.unwrap().remove(0);
    world.bus.requeue_dead(STREAM, &letter.id).await.unwrap();
    world.bus.send(STREAM, &messages(&["b"])).await.unwrap();
    assert_eq!(text(&take_one(&mut other).await), "b");
    assert_eq!(take(&mut one, 2).await.iter().map(text).collect::<Vec<_>>(), ["a", "b"]);
}

pub(crate) async fn a_retry_comes_after_its_delay_however_long(world: World) {
    // Longer than the idle claim, which must not bring it earlier.
    let (idle, delay) = (Duration::from_millis(100), Duration::from_millis(600));
    let mut one = consumer(&world.bus, "one", hasty(idle));
    world.bus.send(STREAM, &messages(&["a"])).await.unwrap();
    let first = take_one(&mut one).await;
    let asked = Instant::now();
    assert!(first.retry_after(delay).await.unwrap());
    let again = take_one(&mut one).await;
    // The server's clock counts whole milliseconds.
    assert!(asked.elapsed() + Duration::from_millis(5) >= delay, "after {:?}", asked.elapsed());
    assert_eq!((again.id.as_str(), again.attempt), (first.id.as_str(), 2));
}

pub(crate) async fn closing_hands_back_at_once_and_counts_no_attempt(world: World) {
    world.bus.send(STREAM, &messages(&["a", "b", "c"])).await.unwrap();
    let mut one = consumer(&world.bus, "one", patient());
    let taken = take(&mut one, 3).await;
    taken[0].ack().await.unwrap();
    let mut two = consumer(&world.elsewhere().await, "two", patient());
    let waiting = tokio::spawn(async move { take(&mut two, 2).await });
    one.close().await.unwrap();
    let again = soon(waiting).await.unwrap();
    assert_eq!(again.iter().map(text).collect::<Vec<_>>(), ["b", "c"]);
    assert!(again.iter().all(|delivery| delivery.attempt == 1));
}

pub(crate) async fn closing_keeps_a_retry_held_back(world: World) {
    let delay = Duration::from_millis(500);
    world.bus.send(STREAM, &messages(&["a"])).await.unwrap();
    let mut one = consumer(&world.bus, "one", patient());
    let asked = Instant::now();
    take_one(&mut one).await.retry_after(delay).await.unwrap();
    one.close().await.unwrap();
    let mut two = consumer(&world.bus, "two", patient());
    assert_eq!(text(&take_one(&mut two).await), "a");
    assert!(asked.elapsed() + Duration::from_millis(5) >= delay);
}

pub(crate) async fn each_group_gets_every_message(world: World) {
    let mut one = consumer(&world.bus, "one", ConsumerOptions { peers: vec!["late".to_owned()], ..patient() });
    world.bus.send(STREAM, &messages(&["a", "b"])).await.unwrap();
    let taken = take(&mut one, 2).await;
    one.ack_all(&taken).await.unwrap();
    // Starts only now, when the first group is done with everything.
    let mut late = world.elsewhere().await.consumer(STREAM, "late", "late", patient()).unwrap();
    let taken = take(&mut late, 2).await;
    assert_eq!(taken.iter().map(text).collect::<Vec<_>>(), ["a", "b"]);
    late.ack_all(&taken).await.unwrap();
    assert_eq!(world.bus.lag(STREAM, GROUP).await.unwrap(), Lag::default());
    assert_eq!(world.bus.lag(STREAM, "newcomer").await.unwrap(), Lag::default(), "nothing is kept for nobody");
}

pub(crate) async fn a_wait_given_up_loses_nothing(world: World) {
    let mut one = consumer(&world.bus, "one", ConsumerOptions { batch: 1, ..patient() });
    let bus = world.elsewhere().await;
    let sending = tokio::spawn(async move {
        for n in 0..100 {
            bus.send(STREAM, &messages(&[&n.to_string()])).await.unwrap();
        }
    });
    let mut seen = Vec::new();
    soon(async {
        while seen.len() < 100 {
            if let Ok(batch) = tokio::time::timeout(Duration::from_micros(300), one.next()).await {
                seen.extend(batch.unwrap());
            }
        }
    })
    .await;
    sending.await.unwrap();
    assert!(seen.iter().enumerate().all(|(n, delivery)| text(delivery) == n.to_string() && delivery.attempt == 1));
}

pub(crate) async fn lag_tells_what_is_owed(world: World) {
    assert_eq!(world.bus.lag(STREAM, GROUP).await.unwrap(), Lag::default());
    world.bus.send(STREAM, &messages(&["a", "b", "c"])).await.unwrap();
    let begun = Instant::now();
    assert_eq!(world.bus.lag(STREAM, GROUP).await.unwrap().waiting, 3);
    let mut one = consumer(&world.bus, "one", ConsumerOptions { batch: 2, ..patient() });
    let taken = take(&mut one, 2).await;
    taken[1].ack().await.unwrap();
    let lag = world.bus.lag(STREAM, GROUP).await.unwrap();
    assert_eq!((lag.waiting, lag.pending), (1, 1));
    assert!(lag.oldest_age.unwrap() <= begun.elapsed() + Duration::from_secs(1));
    taken[0].ack().await.unwrap();
    take_one(&mut one).await.ack().await.unwrap();
    assert_eq!(world.bus.lag(STREAM, GROUP).await.unwrap(), Lag::default());
}

pub(crate) async fn members_are_told_with_what_they_hold(world: World) {
    assert_eq!(world.bus.members(STREAM, GROUP).await.unwrap(), []);
    world.bus.send(STREAM, &messages(&["a", "b", "c"])).await.unwrap();
    assert_eq!(world.bus.members(STREAM, GROUP).await.unwrap(), []);
    let begun = Instant::now();
    let mut one = consumer(&world.bus, "one", ConsumerOptions { batch: 2, ..patient() });
    let mut two = consumer(&world.elsewhere().await, "two", ConsumerOptions { batch: 1, ..patient() });
    let taken = take(&mut one, 2).await;
    take_one(&mut two).await.ack().await.unwrap();
    let told = async || {
        let members = world.bus.members(STREAM, GROUP).await.unwrap();
        assert!(members.iter().all(|member| member.idle <= begun.elapsed() + Duration::from_secs(1)), "{members:?}");
        members.into_iter().map(|member| (member.name, member.in_flight)).collect::<Vec<_>>()
    };
    assert_eq!(told().await, [("one".to_owned(), 2), ("two".to_owned(), 0)]);
    one.ack_all(&taken).await.unwrap();
    two.close().await.unwrap();
    assert_eq!(told().await, [("one".to_owned(), 0)]);
    // Whoever waits in vain is there.
    let waits = tokio::spawn(async move { one.next().await });
    let silent = Instant::now();
    soon(async {
        while silent.elapsed() < Duration::from_millis(300) || told().await.is_empty() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await;
    let idle = world.bus.members(STREAM, GROUP).await.unwrap().remove(0).idle;
    assert!(idle < Duration::from_millis(300), "{idle:?}");
    waits.abort();
}

pub(crate) async fn what_is_no_dead_letter_is_not_put_back(world: World) {
    let mut one = consumer(&world.bus, "one", patient());
    world.bus.send(STREAM, &messages(&["a"])).await.unwrap();
    take_one(&mut one).await.bury("malformed").await.unwrap();
    let letter = world.bus.dead_letters(STREAM, 1).await.unwrap().remove(0);
    let half = letter.id.split('-').next().filter(|half| *half != letter.id).unwrap_or("0");
    for id in ["", "-", "+", "*", "x", "0-0", "99999999999999999999-0", half] {
        assert!(!world.bus.requeue_dead(STREAM, id).await.unwrap(), "{id}");
    }
    assert_eq!(world.bus.lag(STREAM, GROUP).await.unwrap(), Lag::default());
    assert_eq!(world.bus.dead_letters(STREAM, 10).await.unwrap().len(), 1);
}
