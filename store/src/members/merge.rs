//! Merges: two members found to be one person, and what of the one who went was handed to the one who stayed.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::kernel::{
    AccountId, MemberId, MembershipId, MergeId, OrderId, PointsEntryId, Timestamp, from_micros, micros,
};
use domain::members::{Lot, Term};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use super::{day_number, day_of};
use crate::db::places;
use crate::{Db, Result};

/// A merge as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergeRecord {
    pub id: MergeId,
    pub kept: MemberId,
    pub gone: MemberId,
    pub reason: String,
    /// How much came along.
    pub terms: i32,
    pub points: i32,
    pub orders: i32,
    /// What is needed to undo it, sealed with the key of the one who went; nothing once that is over.
    pub undo: Option<Vec<u8>>,
    pub merged_at: Timestamp,
    pub merged_by: Option<AccountId>,
    pub undone_at: Option<Timestamp>,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    kept_id: Uuid,
    gone_id: Uuid,
    reason: String,
    terms: i32,
    points: i32,
    orders: i32,
    undo_sealed: Option<Vec<u8>>,
    merged_at: i64,
    merged_by: Option<Uuid>,
    undone_at: Option<i64>,
}

impl From<Row> for MergeRecord {
    fn from(row: Row) -> Self {
        Self {
            id: MergeId(row.id),
            kept: MemberId(row.kept_id),
            gone: MemberId(row.gone_id),
            reason: row.reason,
            terms: row.terms,
            points: row.points,
            orders: row.orders,
            undo: row.undo_sealed,
            merged_at: from_micros(row.merged_at),
            merged_by: row.merged_by.map(AccountId),
            undone_at: row.undone_at.map(from_micros),
        }
    }
}

impl MergeRecord {
    /// Whether it stands, and what it could be undone with is still kept.
    #[must_use]
    pub fn can_be_settled(&self) -> bool {
        self.undone_at.is_none() && self.undo.is_some()
    }
}

const SELECT: &str = "SELECT id, kept_id, gone_id, reason, terms, points, orders, undo_sealed, merged_at, merged_by, \
                      undone_at FROM member_merge";

async fn read(db: Db<'_>, rest: &str, values: Vec<Value>) -> Result<Vec<MergeRecord>> {
    let rows: Vec<Row> = db.rows(&format!("{SELECT} {rest}"), values).await?;
    Ok(rows.into_iter().map(MergeRecord::from).collect())
}

/// A merge, if there is such a one.
pub async fn find(db: Db<'_>, id: MergeId) -> Result<Option<MergeRecord>> {
    Ok(read(db, "WHERE id = $1", vec![id.0.into()]).await?.pop())
}

/// All merges into a member, the newest first, those that were undone among them.
pub async fn into_member(db: Db<'_>, kept: MemberId) -> Result<Vec<MergeRecord>> {
    read(db, "WHERE kept_id = $1 ORDER BY id DESC", vec![kept.0.into()]).await
}

/// The merge by which a member went, if it stands.
pub async fn of_gone(db: Db<'_>, gone: MemberId) -> Result<Option<MergeRecord>> {
    Ok(read(db, "WHERE gone_id = $1 AND undone_at IS NULL", vec![gone.0.into()]).await?.pop())
}

/// The first merges that can no longer be undone and are still prepared for it.
pub async fn settled(db: Db<'_>, before: Timestamp, limit: i64) -> Result<Vec<MergeRecord>> {
    let rest = "WHERE undo_sealed IS NOT NULL AND merged_at <= $1 ORDER BY merged_at, id LIMIT $2";
    read(db, rest, vec![micros(before).into(), limit.into()]).await
}

/// Adds a merge.
///
/// # Errors
/// [`crate::StoreError::Duplicate`] if the one who goes has gone already.
pub async fn insert(db: Db<'_>, made: &MergeRecord) -> Result<()> {
    let sql = "INSERT INTO member_merge (id, kept_id, gone_id, reason, terms, points, orders, undo_sealed, merged_at, \
               merged_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let values = [
        made.id.0.into(),
        made.kept.0.into(),
        made.gone.0.into(),
        made.reason.as_str().into(),
        made.terms.into(),
        made.points.into(),
        made.orders.into(),
        made.undo.clone().into(),
        micros(made.merged_at).into(),
        made.merged_by.map(|by| by.0).into(),
    ];
    db.run(sql, values).await.map(|_| ())
}

