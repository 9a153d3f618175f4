//! One consumer's side of a stream: reading, claiming, answering, leaving.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use bytes::Bytes;
use parking_lot::Mutex;
use redis::streams::StreamReadReply;
use redis::{FromRedisValue as _, ScriptInvocation, Value, cmd};
use tokio_util::sync::{CancellationToken, WaitForCancellationFuture};

use super::keys::Keys;
use super::link::Link;
use super::scripts;
use super::wire::{is_existing_group, is_missing_group};
use crate::backoff::Backoff;
use crate::consumer::ConsumerOptions;
use crate::error::{Error, Result};
use crate::message::{Delivery, Lease};

/// How much longer than asked a blocking read may take before its connection counts as dead.
const READ_SLACK: Duration = Duration::from_secs(3);

/// How often the names of consumers that have gone are looked for.
const TIDY_EVERY: Duration = Duration::from_mins(5);

/// How long a name must have been idle, at least, to have gone.
const GONE_AFTER: Duration = Duration::from_hours(1);

/// Who consumes what, and how.
#[derive(Debug)]
pub(super) struct Membership {
    pub(super) keys: Keys,
    pub(super) group: String,
    pub(super) name: String,
    pub(super) options: ConsumerOptions,
    pub(super) stream_limit: usize,
}

pub(crate) struct ConsumerCore {
    member: Membership,
    later: String,
    /// For everything that is answered at once.
    link: Arc<Link>,
    /// For the read that blocks.
    reader: Link,
    bus_closed: CancellationToken,
    stopping: AtomicBool,
    due: Mutex<Due>,
}

/// A message as `lua/claim.lua` returns it: its id, its fields, and which attempt this is.
type Claimed = (String, HashMap<String, Vec<u8>>, u32);

/// When to look next.
struct Due {
    claim: Instant,
    tidy: Instant,
}

impl ConsumerCore {
    pub(super) fn new(member: Membership, link: Arc<Link>, reader: Link, bus_closed: CancellationToken) -> Self {
        let now = Instant::now();
        Self {
            later: member.keys.later(&member.group),
            member,
            link,
            reader,
            bus_closed,
            stopping: AtomicBool::new(false),
            due: Mutex::new(Due { claim: now, tidy: now + TIDY_EVERY }),
        }
    }

    pub(crate) fn name(&self) -> &str {
        &self.member.name
    }

