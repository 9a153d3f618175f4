//! Points: an append-only ledger, and lots of what is left of what was earned.
//!
//! The balance stands in the member's row. Whoever calls a function that changes anything has that row locked, so nobody
//! else touches the member's lots meanwhile.

use chrono::NaiveDate;
use domain::kernel::{Cursor, Direction, MemberId, PageRequest, PointsEntryId, Slice, Timestamp, from_micros, micros};
use domain::members::PointsReason;
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use super::day_number;
use crate::dialect::Dialect;
use crate::{Db, Result, StoreError};

/// One change of a member's points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PointsEntry {
    pub id: PointsEntryId,
    /// Never zero.
    pub delta: i32,
    pub reason: PointsReason,
    /// Why, where somebody decided so.
    pub note: Option<String>,
    pub at: Timestamp,
}

/// A change to be made.
#[derive(Debug, Clone)]
pub struct NewEntry<'a> {
    pub member: MemberId,
    pub delta: i32,
    pub reason: PointsReason,
    /// What it is for: the same reason and reference again is no second change.
    pub reference: &'a str,
    pub note: Option<&'a str>,
    pub at: Timestamp,
}

/// Adds to the ledger; nothing if this was entered before.
pub async fn enter(db: Db<'_>, entry: &NewEntry<'_>) -> Result<Option<PointsEntryId>> {
    #[derive(FromQueryResult)]
    struct Made {
        id: i64,
    }
    let sql = "INSERT INTO points_entry (member_id, delta, reason, ref, note, at) VALUES ($1, $2, $3, $4, $5, $6) \
               ON CONFLICT (member_id, reason, ref) DO NOTHING RETURNING id";
    let values = [
        entry.member.0.into(),
        entry.delta.into(),
        entry.reason.rank().into(),
        entry.reference.into(),
        entry.note.into(),
        micros(entry.at).into(),
    ];
    Ok(db.row::<Made>(sql, values).await?.map(|made| PointsEntryId(made.id)))
}

/// Whether a change was entered before.
pub async fn is_entered(db: Db<'_>, member: MemberId, reason: PointsReason, reference: &str) -> Result<bool> {
    let sql = "SELECT count(*) AS n FROM points_entry WHERE member_id = $1 AND reason = $2 AND ref = $3";
    Ok(db.number(sql, [member.0.into(), reason.rank().into(), reference.into()]).await? > 0)
}

/// Adds a lot of what an entry brought.
pub async fn add_lot(
    db: Db<'_>,
    (member, entry): (MemberId, PointsEntryId),
    remaining: i32,
    expires_on: NaiveDate,
) -> Result<()> {
    let sql = "INSERT INTO points_lot (entry_id, member_id, remaining, expires_on) VALUES ($1, $2, $3, $4)";
    let values = [entry.0.into(), member.0.into(), remaining.into(), day_number(expires_on).into()];
    db.run(sql, values).await.map(|_| ())
}

/// Takes so many points from a member's lots, from those that expire first; what is not there is not taken.
pub async fn take(db: Db<'_>, member: MemberId, amount: i32) -> Result<()> {
    let sql = "UPDATE points_lot SET remaining = CASE WHEN x.upto <= $2 THEN 0 ELSE x.upto - $2 END \
               FROM (SELECT entry_id AS lot, CAST(sum(remaining) OVER (ORDER BY expires_on, entry_id) AS integer) AS upto \
                     FROM points_lot WHERE member_id = $1 AND remaining > 0) AS x \
               WHERE points_lot.entry_id = x.lot AND x.upto - points_lot.remaining < $2";
    db.run(sql, [member.0.into(), amount.into()]).await.map(|_| ())
}

