//! Sending, and looking after a stream.

use std::collections::HashMap;
use std::time::Duration;

use bytes::Bytes;
use redis::{Pipeline, cmd};

use super::keys::Keys;
use super::link::Link;
use super::scripts;
use crate::error::Result;
use crate::message::{DeadLetter, Lag, Member, Message};

/// Messages to a round trip: enough to make it count little, few enough not to keep the server from others.
const CHUNK: usize = 500;

pub(super) async fn send(link: &Link, keys: &Keys, limit: usize, messages: &[Message]) -> Result<()> {
    for chunk in messages.chunks(CHUNK) {
        let mut pipeline = Pipeline::with_capacity(chunk.len() + 1);
        for message in chunk {
            pipeline
                .cmd("XADD")
                .arg(&keys.log)
                .arg("MAXLEN")
                .arg("~")
                .arg(limit)
                .arg("*")
                .arg("k")
                .arg(&message.key)
                .arg("p")
                .arg(message.payload.as_ref())
                .ignore();
        }
        pipeline.cmd("XLEN").arg(&keys.log);
        let (length,): (usize,) = link.pipeline(&pipeline).await?;
        if length >= limit && length.saturating_sub(chunk.len()) < limit {
            tracing::warn!(stream = keys.log, length, limit, "the stream is full and drops its oldest messages");
        }
    }
    Ok(())
}

pub(super) async fn dead_letters(link: &Link, keys: &Keys, limit: usize) -> Result<Vec<DeadLetter>> {
    let mut range = cmd("XRANGE");
    range.arg(&keys.dead).arg("-").arg("+").arg("COUNT").arg(limit);
    let letters: Vec<(String, HashMap<String, Vec<u8>>)> = link.command(&range).await?;
    let (seconds, micros): (i64, i64) = link.command(&cmd("TIME")).await?;
    let now = seconds.saturating_mul(1000).saturating_add(micros / 1000);
    Ok(letters.into_iter().map(|(id, fields)| dead_letter(id, fields, now)).collect())
}

/// `now` in milliseconds by the server's clock, as ids are.
fn dead_letter(id: String, mut fields: HashMap<String, Vec<u8>>, now: i64) -> DeadLetter {
    let payload = Bytes::from(fields.remove("p").unwrap_or_default());
    let mut text = |name: &str| String::from_utf8_lossy(&fields.remove(name).unwrap_or_default()).into_owned();
    let buried = id.split('-').next().and_then(|ms| ms.parse::<i64>().ok()).unwrap_or(now);
    DeadLetter {
        message_id: text("i"),
        group: text("g"),
        key: text("k"),
        payload,
        attempts: text("n").parse().unwrap_or(0),
        reason: text("r"),
        age: millis(now.saturating_sub(buried)),
        id,
    }
}

pub(super) async fn requeue_dead(link: &Link, keys: &Keys, limit: usize, id: &str) -> Result<bool> {
    // The server reads half an id as a range, and complains of what is none.
    let whole = id.split_once('-').is_some_and(|(ms, n)| ms.parse::<u64>().is_ok() && n.parse::<u64>().is_ok());
    if !whole {
        return Ok(false);
    }
    let mut call = scripts::REQUEUE.prepare_invoke();
    call.key(&keys.log).key(&keys.dead).arg(id).arg(limit);
    Ok(link.script(&call).await??)
}

pub(super) async fn lag(link: &Link, keys: &Keys, group: &str) -> Result<Lag> {
    let mut call = scripts::LAG.prepare_invoke();
    call.key(&keys.log).arg(group);
    let (waiting, pending, age): (u64, u64, i64) = link.script(&call).await??;
    Ok(Lag { waiting, pending, oldest_age: (age >= 0).then(|| millis(age)) })
}

pub(super) async fn members(link: &Link, keys: &Keys, group: &str) -> Result<Vec<Member>> {
    let mut call = scripts::MEMBERS.prepare_invoke();
    call.key(&keys.log).arg(group);
    let members: Vec<(String, u64, i64)> = link.script(&call).await??;
    let member = |(name, in_flight, idle)| Member { name, in_flight, idle: millis(idle) };
    Ok(members.into_iter().map(member).collect())
}

fn millis(count: i64) -> Duration {
    Duration::from_millis(u64::try_from(count).unwrap_or(0))
}
