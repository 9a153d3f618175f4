//! One-time codes for signing in: one per phone, kept as a keyed hash.

use domain::kernel::{Timestamp, micros};
use sea_orm::FromQueryResult;

use crate::{Db, Result};

/// Puts a code in the place of whichever was there for this phone.
pub async fn put(db: Db<'_>, phone_index: &[u8], code_hash: &[u8], expires_at: Timestamp, tries: i16) -> Result<()> {
    let sql = "INSERT INTO one_time_code (phone_index, code_hash, expires_at, tries_left) VALUES ($1, $2, $3, $4) \
               ON CONFLICT (phone_index) DO UPDATE SET code_hash = excluded.code_hash, \
               expires_at = excluded.expires_at, tries_left = excluded.tries_left";
    let values = [phone_index.to_vec().into(), code_hash.to_vec().into(), micros(expires_at).into(), tries.into()];
    db.run(sql, values).await.map(|_| ())
}

#[derive(FromQueryResult)]
struct Row {
    code_hash: Vec<u8>,
}

/// The hash of the code that may be tried now, without taking a try.
pub async fn peek(db: Db<'_>, phone_index: &[u8], now: Timestamp) -> Result<Option<Vec<u8>>> {
    let sql = "SELECT code_hash FROM one_time_code WHERE phone_index = $1 AND tries_left > 0 AND expires_at > $2";
    let row: Option<Row> = db.row(sql, [phone_index.to_vec().into(), micros(now).into()]).await?;
    Ok(row.map(|row| row.code_hash))
}

/// Takes one try; answers the hash to compare with, if there is a code and a try was left.
///
/// The try counts only if the transaction is committed, whatever the comparison says.
pub async fn try_take(db: Db<'_>, phone_index: &[u8], now: Timestamp) -> Result<Option<Vec<u8>>> {
    let sql = "UPDATE one_time_code SET tries_left = tries_left - 1 \
               WHERE phone_index = $1 AND tries_left > 0 AND expires_at > $2 RETURNING code_hash";
    let row: Option<Row> = db.row(sql, [phone_index.to_vec().into(), micros(now).into()]).await?;
    Ok(row.map(|row| row.code_hash))
}

/// Uses a code up; answers whether it was this call that did.
pub async fn use_up(db: Db<'_>, phone_index: &[u8], code_hash: &[u8]) -> Result<bool> {
    let sql = "DELETE FROM one_time_code WHERE phone_index = $1 AND code_hash = $2";
    Ok(db.run(sql, [phone_index.to_vec().into(), code_hash.to_vec().into()]).await? == 1)
}

/// Forgets codes that are past their time.
pub async fn prune(db: Db<'_>, now: Timestamp) -> Result<u64> {
    db.run("DELETE FROM one_time_code WHERE expires_at <= $1", [micros(now).into()]).await
}
