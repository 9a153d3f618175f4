//! Counters, the outbox, leases and answered requests.

use domain::kernel::{Timestamp, micros};
use sea_orm::{FromQueryResult, Value};

use crate::{Db, Result};

/// A number that grows with every commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counter {
    /// Changes to chapters that every process's snapshot must take in.
    Tree,
    /// Committed steps of pushes, which clients resume from.
    Feed,
}

impl Counter {
    const fn name(self) -> &'static str {
        match self {
            Self::Tree => "tree",
            Self::Feed => "feed",
        }
    }
}

/// Takes the next number. It locks the counter until the commit, so numbers follow commit order: take it last.
pub async fn next(db: Db<'_>, counter: Counter) -> Result<i64> {
    let sql = "UPDATE counter SET value = value + 1 WHERE name = $1 RETURNING value AS n";
    db.number(sql, [counter.name().into()]).await
}

/// The last number that was committed.
pub async fn current(db: Db<'_>, counter: Counter) -> Result<i64> {
    db.number("SELECT value AS n FROM counter WHERE name = $1", [counter.name().into()]).await
}

/// A message waiting to be moved to the bus.
#[derive(Debug, Clone, FromQueryResult)]
pub struct OutboxRow {
    pub id: i64,
    pub stream: String,
    pub key: String,
    pub payload: String,
    pub created_at: i64,
}

/// Writes a message in the transaction that made it true.
pub async fn outbox_add(db: Db<'_>, stream: &str, key: &str, payload: &str, at: Timestamp) -> Result<()> {
    let sql = "INSERT INTO outbox (stream, key, payload, created_at) VALUES ($1, $2, $3, $4)";
    db.run(sql, [stream.into(), key.into(), payload.into(), micros(at).into()]).await.map(|_| ())
}

/// Writes many messages of one stream, by key and payload, in their order: a statement per hundred.
pub async fn outbox_add_all(db: Db<'_>, stream: &str, messages: &[(String, String)], at: Timestamp) -> Result<()> {
    for chunk in messages.chunks(100) {
        let mut values: Vec<Value> = vec![stream.into(), micros(at).into()];
        let mut tuples = Vec::with_capacity(chunk.len());
        for (key, payload) in chunk {
            tuples.push(format!("($1, ${}, ${}, $2)", values.len() + 1, values.len() + 2));
            values.extend::<[Value; 2]>([key.as_str().into(), payload.as_str().into()]);
        }
        let sql = format!("INSERT INTO outbox (stream, key, payload, created_at) VALUES {}", tuples.join(", "));
        db.run(&sql, values).await?;
    }
    Ok(())
}

/// The oldest messages, in the order they were written.
pub async fn outbox_oldest(db: Db<'_>, limit: i64) -> Result<Vec<OutboxRow>> {
    let sql = "SELECT id, stream, key, payload, created_at FROM outbox ORDER BY id LIMIT $1";
    db.rows(sql, [limit.into()]).await
}

/// Removes messages that the bus has.
pub async fn outbox_remove(db: Db<'_>, ids: &[i64]) -> Result<()> {
    let dialect = db.dialect();
    db.run(&format!("DELETE FROM outbox WHERE {}", dialect.any("id", "$1")), [dialect.list_i64(ids)]).await.map(|_| ())
}

/// What the messages of a key say that wait for a stream.
pub async fn outbox_payloads(db: Db<'_>, stream: &str, key: &str) -> Result<Vec<String>> {
    #[derive(FromQueryResult)]
    struct Payload {
        payload: String,
    }
    let sql = "SELECT payload FROM outbox WHERE stream = $1 AND key = $2";
    let rows: Vec<Payload> = db.rows(sql, [stream.into(), key.into()]).await?;
    Ok(rows.into_iter().map(|row| row.payload).collect())
}

/// How many messages wait, and since when the oldest (microseconds, UTC).
#[derive(Debug, Clone, Copy, FromQueryResult)]
pub struct OutboxAge {
    pub waiting: i64,
    pub oldest: Option<i64>,
}

/// The state of the outbox.
pub async fn outbox_age(db: Db<'_>) -> Result<OutboxAge> {
    let sql = "SELECT count(*) AS waiting, min(created_at) AS oldest FROM outbox";
    Ok(db.row(sql, []).await?.unwrap_or(OutboxAge { waiting: 0, oldest: None }))
}

/// Takes or keeps a lease; answers whether `holder` has it until `until`.
pub async fn lease_take(db: Db<'_>, name: &str, holder: &str, now: Timestamp, until: Timestamp) -> Result<bool> {
    let sql = "INSERT INTO lease (name, holder, until) VALUES ($1, $2, $3) \
               ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until \
               WHERE lease.holder = excluded.holder OR lease.until <= $4";
    let values = [name.into(), holder.into(), micros(until).into(), micros(now).into()];
    Ok(db.run(sql, values).await? == 1)
}

/// Gives a lease back early.
pub async fn lease_give(db: Db<'_>, name: &str, holder: &str) -> Result<()> {
    db.run("DELETE FROM lease WHERE name = $1 AND holder = $2", [name.into(), holder.into()]).await.map(|_| ())
}

/// What a request key was answered with.
#[derive(Debug, Clone, FromQueryResult)]
pub struct AnsweredRequest {
    pub action: String,
    pub input_hash: Vec<u8>,
    pub answer: String,
}

/// The answer kept for an actor's request key.
pub async fn answered(db: Db<'_>, actor: &str, request_key: &str) -> Result<Option<AnsweredRequest>> {
    let sql = "SELECT action, input_hash, answer FROM answered_request WHERE actor = $1 AND request_key = $2";
    db.row(sql, [actor.into(), request_key.into()]).await
}

/// Keeps an answer; a second one under the same key is a [`crate::StoreError::Duplicate`].
pub async fn answer_keep(
    db: Db<'_>,
    actor: &str,
    request_key: &str,
    kept: &AnsweredRequest,
    at: Timestamp,
) -> Result<()> {
    let sql = "INSERT INTO answered_request (actor, request_key, action, input_hash, answer, created_at) \
               VALUES ($1, $2, $3, $4, $5, $6)";
    let values = [
        actor.into(),
        request_key.into(),
        kept.action.as_str().into(),
        kept.input_hash.clone().into(),
        kept.answer.as_str().into(),
        micros(at).into(),
    ];
    db.run(sql, values).await.map(|_| ())
}

/// Forgets answers older than `before`.
pub async fn answers_prune(db: Db<'_>, before: Timestamp) -> Result<u64> {
    db.run("DELETE FROM answered_request WHERE created_at < $1", [micros(before).into()]).await
}
