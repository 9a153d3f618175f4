//! Commissions: shares of orders, until they are paid out or taken back.

use std::collections::HashMap;

use domain::kernel::{ChapterId, CommissionId, MemberId, OrderId, StatementId, Timestamp, from_micros, micros};
use domain::money::{
    BasisPoints, Commission, CommissionState, Fen, MAX_CASH_DEPTH, Owner, payable_at, refund_window_over_at,
};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use super::known;
use crate::{Db, Result, StoreError};

/// A commission as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommissionRecord {
    pub id: CommissionId,
    pub order: OrderId,
    pub rule_version: i32,
    pub rate: BasisPoints,
    pub rule: Commission,
}

impl CommissionRecord {
    /// When time alone moves it on next.
    fn due_at(&self) -> Option<Timestamp> {
        match self.rule.state {
            CommissionState::Accrued => Some(refund_window_over_at(self.rule.paid_at)),
            CommissionState::Frozen => Some(payable_at(self.rule.paid_at)),
            CommissionState::Payable | CommissionState::Paid | CommissionState::Reversed => None,
        }
    }
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    order_id: Uuid,
    payee_chapter_id: Option<i32>,
    payee_member_id: Option<Uuid>,
    rule_version: i32,
    base_fen: i64,
    rate_bp: i32,
    amount_fen: i64,
    reversed_fen: i64,
    state: i16,
    accrued_at: i64,
}

impl TryFrom<Row> for CommissionRecord {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self> {
        let id = CommissionId(row.id);
        let payee = match (row.payee_chapter_id, row.payee_member_id) {
            (Some(chapter), None) => Some(Owner::Chapter(ChapterId(chapter))),
            (None, Some(member)) => Some(Owner::Member(MemberId(member))),
            _ => None,
        };
        Ok(Self {
            id,
            order: OrderId(row.order_id),
            rule_version: row.rule_version,
            rate: known(u16::try_from(row.rate_bp).ok().and_then(BasisPoints::new), id)?,
            rule: Commission {
                payee: known(payee, id)?,
                base: Fen(row.base_fen),
                amount: Fen(row.amount_fen),
                reversed: Fen(row.reversed_fen),
                state: known(CommissionState::of_rank(row.state), id)?,
                paid_at: from_micros(row.accrued_at),
            },
        })
    }
}

const SELECT: &str = "SELECT id, order_id, payee_chapter_id, payee_member_id, rule_version, base_fen, rate_bp, \
                      amount_fen, reversed_fen, state, accrued_at FROM commission";

async fn read(db: Db<'_>, rest: &str, values: Vec<Value>) -> Result<Vec<CommissionRecord>> {
    let rows: Vec<Row> = db.rows(&format!("{SELECT} {rest}"), values).await?;
    rows.into_iter().map(CommissionRecord::try_from).collect()
}

/// Adds a commission.
///
/// # Errors
/// [`StoreError::Duplicate`] if the order has one of this kind.
pub async fn insert(db: Db<'_>, made: &CommissionRecord) -> Result<()> {
    let sql = "INSERT INTO commission (id, order_id, payee_chapter_id, payee_member_id, depth, rule_version, base_fen, \
               rate_bp, amount_fen, reversed_fen, state, accrued_at, due_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    let (chapter, member) = match made.rule.payee {
        Owner::Chapter(chapter) => (Some(chapter.0), None),
        Owner::Member(member) => (None, Some(member.0)),
        Owner::Headquarters => (None, None),
    };
    let values: [Value; 13] = [
        made.id.0.into(),
        made.order.0.into(),
        chapter.into(),
        member.into(),
        i16::from(MAX_CASH_DEPTH).into(),
        made.rule_version.into(),
        made.rule.base.0.into(),
        i32::from(made.rate.get()).into(),
        made.rule.amount.0.into(),
        made.rule.reversed.0.into(),
        made.rule.state.rank().into(),
        micros(made.rule.paid_at).into(),
        made.due_at().map(micros).into(),
    ];
    db.run(sql, values).await.map(|_| ())
}

/// The commissions of an order.
pub async fn of_order(db: Db<'_>, order: OrderId) -> Result<Vec<CommissionRecord>> {
    read(db, "WHERE order_id = $1 ORDER BY id", vec![order.0.into()]).await
}

/// The commissions of an order, locked until the end of the transaction.
pub async fn of_order_for_update(db: Db<'_>, order: OrderId) -> Result<Vec<CommissionRecord>> {
    read(db, &format!("WHERE order_id = $1 ORDER BY id{}", db.dialect().for_update()), vec![order.0.into()]).await
}

/// The commissions of several orders.
pub async fn of_orders(db: Db<'_>, orders: &[OrderId]) -> Result<Vec<CommissionRecord>> {
    let mut found = Vec::new();
    for chunk in orders.chunks(500) {
        let rest = format!("WHERE order_id IN ({}) ORDER BY id", crate::db::places(1, chunk.len()));
        found.extend(read(db, &rest, chunk.iter().map(|id| id.0.into()).collect()).await?);
    }
    Ok(found)
}