/// Marks a merge undone, if it was not and could be.
pub async fn undo(db: Db<'_>, id: MergeId, at: Timestamp, by: Option<AccountId>) -> Result<()> {
    let sql = "UPDATE member_merge SET undone_at = $2, undone_by = $3, undo_sealed = NULL \
               WHERE id = $1 AND undone_at IS NULL AND undo_sealed IS NOT NULL";
    db.run_one(sql, [id.0.into(), micros(at).into(), by.map(|by| by.0).into()]).await
}

/// Forgets what a merge that stands could have been undone with.
///
/// # Errors
/// [`crate::StoreError::Stale`] if it was undone.
pub async fn settle(db: Db<'_>, id: MergeId) -> Result<()> {
    let sql = "UPDATE member_merge SET undo_sealed = NULL WHERE id = $1 AND undone_at IS NULL";
    db.run_one(sql, [id.0.into()]).await
}

/// Rows of other tables that name a member and are handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Belongs {
    Orders,
    Cards,
    /// Links by which the member invites.
    Links,
    /// How the member was invited.
    Invitations,
}

impl Belongs {
    const fn table(self) -> (&'static str, &'static str) {
        match self {
            Self::Orders => ("orders", "member_id"),
            Self::Cards => ("card", "redeemed_by"),
            Self::Links => ("referral_link", "inviter_id"),
            Self::Invitations => ("referral", "invitee_id"),
        }
    }

    /// How they are found by the member in `$1`.
    const fn mine(self) -> &'static str {
        match self {
            Self::Orders => "member_id = $1",
            // The table of cards is long, and a card that was redeemed has led to a term.
            Self::Cards => {
                "redeemed_by = $1 AND id IN (SELECT card_id FROM membership WHERE member_id = $1 AND card_id IS NOT NULL)"
            }
            Self::Links => "inviter_id = $1",
            Self::Invitations => "invitee_id = $1 AND state NOT IN (7, 8)",
        }
    }
}

