//! Payouts: what is owed to a chapter, on its way to the bank.

use domain::kernel::{AccountId, ChapterId, PayoutId, StatementId, Timestamp, from_micros, micros};
use domain::money::{Fen, Month, PayeeKind, PayoutState, Withheld};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use super::known;
use crate::{Db, Result, StoreError};

/// A payout as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payout {
    pub id: PayoutId,
    pub statement: StatementId,
    pub chapter: ChapterId,
    pub payee: PayeeKind,
    /// What is paid, and what is withheld of it.
    pub pay: Withheld,
    pub state: PayoutState,
    pub created_at: Timestamp,
    pub created_by: Option<AccountId>,
    pub sent_at: Option<Timestamp>,
    pub sent_by: Option<AccountId>,
    /// When the bank made or refused it.
    pub settled_at: Option<Timestamp>,
    /// The bank's number of it.
    pub bank_ref: Option<String>,
    /// Why it failed.
    pub failure: Option<String>,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    statement_id: Uuid,
    chapter_id: i32,
    payee: i16,
    gross_fen: i64,
    taxable_fen: i64,
    tax_fen: i64,
    net_fen: i64,
    state: i16,
    created_at: i64,
    created_by: Option<Uuid>,
    sent_at: Option<i64>,
    sent_by: Option<Uuid>,
    settled_at: Option<i64>,
    bank_ref: Option<String>,
    failure: Option<String>,
}

impl TryFrom<Row> for Payout {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self> {
        let id = PayoutId(row.id);
        Ok(Self {
            id,
            statement: StatementId(row.statement_id),
            chapter: ChapterId(row.chapter_id),
            payee: known(PayeeKind::of_rank(row.payee), id)?,
            pay: Withheld {
                gross: Fen(row.gross_fen),
                taxable: Fen(row.taxable_fen),
                tax: Fen(row.tax_fen),
                net: Fen(row.net_fen),
            },
            state: known(PayoutState::of_rank(row.state), id)?,
            created_at: from_micros(row.created_at),
            created_by: row.created_by.map(AccountId),
            sent_at: row.sent_at.map(from_micros),
            sent_by: row.sent_by.map(AccountId),
            settled_at: row.settled_at.map(from_micros),
            bank_ref: row.bank_ref,
            failure: row.failure,
        })
    }
}

async fn read(db: Db<'_>, rest: &str, values: Vec<Value>) -> Result<Vec<Payout>> {
    let sql = format!(
        "SELECT p.id, p.statement_id, p.chapter_id, p.payee, p.gross_fen, p.taxable_fen, p.tax_fen, p.net_fen, p.state, p.created_at, \
         p.created_by, p.sent_at, p.sent_by, p.settled_at, p.bank_ref, p.failure FROM payout p {rest}"
    );
    let rows: Vec<Row> = db.rows(&sql, values).await?;
    rows.into_iter().map(Payout::try_from).collect()
}

/// A payout.
pub async fn load(db: Db<'_>, id: PayoutId) -> Result<Payout> {
    read(db, "WHERE p.id = $1", vec![id.0.into()]).await?.pop().ok_or(StoreError::Missing)
}

/// Several payouts, in no order.
pub async fn load_many(db: Db<'_>, ids: &[PayoutId]) -> Result<Vec<Payout>> {
    let mut found = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(500) {
        let rest = format!("WHERE p.id IN ({})", crate::db::places(1, chunk.len()));
        found.extend(read(db, &rest, chunk.iter().map(|id| id.0.into()).collect()).await?);
    }
    Ok(found)
}

/// The payouts of a statement, the oldest first.
pub async fn of_statement(db: Db<'_>, statement: StatementId) -> Result<Vec<Payout>> {
    read(db, "WHERE p.statement_id = $1 ORDER BY p.id", vec![statement.0.into()]).await
}

