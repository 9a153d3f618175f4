//! Orders.

use domain::kernel::{
    ChapterId, Cursor, Direction, MemberId, OrderId, PageRequest, ReferralId, Slice, Timestamp, from_micros, micros,
};
use domain::members::TierCode;
use domain::money::{Fen, Order, OrderKind, OrderState};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use super::known;
use crate::{Db, Result, StoreError};

/// An order as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderRecord {
    pub id: OrderId,
    pub member: MemberId,
    pub kind: OrderKind,
    pub tier: TierCode,
    /// The days that it buys.
    pub days: i64,
    pub list_price: Fen,
    /// What an upgrade takes off for the unused days of the old term.
    pub credit: Fen,
    /// What is to be paid: the list price less the credit.
    pub price: Fen,
    pub state: OrderState,
    /// What has gone back to the buyer.
    pub refunded: Fen,
    /// The member's home when the order was opened.
    pub home: ChapterId,
    pub sold_by: ChapterId,
    /// Whose territory it is: who earns the chapter's share. Headquarters where nobody leads.
    pub territory: ChapterId,
    /// Whose territory the buyer lives in, where that is not the seller's.
    pub outside: Option<ChapterId>,
    /// The order whose term an upgrade replaces.
    pub upgrades: Option<OrderId>,
    /// The version of the contract that the buyer agreed to.
    pub contract_version: String,
    pub opened_at: Timestamp,
    pub expires_at: Timestamp,
    pub paid_at: Option<Timestamp>,
    pub version: i32,
}

impl OrderRecord {
    /// What the rules need to know of it.
    #[must_use]
    pub fn rule(&self) -> Order {
        Order {
            kind: self.kind,
            state: self.state,
            amount: self.price,
            refunded: self.refunded,
            open_until: self.expires_at,
        }
    }
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    member_id: Uuid,
    kind: i16,
    tier: String,
    days: i32,
    list_price_fen: i64,
    credit_fen: i64,
    price_fen: i64,
    state: i16,
    refunded: i64,
    home_chapter_id: i32,
    sold_by_chapter_id: i32,
    territory_chapter_id: i32,
    outside_chapter_id: Option<i32>,
    upgrades: Option<Uuid>,
    contract_version: String,
    opened_at: i64,
    expires_at: i64,
    paid_at: Option<i64>,
    version: i32,
}

impl TryFrom<Row> for OrderRecord {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self> {
        let id = OrderId(row.id);
        Ok(Self {
            id,
            member: MemberId(row.member_id),
            kind: known(OrderKind::of_rank(row.kind), id)?,
            tier: known(row.tier.parse().ok(), id)?,
            days: row.days.into(),
            list_price: Fen(row.list_price_fen),
            credit: Fen(row.credit_fen),
            price: Fen(row.price_fen),
            state: known(OrderState::of_rank(row.state), id)?,
            refunded: Fen(row.refunded),
            home: ChapterId(row.home_chapter_id),
            sold_by: ChapterId(row.sold_by_chapter_id),
            territory: ChapterId(row.territory_chapter_id),
            outside: row.outside_chapter_id.map(ChapterId),
            upgrades: row.upgrades.map(OrderId),
            contract_version: row.contract_version,
            opened_at: from_micros(row.opened_at),
            expires_at: from_micros(row.expires_at),
            paid_at: row.paid_at.map(from_micros),
            version: row.version,
        })
    }
}

const SELECT: &str = "SELECT o.id, o.member_id, o.kind, t.code AS tier, o.days, o.list_price_fen, o.credit_fen, \
                      o.price_fen, o.state, o.home_chapter_id, o.sold_by_chapter_id, o.territory_chapter_id, \
                      o.outside_chapter_id, o.upgrades, o.contract_version, o.opened_at, o.expires_at, o.paid_at, o.version, \
                      (SELECT CAST(coalesce(sum(r.amount_fen), 0) AS bigint) FROM refund r \
                       WHERE r.order_id = o.id AND r.state = 3) AS refunded \
                      FROM orders o JOIN tier t ON t.id = o.tier_id";

