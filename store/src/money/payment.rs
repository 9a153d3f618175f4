//! Payments, and what providers told of them.

use domain::kernel::{AccountId, OrderId, PaymentId, Timestamp, from_micros, micros};
use domain::money::{CallbackVerdict, Fen, KnownPayment, PaymentMethod, PaymentState};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use super::known;
use crate::{Db, Result, StoreError};

/// A payment as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    pub id: PaymentId,
    pub order: OrderId,
    pub method: PaymentMethod,
    /// The provider's name; `cash` or `transfer` for what staff recorded.
    pub provider: String,
    /// Our number of it with the provider, or the receipt's or transfer's own.
    pub reference: String,
    pub amount: Fen,
    pub state: PaymentState,
    pub created_at: Timestamp,
    pub received_at: Option<Timestamp>,
    pub recorded_by: Option<AccountId>,
    pub note: Option<String>,
    /// What came in under a wrong amount.
    pub suspense: Option<Fen>,
    /// When finance asked for that to go back.
    pub return_asked_at: Option<Timestamp>,
    pub return_reason: Option<String>,
    /// How often its provider has refused to give it back.
    pub tries: i32,
}

impl Payment {
    /// What the rules need to know of it.
    #[must_use]
    pub fn known(&self) -> KnownPayment {
        KnownPayment { state: self.state, amount: self.amount, is_going_back: self.return_asked_at.is_some() }
    }
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    order_id: Uuid,
    method: i16,
    provider: String,
    provider_ref: String,
    amount_fen: i64,
    state: i16,
    created_at: i64,
    received_at: Option<i64>,
    recorded_by: Option<Uuid>,
    note: Option<String>,
    suspense_fen: Option<i64>,
    return_asked_at: Option<i64>,
    return_reason: Option<String>,
    tries: i32,
}

impl TryFrom<Row> for Payment {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self> {
        let id = PaymentId(row.id);
        Ok(Self {
            id,
            order: OrderId(row.order_id),
            method: known(PaymentMethod::of_rank(row.method), id)?,
            provider: row.provider,
            reference: row.provider_ref,
            amount: Fen(row.amount_fen),
            state: known(PaymentState::of_rank(row.state), id)?,
            created_at: from_micros(row.created_at),
            received_at: row.received_at.map(from_micros),
            recorded_by: row.recorded_by.map(AccountId),
            note: row.note,
            suspense: row.suspense_fen.map(Fen),
            return_asked_at: row.return_asked_at.map(from_micros),
            return_reason: row.return_reason,
            tries: row.tries,
        })
    }
}

const SELECT: &str = "SELECT id, order_id, method, provider, provider_ref, amount_fen, state, created_at, received_at, \
                      recorded_by, note, suspense_fen, return_asked_at, return_reason, tries FROM payment";

async fn read(db: Db<'_>, rest: &str, values: Vec<Value>) -> Result<Vec<Payment>> {
    let rows: Vec<Row> = db.rows(&format!("{SELECT} {rest}"), values).await?;
    rows.into_iter().map(Payment::try_from).collect()
}

/// A payment.
pub async fn load(db: Db<'_>, id: PaymentId) -> Result<Payment> {
    read(db, "WHERE id = $1", vec![id.0.into()]).await?.pop().ok_or(StoreError::Missing)
}

/// A payment by the provider's reference.
pub async fn by_reference(db: Db<'_>, provider: &str, reference: &str) -> Result<Option<Payment>> {
    let values = vec![provider.into(), reference.into()];
    Ok(read(db, "WHERE provider = $1 AND provider_ref = $2", values).await?.pop())
}

/// All payments of an order, the oldest first.
pub async fn of_order(db: Db<'_>, order: OrderId) -> Result<Vec<Payment>> {
    read(db, "WHERE order_id = $1 ORDER BY id", vec![order.0.into()]).await
}

