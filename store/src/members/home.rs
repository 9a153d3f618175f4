//! Homes that members had before, the chapters they follow, and what they consented to.

use domain::kernel::{AccountId, ChapterId, ConsentId, MemberId, Timestamp, from_micros, micros};
use domain::members::{ConsentEntry, HomeSource, Purpose};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::member::Member;
use crate::dialect::Dialect;
use crate::{Db, Result, StoreError};

/// A home that a member had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastHome {
    pub chapter: ChapterId,
    pub source: HomeSource,
    pub since: Timestamp,
    pub until: Timestamp,
    /// Why it was left, where somebody else moved the member.
    pub reason: Option<String>,
    pub moved_by: Option<AccountId>,
}

#[derive(FromQueryResult)]
struct Row {
    chapter_id: i32,
    source: i16,
    since: i64,
    until: i64,
    reason: Option<String>,
    moved_by: Option<Uuid>,
}

/// Keeps the home that a member leaves now.
pub async fn leave(
    db: Db<'_>,
    member: &Member,
    at: Timestamp,
    (reason, by): (Option<&str>, Option<AccountId>),
) -> Result<()> {
    let sql = "INSERT INTO member_past_home (member_id, since, until, chapter_id, source, reason, moved_by) \
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let values = [
        member.id.0.into(),
        micros(member.home_since).into(),
        micros(at).into(),
        member.home.0.into(),
        member.home_source.rank().into(),
        reason.into(),
        by.map(|by| by.0).into(),
    ];
    db.run(sql, values).await.map(|_| ())
}

/// The homes a member had before the present one, the newest first.
pub async fn past(db: Db<'_>, member: MemberId) -> Result<Vec<PastHome>> {
    let sql = "SELECT chapter_id, source, since, until, reason, moved_by FROM member_past_home \
               WHERE member_id = $1 ORDER BY id DESC";
    let rows: Vec<Row> = db.rows(sql, [member.0.into()]).await?;
    let read = |row: Row| {
        Ok(PastHome {
            chapter: ChapterId(row.chapter_id),
            source: HomeSource::of_rank(row.source).ok_or_else(|| StoreError::Corrupt("home source".into()))?,
            since: from_micros(row.since),
            until: from_micros(row.until),
            reason: row.reason,
            moved_by: row.moved_by.map(AccountId),
        })
    };
    rows.into_iter().map(read).collect()
}

/// Follows a chapter; again is no change.
pub async fn follow(db: Db<'_>, member: MemberId, chapter: ChapterId, at: Timestamp) -> Result<()> {
    let sql = "INSERT INTO member_follow (member_id, chapter_id, since) VALUES ($1, $2, $3) \
               ON CONFLICT (member_id, chapter_id) DO NOTHING";
    db.run(sql, [member.0.into(), chapter.0.into(), micros(at).into()]).await.map(|_| ())
}

/// Follows a chapter no more; again is no change.
pub async fn unfollow(db: Db<'_>, member: MemberId, chapter: ChapterId) -> Result<()> {
    let sql = "DELETE FROM member_follow WHERE member_id = $1 AND chapter_id = $2";
    db.run(sql, [member.0.into(), chapter.0.into()]).await.map(|_| ())
}

/// The chapters a member follows, the oldest follow first.
pub async fn followed(db: Db<'_>, member: MemberId) -> Result<Vec<ChapterId>> {
    #[derive(FromQueryResult)]
    struct Followed {
        chapter_id: i32,
    }
    let sql = "SELECT chapter_id FROM member_follow WHERE member_id = $1 ORDER BY since, chapter_id";
    let rows: Vec<Followed> = db.rows(sql, [member.0.into()]).await?;
    Ok(rows.into_iter().map(|row| ChapterId(row.chapter_id)).collect())
}

/// Forgets which chapters a member follows.
pub async fn forget(db: Db<'_>, member: MemberId) -> Result<()> {
    db.run("DELETE FROM member_follow WHERE member_id = $1", [member.0.into()]).await.map(|_| ())
}

/// Adds to the ledger of consents.
pub async fn consent(
    db: Db<'_>,
    (id, member): (ConsentId, MemberId),
    entry: &ConsentEntry,
    by: Option<AccountId>,
) -> Result<()> {
    let sql = "INSERT INTO consent (id, member_id, purpose, text_version, granted, at, given_by) \
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let values = [
        id.0.into(),
        member.0.into(),
        entry.purpose.rank().into(),
        entry.text_version.as_str().into(),
        entry.granted.into(),
        micros(entry.at).into(),
        by.map(|by| by.0).into(),
    ];
    db.run(sql, values).await.map(|_| ())
}

/// All that a member has consented to and withdrawn, in the order it was said.
pub async fn consents(db: Db<'_>, member: MemberId) -> Result<Vec<ConsentEntry>> {
    #[derive(FromQueryResult)]
    struct Consent {
        purpose: i16,
        text_version: String,
        granted: bool,
        at: i64,
    }
    let sql = "SELECT purpose, text_version, granted, at FROM consent WHERE member_id = $1 ORDER BY at, id";
    let rows: Vec<Consent> = db.rows(sql, [member.0.into()]).await?;
    let read = |row: Consent| {
        Ok(ConsentEntry {
            purpose: Purpose::of_rank(row.purpose).ok_or_else(|| StoreError::Corrupt("purpose".into()))?,
            text_version: row.text_version,
            granted: row.granted,
            at: from_micros(row.at),
        })
    };
    rows.into_iter().map(read).collect()
}

/// Moves all members of a chapter to another at once, because the one is closed; answers how many. Their own wish to move is
/// not used up by it.
pub async fn rehome_all(
    db: Db<'_>,
    (from, to): (ChapterId, ChapterId),
    at: Timestamp,
    (reason, by): (&str, Option<AccountId>),
) -> Result<u64> {
    if db.dialect() == Dialect::Postgres {
        // Nobody may change one of them between what is noted here and what is written.
        let sql = "SELECT count(*) AS n FROM (SELECT 1 FROM member WHERE home_chapter_id = $1 FOR UPDATE) AS held";
        db.number(sql, [from.0.into()]).await?;
    }
    let sql = "INSERT INTO member_past_home (member_id, since, until, chapter_id, source, reason, moved_by) \
               SELECT id, home_since, $2, home_chapter_id, home_source, $3, $4 FROM member WHERE home_chapter_id = $1";
    db.run(sql, [from.0.into(), micros(at).into(), reason.into(), by.map(|by| by.0).into()]).await?;
    let counted = "FROM member WHERE home_chapter_id = $1 AND merged_into IS NULL AND standing <> 9 \
                   GROUP BY tier_id, standing";
    let sql = format!(
        "INSERT INTO member_delta (chapter_id, tier_id, standing, n) \
         SELECT CAST($1 AS integer), tier_id, standing, -count(*) {counted} \
         UNION ALL SELECT CAST($2 AS integer), tier_id, standing, count(*) {counted}"
    );
    db.run(&sql, [from.0.into(), to.0.into()]).await?;
    let sql =
        "UPDATE member SET home_chapter_id = $2, home_since = $3, version = version + 1 WHERE home_chapter_id = $1";
    db.run(sql, [from.0.into(), to.0.into(), micros(at).into()]).await
}