/// The payouts of a month's statements in some states, by chapter.
pub async fn of_month(db: Db<'_>, month: Month, states: &[PayoutState]) -> Result<Vec<Payout>> {
    let ranks = crate::db::places(2, states.len());
    let rest = format!(
        "JOIN statement s ON s.id = p.statement_id WHERE s.month = $1 AND p.state IN ({ranks}) ORDER BY s.chapter_id"
    );
    let mut values: Vec<Value> = vec![month.number().into()];
    values.extend(states.iter().map(|state| Value::from(state.rank())));
    read(db, &rest, values).await
}

/// Payouts that wait to be sent or settled, the oldest first.
pub async fn waiting(db: Db<'_>, limit: i64) -> Result<Vec<Payout>> {
    read(db, "WHERE p.state IN (1, 2) ORDER BY p.id LIMIT $1", vec![limit.into()]).await
}

/// What is on its way to a chapter and has not been booked.
pub async fn on_the_way(db: Db<'_>, chapter: ChapterId) -> Result<Fen> {
    let sql =
        "SELECT CAST(coalesce(sum(gross_fen), 0) AS bigint) AS n FROM payout WHERE chapter_id = $1 AND state IN (1, 2)";
    db.number(sql, [chapter.0.into()]).await.map(Fen)
}

/// What the bank has made to a chapter from an instant on.
pub async fn made_since(db: Db<'_>, chapter: ChapterId, from: Timestamp) -> Result<Fen> {
    let sql = "SELECT CAST(coalesce(sum(gross_fen), 0) AS bigint) AS n FROM payout \
               WHERE chapter_id = $1 AND state = 3 AND settled_at >= $2";
    db.number(sql, [chapter.0.into(), micros(from).into()]).await.map(Fen)
}

/// What was sent to a person in a span of time and arrived, and withheld of it.
pub async fn to_person(db: Db<'_>, chapter: ChapterId, (from, until): (Timestamp, Timestamp)) -> Result<Withheld> {
    let rest = "WHERE p.chapter_id = $1 AND p.payee = $2 AND p.state = 3 AND p.sent_at >= $3 AND p.sent_at < $4";
    let values = vec![chapter.0.into(), PayeeKind::Individual.rank().into(), micros(from).into(), micros(until).into()];
    let made = read(db, rest, values).await?;
    let sum = |part: fn(&Payout) -> Fen| Fen(made.iter().map(|one| part(one).0).sum());
    Ok(Withheld {
        gross: sum(|one| one.pay.gross),
        taxable: sum(|one| one.pay.taxable),
        tax: sum(|one| one.pay.tax),
        net: sum(|one| one.pay.net),
    })
}

/// Adds a payout.
///
/// # Errors
/// [`StoreError::Duplicate`] if the statement has one that has not failed.
pub async fn insert(db: Db<'_>, made: &Payout) -> Result<()> {
    let sql = "INSERT INTO payout (id, statement_id, chapter_id, payee, gross_fen, taxable_fen, tax_fen, net_fen, state, \
               created_at, created_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let values: [Value; 11] = [
        made.id.0.into(),
        made.statement.0.into(),
        made.chapter.0.into(),
        made.payee.rank().into(),
        made.pay.gross.0.into(),
        made.pay.taxable.0.into(),
        made.pay.tax.0.into(),
        made.pay.net.0.into(),
        made.state.rank().into(),
        micros(made.created_at).into(),
        made.created_by.map(|by| by.0).into(),
    ];
    db.run(sql, values).await.map(|_| ())
}

/// Writes where a payout stands now, if it is still in the state that was read.
pub async fn update(db: Db<'_>, before: &Payout, after: &Payout) -> Result<()> {
    let sql = "UPDATE payout SET state = $3, sent_at = $4, sent_by = $5, settled_at = $6, bank_ref = $7, failure = $8 \
               WHERE id = $1 AND state = $2";
    let values = [
        before.id.0.into(),
        before.state.rank().into(),
        after.state.rank().into(),
        after.sent_at.map(micros).into(),
        after.sent_by.map(|by| by.0).into(),
        after.settled_at.map(micros).into(),
        after.bank_ref.clone().into(),
        after.failure.clone().into(),
    ];
    db.run_one(sql, values).await
}