/// All payments of several orders.
pub async fn of_orders(db: Db<'_>, orders: &[OrderId]) -> Result<Vec<Payment>> {
    let mut found = Vec::new();
    for chunk in orders.chunks(500) {
        let rest = format!("WHERE order_id IN ({}) ORDER BY id", crate::db::places(1, chunk.len()));
        found.extend(read(db, &rest, chunk.iter().map(|id| id.0.into()).collect()).await?);
    }
    Ok(found)
}

/// Several payments, in no order.
pub async fn load_many(db: Db<'_>, ids: &[PaymentId]) -> Result<Vec<Payment>> {
    let mut found = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(500) {
        let rest = format!("WHERE id IN ({})", crate::db::places(1, chunk.len()));
        found.extend(read(db, &rest, chunk.iter().map(|id| id.0.into()).collect()).await?);
    }
    Ok(found)
}

/// A payment, locked until the end of the transaction. Lock its member and its order first: everybody does it in this order.
pub async fn load_for_update(db: Db<'_>, id: PaymentId) -> Result<Payment> {
    let rest = format!("WHERE id = $1{}", db.dialect().for_update());
    read(db, &rest, vec![id.0.into()]).await?.pop().ok_or(StoreError::Missing)
}

/// Keeps who paid, as the provider told it: a keyed hash.
pub async fn set_payer(db: Db<'_>, id: PaymentId, payer: &[u8]) -> Result<()> {
    db.run_one("UPDATE payment SET payer_hash = $2 WHERE id = $1", [id.0.into(), payer.to_vec().into()]).await
}

/// Who paid; nothing where the provider does not tell, or nobody told.
pub async fn payer(db: Db<'_>, id: PaymentId) -> Result<Option<Vec<u8>>> {
    #[derive(FromQueryResult)]
    struct Payer {
        payer_hash: Option<Vec<u8>>,
    }
    let found: Option<Payer> = db.row("SELECT payer_hash FROM payment WHERE id = $1", [id.0.into()]).await?;
    Ok(found.and_then(|found| found.payer_hash))
}

/// Payments too many that wait to go back, and whose provider can be asked now, the oldest first.
pub async fn surpluses(db: Db<'_>, now: Timestamp, limit: i64) -> Result<Vec<Payment>> {
    let rest = "WHERE state = 4 AND (next_try_at IS NULL OR next_try_at <= $1) ORDER BY id LIMIT $2";
    read(db, rest, vec![micros(now).into(), limit.into()]).await
}

/// Payments of a wrong amount that finance has asked to go back, and whose provider can be asked now, the oldest first.
pub async fn going_back(db: Db<'_>, now: Timestamp, limit: i64) -> Result<Vec<Payment>> {
    let rest = "WHERE state = 6 AND return_asked_at IS NOT NULL AND (next_try_at IS NULL OR next_try_at <= $1) \
                ORDER BY id LIMIT $2";
    read(db, rest, vec![micros(now).into(), limit.into()]).await
}

/// Notes that the provider has refused to give a payment back, and when it is asked again.
pub async fn put_off(db: Db<'_>, id: PaymentId, until: Timestamp) -> Result<()> {
    let sql = "UPDATE payment SET tries = tries + 1, next_try_at = $2 WHERE id = $1";
    db.run_one(sql, [id.0.into(), micros(until).into()]).await
}

/// Notes what came in under a wrong amount, once.
pub async fn set_suspense(db: Db<'_>, payment: &Payment, received: Fen) -> Result<()> {
    let sql = "UPDATE payment SET suspense_fen = $2 WHERE id = $1 AND suspense_fen IS NULL";
    db.run_one(sql, [payment.id.0.into(), received.0.into()]).await
}

/// Notes that finance wants a wrong amount to go back, and why, once.
pub async fn ask_return(
    db: Db<'_>,
    payment: &Payment,
    reason: &str,
    (at, by): (Timestamp, Option<AccountId>),
) -> Result<()> {
    let sql = "UPDATE payment SET return_asked_at = $2, return_asked_by = $3, return_reason = $4 \
               WHERE id = $1 AND state = 6 AND return_asked_at IS NULL";
    db.run_one(sql, [payment.id.0.into(), micros(at).into(), by.map(|by| by.0).into(), reason.into()]).await
}

