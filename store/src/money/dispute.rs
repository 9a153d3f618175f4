//! Disputes: a chapter's objections to its statements.

use domain::kernel::{AccountId, ChapterId, DisputeId, StatementId, Timestamp, from_micros, local_date, micros};
use domain::money::{Dispute, DisputeState, Fen};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use super::known;
use crate::members::day_number;
use crate::{Db, Result, StoreError};

/// A dispute as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisputeRecord {
    pub id: DisputeId,
    pub statement: StatementId,
    pub chapter: ChapterId,
    pub amount: Fen,
    pub reason: String,
    pub state: DisputeState,
    pub opened_at: Timestamp,
    pub opened_by: Option<AccountId>,
    pub answer: Option<String>,
    pub answered_at: Option<Timestamp>,
    pub answered_by: Option<AccountId>,
    /// Why it was ruled so.
    pub ruling: Option<String>,
    pub ruled_at: Option<Timestamp>,
    pub ruled_by: Option<AccountId>,
    /// What an upheld one gave the chapter.
    pub granted: Option<Fen>,
}

impl DisputeRecord {
    /// What the rules need to know of it.
    #[must_use]
    pub fn rule(&self) -> Dispute {
        Dispute {
            amount: self.amount,
            state: self.state,
            opened_on: local_date(self.opened_at),
            answered_on: self.answered_at.map(local_date),
        }
    }
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    statement_id: Uuid,
    chapter_id: i32,
    amount_fen: i64,
    reason: String,
    answer: Option<String>,
    ruling: Option<String>,
    state: i16,
    opened_at: i64,
    opened_by: Option<Uuid>,
    answered_at: Option<i64>,
    answered_by: Option<Uuid>,
    ruled_at: Option<i64>,
    ruled_by: Option<Uuid>,
    granted_fen: Option<i64>,
}

impl TryFrom<Row> for DisputeRecord {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self> {
        let id = DisputeId(row.id);
        Ok(Self {
            id,
            statement: StatementId(row.statement_id),
            chapter: ChapterId(row.chapter_id),
            amount: Fen(row.amount_fen),
            reason: row.reason,
            state: known(DisputeState::of_rank(row.state), id)?,
            opened_at: from_micros(row.opened_at),
            opened_by: row.opened_by.map(AccountId),
            answer: row.answer,
            answered_at: row.answered_at.map(from_micros),
            answered_by: row.answered_by.map(AccountId),
            ruling: row.ruling,
            ruled_at: row.ruled_at.map(from_micros),
            ruled_by: row.ruled_by.map(AccountId),
            granted: row.granted_fen.map(Fen),
        })
    }
}

async fn read(db: Db<'_>, rest: &str, values: Vec<Value>) -> Result<Vec<DisputeRecord>> {
    let sql = format!(
        "SELECT id, statement_id, chapter_id, amount_fen, reason, answer, ruling, state, opened_at, opened_by, \
         answered_at, answered_by, ruled_at, ruled_by, granted_fen FROM dispute {rest}"
    );
    let rows: Vec<Row> = db.rows(&sql, values).await?;
    rows.into_iter().map(DisputeRecord::try_from).collect()
}

/// A dispute.
pub async fn load(db: Db<'_>, id: DisputeId) -> Result<DisputeRecord> {
    read(db, "WHERE id = $1", vec![id.0.into()]).await?.pop().ok_or(StoreError::Missing)
}

/// The disputes of a statement, the oldest first.
pub async fn of_statement(db: Db<'_>, statement: StatementId) -> Result<Vec<DisputeRecord>> {
    read(db, "WHERE statement_id = $1 ORDER BY id", vec![statement.0.into()]).await
}

/// A chapter's disputes that wait for an answer or a ruling.
pub async fn waiting_of(db: Db<'_>, chapter: ChapterId) -> Result<Vec<DisputeRecord>> {
    read(db, "WHERE chapter_id = $1 AND state IN (1, 2) ORDER BY id", vec![chapter.0.into()]).await
}

/// Disputes that wait for an answer or a ruling, the oldest first.
pub async fn waiting(db: Db<'_>, limit: i64) -> Result<Vec<DisputeRecord>> {
    read(db, "WHERE state IN (1, 2) ORDER BY id LIMIT $1", vec![limit.into()]).await
}

/// Disputes whose last day for a ruling has gone, the oldest first.
pub async fn lapsing(db: Db<'_>, today: chrono::NaiveDate, limit: i64) -> Result<Vec<DisputeRecord>> {
    let rest = format!(
        "WHERE state IN (1, 2) AND rule_by_on < $1 ORDER BY rule_by_on, id LIMIT $2{}",
        db.dialect().skip_locked()
    );
    read(db, &rest, vec![day_number(today).into(), limit.into()]).await
}

/// Adds a dispute.
pub async fn insert(db: Db<'_>, made: &DisputeRecord) -> Result<()> {
    let sql = "INSERT INTO dispute (id, statement_id, chapter_id, amount_fen, reason, state, opened_at, opened_by, \
               rule_by_on) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let values: [Value; 9] = [
        made.id.0.into(),
        made.statement.0.into(),
        made.chapter.0.into(),
        made.amount.0.into(),
        made.reason.as_str().into(),
        made.state.rank().into(),
        micros(made.opened_at).into(),
        made.opened_by.map(|by| by.0).into(),
        day_number(made.rule().rule_by()).into(),
    ];
    db.run(sql, values).await.map(|_| ())
}

/// Writes where a dispute stands now, if it is still in the state that was read.
pub async fn update(db: Db<'_>, before: &DisputeRecord, after: &DisputeRecord) -> Result<()> {
    let sql = "UPDATE dispute SET state = $3, answer = $4, answered_at = $5, answered_by = $6, ruling = $7, \
               ruled_at = $8, ruled_by = $9, granted_fen = $10, rule_by_on = $11 WHERE id = $1 AND state = $2";
    let values: [Value; 11] = [
        before.id.0.into(),
        before.state.rank().into(),
        after.state.rank().into(),
        after.answer.clone().into(),
        after.answered_at.map(micros).into(),
        after.answered_by.map(|by| by.0).into(),
        after.ruling.clone().into(),
        after.ruled_at.map(micros).into(),
        after.ruled_by.map(|by| by.0).into(),
        after.granted.map(|granted| granted.0).into(),
        day_number(after.rule().rule_by()).into(),
    ];
    db.run_one(sql, values).await
}
