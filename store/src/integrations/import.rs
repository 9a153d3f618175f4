//! Imports, and how far each is. What moves one on repeats the state that it expects.

use domain::integrations::{ImportEncoding, ImportFailure, ImportFormat, ImportState, Trouble, Warning};
use domain::kernel::{
    AccountId, ChapterId, Cursor, Direction, ImportId, PageRequest, Slice, Timestamp, from_micros, micros,
};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use crate::{Db, Result, StoreError};

/// An import of members from a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    pub id: ImportId,
    /// The home of rows that name none.
    pub chapter: ChapterId,
    pub file_name: String,
    pub format: ImportFormat,
    /// Of a CSV, once it is known.
    pub encoding: Option<ImportEncoding>,
    /// Which sheet of a workbook; the first without it.
    pub sheet: Option<String>,
    /// Which text the people of rows that do not say it consented to.
    pub consent_version: Option<String>,
    pub state: ImportState,
    pub skip_errors: bool,
    pub bytes: i64,
    pub chunks: i32,
    pub parts: i32,
    pub parts_done: i32,
    /// How many faults were found in cells.
    pub faults: i32,
    /// How much of the dry run is done, in thousandths.
    pub checked: i32,
    pub counts: Counts,
    pub warnings: Vec<Warning>,
    pub trouble: Option<Trouble>,
    pub created_at: Timestamp,
    pub created_by: AccountId,
    /// When the present state began.
    pub step_at: Timestamp,
    pub touched_at: Timestamp,
    pub started_at: Option<Timestamp>,
    pub started_by: Option<AccountId>,
    pub finished_at: Option<Timestamp>,
}

/// What was found in a file and what was done, in rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub read: i32,
    pub new: i32,
    pub known_here: i32,
    pub known_elsewhere: i32,
    pub duplicate: i32,
    pub wrong: i32,
    pub added: i32,
    /// Passed over by the real run.
    pub passed: i32,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    chapter_id: i32,
    file_name: String,
    format: i16,
    encoding: Option<i16>,
    sheet: Option<String>,
    consent_version: Option<String>,
    state: i16,
    skip_errors: bool,
    bytes: i64,
    chunks: i32,
    parts: i32,
    parts_done: i32,
    faults: i32,
    checked: i32,
    rows_read: i32,
    rows_new: i32,
    rows_known_here: i32,
    rows_known_elsewhere: i32,
    rows_duplicate: i32,
    rows_wrong: i32,
    rows_added: i32,
    rows_passed: i32,
    warnings: String,
    failure: Option<i16>,
    failure_message: Option<String>,
    created_at: i64,
    created_by: Uuid,
    step_at: i64,
    touched_at: i64,
    started_at: Option<i64>,
    started_by: Option<Uuid>,
    finished_at: Option<i64>,
}

const COLUMNS: &str = "id, chapter_id, file_name, format, encoding, sheet, consent_version, state, skip_errors, bytes, \
                       chunks, parts, parts_done, faults, checked, rows_read, rows_new, rows_known_here, \
                       rows_known_elsewhere, rows_duplicate, rows_wrong, rows_added, rows_passed, warnings, failure, \
                       failure_message, created_at, created_by, step_at, touched_at, started_at, started_by, finished_at";

impl Row {
    fn counts(&self) -> Counts {
        Counts {
            read: self.rows_read,
            new: self.rows_new,
            known_here: self.rows_known_here,
            known_elsewhere: self.rows_known_elsewhere,
            duplicate: self.rows_duplicate,
            wrong: self.rows_wrong,
            added: self.rows_added,
            passed: self.rows_passed,
        }
    }
}

