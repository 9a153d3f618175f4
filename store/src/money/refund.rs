//! Refunds.

use chrono::NaiveDate;
use domain::kernel::{AccountId, ChapterId, MemberId, OrderId, PaymentId, RefundId, Timestamp, from_micros, micros};
use domain::members::TierCode;
use domain::money::{Fen, PaymentMethod, RefundRule, RefundState};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use super::known;
use crate::members::{day_number, day_of};
use crate::{Db, Result, StoreError};

/// A refund as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refund {
    pub id: RefundId,
    pub order: OrderId,
    /// What it goes back on.
    pub payment: PaymentId,
    pub amount: Fen,
    pub rule: RefundRule,
    pub unused_days: i64,
    pub total_days: i64,
    pub state: RefundState,
    /// Why the member, or who asked for them, wants it.
    pub reason: Option<String>,
    pub requested_at: Timestamp,
    pub requested_by: Option<AccountId>,
    /// The last day on which it is paid in time.
    pub pay_by: NaiveDate,
    pub decided_at: Option<Timestamp>,
    pub decided_by: Option<AccountId>,
    pub decision_note: Option<String>,
    pub paid_at: Option<Timestamp>,
    /// The provider's own number of it, or that of the receipt.
    pub reference: Option<String>,
    /// How often its provider has refused it, and when it is asked again.
    pub tries: i32,
    pub next_try_at: Option<Timestamp>,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    order_id: Uuid,
    payment_id: Uuid,
    amount_fen: i64,
    rule: i16,
    unused_days: i32,
    total_days: i32,
    state: i16,
    reason: Option<String>,
    requested_at: i64,
    requested_by: Option<Uuid>,
    pay_by_on: i32,
    decided_at: Option<i64>,
    decided_by: Option<Uuid>,
    decision_note: Option<String>,
    paid_at: Option<i64>,
    provider_ref: Option<String>,
    tries: i32,
    next_try_at: Option<i64>,
}

impl TryFrom<Row> for Refund {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self> {
        let id = RefundId(row.id);
        Ok(Self {
            id,
            order: OrderId(row.order_id),
            payment: PaymentId(row.payment_id),
            amount: Fen(row.amount_fen),
            rule: known(RefundRule::of_rank(row.rule), id)?,
            unused_days: row.unused_days.into(),
            total_days: row.total_days.into(),
            state: known(RefundState::of_rank(row.state), id)?,
            reason: row.reason,
            requested_at: from_micros(row.requested_at),
            requested_by: row.requested_by.map(AccountId),
            pay_by: day_of(row.pay_by_on),
            decided_at: row.decided_at.map(from_micros),
            decided_by: row.decided_by.map(AccountId),
            decision_note: row.decision_note,
            paid_at: row.paid_at.map(from_micros),
            reference: row.provider_ref,
            tries: row.tries,
            next_try_at: row.next_try_at.map(from_micros),
        })
    }
}

const COLUMNS: &str = "r.id, r.order_id, r.payment_id, r.amount_fen, r.rule, r.unused_days, r.total_days, r.state, \
                       r.reason, r.requested_at, r.requested_by, r.pay_by_on, r.decided_at, r.decided_by, \
                       r.decision_note, r.paid_at, r.provider_ref, r.tries, r.next_try_at";

async fn read(db: Db<'_>, rest: &str, values: Vec<Value>) -> Result<Vec<Refund>> {
    let rows: Vec<Row> = db.rows(&format!("SELECT {COLUMNS} FROM refund r {rest}"), values).await?;
    rows.into_iter().map(Refund::try_from).collect()
}

/// A refund.
pub async fn load(db: Db<'_>, id: RefundId) -> Result<Refund> {
    read(db, "WHERE r.id = $1", vec![id.0.into()]).await?.pop().ok_or(StoreError::Missing)
}

/// Several refunds, in no order.
pub async fn load_many(db: Db<'_>, ids: &[RefundId]) -> Result<Vec<Refund>> {
    let mut found = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(500) {
        let rest = format!("WHERE r.id IN ({})", crate::db::places(1, chunk.len()));
        found.extend(read(db, &rest, chunk.iter().map(|id| id.0.into()).collect()).await?);
    }
    Ok(found)
}

/// All refunds of an order, the oldest first.
pub async fn of_order(db: Db<'_>, order: OrderId) -> Result<Vec<Refund>> {
    read(db, "WHERE r.order_id = $1 ORDER BY r.id", vec![order.0.into()]).await
}

/// All refunds of several orders.
pub async fn of_orders(db: Db<'_>, orders: &[OrderId]) -> Result<Vec<Refund>> {
    let mut found = Vec::new();
    for chunk in orders.chunks(500) {
        let rest = format!("WHERE r.order_id IN ({}) ORDER BY r.id", crate::db::places(1, chunk.len()));
        found.extend(read(db, &rest, chunk.iter().map(|id| id.0.into()).collect()).await?);
    }
    Ok(found)
}

