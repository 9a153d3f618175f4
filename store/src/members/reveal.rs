//! Who has seen whose phone and name in clear, and why.

use domain::kernel::{AccountId, MemberId, Timestamp, from_micros, micros};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::{Db, Result};

/// One look at somebody's personal data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reveal {
    pub by: AccountId,
    pub reason: String,
    pub at: Timestamp,
}

/// Notes a look.
pub async fn note(db: Db<'_>, member: MemberId, reveal: &Reveal) -> Result<()> {
    let sql = "INSERT INTO member_reveal (member_id, account_id, reason, at) VALUES ($1, $2, $3, $4)";
    let values = [member.0.into(), reveal.by.0.into(), reveal.reason.as_str().into(), micros(reveal.at).into()];
    db.run(sql, values).await.map(|_| ())
}

/// How many different members somebody has looked at since an instant.
pub async fn count(db: Db<'_>, by: AccountId, since: Timestamp) -> Result<i64> {
    let sql = "SELECT count(DISTINCT member_id) AS n FROM member_reveal WHERE account_id = $1 AND at > $2";
    db.number(sql, [by.0.into(), micros(since).into()]).await
}

/// The looks at a member, the newest first.
pub async fn of_member(db: Db<'_>, member: MemberId, limit: i64) -> Result<Vec<Reveal>> {
    #[derive(FromQueryResult)]
    struct Row {
        account_id: Uuid,
        reason: String,
        at: i64,
    }
    let sql =
        "SELECT account_id, reason, at FROM member_reveal WHERE member_id = $1 ORDER BY at DESC, id DESC LIMIT $2";
    let rows: Vec<Row> = db.rows(sql, [member.0.into(), limit.into()]).await?;
    let read = |row: Row| Reveal { by: AccountId(row.account_id), reason: row.reason, at: from_micros(row.at) };
    Ok(rows.into_iter().map(read).collect())
}
