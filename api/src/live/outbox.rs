//! What waits to be sent to one client.
//!
//! Anybody may put something in; the client's own task takes it out. It never grows without bound: when a client reads
//! too slowly, the results of a subscription that still wait give way to its newest, which is marked.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::sync::Arc;
use std::task::Poll;

use axum::extract::ws::Utf8Bytes;
use futures_util::task::AtomicWaker;
use parking_lot::Mutex;

use super::payload::Payload;

/// Something for a client.
#[derive(Debug)]
pub(crate) enum Item {
    /// A result of the operation in this slot.
    Next(Next),
    /// The operation in this slot is over; with an array of errors (JSON) if it failed.
    Done { slot: u32, errors: Option<Arc<str>> },
}

/// A result on its way.
#[derive(Debug)]
pub(crate) struct Next {
    pub(crate) slot: u32,
    pub(crate) payload: Arc<Payload>,
    /// The whole frame, where several clients share it.
    pub(crate) frame: Option<Utf8Bytes>,
    /// Results before this one were left out.
    pub(crate) resync: bool,
}

#[derive(Debug)]
pub(crate) struct Outbox {
    items: Mutex<VecDeque<Item>>,
    reader: AtomicWaker,
    /// How many may wait before older results give way.
    limit: usize,
}

impl Outbox {
    pub(crate) fn new(limit: usize) -> Self {
        Self { items: Mutex::default(), reader: AtomicWaker::new(), limit: limit.max(1) }
    }

    pub(crate) fn push(&self, item: Item) {
        let mut items = self.items.lock();
        match item {
            Item::Next(next) if items.len() >= self.limit => {
                let before = items.len();
                items.retain(|waiting| !matches!(waiting, Item::Next(old) if old.slot == next.slot));
                let resync = next.resync || items.len() < before;
                items.push_back(Item::Next(Next { resync, ..next }));
                if items.len() < before {
                    metrics::counter!("flotilla_live_coalesced_total").increment((before - items.len()) as u64);
                }
            }
            item => items.push_back(item),
        }
        drop(items);
        self.reader.wake();
    }

    /// Forgets the results of an operation that was stopped.
    pub(crate) fn forget(&self, slot: u32) {
        self.items.lock().retain(|item| match item {
            Item::Next(next) => next.slot != slot,
            Item::Done { slot: done, .. } => *done != slot,
        });
    }

    pub(crate) fn take(&self) -> Option<Item> {
        let mut items = self.items.lock();
        let item = items.pop_front();
        if items.is_empty() && items.capacity() > 32 {
            // A burst is over; an idle client should not keep its room.
            items.shrink_to(0);
        }
        item
    }

    pub(crate) fn len(&self) -> usize {
        self.items.lock().len()
    }

    /// Waits until there is something. For one task only.
    pub(crate) async fn ready(&self) {
        poll_fn(|context| {
            if self.len() > 0 {
                return Poll::Ready(());
            }
            self.reader.register(context.waker());
            // Something may have come in between.
            if self.len() > 0 { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::types::OperationType;
    use async_graphql::{Response, Value};

    use super::*;
    use crate::http::{Reply, Telling};

    fn next(slot: u32, n: i32) -> Item {
        let telling = Telling { request_id: "r".into(), most: 9 };
        let reply = Reply::executed(Response::new(Value::from(n)), OperationType::Subscription, &telling, |_, _| {});
        Item::Next(Next { slot, payload: Arc::new(Payload::of(&reply)), frame: None, resync: false })
    }

    fn texts(outbox: &Outbox) -> Vec<(u32, String, bool)> {
        let text = |item| match item {
            Item::Next(next) => (next.slot, next.payload.plain().to_owned(), next.resync),
            Item::Done { slot, .. } => (slot, "done".to_owned(), false),
        };
        std::iter::from_fn(|| outbox.take()).map(text).collect()
    }

    #[test]
    fn the_newest_of_a_full_queue_stays_and_is_marked() {
        let outbox = Outbox::new(4);
        for n in 0..1_000 {
            outbox.push(next(1, n));
            assert!(outbox.len() <= 4);
        }
        outbox.push(next(2, 7));
        let waiting = texts(&outbox);
        assert_eq!(waiting.last(), Some(&(2, r#"{"data":7}"#.to_owned(), false)));
        assert!(
            waiting.contains(&(1, r#"{"data":999}"#.to_owned(), false)) || waiting.iter().any(|w| w.2),
            "{waiting:?}"
        );
        assert!(waiting.iter().any(|(slot, _, resync)| *slot == 1 && *resync));
    }

    #[test]
    fn many_operations_cannot_make_it_grow() {
        let outbox = Outbox::new(4);
        for n in 0..10_000 {
            outbox.push(next(u32::try_from(n % 10).unwrap(), n));
        }
        assert!(outbox.len() <= 4 + 10, "{}", outbox.len());
        outbox.forget(3);
        assert!(texts(&outbox).iter().all(|(slot, ..)| *slot != 3));
    }

    #[test]
    fn the_mark_goes_into_either_form() {
        let telling = Telling { request_id: "r".into(), most: 9 };
        let mut reply =
            Reply::executed(Response::new(Value::from(1)), OperationType::Subscription, &telling, |_, _| {});
        assert_eq!(Payload::of(&reply).resync(), r#"{"data":1,"extensions":{"resync":true}}"#);
        reply.extensions.insert("cost".into(), Value::from(3));
        assert_eq!(Payload::of(&reply).resync(), r#"{"data":1,"extensions":{"resync":true,"cost":3}}"#);
        assert_eq!(
            &*Payload::of(&reply).frame("\"a\"", false),
            r#"{"id":"a","type":"next","payload":{"data":1,"extensions":{"cost":3}}}"#
        );
    }
}