/// Refunds that were decided, go back through a provider, and can be asked for now: those due first at the head.
pub async fn decided(db: Db<'_>, now: Timestamp, limit: i64) -> Result<Vec<Refund>> {
    let rest = "JOIN payment p ON p.id = r.payment_id WHERE r.state = 2 AND p.method = $1 \
                AND (r.next_try_at IS NULL OR r.next_try_at <= $3) ORDER BY r.pay_by_on, r.id LIMIT $2";
    read(db, rest, vec![PaymentMethod::Provider.rank().into(), limit.into(), micros(now).into()]).await
}

/// Notes that the provider has refused a refund, and when it is asked again.
pub async fn put_off(db: Db<'_>, id: RefundId, until: Timestamp) -> Result<()> {
    let sql = "UPDATE refund SET tries = tries + 1, next_try_at = $2 WHERE id = $1";
    db.run_one(sql, [id.0.into(), micros(until).into()]).await
}

/// Whether a member waits for a decision on another refund than this.
pub async fn others_asked(db: Db<'_>, member: MemberId, besides: RefundId) -> Result<bool> {
    let sql = "SELECT count(*) AS n FROM refund r JOIN orders o ON o.id = r.order_id \
               WHERE o.member_id = $1 AND r.state = 1 AND r.id <> $2";
    Ok(db.number(sql, [member.0.into(), besides.0.into()]).await? > 0)
}

/// Refunds that wait to be decided or paid, of orders from at or below these chapters: those due first at the head.
pub async fn waiting(db: Db<'_>, within: &[ChapterId], limit: i64) -> Result<Vec<Refund>> {
    let roots: Vec<i32> = within.iter().map(|chapter| chapter.0).collect();
    let dialect = db.dialect();
    let rest = format!(
        "JOIN orders o ON o.id = r.order_id WHERE r.state IN (1, 2) AND o.home_chapter_id IN \
         (SELECT descendant_id FROM closure WHERE {}) ORDER BY r.pay_by_on, r.id LIMIT $2",
        dialect.any("ancestor_id", "$1")
    );
    read(db, &rest, vec![dialect.list(&roots), limit.into()]).await
}

/// Whether any refund of a member's orders was asked for and has not been paid.
pub async fn any_open(db: Db<'_>, member: MemberId) -> Result<bool> {
    let sql = "SELECT count(*) AS n FROM refund r JOIN orders o ON o.id = r.order_id \
               WHERE o.member_id = $1 AND r.state IN (1, 2)";
    Ok(db.number(sql, [member.0.into()]).await? > 0)
}

/// Whether a member had a term of this tier refunded in full within its first days, by a decision.
pub async fn had_first_days(db: Db<'_>, member: MemberId, tier: &TierCode) -> Result<bool> {
    let sql = "SELECT count(*) AS n FROM refund r JOIN orders o ON o.id = r.order_id JOIN tier t ON t.id = o.tier_id \
               WHERE o.member_id = $1 AND t.code = $2 AND r.rule = $3 AND r.state IN (2, 3)";
    let values = [member.0.into(), tier.as_str().into(), RefundRule::SevenDays.rank().into()];
    Ok(db.number(sql, values).await? > 0)
}

/// Adds a refund.
///
/// # Errors
/// [`StoreError::Duplicate`] if one of the order is on its way.
pub async fn insert(db: Db<'_>, made: &Refund) -> Result<()> {
    let sql = "INSERT INTO refund (id, order_id, payment_id, amount_fen, rule, unused_days, total_days, state, reason, \
               requested_at, requested_by, pay_by_on) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    let days = |days: i64| i32::try_from(days).unwrap_or(i32::MAX);
    let values: [Value; 12] = [
        made.id.0.into(),
        made.order.0.into(),
        made.payment.0.into(),
        made.amount.0.into(),
        made.rule.rank().into(),
        days(made.unused_days).into(),
        days(made.total_days).into(),
        made.state.rank().into(),
        made.reason.clone().into(),
        micros(made.requested_at).into(),
        made.requested_by.map(|by| by.0).into(),
        day_number(made.pay_by).into(),
    ];
    db.run(sql, values).await.map(|_| ())
}

/// Writes what was decided, if it still waits for that.
pub async fn decide(
    db: Db<'_>,
    refund: &Refund,
    state: RefundState,
    note: Option<&str>,
    (at, by): (Timestamp, Option<AccountId>),
) -> Result<()> {
    let sql = "UPDATE refund SET state = $3, decided_at = $4, decided_by = $5, decision_note = $6 \
               WHERE id = $1 AND state = $2";
    let values = [
        refund.id.0.into(),
        refund.state.rank().into(),
        state.rank().into(),
        micros(at).into(),
        by.map(|by| by.0).into(),
        note.into(),
    ];
    db.run_one(sql, values).await
}

/// Writes that it has left the house, if it had not.
pub async fn set_paid(db: Db<'_>, refund: &Refund, reference: &str, at: Timestamp) -> Result<()> {
    let sql = "UPDATE refund SET state = $3, paid_at = $4, provider_ref = $5 WHERE id = $1 AND state = $2";
    let values = [
        refund.id.0.into(),
        refund.state.rank().into(),
        RefundState::Paid.rank().into(),
        micros(at).into(),
        reference.into(),
    ];
    db.run_one(sql, values).await
}