/// Payments that name another amount than their order: finance looks into them. The newest first.
pub async fn mismatched(db: Db<'_>, limit: i64) -> Result<Vec<Payment>> {
    read(db, "WHERE state = 6 ORDER BY id DESC LIMIT $1", vec![limit.into()]).await
}

/// Adds a payment.
///
/// # Errors
/// [`StoreError::Duplicate`] if the provider's reference is taken.
pub async fn insert(db: Db<'_>, made: &Payment) -> Result<()> {
    let sql = "INSERT INTO payment (id, order_id, method, provider, provider_ref, amount_fen, state, created_at, \
               received_at, recorded_by, note) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let values: [Value; 11] = [
        made.id.0.into(),
        made.order.0.into(),
        made.method.rank().into(),
        made.provider.as_str().into(),
        made.reference.as_str().into(),
        made.amount.0.into(),
        made.state.rank().into(),
        micros(made.created_at).into(),
        made.received_at.map(micros).into(),
        made.recorded_by.map(|by| by.0).into(),
        made.note.clone().into(),
    ];
    db.run(sql, values).await.map(|_| ())
}

/// Moves a payment on, if it is still in the state that was read; `received_at` is set once.
pub async fn set_state(
    db: Db<'_>,
    payment: &Payment,
    state: PaymentState,
    received_at: Option<Timestamp>,
) -> Result<()> {
    let sql = "UPDATE payment SET state = $3, received_at = coalesce(received_at, $4) WHERE id = $1 AND state = $2";
    let values =
        [payment.id.0.into(), payment.state.rank().into(), state.rank().into(), received_at.map(micros).into()];
    db.run_one(sql, values).await
}

/// What a provider told us once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice<'a> {
    pub provider: &'a str,
    pub id: &'a str,
    pub payment: Option<PaymentId>,
    pub amount: Fen,
    pub verdict: CallbackVerdict,
}

/// Whether this notice has come before.
pub async fn has_notice(db: Db<'_>, provider: &str, id: &str) -> Result<bool> {
    let sql = "SELECT count(*) AS n FROM payment_notice WHERE provider = $1 AND notice_id = $2";
    Ok(db.number(sql, [provider.into(), id.into()]).await? > 0)
}

/// Keeps a notice; answers whether it is the first with its id. Others with that id wait until this transaction ends.
pub async fn note(db: Db<'_>, notice: &Notice<'_>, at: Timestamp) -> Result<bool> {
    let sql = "INSERT INTO payment_notice (provider, notice_id, payment_id, amount_fen, verdict, received_at) \
               VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (provider, notice_id) DO NOTHING";
    let values = [
        notice.provider.into(),
        notice.id.into(),
        notice.payment.map(|id| id.0).into(),
        notice.amount.0.into(),
        notice.verdict.rank().into(),
        micros(at).into(),
    ];
    Ok(db.run(sql, values).await? == 1)
}

/// A notice as it was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeRecord {
    pub id: String,
    pub amount: Fen,
    pub verdict: CallbackVerdict,
    pub received_at: Timestamp,
}

/// What was told of a payment, the oldest first.
pub async fn notices(db: Db<'_>, payment: PaymentId) -> Result<Vec<NoticeRecord>> {
    #[derive(FromQueryResult)]
    struct Told {
        notice_id: String,
        amount_fen: i64,
        verdict: i16,
        received_at: i64,
    }
    let sql = "SELECT notice_id, amount_fen, verdict, received_at FROM payment_notice WHERE payment_id = $1 \
               ORDER BY received_at, notice_id";
    let rows: Vec<Told> = db.rows(sql, [payment.0.into()]).await?;
    let record = |row: Told| {
        Ok(NoticeRecord {
            verdict: known(CallbackVerdict::of_rank(row.verdict), &row.notice_id)?,
            id: row.notice_id,
            amount: Fen(row.amount_fen),
            received_at: from_micros(row.received_at),
        })
    };
    rows.into_iter().map(record).collect()
}
