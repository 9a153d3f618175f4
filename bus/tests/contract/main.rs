//! What the bus promises, tried on each of its backends (in memory, on a server, on a cluster), and what it does while its
//! server is away.

// Marked as tests so that clippy lets them unwrap, as it does in the tests themselves.
#[cfg(test)]
mod outage;
#[cfg(test)]
mod signals;
#[cfg(test)]
mod streams;
#[cfg(test)]
#[path = "../support/mod.rs"]
mod support;

use support::world::{Cluster, World};
use tokio::task::JoinSet;

macro_rules! contract {
    ($($part:ident :: $promise:ident),* $(,)?) => {
        mod in_memory {
            $(#[tokio::test] async fn $promise() { crate::$part::$promise(crate::World::memory()).await; })*
        }
        mod on_a_server {
            $(#[tokio::test] async fn $promise() { crate::$part::$promise(crate::World::redis().await).await; })*
        }
        /// All on one cluster, each in a namespace of its own: a cluster takes seconds to start.
        #[tokio::test]
        async fn on_a_cluster() {
            let cluster = Cluster::start();
            let mut promises = JoinSet::new();
            $(promises.spawn(kept(stringify!($promise), $part::$promise(cluster.world(stringify!($promise)).await)));)*
            promises.join_all().await;
        }
    };
}

contract![
    streams::what_is_sent_is_delivered_once_acknowledged_and_forgotten,
    streams::consumers_share_the_messages,
    streams::one_consumer_sees_the_order_sent,
    streams::unanswered_messages_go_to_another_consumer,
    streams::an_extended_lease_is_not_claimed,
    streams::after_the_last_attempt_a_message_is_a_dead_letter,
    streams::a_buried_message_can_be_put_back,
    streams::a_message_put_back_is_for_its_group_only,
    streams::a_retry_comes_after_its_delay_however_long,
    streams::closing_hands_back_at_once_and_counts_no_attempt,
    streams::closing_keeps_a_retry_held_back,
    streams::each_group_gets_every_message,
    streams::a_wait_given_up_loses_nothing,
    streams::lag_tells_what_is_owed,
    streams::members_are_told_with_what_they_hold,
    streams::what_is_no_dead_letter_is_not_put_back,
    signals::signals_reach_every_listener_exactly_once,
    signals::a_slow_listener_is_told_of_its_gap,
    signals::a_closed_bus_ends_everything_but_lets_finish,
];

/// A panic has said what was wrong; this says where.
async fn kept(name: &str, promise: impl Future<Output = ()> + Send + 'static) {
    let kept = tokio::spawn(promise).await.is_ok();
    assert!(kept, "broken on a cluster: {name}");
}
