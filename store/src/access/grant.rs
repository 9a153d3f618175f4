//! Roles on subtrees for a period.

use domain::access::{Grant, Role};
use domain::kernel::{AccountId, ChapterId, GrantId, Period, TermId, Timestamp, from_micros, micros};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use super::CHUNK;
use crate::db::places;
use crate::{Db, Result, StoreError};

const COLUMNS: &str =
    "id, account_id, role, chapter_id, valid_from, valid_to, granted_by, term_id, reason, ended_reason";

/// A grant with how it came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantRecord {
    pub grant: Grant,
    /// Who gave it; the system itself if nobody is named.
    pub granted_by: Option<AccountId>,
    /// The term of office that it lives and ends with.
    pub term: Option<TermId>,
    /// Why it was given, if anybody said.
    pub reason: Option<String>,
    /// Why it was ended before its time, if anybody said.
    pub ended_reason: Option<String>,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    account_id: Uuid,
    role: i16,
    chapter_id: i32,
    valid_from: i64,
    valid_to: Option<i64>,
    granted_by: Option<Uuid>,
    term_id: Option<Uuid>,
    reason: Option<String>,
    ended_reason: Option<String>,
}

impl TryFrom<Row> for GrantRecord {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self> {
        let corrupt = || StoreError::Corrupt(format!("role of grant {}", row.id));
        Ok(Self {
            grant: Grant {
                id: GrantId(row.id),
                account: AccountId(row.account_id),
                role: Role::of_rank(row.role).ok_or_else(corrupt)?,
                chapter: ChapterId(row.chapter_id),
                period: Period { from: from_micros(row.valid_from), until: row.valid_to.map(from_micros) },
            },
            granted_by: row.granted_by.map(AccountId),
            term: row.term_id.map(TermId),
            reason: row.reason,
            ended_reason: row.ended_reason,
        })
    }
}

async fn records(db: Db<'_>, condition: &str, values: impl IntoIterator<Item = Value>) -> Result<Vec<GrantRecord>> {
    let sql = format!("SELECT {COLUMNS} FROM role_grant WHERE {condition} ORDER BY id");
    let rows: Vec<Row> = db.rows(&sql, values).await?;
    rows.into_iter().map(GrantRecord::try_from).collect()
}

/// All grants of an account, ended ones included, oldest first.
pub async fn of_account(db: Db<'_>, account: AccountId) -> Result<Vec<Grant>> {
    let found = records_of_account(db, account).await?;
    Ok(found.into_iter().map(|record| record.grant).collect())
}

/// All grants of an account with how they came about, oldest first.
pub async fn records_of_account(db: Db<'_>, account: AccountId) -> Result<Vec<GrantRecord>> {
    records(db, "account_id = $1", [account.0.into()]).await
}

/// All grants of several accounts, ended ones included, each account's oldest first.
pub async fn of_accounts(db: Db<'_>, accounts: &[AccountId]) -> Result<Vec<Grant>> {
    let mut found = Vec::new();
    for chunk in accounts.chunks(CHUNK) {
        let condition = format!("account_id IN ({})", places(1, chunk.len()));
        let some = records(db, &condition, chunk.iter().map(|id| id.0.into())).await?;
        found.extend(some.into_iter().map(|record| record.grant));
    }
    Ok(found)
}

/// The grants on a chapter itself (not above or below) that have not ended, oldest first.
pub async fn of_chapter(db: Db<'_>, chapter: ChapterId, now: Timestamp) -> Result<Vec<GrantRecord>> {
    let condition = "chapter_id = $1 AND (valid_to IS NULL OR valid_to > $2)";
    records(db, condition, [chapter.0.into(), micros(now).into()]).await
}

/// A grant.
pub async fn load(db: Db<'_>, id: GrantId) -> Result<GrantRecord> {
    let sql = format!("SELECT {COLUMNS} FROM role_grant WHERE id = $1");
    db.row::<Row>(&sql, [id.0.into()]).await?.ok_or(StoreError::Missing)?.try_into()
}

/// A grant, locked until the end of the transaction.
pub async fn load_for_update(db: Db<'_>, id: GrantId) -> Result<GrantRecord> {
    let sql = format!("SELECT {COLUMNS} FROM role_grant WHERE id = $1{}", db.dialect().for_update());
    db.row::<Row>(&sql, [id.0.into()]).await?.ok_or(StoreError::Missing)?.try_into()
}

/// Adds a grant.
pub async fn insert(db: Db<'_>, grant: &GrantRecord, at: Timestamp) -> Result<()> {
    insert_all(db, std::slice::from_ref(grant), at).await
}

/// Adds many grants, a statement per 500.
pub async fn insert_all(db: Db<'_>, grants: &[GrantRecord], at: Timestamp) -> Result<()> {
    const WIDTH: usize = 11;
    for chunk in grants.chunks(CHUNK) {
        let mut tuples = Vec::with_capacity(chunk.len());
        let mut values: Vec<Value> = Vec::with_capacity(chunk.len() * WIDTH);
        for GrantRecord { grant, granted_by, term, reason, ended_reason } in chunk {
            tuples.push(format!("({})", places(values.len() + 1, WIDTH)));
            values.extend([
                grant.id.0.into(),
                grant.account.0.into(),
                grant.role.rank().into(),
                grant.chapter.0.into(),
                micros(grant.period.from).into(),
                grant.period.until.map(micros).into(),
                granted_by.map(|id| id.0).into(),
                term.map(|id| id.0).into(),
                micros(at).into(),
                reason.clone().into(),
                ended_reason.clone().into(),
            ]);
        }
        let sql = format!(
            "INSERT INTO role_grant (id, account_id, role, chapter_id, valid_from, valid_to, granted_by, term_id, \
             created_at, reason, ended_reason) VALUES {}",
            tuples.join(", ")
        );
        db.run(&sql, values).await?;
    }
    Ok(())
}

/// A grant that has not begun ends where it would have begun, since a period never runs backwards.
const END: &str = "UPDATE role_grant SET valid_to = CASE WHEN valid_from > $2 THEN valid_from ELSE $2 END, \
                   ended_reason = $3 WHERE (valid_to IS NULL OR valid_to > $2)";

/// Ends a grant, for a reason if there is one to say.
///
/// # Errors
/// [`StoreError::Stale`] if it has ended already.
pub async fn end(db: Db<'_>, id: GrantId, at: Timestamp, reason: Option<&str>) -> Result<()> {
    db.run_one(&format!("{END} AND id = $1"), [id.0.into(), micros(at).into(), reason.into()]).await
}

/// Ends the grants that came with a term of office.
pub async fn end_by_term(db: Db<'_>, term: TermId, at: Timestamp) -> Result<()> {
    let values = [term.0.into(), micros(at).into(), None::<&str>.into()];
    db.run(&format!("{END} AND term_id = $1"), values).await.map(|_| ())
}
