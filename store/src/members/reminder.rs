//! Reminders of ends that come near: whom a day's reminders go to, how far they have come, and the last that each got.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use domain::kernel::{MemberId, Timestamp, from_micros, micros};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use super::{day_number, day_of};
use crate::dialect::Dialect;
use crate::{Db, Result};

/// How far the reminders of a day have come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    /// The mark under way; none once the day is done.
    pub mark: Option<i16>,
    /// The last member that was looked at for it, and the end that was looked at.
    pub after: Option<(NaiveDate, MemberId)>,
}

/// Somebody to remind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    pub member: MemberId,
    pub until_on: NaiveDate,
    /// Whether this mark of this end, or a later one, was reminded of before.
    pub done: bool,
}

/// How long it is known which days are done: longer than a worker is away.
const KEEP_DAYS: u64 = 60;

/// Where a day's reminders stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    NotBegun,
    UnderWay,
    Done,
}

/// Where the reminders of a day stand.
pub async fn stage(db: Db<'_>, day: NaiveDate) -> Result<Stage> {
    #[derive(FromQueryResult)]
    struct Row {
        mark: Option<i16>,
    }
    let sql = "SELECT mark FROM member_reminder_run WHERE on_day = $1";
    Ok(match db.row::<Row>(sql, [day_number(day).into()]).await? {
        None => Stage::NotBegun,
        Some(Row { mark: Some(_) }) => Stage::UnderWay,
        Some(Row { mark: None }) => Stage::Done,
    })
}

/// Whether any active member's last term ends from the one day to the other.
pub async fn any_ending(db: Db<'_>, (first, last): (NaiveDate, NaiveDate)) -> Result<bool> {
    let sql = "SELECT count(*) AS n FROM (SELECT 1 FROM member m WHERE m.standing IN (2, 3, 4) AND m.standing = 3 \
               AND m.merged_into IS NULL AND m.until_on >= $1 AND m.until_on <= $2 LIMIT 1) AS due";
    Ok(db.number(sql, [day_number(first).into(), day_number(last).into()]).await? > 0)
}

/// How far a day's reminders have come, locked until the end of the transaction; they begin with this mark.
pub async fn take_run(db: Db<'_>, day: NaiveDate, first: i16) -> Result<Run> {
    #[derive(FromQueryResult)]
    struct Row {
        mark: Option<i16>,
        after_until: Option<i32>,
        after_id: Option<Uuid>,
    }
    let sql = "INSERT INTO member_reminder_run (on_day, mark) VALUES ($1, $2) ON CONFLICT (on_day) DO NOTHING";
    if db.run(sql, [day_number(day).into(), first.into()]).await? == 1 {
        let old = day.checked_sub_days(Days::new(KEEP_DAYS)).unwrap_or(day);
        db.run("DELETE FROM member_reminder_run WHERE on_day < $1", [day_number(old).into()]).await?;
    }
    let sql = format!(
        "SELECT mark, after_until, after_id FROM member_reminder_run WHERE on_day = $1{}",
        db.dialect().for_update()
    );
    let row: Option<Row> = db.row(&sql, [day_number(day).into()]).await?;
    Ok(row.map_or(Run { mark: None, after: None }, |row| Run {
        mark: row.mark,
        after: row.after_until.zip(row.after_id).map(|(until, id)| (day_of(until), MemberId(id))),
    }))
}

/// Writes how far a day's reminders have come.
pub async fn advance(db: Db<'_>, day: NaiveDate, run: &Run) -> Result<()> {
    let sql = "UPDATE member_reminder_run SET mark = $2, after_until = $3, after_id = $4 WHERE on_day = $1";
    let values = [
        day_number(day).into(),
        run.mark.into(),
        run.after.map(|(until, _)| day_number(until)).into(),
        run.after.map(|(_, id)| id.0).into(),
    ];
    db.run_one(sql, values).await
}

/// The next active members whose last term ends from the one day to the other, locked, in the order of an index.
pub async fn due(
    db: Db<'_>,
    (first, last): (NaiveDate, NaiveDate),
    (mark, after): (i16, Option<(NaiveDate, MemberId)>),
    limit: i64,
) -> Result<Vec<Due>> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
        until_on: i32,
        done: bool,
    }
    let (until, id) = after.map_or((first, Uuid::nil()), |(until, id)| (until, id.0));
    // Waited for, not skipped: whoever is renewed at this moment is looked at when that is known.
    let lock = if db.dialect() == Dialect::Postgres { " FOR UPDATE OF m" } else { "" };
    let sql = format!(
        "SELECT m.id, m.until_on, r.member_id IS NOT NULL AS done FROM member m \
         LEFT JOIN member_reminder r ON r.member_id = m.id AND r.until_on = m.until_on AND r.mark <= $5 \
         WHERE m.standing IN (2, 3, 4) AND m.standing = 3 AND m.merged_into IS NULL \
         AND (m.until_on, m.id) > ($1, $2) AND m.until_on <= $3 \
         ORDER BY m.until_on, m.id LIMIT $4{lock}"
    );
    let values: [Value; 5] = [day_number(until).into(), id.into(), day_number(last).into(), limit.into(), mark.into()];
    let rows: Vec<Row> = db.rows(&sql, values).await?;
    let read = |row: Row| Due { member: MemberId(row.id), until_on: day_of(row.until_on), done: row.done };
    Ok(rows.into_iter().map(read).collect())
}

/// Notes that these members are reminded now.
pub async fn note(db: Db<'_>, reminded: &[Due], mark: i16, at: Timestamp) -> Result<()> {
    if reminded.is_empty() {
        return Ok(());
    }
    let dialect = db.dialect();
    let sql = format!(
        "INSERT INTO member_reminder (member_id, until_on, mark, at) SELECT id, until_on, $2, $3 FROM member WHERE {} \
         ON CONFLICT (member_id) DO UPDATE SET until_on = excluded.until_on, mark = excluded.mark, at = excluded.at",
        dialect.any_uuid("id", "$1")
    );
    let list = dialect.list_uuid(reminded.iter().map(|due| due.member.0));
    db.run(&sql, [list, mark.into(), micros(at).into()]).await.map(|_| ())
}

/// When these members were last reminded, each of the end that the member has now.
pub async fn last(db: Db<'_>, members: &[MemberId]) -> Result<HashMap<MemberId, Timestamp>> {
    #[derive(FromQueryResult)]
    struct Row {
        member_id: Uuid,
        at: i64,
    }
    let dialect = db.dialect();
    let sql = format!(
        "SELECT r.member_id, r.at FROM member_reminder r JOIN member m ON m.id = r.member_id AND m.until_on = r.until_on \
         WHERE {}",
        dialect.any_uuid("r.member_id", "$1")
    );
    let rows: Vec<Row> = db.rows(&sql, [dialect.list_uuid(members.iter().map(|id| id.0))]).await?;
    Ok(rows.into_iter().map(|row| (MemberId(row.member_id), from_micros(row.at))).collect())
}
