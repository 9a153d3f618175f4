//! Payouts: what is owed to a chapter, on its way to the bank.

use domain::kernel::{AccountId, ChapterId, PayoutId, StatementId, Timestamp, from_micros, micros};
use domain::money::{Fen, PayoutState};
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
    pub gross: Fen,
    pub tax: Fen,
    pub net: Fen,
    pub state: PayoutState,
    pub created_at: Timestamp,
    pub created_by: Option<AccountId>,
    pub settled_at: Option<Timestamp>,
    /// The bank's number of it.
    pub reference: Option<String>,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    statement_id: Uuid,
    chapter_id: i32,
    gross_fen: i64,
    tax_fen: i64,
    net_fen: i64,
    state: i16,
    created_at: i64,
    created_by: Option<Uuid>,
    settled_at: Option<i64>,
    bank_ref: Option<String>,
}

impl TryFrom<Row> for Payout {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self> {
        let id = PayoutId(row.id);
        Ok(Self {
            id,
            statement: StatementId(row.statement_id),
            chapter: ChapterId(row.chapter_id),
            gross: Fen(row.gross_fen),
            tax: Fen(row.tax_fen),
            net: Fen(row.net_fen),
            state: known(PayoutState::of_rank(row.state), id)?,
            created_at: from_micros(row.created_at),
            created_by: row.created_by.map(AccountId),
            settled_at: row.settled_at.map(from_micros),
            reference: row.bank_ref,
        })
    }
}

async fn read(db: Db<'_>, rest: &str, values: Vec<Value>) -> Result<Vec<Payout>> {
    let sql = format!(
        "SELECT id, statement_id, chapter_id, gross_fen, tax_fen, net_fen, state, created_at, created_by, settled_at, \
         bank_ref FROM payout {rest}"
    );
    let rows: Vec<Row> = db.rows(&sql, values).await?;
    rows.into_iter().map(Payout::try_from).collect()
}

/// A payout.
pub async fn load(db: Db<'_>, id: PayoutId) -> Result<Payout> {
    read(db, "WHERE id = $1", vec![id.0.into()]).await?.pop().ok_or(StoreError::Missing)
}

/// The payouts of a statement, the oldest first.
pub async fn of_statement(db: Db<'_>, statement: StatementId) -> Result<Vec<Payout>> {
    read(db, "WHERE statement_id = $1 ORDER BY id", vec![statement.0.into()]).await
}

/// All payouts that the bank has made.
pub async fn made(db: Db<'_>) -> Result<Vec<Payout>> {
    read(db, "WHERE state = 3 ORDER BY id", Vec::new()).await
}

/// A chapter's payouts that the bank made in a span of time.
pub async fn made_between(db: Db<'_>, chapter: ChapterId, from: Timestamp, until: Timestamp) -> Result<Vec<Payout>> {
    let rest = "WHERE state = 3 AND chapter_id = $1 AND settled_at >= $2 AND settled_at < $3 ORDER BY settled_at, id";
    read(db, rest, vec![chapter.0.into(), micros(from).into(), micros(until).into()]).await
}

/// What is on its way to a chapter and has not been booked.
pub async fn on_the_way(db: Db<'_>, chapter: ChapterId) -> Result<Fen> {
    let sql =
        "SELECT CAST(coalesce(sum(gross_fen), 0) AS bigint) AS n FROM payout WHERE chapter_id = $1 AND state IN (1, 2)";
    db.number(sql, [chapter.0.into()]).await.map(Fen)
}

/// Adds a payout.
///
/// # Errors
/// [`StoreError::Duplicate`] if the statement has one that has not failed.
pub async fn insert(db: Db<'_>, made: &Payout) -> Result<()> {
    let sql = "INSERT INTO payout (id, statement_id, chapter_id, gross_fen, tax_fen, net_fen, state, created_at, \
               created_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let values: [Value; 9] = [
        made.id.0.into(),
        made.statement.0.into(),
        made.chapter.0.into(),
        made.gross.0.into(),
        made.tax.0.into(),
        made.net.0.into(),
        made.state.rank().into(),
        micros(made.created_at).into(),
        made.created_by.map(|by| by.0).into(),
    ];
    db.run(sql, values).await.map(|_| ())
}

/// Moves a payout on, if it is still in the state that was read.
pub async fn set_state(
    db: Db<'_>,
    held: &Payout,
    state: PayoutState,
    (at, reference): (Timestamp, Option<&str>),
) -> Result<()> {
    let sql = "UPDATE payout SET state = $3, settled_at = $4, bank_ref = coalesce($5, bank_ref) \
               WHERE id = $1 AND state = $2";
    let values = [held.id.0.into(), held.state.rank().into(), state.rank().into(), micros(at).into(), reference.into()];
    db.run_one(sql, values).await
}