/// A page of a member's changes, the newest first.
pub async fn page(db: Db<'_>, member: MemberId, page: &PageRequest) -> Result<Slice<PointsEntry>> {
    #[derive(FromQueryResult)]
    struct Row {
        id: i64,
        delta: i32,
        reason: i16,
        note: Option<String>,
        at: i64,
    }
    let from = page.from.as_ref().map(Cursor::key::<i64>).transpose();
    let from = from.map_err(|_| StoreError::Corrupt("cursor".into()))?;
    let (compare, order) = if page.direction == Direction::Forwards { ("<", "DESC") } else { (">", "ASC") };
    let mut values: Vec<Value> = vec![member.0.into()];
    let beyond = from.map_or_else(String::new, |from| {
        values.push(from.into());
        format!(" AND id {compare} $2")
    });
    let limit = page.limit + 1;
    let sql = format!(
        "SELECT id, delta, reason, note, at FROM points_entry WHERE member_id = $1{beyond} ORDER BY id {order} LIMIT {limit}"
    );
    let rows: Vec<Row> = db.rows(&sql, values).await?;
    let read = |row: Row| {
        Ok(PointsEntry {
            id: PointsEntryId(row.id),
            delta: row.delta,
            reason: PointsReason::of_rank(row.reason).ok_or_else(|| StoreError::Corrupt("points reason".into()))?,
            note: row.note,
            at: from_micros(row.at),
        })
    };
    let entries = rows.into_iter().map(read).collect::<Result<Vec<_>>>()?;
    Ok(Slice::of_read(entries, page, from.is_some()))
}

/// Whether any points are past their day.
pub async fn any_expired(db: Db<'_>, today: NaiveDate) -> Result<bool> {
    let sql =
        "SELECT count(*) AS n FROM (SELECT 1 FROM points_lot WHERE remaining > 0 AND expires_on <= $1 LIMIT 1) AS due";
    Ok(db.number(sql, [day_number(today).into()]).await? > 0)
}

/// Locks members who have points past their day, of the oldest `limit` lots; those that somebody else has in hand are left
/// out.
pub async fn take_expired(db: Db<'_>, today: NaiveDate, limit: i64) -> Result<Vec<MemberId>> {
    #[derive(FromQueryResult)]
    struct Due {
        id: Uuid,
    }
    let lock = if db.dialect() == Dialect::Postgres { " FOR UPDATE OF m SKIP LOCKED" } else { "" };
    let sql = format!(
        "SELECT m.id FROM member m WHERE m.id IN (SELECT member_id FROM points_lot \
         WHERE remaining > 0 AND expires_on <= $1 ORDER BY expires_on, entry_id LIMIT $2) ORDER BY m.id{lock}"
    );
    let rows: Vec<Due> = db.rows(&sql, [day_number(today).into(), limit.into()]).await?;
    Ok(rows.into_iter().map(|row| MemberId(row.id)).collect())
}

/// Empties the lots of these members whose day has come: one entry for each member, under `reference`.
pub async fn expire(
    db: Db<'_>,
    members: &[MemberId],
    today: NaiveDate,
    (reference, at): (&str, Timestamp),
) -> Result<u64> {
    let dialect = db.dialect();
    let list = || dialect.list_uuid(members.iter().map(|id| id.0));
    let due = format!("remaining > 0 AND expires_on <= $2 AND {}", dialect.any_uuid("member_id", "$1"));
    let day = day_number(today);
    let sql = format!(
        "UPDATE member SET points = points - x.gone FROM (SELECT member_id, CAST(sum(remaining) AS integer) AS gone \
         FROM points_lot WHERE {due} GROUP BY member_id) AS x WHERE member.id = x.member_id"
    );
    let touched = db.run(&sql, [list(), day.into()]).await?;
    if touched > 0 {
        let sql = format!(
            "INSERT INTO points_entry (member_id, delta, reason, ref, at) \
             SELECT member_id, -CAST(sum(remaining) AS integer), $3, $4, $5 FROM points_lot WHERE {due} GROUP BY member_id"
        );
        let reason = PointsReason::Expired.rank();
        db.run(&sql, [list(), day.into(), reason.into(), reference.into(), micros(at).into()]).await?;
        db.run(&format!("UPDATE points_lot SET remaining = 0 WHERE {due}"), [list(), day.into()]).await?;
    }
    Ok(touched)
}