impl TryFrom<Row> for Import {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self> {
        let corrupt = || StoreError::Corrupt(format!("import {}", row.id));
        let counts = row.counts();
        let failure = row.failure.map(|rank| ImportFailure::of_rank(rank).ok_or_else(corrupt)).transpose()?;
        let message = row.failure_message.unwrap_or_default();
        Ok(Self {
            id: ImportId(row.id),
            chapter: ChapterId(row.chapter_id),
            format: ImportFormat::of_rank(row.format).ok_or_else(corrupt)?,
            encoding: row.encoding.map(|rank| ImportEncoding::of_rank(rank).ok_or_else(corrupt)).transpose()?,
            state: ImportState::of_rank(row.state).ok_or_else(corrupt)?,
            warnings: serde_json::from_str(&row.warnings).map_err(|_| corrupt())?,
            trouble: failure.map(|failure| Trouble { failure, message }),
            counts,
            file_name: row.file_name,
            sheet: row.sheet,
            consent_version: row.consent_version,
            skip_errors: row.skip_errors,
            bytes: row.bytes,
            chunks: row.chunks,
            parts: row.parts,
            parts_done: row.parts_done,
            faults: row.faults,
            checked: row.checked,
            created_at: from_micros(row.created_at),
            created_by: AccountId(row.created_by),
            step_at: from_micros(row.step_at),
            touched_at: from_micros(row.touched_at),
            started_at: row.started_at.map(from_micros),
            started_by: row.started_by.map(AccountId),
            finished_at: row.finished_at.map(from_micros),
        })
    }
}

/// What an import begins as.
#[derive(Debug, Clone)]
pub struct NewImport<'a> {
    pub id: ImportId,
    pub chapter: ChapterId,
    pub file_name: &'a str,
    pub format: ImportFormat,
    pub sheet: Option<&'a str>,
    pub consent_version: Option<&'a str>,
    pub by: AccountId,
    pub at: Timestamp,
}

/// Adds an import whose file is on its way.
pub async fn insert(db: Db<'_>, new: &NewImport<'_>) -> Result<()> {
    let sql = "INSERT INTO import (id, chapter_id, file_name, format, sheet, consent_version, state, skip_errors, bytes, \
               chunks, parts, parts_done, faults, checked, rows_read, rows_new, rows_known_here, rows_known_elsewhere, \
               rows_duplicate, rows_wrong, rows_added, rows_passed, warnings, created_at, created_by, step_at, touched_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, FALSE, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, '[]', $8, $9, $8, $8)";
    let values: [Value; 9] = [
        new.id.0.into(),
        new.chapter.0.into(),
        new.file_name.into(),
        new.format.rank().into(),
        new.sheet.into(),
        new.consent_version.into(),
        ImportState::Uploading.rank().into(),
        micros(new.at).into(),
        new.by.0.into(),
    ];
    db.run_one(sql, values).await
}

/// An import.
pub async fn load(db: Db<'_>, id: ImportId) -> Result<Import> {
    let sql = format!("SELECT {COLUMNS} FROM import WHERE id = $1");
    db.row::<Row>(&sql, [id.0.into()]).await?.ok_or(StoreError::Missing)?.try_into()
}

/// An import, locked until the end of the transaction.
pub async fn load_for_update(db: Db<'_>, id: ImportId) -> Result<Import> {
    let sql = format!("SELECT {COLUMNS} FROM import WHERE id = $1{}", db.dialect().for_update());
    db.row::<Row>(&sql, [id.0.into()]).await?.ok_or(StoreError::Missing)?.try_into()
}

/// A page of a chapter's imports, the newest first.
pub async fn page(db: Db<'_>, chapter: ChapterId, page: &PageRequest) -> Result<Slice<Import>> {
    let from = page.from.as_ref().map(Cursor::key::<ImportId>).transpose();
    let from = from.map_err(|_| StoreError::Corrupt("cursor".into()))?;
    let (compare, order) = if page.direction == Direction::Forwards { ("<", "DESC") } else { (">", "ASC") };
    let mut values: Vec<Value> = vec![chapter.0.into()];
    let beyond = from.map_or_else(String::new, |from| {
        values.push(from.0.into());
        format!(" AND id {compare} $2")
    });
    let limit = page.limit + 1;
    let sql = format!("SELECT {COLUMNS} FROM import WHERE chapter_id = $1{beyond} ORDER BY id {order} LIMIT {limit}");
    let rows: Vec<Row> = db.rows(&sql, values).await?;
    let imports = rows.into_iter().map(Import::try_from).collect::<Result<Vec<_>>>()?;
    Ok(Slice::of_read(imports, page, from.is_some()))
}

