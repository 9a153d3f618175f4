//! The bus inside one process: the same promises as over a server, bounded, and forgotten at the end.
//!
//! `log.rs` is a stream as a plain data structure that is told the time; this file gives it a lock, a clock and waiting.

mod log;

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use parking_lot::Mutex;
use tokio::sync::{Notify, watch};
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;

use self::log::{Log, Taker};
use crate::consumer::ConsumerOptions;
use crate::error::{Error, Result};
use crate::health::Health;
use crate::message::{DeadLetter, Delivery, Lag, Lease, Member, Message};
use crate::signal::Hub;

pub(crate) struct MemoryBus {
    streams: Mutex<HashMap<String, Arc<Stream>>>,
    stream_limit: usize,
    hub: Arc<Hub>,
    health: watch::Sender<Health>,
    closed: CancellationToken,
}

#[derive(Default)]
struct Stream {
    log: Mutex<Log>,
    changed: Notify,
}

impl Stream {
    /// Changes the log so that something can be taken, now or sooner than before, and wakes whoever waits for that.
    fn update<T>(&self, change: impl FnOnce(&mut Log) -> T) -> T {
        let result = change(&mut self.log.lock());
        self.changed.notify_waiters();
        result
    }
}

impl MemoryBus {
    pub(crate) fn new(stream_limit: usize) -> Self {
        Self {
            streams: Mutex::default(),
            stream_limit,
            hub: Arc::default(),
            health: Health::channel(true),
            closed: CancellationToken::new(),
        }
    }

    pub(crate) fn send(&self, stream: &str, messages: &[Message]) -> Result<()> {
        self.check_open()?;
        let now = Instant::now();
        let dropped = self.stream(stream).update(|log| {
            for message in messages {
                log.append(message.clone(), None, now);
            }
            log.trim(self.stream_limit)
        });
        if dropped > 0 {
            tracing::warn!(
                stream,
                dropped,
                limit = self.stream_limit,
                "the stream is full and drops its oldest messages"
            );
        }
        Ok(())
    }

    pub(crate) fn consumer(
        &self,
        stream: &str,
        group: &str,
        name: &str,
        options: ConsumerOptions,
    ) -> Result<Arc<MemoryConsumer>> {
        self.check_open()?;
        let stream = self.stream(stream);
        stream.update(|log| {
            log.ensure_group(group);
            for peer in &options.peers {
                log.ensure_group(peer);
            }
        });
        Ok(Arc::new(MemoryConsumer {
            stream,
            group: group.to_owned(),
            name: name.to_owned(),
            options,
            stream_limit: self.stream_limit,
            bus_closed: self.closed.clone(),
        }))
    }

    pub(crate) fn dead_letters(&self, stream: &str, limit: usize) -> Vec<DeadLetter> {
        self.stream(stream).log.lock().dead_letters(limit, Instant::now())
    }

    pub(crate) fn requeue_dead(&self, stream: &str, id: &str) -> Result<bool> {
        self.check_open()?;
        Ok(self.stream(stream).update(|log| log.requeue(id, Instant::now())))
    }

    pub(crate) fn lag(&self, stream: &str, group: &str) -> Lag {
        self.stream(stream).log.lock().lag(group, Instant::now())
    }

    pub(crate) fn members(&self, stream: &str, group: &str) -> Vec<Member> {
        self.stream(stream).log.lock().members(group, Instant::now())
    }

    pub(crate) fn signal(&self, topic: &str, payload: &Bytes) -> Result<()> {
        self.check_open()?;
        self.hub.deliver(topic, payload);
        Ok(())
    }

    pub(crate) fn hub(&self) -> &Arc<Hub> {
        &self.hub
    }

    pub(crate) fn health(&self) -> watch::Receiver<Health> {
        self.health.subscribe()
    }

    pub(crate) fn close(&self) {
        self.closed.cancel();
        Health::set(&self.health, false);
        self.hub.close();
    }

    fn stream(&self, name: &str) -> Arc<Stream> {
        let mut streams = self.streams.lock();
        if let Some(stream) = streams.get(name) {
            return Arc::clone(stream);
        }
        Arc::clone(streams.entry(name.to_owned()).or_default())
    }

    fn check_open(&self) -> Result<()> {
        if self.closed.is_cancelled() { Err(Error::Closed) } else { Ok(()) }
    }
}

impl Drop for MemoryBus {
    fn drop(&mut self) {
        self.hub.close();
    }
}

impl fmt::Debug for MemoryBus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryBus").field("streams", &self.streams.lock().len()).finish_non_exhaustive()
    }
}

pub(crate) struct MemoryConsumer {
    stream: Arc<Stream>,
    group: String,
    name: String,
    options: ConsumerOptions,
    stream_limit: usize,
    bus_closed: CancellationToken,
}

impl MemoryConsumer {
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    pub(crate) async fn next(self: &Arc<Self>) -> Result<Vec<Delivery>> {
        let _here = Waiting::begin(self);
        loop {
            // Asked for before looking, so that a change in between wakes us.
            let changed = self.stream.changed.notified();
            if self.bus_closed.is_cancelled() {
                return Err(Error::Closed);
            }
            let (batch, next_due) = self.take();
            if !batch.is_empty() {
                return Ok(batch);
            }
            let due = async {
                match next_due {
                    Some(at) => sleep_until(at).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                () = changed => {}
                () = due => {}
                () = self.bus_closed.cancelled() => {}
            }
        }
    }

    /// What can be had now, or else when to look again.
    fn take(self: &Arc<Self>) -> (Vec<Delivery>, Option<Instant>) {
        let taker =
            Taker { group: &self.group, consumer: &self.name, options: &self.options, stream_limit: self.stream_limit };
        let now = Instant::now();
        let mut log = self.stream.log.lock();
        let mut batch = log.claim(&taker, now);
        if batch.is_empty() {
            batch = log.read(&taker, now);
        }
        let next_due = log.next_due(&self.group, self.options.idle_claim);
        drop(log);
        let lease = || Lease::Memory(Arc::clone(self));
        let deliveries = batch.into_iter().map(|taken| Delivery {
            id: taken.id.to_string(),
            key: taken.message.key,
            payload: taken.message.payload,
            attempt: taken.attempt,
            lease: lease(),
        });
        (deliveries.collect(), next_due)
    }

    pub(crate) fn ack(&self, ids: &[&str]) {
        let mut log = self.stream.log.lock();
        for id in ids {
            log.ack(&self.group, id);
        }
    }

    pub(crate) fn retry_after(&self, id: &str, delay: Duration) -> bool {
        self.stream.update(|log| log.hold(&self.group, &self.name, id, Instant::now() + delay))
    }

    pub(crate) fn bury(&self, id: &str, reason: &str) -> bool {
        self.stream.log.lock().bury(&self.group, id, reason, Instant::now(), self.stream_limit)
    }

    pub(crate) fn extend(&self, id: &str) -> bool {
        self.stream.log.lock().extend(&self.group, &self.name, id, Instant::now())
    }

    pub(crate) fn close(&self) {
        self.stream.update(|log| log.hand_back(&self.group, &self.name, Instant::now()));
    }
}

/// A consumer that waits for messages, until this is dropped: also when the caller stops waiting.
struct Waiting<'c>(&'c MemoryConsumer);

impl<'c> Waiting<'c> {
    fn begin(consumer: &'c MemoryConsumer) -> Self {
        let waiting = Self(consumer);
        waiting.note(true);
        waiting
    }

    fn note(&self, waits: bool) {
        self.0.stream.log.lock().heard(&self.0.group, &self.0.name, Instant::now(), waits);
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.note(false);
    }
}
