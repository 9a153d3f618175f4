//! Helmsmen's and deputies' terms of office.

use domain::chapters::{Office, Term};
use domain::kernel::{AccountId, ChapterId, TermId, Timestamp, from_micros, micros};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::{Db, Result, StoreError};

const COLUMNS: &str = "id, chapter_id, account_id, office, starts_at, ends_at, ended_at";

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    chapter_id: i32,
    account_id: Uuid,
    office: i16,
    starts_at: i64,
    ends_at: Option<i64>,
    ended_at: Option<i64>,
}

impl TryFrom<Row> for Term {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            id: TermId(row.id),
            chapter: ChapterId(row.chapter_id),
            account: AccountId(row.account_id),
            office: Office::of_rank(row.office).ok_or_else(|| StoreError::Corrupt(format!("term {}", row.id)))?,
            starts_at: from_micros(row.starts_at),
            ends_at: row.ends_at.map(from_micros),
            ended_at: row.ended_at.map(from_micros),
        })
    }
}

/// Begins a term.
///
/// # Errors
/// [`StoreError::Duplicate`] if the chapter has a helmsman, or the person leads another chapter.
pub async fn insert(db: Db<'_>, term: &Term) -> Result<()> {
    let sql = "INSERT INTO helmsman_term (id, chapter_id, account_id, office, starts_at, ends_at, ended_at) \
               VALUES ($1, $2, $3, $4, $5, $6, NULL)";
    let values = [
        term.id.0.into(),
        term.chapter.0.into(),
        term.account.0.into(),
        term.office.rank().into(),
        micros(term.starts_at).into(),
        term.ends_at.map(micros).into(),
    ];
    db.run(sql, values).await.map(|_| ())
}

/// A term.
pub async fn load(db: Db<'_>, id: TermId) -> Result<Term> {
    let sql = format!("SELECT {COLUMNS} FROM helmsman_term WHERE id = $1");
    db.row::<Row>(&sql, [id.0.into()]).await?.ok_or(StoreError::Missing)?.try_into()
}

/// A term, locked until the end of the transaction.
pub async fn load_for_update(db: Db<'_>, id: TermId) -> Result<Term> {
    let sql = format!("SELECT {COLUMNS} FROM helmsman_term WHERE id = $1{}", db.dialect().for_update());
    db.row::<Row>(&sql, [id.0.into()]).await?.ok_or(StoreError::Missing)?.try_into()
}

/// The terms now served in a chapter, helmsman first.
pub async fn serving(db: Db<'_>, chapter: ChapterId) -> Result<Vec<Term>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM helmsman_term WHERE chapter_id = $1 AND ended_at IS NULL ORDER BY office, starts_at"
    );
    let rows: Vec<Row> = db.rows(&sql, [chapter.0.into()]).await?;
    rows.into_iter().map(Term::try_from).collect()
}

/// The terms a person serves now.
pub async fn of_account(db: Db<'_>, account: AccountId) -> Result<Vec<Term>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM helmsman_term WHERE account_id = $1 AND ended_at IS NULL ORDER BY office, starts_at"
    );
    let rows: Vec<Row> = db.rows(&sql, [account.0.into()]).await?;
    rows.into_iter().map(Term::try_from).collect()
}

/// Ends a term.
pub async fn end(db: Db<'_>, id: TermId, at: Timestamp) -> Result<()> {
    let sql = "UPDATE helmsman_term SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL";
    db.run_one(sql, [id.0.into(), micros(at).into()]).await
}

/// Terms whose time is over but which nobody has ended.
pub async fn lapsed(db: Db<'_>, now: Timestamp, limit: i64) -> Result<Vec<Term>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM helmsman_term WHERE ended_at IS NULL AND ends_at <= $1 ORDER BY ends_at, id LIMIT $2"
    );
    let rows: Vec<Row> = db.rows(&sql, [micros(now).into(), limit.into()]).await?;
    rows.into_iter().map(Term::try_from).collect()
}