/// How many imports of an account are not over.
pub async fn open_of(db: Db<'_>, account: AccountId) -> Result<i64> {
    let sql = "SELECT count(*) AS n FROM import WHERE created_by = $1 AND state < 6";
    db.number(sql, [account.0.into()]).await
}

async fn ids(db: Db<'_>, sql: &str, values: Vec<Value>) -> Result<Vec<ImportId>> {
    #[derive(FromQueryResult)]
    struct Found {
        id: Uuid,
    }
    let rows: Vec<Found> = db.rows(sql, values).await?;
    Ok(rows.into_iter().map(|row| ImportId(row.id)).collect())
}

/// The import that has waited longest for the worker.
pub async fn waiting(db: Db<'_>) -> Result<Option<ImportId>> {
    let sql = "SELECT id FROM import WHERE state IN (2, 3, 5) ORDER BY touched_at, id LIMIT 1";
    Ok(ids(db, sql, Vec::new()).await?.pop())
}

/// Notes that something was tried, so that others have their turn.
pub async fn touch(db: Db<'_>, id: ImportId, at: Timestamp) -> Result<()> {
    db.run("UPDATE import SET touched_at = $2 WHERE id = $1", [id.0.into(), micros(at).into()]).await.map(|_| ())
}

/// Imports in a state to which nothing has happened since a time.
pub async fn idle(db: Db<'_>, state: ImportState, since: Timestamp, limit: i64) -> Result<Vec<ImportId>> {
    let sql = "SELECT id FROM import WHERE state = $1 AND touched_at < $2 ORDER BY touched_at LIMIT $3";
    ids(db, sql, vec![state.rank().into(), micros(since).into(), limit.into()]).await
}

/// Moves an import from one state to the next.
///
/// # Errors
/// [`StoreError::Stale`] if it is in another state by now.
pub async fn set_state(db: Db<'_>, id: ImportId, (from, to): (ImportState, ImportState), at: Timestamp) -> Result<()> {
    let sql = "UPDATE import SET state = $3, step_at = $4, touched_at = $4, reader = NULL, \
               finished_at = CASE WHEN $3 >= 6 THEN $4 END WHERE id = $1 AND state = $2";
    db.run_one(sql, [id.0.into(), from.rank().into(), to.rank().into(), micros(at).into()]).await
}

/// Says why an import failed, in the transaction that moves it there.
pub async fn set_trouble(db: Db<'_>, id: ImportId, trouble: &Trouble) -> Result<()> {
    let sql = "UPDATE import SET failure = $2, failure_message = $3 WHERE id = $1";
    db.run_one(sql, [id.0.into(), trouble.failure.rank().into(), trouble.message.as_str().into()]).await
}

/// Notes who started it, and whether rows with errors are left out, in the transaction that moves it there.
pub async fn set_started(db: Db<'_>, id: ImportId, by: AccountId, skip_errors: bool, at: Timestamp) -> Result<()> {
    let sql = "UPDATE import SET started_by = $2, started_at = $3, skip_errors = $4 WHERE id = $1";
    db.run_one(sql, [id.0.into(), by.0.into(), micros(at).into(), skip_errors.into()]).await
}