async fn read(db: Db<'_>, rest: &str, values: Vec<Value>) -> Result<Vec<OrderRecord>> {
    let rows: Vec<Row> = db.rows(&format!("{SELECT} {rest}"), values).await?;
    rows.into_iter().map(OrderRecord::try_from).collect()
}

/// An order.
pub async fn load(db: Db<'_>, id: OrderId) -> Result<OrderRecord> {
    read(db, "WHERE o.id = $1", vec![id.0.into()]).await?.pop().ok_or(StoreError::Missing)
}

/// An order, locked until the end of the transaction. Lock its member first: everybody does it in this order.
pub async fn load_for_update(db: Db<'_>, id: OrderId) -> Result<OrderRecord> {
    // Two statements: what has been refunded is to be read once the row is ours.
    let sql = format!("SELECT CAST(version AS bigint) AS n FROM orders WHERE id = $1{}", db.dialect().for_update());
    db.number(&sql, [id.0.into()]).await?;
    load(db, id).await
}

/// Several orders, in no order.
pub async fn load_many(db: Db<'_>, ids: &[OrderId]) -> Result<Vec<OrderRecord>> {
    let mut found = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(500) {
        let rest = format!("WHERE o.id IN ({})", crate::db::places(1, chunk.len()));
        found.extend(read(db, &rest, chunk.iter().map(|id| id.0.into()).collect()).await?);
    }
    Ok(found)
}

/// The paid upgrade that replaced an order's term, if there is one.
pub async fn upgrade_of(db: Db<'_>, id: OrderId) -> Result<Option<OrderRecord>> {
    let rest = "WHERE o.upgrades = $1 AND o.paid_at IS NOT NULL \
                AND o.member_id = (SELECT member_id FROM orders WHERE id = $1)";
    Ok(read(db, rest, vec![id.0.into()]).await?.pop())
}

/// Adds an order.
pub async fn insert(db: Db<'_>, made: &OrderRecord) -> Result<()> {
    let sql = "INSERT INTO orders (id, member_id, kind, tier_id, days, list_price_fen, credit_fen, price_fen, state, \
               home_chapter_id, sold_by_chapter_id, territory_chapter_id, upgrades, contract_version, opened_at, \
               expires_at, outside_chapter_id, version) \
               SELECT $1, $2, $3, id, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 1 FROM tier WHERE code = $4";
    let values: [Value; 17] = [
        made.id.0.into(),
        made.member.0.into(),
        made.kind.rank().into(),
        made.tier.as_str().into(),
        i32::try_from(made.days).unwrap_or(i32::MAX).into(),
        made.list_price.0.into(),
        made.credit.0.into(),
        made.price.0.into(),
        made.state.rank().into(),
        made.home.0.into(),
        made.sold_by.0.into(),
        made.territory.0.into(),
        made.upgrades.map(|id| id.0).into(),
        made.contract_version.as_str().into(),
        micros(made.opened_at).into(),
        micros(made.expires_at).into(),
        made.outside.map(|chapter| chapter.0).into(),
    ];
    db.run_one(sql, values).await
}

/// Moves an order on, if it still has the version that was read.
pub async fn set_state(db: Db<'_>, order: &OrderRecord, state: OrderState) -> Result<()> {
    let sql = "UPDATE orders SET state = $3, version = version + 1 WHERE id = $1 AND version = $2";
    db.run_one(sql, [order.id.0.into(), order.version.into(), state.rank().into()]).await
}

/// Marks an order paid, in this territory, if it still has the version that was read.
pub async fn set_paid(db: Db<'_>, order: &OrderRecord, territory: ChapterId, at: Timestamp) -> Result<()> {
    let sql = "UPDATE orders SET state = $3, paid_at = $4, territory_chapter_id = $5, version = version + 1 \
               WHERE id = $1 AND version = $2 AND paid_at IS NULL";
    let values = [
        order.id.0.into(),
        order.version.into(),
        OrderState::Paid.rank().into(),
        micros(at).into(),
        territory.0.into(),
    ];
    db.run_one(sql, values).await
}