    pub(crate) fn closed(&self) -> WaitForCancellationFuture<'_> {
        self.bus_closed.cancelled()
    }

    /// Lets a read that has begun end with what it has, perhaps nothing.
    pub(crate) fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }

    /// Waits for messages, for ever if need be (unless `stop` was called).
    pub(crate) async fn next_batch(self: Arc<Self>) -> Result<Vec<Delivery>> {
        let mut failures = 0;
        loop {
            let stopping = self.stopping.load(Ordering::Relaxed);
            match self.try_batch().await {
                Ok(batch) if stopping || !batch.is_empty() => return Ok(batch),
                Ok(_) => failures = 0,
                Err(error) if error.is_passing() && !stopping => {
                    failures += 1;
                    if failures == 1 {
                        tracing::warn!(stream = self.member.keys.log, %error, "cannot read the stream, trying again for ever");
                    }
                    tokio::time::sleep(Backoff::CONNECTION.delay(failures)).await;
                }
                Err(error) => return Err(error),
            }
        }
    }

    async fn try_batch(self: &Arc<Self>) -> Result<Vec<Delivery>> {
        if self.due.lock().claim <= Instant::now() {
            let claimed = self.claim().await?;
            if !claimed.is_empty() {
                return Ok(claimed);
            }
        }
        self.read().await
    }

    /// Takes what is due again or was abandoned.
    async fn claim(self: &Arc<Self>) -> Result<Vec<Delivery>> {
        self.tidy_if_due().await?;
        let options = &self.member.options;
        let mut call = scripts::CLAIM.prepare_invoke();
        self.releasing_keys(&mut call);
        call.arg(&self.member.group)
            .arg(&self.member.name)
            .arg(millis(options.idle_claim))
            .arg(options.max_attempts)
            .arg(options.batch)
            .arg(self.member.stream_limit);
        let (taken, next_due): (Vec<Claimed>, i64) = self.link.script(&call).await??;
        // Full hands mean that there may be more right now.
        let wait = if taken.len() >= options.batch {
            Duration::ZERO
        } else {
            u64::try_from(next_due).map_or(options.block, |ms| options.block.min(Duration::from_millis(ms)))
        };
        self.due.lock().claim = Instant::now() + wait;
        Ok(taken.into_iter().map(|(id, fields, attempt)| self.delivery(id, fields, attempt)).collect())
    }

    /// Takes what is new, waiting for it until the next claim is due.
    async fn read(self: &Arc<Self>) -> Result<Vec<Delivery>> {
        let until_claim = self.due.lock().claim.saturating_duration_since(Instant::now());
        // A block of 0 would mean for ever.
        let block = until_claim.min(self.member.options.block).max(Duration::from_millis(1));
        let mut read = cmd("XREADGROUP");
        read.arg("GROUP")
            .arg(&self.member.group)
            .arg(&self.member.name)
            .arg("COUNT")
            .arg(self.member.options.batch)
            .arg("BLOCK")
            .arg(millis(block))
            .arg("STREAMS")
            .arg(&self.member.keys.log)
            .arg(">");
        let answer =
            tokio::time::timeout(block + READ_SLACK, self.reader.raw_command::<Option<StreamReadReply>>(&read)).await;
        let Ok(answer) = answer else {
            self.reader.reopen("a read was not answered");
            return Err(Error::Unavailable("a read was not answered".to_owned()));
        };
        match answer? {
            Ok(reply) => self.sort_out(reply).await,
            Err(error) if is_missing_group(&error) => {
                self.make_groups().await?;
                Ok(Vec::new())
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Leaves out what was put back for another group only.
    async fn sort_out(self: &Arc<Self>, reply: Option<StreamReadReply>) -> Result<Vec<Delivery>> {
        let entries = reply.into_iter().flat_map(|reply| reply.keys).flat_map(|key| key.ids);
        let group = self.member.group.as_bytes();
        let (ours, others): (Vec<_>, Vec<_>) = entries
            .map(|entry| {
                (
                    entry.id,
                    entry.map.into_iter().map(|(name, value)| (name, bytes_of(value))).collect::<HashMap<_, _>>(),
                )
            })
            .partition(|(_, fields)| fields.get("g").is_none_or(|only| only == group));
        if !others.is_empty() {
            let ids: Vec<&str> = others.iter().map(|(id, _)| id.as_str()).collect();
            self.ack(&ids).await?;
        }
        Ok(ours.into_iter().map(|(id, fields)| self.delivery(id, fields, 1)).collect())
    }

    /// Makes this group and its peers, from the oldest message on, where they are missing.
    async fn make_groups(&self) -> Result<()> {
        for group in std::iter::once(&self.member.group).chain(&self.member.options.peers) {
            let mut create = cmd("XGROUP");
            create.arg("CREATE").arg(&self.member.keys.log).arg(group).arg("0").arg("MKSTREAM");
            match self.link.raw_command::<()>(&create).await? {
                Ok(()) => tracing::info!(stream = self.member.keys.log, group, "made the consumer group"),
                Err(error) if is_existing_group(&error) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    pub(crate) async fn ack(&self, ids: &[&str]) -> Result<()> {
        if ids.is_empty() {
            return Ok(());
        }
        let mut call = scripts::ACK.prepare_invoke();
        self.releasing_keys(&mut call);
        call.arg(&self.member.group).arg(ids);
        Ok(self.link.script(&call).await??)
    }

    pub(crate) async fn bury(&self, id: &str, reason: &str) -> Result<bool> {
        let mut call = scripts::BURY.prepare_invoke();
        self.releasing_keys(&mut call);
        call.arg(&self.member.group).arg(id).arg(reason).arg(self.member.stream_limit);
        Ok(self.link.script(&call).await??)
    }

    /// The message stays pending and a note in a sorted set says when it is due again. Moving it to that set instead, or
    /// sending it anew, would lose its attempts and hand it to other groups; setting its idle time back can't express a
    /// delay beyond `idle_claim`. If the note were lost, the idle claim would still bring the message back.
    pub(crate) async fn retry_after(&self, id: &str, delay: Duration) -> Result<bool> {
        let mut call = scripts::HOLD.prepare_invoke();
        call.key(&self.member.keys.log).key(&self.later);
        call.arg(&self.member.group).arg(&self.member.name).arg(id).arg(millis(delay));
        Ok(self.link.script(&call).await??)
    }

    pub(crate) async fn extend(&self, id: &str) -> Result<bool> {
        let mut call = scripts::EXTEND.prepare_invoke();
        call.key(&self.member.keys.log).arg(&self.member.group).arg(&self.member.name).arg(id);
        Ok(self.link.script(&call).await??)
    }

    pub(crate) async fn hand_back(&self) -> Result<()> {
        let mut call = scripts::HAND_BACK.prepare_invoke();
        call.key(&self.member.keys.log).key(&self.later).arg(&self.member.group).arg(&self.member.name);
        let count: u64 = self.link.script(&call).await??;
        tracing::debug!(stream = self.member.keys.log, consumer = self.member.name, count, "left the group");
        Ok(())
    }

    async fn tidy_if_due(&self) -> Result<()> {
        if self.due.lock().tidy > Instant::now() {
            return Ok(());
        }
        self.due.lock().tidy = Instant::now() + TIDY_EVERY;
        let gone = GONE_AFTER.max(self.member.options.idle_claim.saturating_mul(10));
        let mut call = scripts::TIDY.prepare_invoke();
        call.key(&self.member.keys.log).arg(&self.member.group).arg(millis(gone));
        Ok(self.link.script(&call).await??)
    }

    /// The keys that `lua/release.lua` expects.
    fn releasing_keys(&self, call: &mut ScriptInvocation<'_>) {
        call.key(&self.member.keys.log).key(&self.later).key(&self.member.keys.dead);
    }

    fn delivery(self: &Arc<Self>, id: String, mut fields: HashMap<String, Vec<u8>>, attempt: u32) -> Delivery {
        let key = String::from_utf8_lossy(&fields.remove("k").unwrap_or_default()).into_owned();
        let payload = Bytes::from(fields.remove("p").unwrap_or_default());
        Delivery { id, key, payload, attempt, lease: Lease::Redis(Arc::clone(self)) }
    }
}

impl fmt::Debug for ConsumerCore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConsumerCore").field("member", &self.member).finish_non_exhaustive()
    }
}

/// A field as it was stored, without a copy in the usual case.
fn bytes_of(value: Value) -> Vec<u8> {
    match value {
        Value::BulkString(bytes) => bytes,
        other => Vec::<u8>::from_redis_value(other).unwrap_or_default(),
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