/// What of this kind names a member.
pub async fn belongings(db: Db<'_>, what: Belongs, member: MemberId) -> Result<Vec<Uuid>> {
    #[derive(FromQueryResult)]
    struct Found {
        id: Uuid,
    }
    let sql = format!("SELECT id FROM {} WHERE {} ORDER BY id", what.table().0, what.mine());
    let rows: Vec<Found> = db.rows(&sql, [member.0.into()]).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Hands rows of one member to another; answers how many were that member's.
pub async fn hand_over(db: Db<'_>, what: Belongs, ids: &[Uuid], (from, to): (MemberId, MemberId)) -> Result<u64> {
    let (table, column) = what.table();
    let any = db.dialect().any_uuid("id", "$3");
    let sql = format!("UPDATE {table} SET {column} = $2 WHERE {column} = $1 AND {any}");
    db.run(&sql, [from.0.into(), to.0.into(), db.dialect().list_uuid(ids.iter().copied())]).await
}

/// The versions of orders: they tell whether anything has befallen one since.
pub async fn order_versions(db: Db<'_>, orders: &[Uuid]) -> Result<HashMap<OrderId, i32>> {
    #[derive(FromQueryResult)]
    struct Found {
        id: Uuid,
        version: i32,
    }
    let dialect = db.dialect();
    let sql = format!("SELECT id, version FROM orders WHERE {}", dialect.any_uuid("id", "$1"));
    let rows: Vec<Found> = db.rows(&sql, [dialect.list_uuid(orders.iter().copied())]).await?;
    Ok(rows.into_iter().map(|row| (OrderId(row.id), row.version)).collect())
}

/// What is under way that a merge would cut through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromQueryResult)]
pub struct UnderWay {
    /// Orders of the one who goes that can still be paid.
    pub open_orders: i64,
    /// Refunds of their orders that were asked for and have not left the house.
    pub refunds: i64,
    /// Payments of their orders that were too many or of a wrong amount, and wait to go back.
    pub surpluses: i64,
    /// Shares of sales that are owed to them.
    pub shares: i64,
    /// Invitations of the one by the other whose reward is not decided.
    pub crossed: i64,
    /// Invitations of the one by the other that counted at all.
    pub between: i64,
    /// Invitations of the one who goes whose reward is not decided.
    pub invitations: i64,
    /// Invitations of the one who stays that counted.
    pub invited: i64,
}

/// What is under way between two members, and of the one who goes.
pub async fn under_way(db: Db<'_>, kept: MemberId, gone: MemberId) -> Result<UnderWay> {
    const CROSSED: &str = "FROM referral r JOIN referral_link l ON l.id = r.link_id WHERE \
                           (r.invitee_id = $1 AND l.inviter_id = $2 OR r.invitee_id = $2 AND l.inviter_id = $1)";
    // The numbers are the ranks of OrderState, RefundState, PaymentState, CommissionState and ReferralState.
    let sql = format!(
        "SELECT (SELECT count(*) FROM orders WHERE member_id = $2 AND state = 1) AS open_orders, \
         (SELECT count(*) FROM refund r JOIN orders o ON o.id = r.order_id \
          WHERE o.member_id = $2 AND r.state IN (1, 2)) AS refunds, \
         (SELECT count(*) FROM payment p JOIN orders o ON o.id = p.order_id \
          WHERE o.member_id = $2 AND p.state IN (4, 6)) AS surpluses, \
         (SELECT count(*) FROM commission WHERE payee_member_id = $2 AND state IN (1, 2, 3)) AS shares, \
         (SELECT count(*) {CROSSED} AND r.state IN (3, 4, 5)) AS crossed, \
         (SELECT count(*) {CROSSED} AND r.state NOT IN (7, 8)) AS \"between\", \
         (SELECT count(*) FROM referral WHERE invitee_id = $2 AND state IN (3, 4, 5)) AS invitations, \
         (SELECT count(*) FROM referral WHERE invitee_id = $1 AND state NOT IN (7, 8)) AS invited"
    );
    db.row(&sql, [kept.0.into(), gone.0.into()]).await?.ok_or(crate::StoreError::Missing)
}

/// How many payments of these orders wait to go back.
pub async fn waiting_payments(db: Db<'_>, orders: &[Uuid]) -> Result<i64> {
    let dialect = db.dialect();
    let sql =
        format!("SELECT count(*) AS n FROM payment WHERE state IN (4, 6) AND {}", dialect.any_uuid("order_id", "$1"));
    db.number(&sql, [dialect.list_uuid(orders.iter().copied())]).await
}

/// The days of each of a member's terms that were used before it came to this row.
pub async fn used_before(db: Db<'_>, member: MemberId) -> Result<HashMap<MembershipId, i64>> {
    #[derive(FromQueryResult)]
    struct Found {
        id: Uuid,
        used_before: i32,
    }
    let sql = "SELECT id, used_before FROM membership WHERE member_id = $1";
    let rows: Vec<Found> = db.rows(sql, [member.0.into()]).await?;
    Ok(rows.into_iter().map(|row| (MembershipId(row.id), row.used_before.into())).collect())
}

/// Puts a term with a member, in this place.
pub async fn place(
    db: Db<'_>,
    id: MembershipId,
    (member, term): (MemberId, &Term),
    used_before: i64,
    today: NaiveDate,
) -> Result<()> {
    let sql = "UPDATE membership SET member_id = $2, starts_on = $3, ends_on = $4, frozen_days = $5, used_before = $6, \
               waits = $7 WHERE id = $1";
    let values = [
        id.0.into(),
        member.0.into(),
        day_number(term.starts_on).into(),
        day_number(term.ends_on).into(),
        super::member::narrow(term.frozen_days).into(),
        i32::try_from(used_before).unwrap_or(i32::MAX).into(),
        (term.starts_on > today).into(),
    ];
    db.run_one(sql, values).await
}

/// Takes terms away that only marked where another had been.
pub async fn remove_terms(db: Db<'_>, ids: &[MembershipId]) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let sql = format!("DELETE FROM membership WHERE id IN ({})", places(1, ids.len()));
    db.run(&sql, ids.iter().map(|id| id.0.into())).await.map(|_| ())
}

/// A member's lots: those with anything left, and these besides; those that expire first at the head.
pub async fn lots(db: Db<'_>, member: MemberId, besides: &[PointsEntryId]) -> Result<Vec<(PointsEntryId, Lot)>> {
    #[derive(FromQueryResult)]
    struct Found {
        entry_id: i64,
        remaining: i32,
        expires_on: i32,
    }
    let dialect = db.dialect();
    let ids: Vec<i64> = besides.iter().map(|entry| entry.0).collect();
    let sql = format!(
        "SELECT entry_id, remaining, expires_on FROM points_lot WHERE member_id = $1 AND remaining > 0 \
         UNION SELECT entry_id, remaining, expires_on FROM points_lot WHERE {} ORDER BY expires_on, entry_id",
        dialect.any("entry_id", "$2")
    );
    let rows: Vec<Found> = db.rows(&sql, [member.0.into(), dialect.list_i64(&ids)]).await?;
    let read = |row: Found| {
        (PointsEntryId(row.entry_id), Lot { left: row.remaining.into(), expires_on: day_of(row.expires_on) })
    };
    Ok(rows.into_iter().map(read).collect())
}

/// Puts a lot with a member, with so much left.
pub async fn put_lot(db: Db<'_>, entry: PointsEntryId, member: MemberId, left: i64) -> Result<()> {
    let sql = "UPDATE points_lot SET member_id = $2, remaining = $3 WHERE entry_id = $1";
    db.run_one(sql, [entry.0.into(), member.0.into(), i32::try_from(left).unwrap_or(i32::MAX).into()]).await
}

/// Takes consents out that a merge had entered.
pub async fn remove_consents(db: Db<'_>, ids: &[Uuid]) -> Result<()> {
    let dialect = db.dialect();
    let sql = format!("DELETE FROM consent WHERE {}", dialect.any_uuid("id", "$1"));
    db.run(&sql, [dialect.list_uuid(ids.iter().copied())]).await.map(|_| ())
}

/// The chapters that a member follows, and since when.
pub async fn follows(db: Db<'_>, member: MemberId) -> Result<Vec<(i32, Timestamp)>> {
    #[derive(FromQueryResult)]
    struct Followed {
        chapter_id: i32,
        since: i64,
    }
    let sql = "SELECT chapter_id, since FROM member_follow WHERE member_id = $1 ORDER BY since, chapter_id";
    let rows: Vec<Followed> = db.rows(sql, [member.0.into()]).await?;
    Ok(rows.into_iter().map(|row| (row.chapter_id, from_micros(row.since))).collect())
}

/// Adds to an inviter what another had been rewarded for, so that it is not rewarded again; answers what that was.
pub async fn join_inviter(db: Db<'_>, (from, to): (MemberId, MemberId)) -> Result<(i32, i32)> {
    #[derive(FromQueryResult)]
    struct Had {
        highest: i32,
        days: i32,
    }
    let sql = "SELECT highest, days FROM inviter WHERE member_id = $1";
    let Some(had) = db.row::<Had>(sql, [from.0.into()]).await? else { return Ok((0, 0)) };
    let sql = "INSERT INTO inviter (member_id, highest, days) VALUES ($1, $2, $3) ON CONFLICT (member_id) DO UPDATE SET \
               highest = inviter.highest + excluded.highest, days = inviter.days + excluded.days";
    db.run(sql, [to.0.into(), had.highest.into(), had.days.into()]).await?;
    Ok((had.highest, had.days))
}

/// Takes from an inviter what [`join_inviter`] had added.
pub async fn part_inviter(db: Db<'_>, member: MemberId, (highest, days): (i32, i32)) -> Result<()> {
    let sql = "UPDATE inviter SET highest = highest - $2, days = days - $3 WHERE member_id = $1";
    db.run(sql, [member.0.into(), highest.into(), days.into()]).await.map(|_| ())
}