/// Commissions that time moves on, `limit` at most, locked; those that another worker has in hand are left out.
pub async fn due(db: Db<'_>, now: Timestamp, limit: i64) -> Result<Vec<CommissionRecord>> {
    let rest = format!("WHERE due_at <= $1 ORDER BY due_at, id LIMIT $2{}", db.dialect().skip_locked());
    read(db, &rest, vec![micros(now).into(), limit.into()]).await
}

/// Writes where a commission stands now, if it still stands where it was read.
pub async fn update(db: Db<'_>, before: &CommissionRecord, after: &CommissionRecord) -> Result<()> {
    let sql = "UPDATE commission SET reversed_fen = $4, state = $5, due_at = $6 \
               WHERE id = $1 AND reversed_fen = $2 AND state = $3";
    let values = [
        before.id.0.into(),
        before.rule.reversed.0.into(),
        before.rule.state.rank().into(),
        after.rule.reversed.0.into(),
        after.rule.state.rank().into(),
        after.due_at().map(micros).into(),
    ];
    db.run_one(sql, values).await
}

/// Notes when a commission was first owed: what was owed by the end of a month is paid by that month's statement.
pub async fn set_freed(db: Db<'_>, id: CommissionId, at: Timestamp) -> Result<()> {
    let sql = "UPDATE commission SET freed_at = $2 WHERE id = $1 AND freed_at IS NULL";
    db.run_one(sql, [id.0.into(), micros(at).into()]).await
}

/// Puts what was owed to a chapter before an instant, and is in no payout yet, into that of a statement.
pub async fn claim(db: Db<'_>, chapter: ChapterId, until: Timestamp, statement: StatementId) -> Result<u64> {
    let sql = "UPDATE commission SET statement_id = $2 \
               WHERE payee_chapter_id = $1 AND state = 3 AND statement_id IS NULL AND freed_at < $3";
    db.run(sql, [chapter.0.into(), statement.0.into(), micros(until).into()]).await
}

/// Takes all out of the payout of a statement again.
pub async fn release(db: Db<'_>, statement: StatementId) -> Result<u64> {
    db.run("UPDATE commission SET statement_id = NULL WHERE statement_id = $1", [statement.0.into()]).await
}

/// Marks what is in the payout of a statement, and was not all taken back meanwhile, as paid out.
pub async fn mark_paid(db: Db<'_>, statement: StatementId, at: Timestamp) -> Result<u64> {
    let sql = "UPDATE commission SET state = $2, paid_out_at = $4 WHERE statement_id = $1 AND state = $3";
    let values = [
        statement.0.into(),
        CommissionState::Paid.rank().into(),
        CommissionState::Payable.rank().into(),
        micros(at).into(),
    ];
    db.run(sql, values).await
}

/// When these commissions were paid out; those that were not are left out.
pub async fn paid_out(db: Db<'_>, ids: &[CommissionId]) -> Result<HashMap<CommissionId, Timestamp>> {
    #[derive(FromQueryResult)]
    struct Paid {
        id: Uuid,
        paid_out_at: i64,
    }
    let mut found = HashMap::new();
    for chunk in ids.chunks(500) {
        let sql = format!(
            "SELECT id, paid_out_at FROM commission WHERE paid_out_at IS NOT NULL AND id IN ({})",
            crate::db::places(1, chunk.len())
        );
        let rows: Vec<Paid> = db.rows(&sql, chunk.iter().map(|id| id.0.into())).await?;
        found.extend(rows.into_iter().map(|row| (CommissionId(row.id), from_micros(row.paid_out_at))));
    }
    Ok(found)
}

/// Several commissions, in no order.
pub async fn load_many(db: Db<'_>, ids: &[CommissionId]) -> Result<Vec<CommissionRecord>> {
    let mut found = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(500) {
        let rest = format!("WHERE id IN ({})", crate::db::places(1, chunk.len()));
        found.extend(read(db, &rest, chunk.iter().map(|id| id.0.into()).collect()).await?);
    }
    Ok(found)
}

/// What a chapter has earned, in a span of time, of its own sales outside its territory: locked until the end of the
/// transaction.
pub async fn outside_for_update(
    db: Db<'_>,
    chapter: ChapterId,
    (from, until): (Timestamp, Timestamp),
) -> Result<Vec<CommissionRecord>> {
    let rest = format!(
        "WHERE payee_chapter_id = $1 AND order_id IN (SELECT id FROM orders WHERE outside_chapter_id IS NOT NULL \
         AND sold_by_chapter_id = $1 AND paid_at >= $2 AND paid_at < $3) ORDER BY id{}",
        db.dialect().for_update()
    );
    read(db, &rest, vec![chapter.0.into(), micros(from).into(), micros(until).into()]).await
}

/// Gives what is left of a commission to another chapter, if it still stands where it was read. It is in no payout of the
/// new payee; what was paid to the old one is owed to the new.
pub async fn give_to(db: Db<'_>, before: &CommissionRecord, to: ChapterId) -> Result<()> {
    let sql = "UPDATE commission SET payee_chapter_id = $4, statement_id = NULL, paid_out_at = NULL, \
               state = CASE WHEN state = 4 THEN 3 ELSE state END WHERE id = $1 AND reversed_fen = $2 AND state = $3";
    let values = [before.id.0.into(), before.rule.reversed.0.into(), before.rule.state.rank().into(), to.0.into()];
    db.run_one(sql, values).await
}
