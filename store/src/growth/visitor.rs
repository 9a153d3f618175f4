//! Visitors: phones and browsers, by the keyed hash of a token; what they followed, and how many registered from an address.

use chrono::TimeDelta;
use domain::kernel::{MemberId, ReferralLinkId, Timestamp, from_micros, micros};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::{Db, Result, StoreError};

/// A link that was followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TouchRecord {
    pub link: ReferralLinkId,
    pub at: Timestamp,
}

/// Locks a visitor until the end of the transaction, who may be new; answers who registered on it first.
pub async fn lock(db: Db<'_>, hash: &[u8], now: Timestamp) -> Result<Option<MemberId>> {
    #[derive(FromQueryResult)]
    struct Known {
        member_id: Option<Uuid>,
    }
    let sql = "INSERT INTO visitor (hash, seen_at) VALUES ($1, $2) ON CONFLICT (hash) DO UPDATE SET seen_at = $2 \
               RETURNING member_id";
    let known: Option<Known> = db.row(sql, [hash.to_vec().into(), micros(now).into()]).await?;
    Ok(known.ok_or(StoreError::Missing)?.member_id.map(MemberId))
}

/// Notes who registered on a visitor, or is at home there, if nobody is noted.
pub async fn take(db: Db<'_>, hash: &[u8], member: MemberId) -> Result<()> {
    let sql = "UPDATE visitor SET member_id = $2 WHERE hash = $1 AND member_id IS NULL";
    db.run(sql, [hash.to_vec().into(), member.0.into()]).await.map(|_| ())
}

/// Notes that a visitor followed a link. The first time counts, unless that was before `since`.
pub async fn touch(db: Db<'_>, hash: &[u8], link: ReferralLinkId, (at, since): (Timestamp, Timestamp)) -> Result<()> {
    let sql = "INSERT INTO referral_touch (visitor_hash, link_id, at) VALUES ($1, $2, $3) \
               ON CONFLICT (visitor_hash, link_id) DO UPDATE SET at = $3 WHERE referral_touch.at <= $4";
    let values = [hash.to_vec().into(), link.0.into(), micros(at).into(), micros(since).into()];
    db.run(sql, values).await.map(|_| ())
}

/// What a visitor followed, the oldest first.
pub async fn touches(db: Db<'_>, hash: &[u8]) -> Result<Vec<TouchRecord>> {
    #[derive(FromQueryResult)]
    struct Row {
        link_id: Uuid,
        at: i64,
    }
    let sql = "SELECT link_id, at FROM referral_touch WHERE visitor_hash = $1 ORDER BY at, link_id LIMIT 100";
    let rows: Vec<Row> = db.rows(sql, [hash.to_vec().into()]).await?;
    Ok(rows.into_iter().map(|row| TouchRecord { link: ReferralLinkId(row.link_id), at: from_micros(row.at) }).collect())
}

/// Forgets what a visitor followed.
pub async fn forget_touches(db: Db<'_>, hash: &[u8]) -> Result<()> {
    db.run("DELETE FROM referral_touch WHERE visitor_hash = $1", [hash.to_vec().into()]).await.map(|_| ())
}

/// Forgets the phones and browsers of a member, and what was followed on them.
pub async fn forget_member(db: Db<'_>, member: MemberId) -> Result<()> {
    let theirs = "IN (SELECT hash FROM visitor WHERE member_id = $1)";
    db.run(&format!("DELETE FROM referral_touch WHERE visitor_hash {theirs}"), [member.0.into()]).await?;
    let sql = format!(
        "UPDATE referral SET visitor_hash = NULL, version = version + 1, \
         due_at = CASE WHEN state = 2 THEN NULL ELSE due_at END, state = CASE WHEN state = 2 THEN 7 ELSE state END \
         WHERE visitor_hash {theirs}"
    );
    db.run(&sql, [member.0.into()]).await?;
    db.run("DELETE FROM visitor WHERE member_id = $1", [member.0.into()]).await.map(|_| ())
}

/// How long a bucket of registrations is. Counted in buckets, so that those who register at once wait for one another's
/// count and none is missed.
const BUCKET: TimeDelta = TimeDelta::minutes(10);

/// Counts a registration from an address; answers how many there were in the last hour, this one included.
pub async fn count_registration(db: Db<'_>, address: &[u8], now: Timestamp) -> Result<u32> {
    let bucket = micros(now) - micros(now).rem_euclid(length(BUCKET));
    let sql = "INSERT INTO registration_pace (address_hash, bucket, n) VALUES ($1, $2, 1) \
               ON CONFLICT (address_hash, bucket) DO UPDATE SET n = registration_pace.n + 1";
    db.run(sql, [address.to_vec().into(), bucket.into()]).await?;
    let sql = "SELECT CAST(coalesce(sum(n), 0) AS bigint) AS n FROM registration_pace \
               WHERE address_hash = $1 AND bucket > $2";
    let from = bucket - length(TimeDelta::hours(1));
    let n = db.number(sql, [address.to_vec().into(), from.into()]).await?;
    Ok(u32::try_from(n).unwrap_or(u32::MAX))
}

fn length(of: TimeDelta) -> i64 {
    of.num_microseconds().unwrap_or(i64::MAX)
}

/// Until when what is past use was of use.
#[derive(Debug, Clone, Copy)]
pub struct PastUse {
    pub touches: Timestamp,
    pub visitors: Timestamp,
    pub addresses: Timestamp,
}

/// Forgets what is past use, `limit` rows of each at most; answers how many.
pub async fn prune(db: Db<'_>, past: PastUse, limit: i64) -> Result<u64> {
    let skip = db.dialect().skip_locked();
    let touches = "DELETE FROM referral_touch WHERE (visitor_hash, link_id) IN \
                   (SELECT visitor_hash, link_id FROM referral_touch WHERE at < $1 ORDER BY at LIMIT $2)";
    let visitors = format!(
        "DELETE FROM visitor WHERE hash IN (SELECT hash FROM visitor WHERE member_id IS NULL AND seen_at < $1 \
         ORDER BY seen_at LIMIT $2{skip})"
    );
    let addresses = "DELETE FROM registration_pace WHERE (address_hash, bucket) IN \
                     (SELECT address_hash, bucket FROM registration_pace WHERE bucket < $1 ORDER BY bucket LIMIT $2)";
    let mut gone = 0;
    for (sql, before) in [(touches, past.touches), (visitors.as_str(), past.visitors), (addresses, past.addresses)] {
        gone += db.run(sql, [micros(before).into(), limit.into()]).await?;
    }
    Ok(gone)
}