/// Names the referral that an order has converted.
pub async fn set_referral(db: Db<'_>, id: OrderId, referral: ReferralId) -> Result<()> {
    db.run_one("UPDATE orders SET referral_id = $2 WHERE id = $1", [id.0.into(), referral.0.into()]).await
}

/// The first order that a member paid, and that has not gone back.
pub async fn first_paid(db: Db<'_>, member: MemberId) -> Result<Option<OrderRecord>> {
    let rest = "WHERE o.member_id = $1 AND o.state IN (2, 3) ORDER BY o.paid_at, o.id LIMIT 1";
    Ok(read(db, rest, vec![member.0.into()]).await?.pop())
}

/// Calls off what a member has opened and not paid; answers how many orders it was.
pub async fn cancel_open(db: Db<'_>, member: MemberId) -> Result<u64> {
    let sql = "UPDATE orders SET state = $2, version = version + 1 WHERE member_id = $1 AND state = $3";
    let values = [member.0.into(), OrderState::Cancelled.rank().into(), OrderState::Open.rank().into()];
    db.run(sql, values).await
}

/// Lets orders expire that were not paid in time, `limit` at most; answers how many it was.
pub async fn expire(db: Db<'_>, now: Timestamp, limit: i64) -> Result<u64> {
    let sql = format!(
        "UPDATE orders SET state = 7, version = version + 1 WHERE id IN (SELECT id FROM orders \
         WHERE state = 1 AND expires_at <= $1 ORDER BY expires_at, id LIMIT $2{})",
        db.dialect().skip_locked()
    );
    db.run(&sql, [micros(now).into(), limit.into()]).await
}

/// Which orders to list.
#[derive(Debug, Clone, Default)]
pub struct OrderFilter {
    /// Of members who were at home here when they ordered.
    pub home: Option<ChapterId>,
    pub member: Option<MemberId>,
    pub state: Option<OrderState>,
}

impl OrderFilter {
    fn conditions(&self) -> (Vec<String>, Vec<Value>) {
        let wanted: [(&str, Option<Value>); 3] = [
            ("o.home_chapter_id", self.home.map(|home| home.0.into())),
            ("o.member_id", self.member.map(|member| member.0.into())),
            ("o.state", self.state.map(|state| state.rank().into())),
        ];
        let (mut wheres, mut values) = (vec!["1 = 1".to_owned()], Vec::new());
        for (column, value) in wanted {
            let Some(value) = value else { continue };
            values.push(value);
            wheres.push(format!("{column} = ${}", values.len()));
        }
        (wheres, values)
    }
}

/// A page of orders, the newest first.
pub async fn page(db: Db<'_>, filter: &OrderFilter, page: &PageRequest) -> Result<Slice<OrderRecord>> {
    let from = page.from.as_ref().map(Cursor::key::<OrderId>).transpose();
    let from = from.map_err(|_| StoreError::Corrupt("cursor".into()))?;
    let (compare, order) = if page.direction == Direction::Forwards { ("<", "DESC") } else { (">", "ASC") };
    let (mut wheres, mut values) = filter.conditions();
    if let Some(from) = from {
        values.push(from.0.into());
        wheres.push(format!("o.id {compare} ${}", values.len()));
    }
    let rest = format!("WHERE {} ORDER BY o.id {order} LIMIT {}", wheres.join(" AND "), page.limit + 1);
    Ok(Slice::of_read(read(db, &rest, values).await?, page, from.is_some()))
}

/// The orders after one of them, by id: to look through all of them in parts.
pub async fn after(db: Db<'_>, after: Option<OrderId>, limit: i64) -> Result<Vec<OrderRecord>> {
    let values = vec![after.map_or(Uuid::nil(), |id| id.0).into(), limit.into()];
    read(db, "WHERE o.id > $1 ORDER BY o.id LIMIT $2", values).await
}