/// Begins to read the file, from its beginning: what an earlier reader found is forgotten, and that reader can write no more.
pub async fn begin_reading(db: Db<'_>, id: ImportId, reader: Uuid, at: Timestamp) -> Result<()> {
    let sql = "UPDATE import SET reader = $2, touched_at = $3, state = 3, step_at = CASE WHEN state = 3 THEN step_at ELSE $3 END, \
               parts = 0, faults = 0, checked = 0, rows_read = 0, rows_new = 0, rows_known_here = 0, \
               rows_known_elsewhere = 0, rows_duplicate = 0, rows_wrong = 0, warnings = '[]', encoding = NULL \
               WHERE id = $1 AND state IN (2, 3)";
    db.run_one(sql, [id.0.into(), reader.into(), micros(at).into()]).await?;
    db.run("DELETE FROM import_part WHERE import_id = $1", [id.0.into()]).await?;
    db.run("DELETE FROM import_fault WHERE import_id = $1", [id.0.into()]).await.map(|_| ())
}

/// Notes what the header of the file and its bytes tell.
///
/// # Errors
/// [`StoreError::Stale`] if another reads it now, or it was cancelled.
pub async fn set_read(
    db: Db<'_>,
    (id, reader): (ImportId, Uuid),
    encoding: Option<ImportEncoding>,
    warnings: &[Warning],
) -> Result<()> {
    let warnings = serde_json::to_string(warnings).map_err(|_| StoreError::Corrupt("warnings".into()))?;
    let sql = "UPDATE import SET encoding = $3, warnings = $4 WHERE id = $1 AND state = 3 AND reader = $2";
    let encoding = encoding.map(ImportEncoding::rank);
    db.run_one(sql, [id.0.into(), reader.into(), encoding.into(), warnings.into()]).await
}

/// How far a reader is.
#[derive(Debug, Clone, Copy)]
pub struct Read {
    pub counts: Counts,
    pub parts: i32,
    pub faults: i32,
    pub checked: i32,
}

/// Notes how far the reader is.
///
/// # Errors
/// [`StoreError::Stale`] if another reads it now, or it was cancelled.
pub async fn note_read(db: Db<'_>, (id, reader): (ImportId, Uuid), read: &Read, at: Timestamp) -> Result<()> {
    let sql = "UPDATE import SET rows_read = $3, rows_new = $4, rows_known_here = $5, rows_known_elsewhere = $6, \
               rows_duplicate = $7, rows_wrong = $8, parts = $9, faults = $10, checked = $11, touched_at = $12 \
               WHERE id = $1 AND state = 3 AND reader = $2";
    let counts = &read.counts;
    let values: [Value; 12] = [
        id.0.into(),
        reader.into(),
        counts.read.into(),
        counts.new.into(),
        counts.known_here.into(),
        counts.known_elsewhere.into(),
        counts.duplicate.into(),
        counts.wrong.into(),
        read.parts.into(),
        read.faults.into(),
        read.checked.into(),
        micros(at).into(),
    ];
    db.run_one(sql, values).await
}

/// What a batch of the real run came to.
#[derive(Debug, Clone, Copy)]
pub struct Ran {
    /// Which part it was, from 0.
    pub part: i32,
    pub added: i32,
    pub passed: i32,
    /// Cells that turned out to be wrong by now.
    pub faults: i32,
}

/// Notes a batch of the real run: each part once, in their order.
///
/// # Errors
/// [`StoreError::Stale`] if the part was done already, or the import was cancelled.
pub async fn note_run(db: Db<'_>, id: ImportId, ran: &Ran, at: Timestamp) -> Result<()> {
    let sql = "UPDATE import SET parts_done = parts_done + 1, rows_added = rows_added + $3, rows_passed = rows_passed + $4, \
               faults = faults + $5, touched_at = $6 WHERE id = $1 AND state = 5 AND parts_done = $2";
    let values =
        [id.0.into(), ran.part.into(), ran.added.into(), ran.passed.into(), ran.faults.into(), micros(at).into()];
    db.run_one(sql, values).await
}
