//! Signals between processes, and the heartbeat that proves they arrive.
//!
//! One channel carries all topics, so that there is nothing to subscribe anew, and nothing to miss, when a listener comes.
//! Signals are few and small: one for each level of a push, not one for each chapter.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::StreamExt as _;
use redis::aio::PubSubStream;
use redis::{Msg, cmd};
use tokio::sync::watch;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep, sleep_until, timeout};
use tokio_util::sync::CancellationToken;

use super::link::Link;
use super::target::Target;
use crate::backoff::Backoff;
use crate::error::{Error, Result};
use crate::health::Health;
use crate::signal::Hub;

/// How often the process calls to itself.
const BEAT_EVERY: Duration = Duration::from_millis(250);

/// How long it may not hear itself before it is not live.
const SILENCE: Duration = Duration::from_millis(750);

/// How long it may not hear itself before the connection counts as dead.
const DEAD_SILENCE: Duration = Duration::from_secs(5);

pub(super) fn signal_channel(namespace: &str) -> String {
    format!("{namespace}:signal")
}

/// What this process listens to.
pub(super) struct Channels {
    signal: String,
    /// A channel of our own, because nobody else cares for our heartbeat.
    beat: String,
}

impl Channels {
    pub(super) fn new(namespace: &str, mark: u64) -> Self {
        Self { signal: signal_channel(namespace), beat: format!("{namespace}:beat:{mark:016x}") }
    }
}

/// A signal as it travels.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Frame<'a> {
    /// Who sent it, so that the sender does not hear itself again.
    pub(super) mark: u64,
    pub(super) topic: &'a str,
    pub(super) payload: &'a [u8],
}

impl<'a> Frame<'a> {
    pub(super) fn encode(&self) -> Result<Vec<u8>> {
        let length = u16::try_from(self.topic.len()).map_err(|_| Error::Protocol("a topic is too long".to_owned()))?;
        let mut frame = Vec::with_capacity(10 + self.topic.len() + self.payload.len());
        frame.extend_from_slice(&self.mark.to_be_bytes());
        frame.extend_from_slice(&length.to_be_bytes());
        frame.extend_from_slice(self.topic.as_bytes());
        frame.extend_from_slice(self.payload);
        Ok(frame)
    }

    /// `None` for what no `encode` made.
    fn decode(frame: &'a [u8]) -> Option<Self> {
        let (mark, rest) = frame.split_first_chunk()?;
        let (length, rest) = rest.split_first_chunk()?;
        let (topic, payload) = rest.split_at_checked(usize::from(u16::from_be_bytes(*length)))?;
        Some(Self { mark: u64::from_be_bytes(*mark), topic: std::str::from_utf8(topic).ok()?, payload })
    }
}

/// Sends to a channel within `limit`.
pub(super) async fn publish(link: &Link, channel: &str, content: &[u8], limit: Duration) -> Result<()> {
    let mut publish = cmd("PUBLISH");
    publish.arg(channel).arg(content);
    timeout(limit, link.command(&publish))
        .await
        .unwrap_or_else(|_| Err(Error::Unavailable("a signal could not be sent in time".to_owned())))
}

/// Hears signals for this process, for ever.
pub(super) struct Ear {
    pub(super) target: Arc<Target>,
    pub(super) link: Arc<Link>,
    pub(super) hub: Arc<Hub>,
    pub(super) health: watch::Sender<Health>,
    pub(super) channels: Channels,
    pub(super) mark: u64,
}

impl Ear {
    /// Hears and beats until `end`.
    pub(super) fn start(self, end: &CancellationToken) {
        let beating = beat(Arc::clone(&self.link), self.channels.beat.clone());
        let ended = end.clone();
        tokio::spawn(async move { ended.run_until_cancelled(beating).await });
        let ended = end.clone();
        tokio::spawn(async move {
            ended.run_until_cancelled(self.listen()).await;
            Health::set(&self.health, false);
        });
    }

    async fn listen(&self) {
        // Whoever listened before there was a connection has missed what was signalled until then.
        let mut missed = true;
        let mut failures = 0;
        for turn in 0_u32.. {
            match self.subscribe(turn).await {
                Ok(stream) => {
                    failures = 0;
                    self.tell_missed(&mut missed);
                    self.hear(stream, &mut missed).await;
                    missed = true;
                    if Health::set(&self.health, false) {
                        tracing::warn!("lost the bus server: no signals until it is back");
                    }
                }
                Err(error) if failures == 0 => {
                    tracing::warn!(%error, "cannot listen to the bus server, trying again for ever");
                }
                Err(_) => {}
            }
            failures += 1;
            sleep(Backoff::CONNECTION.delay(failures)).await;
        }
    }

    async fn subscribe(&self, turn: u32) -> Result<PubSubStream> {
        let mut connection = self.target.listen(turn).await?;
        timeout(SILENCE, connection.subscribe(&[&self.channels.signal, &self.channels.beat]))
            .await
            .map_err(|_| Error::Unavailable("subscribing was not answered".to_owned()))??;
        Ok(connection.into_on_message())
    }

    /// Hears until the connection is lost or silent for too long.
    async fn hear(&self, mut stream: PubSubStream, missed: &mut bool) {
        let mut heard = Instant::now();
        loop {
            let live = self.health.borrow().live;
            tokio::select! {
                message = stream.next() => match message {
                    None => return,
                    Some(message) if message.get_channel_name() == self.channels.beat => {
                        heard = Instant::now();
                        self.tell_missed(missed);
                        if Health::set(&self.health, true) {
                            tracing::info!("signals arrive");
                        }
                    }
                    Some(message) => self.pass_on(&message),
                },
                () = sleep_until(heard + SILENCE), if live => {
                    Health::set(&self.health, false);
                    *missed = true;
                    tracing::warn!("the bus server is silent");
                }
                () = sleep_until(heard + DEAD_SILENCE) => return,
            }
        }
    }

    fn pass_on(&self, message: &Msg) {
        let Some(frame) = Frame::decode(message.get_payload_bytes()) else {
            tracing::warn!("a signal of an unknown form");
            return;
        };
        if frame.mark != self.mark {
            self.hub.deliver(frame.topic, &Bytes::copy_from_slice(frame.payload));
        }
    }

    fn tell_missed(&self, missed: &mut bool) {
        if std::mem::take(missed) {
            self.hub.gap();
        }
    }
}

async fn beat(link: Arc<Link>, channel: String) {
    let mut ticks = interval(BEAT_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut refused = false;
    loop {
        ticks.tick().await;
        let sent = publish(&link, &channel, b"", BEAT_EVERY).await;
        // A server that is away shows in what is not heard. One that refuses must be set right by somebody.
        if let Err(error @ Error::Protocol(_)) = sent
            && !std::mem::replace(&mut refused, true)
        {
            tracing::error!(%error, "the bus server does not let this process send signals");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_come_back_as_sent() {
        for (topic, payload) in [("push", b"1".as_slice()), ("", b""), ("分会", b"\x00\xff")] {
            let frame = Frame { mark: 7, topic, payload };
            assert_eq!(Frame::decode(&frame.encode().unwrap()), Some(Frame { mark: 7, topic, payload }));
        }
    }

    #[test]
    fn foreign_frames_are_refused() {
        for foreign in [b"".as_slice(), b"short", b"12345678\x00\x05abc", b"12345678\x00\x02\xff\xff"] {
            assert_eq!(Frame::decode(foreign), None);
        }
        assert!(Frame { mark: 0, topic: &"x".repeat(70_000), payload: b"" }.encode().is_err());
    }
}
