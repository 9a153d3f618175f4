//! Statements: a chapter's month, line by line.

use domain::kernel::{
    ChapterId, CommissionId, Cursor, Direction, LedgerEntryId, OrderId, PageRequest, Slice, StatementId, Timestamp,
    from_micros, micros,
};
use domain::money::{EntryKind, Fen, LineKind, Month, Statement, StatementLine, StatementState};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use super::known;
use crate::{Db, Result, StoreError};

/// A statement as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementRecord {
    pub id: StatementId,
    pub chapter: ChapterId,
    pub sums: Statement,
    /// What of the closing was owed when the month ended; the rest is not owed yet.
    pub payable: Fen,
    pub state: StatementState,
    pub issued_at: Timestamp,
    pub version: i32,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    chapter_id: i32,
    month: i32,
    opening_fen: i64,
    accrued_fen: i64,
    reversed_fen: i64,
    clawed_back_fen: i64,
    paid_fen: i64,
    closing_fen: i64,
    payable_fen: i64,
    state: i16,
    issued_at: i64,
    version: i32,
}

impl TryFrom<Row> for StatementRecord {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self> {
        let id = StatementId(row.id);
        Ok(Self {
            id,
            chapter: ChapterId(row.chapter_id),
            sums: Statement {
                month: known(Month::of_number(row.month), id)?,
                opening: Fen(row.opening_fen),
                accrued: Fen(row.accrued_fen),
                reversed: Fen(row.reversed_fen),
                clawed_back: Fen(row.clawed_back_fen),
                paid: Fen(row.paid_fen),
                closing: Fen(row.closing_fen),
            },
            payable: Fen(row.payable_fen),
            state: known(StatementState::of_rank(row.state), id)?,
            issued_at: from_micros(row.issued_at),
            version: row.version,
        })
    }
}

async fn read(db: Db<'_>, rest: &str, values: Vec<Value>) -> Result<Vec<StatementRecord>> {
    let sql = format!(
        "SELECT id, chapter_id, month, opening_fen, accrued_fen, reversed_fen, clawed_back_fen, paid_fen, closing_fen, \
         payable_fen, state, issued_at, version FROM statement {rest}"
    );
    let rows: Vec<Row> = db.rows(&sql, values).await?;
    rows.into_iter().map(StatementRecord::try_from).collect()
}

/// A statement.
pub async fn load(db: Db<'_>, id: StatementId) -> Result<StatementRecord> {
    read(db, "WHERE id = $1", vec![id.0.into()]).await?.pop().ok_or(StoreError::Missing)
}

/// A chapter's last statement.
pub async fn last(db: Db<'_>, chapter: ChapterId) -> Result<Option<StatementRecord>> {
    Ok(read(db, "WHERE chapter_id = $1 ORDER BY month DESC LIMIT 1", vec![chapter.0.into()]).await?.pop())
}

/// A page of a chapter's statements, the newest first.
pub async fn page(db: Db<'_>, chapter: ChapterId, page: &PageRequest) -> Result<Slice<StatementRecord>> {
    let from = page.from.as_ref().map(Cursor::key::<Month>).transpose();
    let from = from.map_err(|_| StoreError::Corrupt("cursor".into()))?;
    let (compare, order) = if page.direction == Direction::Forwards { ("<", "DESC") } else { (">", "ASC") };
    let mut values: Vec<Value> = vec![chapter.0.into()];
    let beyond = from.map_or_else(String::new, |from| {
        values.push(from.number().into());
        format!("AND month {compare} $2")
    });
    let rest = format!("WHERE chapter_id = $1 {beyond} ORDER BY month {order} LIMIT {}", page.limit + 1);
    Ok(Slice::of_read(read(db, &rest, values).await?, page, from.is_some()))
}

/// A page of the statements of a month, by chapter.
pub async fn of_month(db: Db<'_>, month: Month, page: &PageRequest) -> Result<Slice<StatementRecord>> {
    let from = page.from.as_ref().map(Cursor::key::<i32>).transpose();
    let from = from.map_err(|_| StoreError::Corrupt("cursor".into()))?;
    let (compare, order) = if page.direction == Direction::Forwards { (">", "ASC") } else { ("<", "DESC") };
    let mut values: Vec<Value> = vec![month.number().into()];
    let beyond = from.map_or_else(String::new, |from| {
        values.push(from.into());
        format!("AND chapter_id {compare} $2")
    });
    let rest = format!("WHERE month = $1 {beyond} ORDER BY chapter_id {order} LIMIT {}", page.limit + 1);
    Ok(Slice::of_read(read(db, &rest, values).await?, page, from.is_some()))
}

/// All statements of a chapter, the oldest first, locked until the end of the transaction: whoever moves a chapter's
/// settled money on takes this lock first, so that no two pay it out at once.
pub async fn lock_chapter(db: Db<'_>, chapter: ChapterId) -> Result<Vec<StatementRecord>> {
    let rest = format!("WHERE chapter_id = $1 ORDER BY month{}", db.dialect().for_update());
    read(db, &rest, vec![chapter.0.into()]).await
}

/// All statements after one of them, by id: to look through all of them in parts.
pub async fn after(db: Db<'_>, after: Option<StatementId>, limit: i64) -> Result<Vec<StatementRecord>> {
    let values = vec![after.map_or(Uuid::nil(), |id| id.0).into(), limit.into()];
    read(db, "WHERE id > $1 ORDER BY id LIMIT $2", values).await
}

/// A chapter's statement before a month.
pub async fn before(db: Db<'_>, chapter: ChapterId, month: Month) -> Result<Option<StatementRecord>> {
    let rest = "WHERE chapter_id = $1 AND month < $2 ORDER BY month DESC LIMIT 1";
    Ok(read(db, rest, vec![chapter.0.into(), month.number().into()]).await?.pop())
}

/// Whether all statements of a month have been issued.
pub async fn is_month_done(db: Db<'_>, month: Month) -> Result<bool> {
    let sql = "SELECT count(*) AS n FROM statement_month WHERE month = $1";
    Ok(db.number(sql, [month.number().into()]).await? > 0)
}

/// The last month before this one whose statements have all been issued.
pub async fn done_before(db: Db<'_>, month: Month) -> Result<Option<Month>> {
    #[derive(FromQueryResult)]
    struct Done {
        month: i32,
    }
    let sql = "SELECT month FROM statement_month WHERE month < $1 ORDER BY month DESC LIMIT 1";
    let row: Option<Done> = db.row(sql, [month.number().into()]).await?;
    row.map(|row| known(Month::of_number(row.month), "month")).transpose()
}

/// Notes that all statements of a month have been issued.
pub async fn set_month_done(db: Db<'_>, month: Month, at: Timestamp) -> Result<()> {
    let sql = "INSERT INTO statement_month (month, done_at) VALUES ($1, $2) ON CONFLICT (month) DO NOTHING";
    db.run(sql, [month.number().into(), micros(at).into()]).await.map(|_| ())
}

/// Adds a statement with its lines.
///
/// # Errors
/// [`StoreError::Duplicate`] if the chapter has one of this month.
pub async fn insert(db: Db<'_>, made: &StatementRecord, lines: &[StatementLine]) -> Result<()> {
    let sql = "INSERT INTO statement (id, chapter_id, month, opening_fen, accrued_fen, reversed_fen, clawed_back_fen, \
               paid_fen, closing_fen, payable_fen, state, issued_at, version) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1)";
    let sums = &made.sums;
    let values: [Value; 12] = [
        made.id.0.into(),
        made.chapter.0.into(),
        sums.month.number().into(),
        sums.opening.0.into(),
        sums.accrued.0.into(),
        sums.reversed.0.into(),
        sums.clawed_back.0.into(),
        sums.paid.0.into(),
        sums.closing.0.into(),
        made.payable.0.into(),
        made.state.rank().into(),
        micros(made.issued_at).into(),
    ];
    db.run(sql, values).await?;
    let numbered: Vec<(i32, &StatementLine)> = (1..).zip(lines).collect();
    for chunk in numbered.chunks(500) {
        insert_lines(db, made.id, chunk).await?;
    }
    Ok(())
}

async fn insert_lines(db: Db<'_>, id: StatementId, lines: &[(i32, &StatementLine)]) -> Result<()> {
    let mut values: Vec<Value> = Vec::with_capacity(lines.len() * 8);
    let mut tuples = Vec::with_capacity(lines.len());
    for (number, line) in lines {
        tuples.push(format!("({})", crate::db::places(values.len() + 1, 8)));
        values.extend::<[Value; 8]>([
            id.0.into(),
            (*number).into(),
            line.kind.rank().into(),
            line.commission.map(|id| id.0).into(),
            line.order.map(|id| id.0).into(),
            line.entry.0.into(),
            line.amount.0.into(),
            micros(line.at).into(),
        ]);
    }
    let sql = format!(
        "INSERT INTO statement_line (statement_id, line, kind, commission_id, order_id, entry_id, amount_fen, at) \
         VALUES {}",
        tuples.join(", ")
    );
    db.run(&sql, values).await.map(|_| ())
}

/// A line with its number, and what its entry is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberedLine {
    pub number: i32,
    pub line: StatementLine,
    /// The id of a payment, commission, refund, payout, dispute or case.
    pub reference: String,
}

#[derive(FromQueryResult)]
struct Kept {
    line: i32,
    kind: i16,
    commission_id: Option<Uuid>,
    order_id: Option<Uuid>,
    entry_id: i64,
    event: i16,
    reference: String,
    amount_fen: i64,
    at: i64,
}

impl TryFrom<Kept> for NumberedLine {
    type Error = StoreError;

    fn try_from(row: Kept) -> Result<Self> {
        let line = StatementLine {
            kind: known(LineKind::of_rank(row.kind), "statement line")?,
            amount: Fen(row.amount_fen),
            at: from_micros(row.at),
            entry: LedgerEntryId(row.entry_id),
            event: known(EntryKind::of_rank(row.event), "statement line")?,
            order: row.order_id.map(OrderId),
            commission: row.commission_id.map(CommissionId),
        };
        Ok(Self { number: row.line, line, reference: row.reference })
    }
}

async fn read_lines(db: Db<'_>, rest: &str, values: Vec<Value>) -> Result<Vec<NumberedLine>> {
    let sql = format!(
        "SELECT l.line, l.kind, l.commission_id, l.order_id, l.entry_id, e.kind AS event, e.ref AS reference, \
         l.amount_fen, l.at FROM statement_line l JOIN ledger_entry e ON e.id = l.entry_id {rest}"
    );
    let rows: Vec<Kept> = db.rows(&sql, values).await?;
    rows.into_iter().map(NumberedLine::try_from).collect()
}

/// A page of a statement's lines, in their order.
pub async fn lines(db: Db<'_>, id: StatementId, page: &PageRequest) -> Result<Slice<NumberedLine>> {
    let from = page.from.as_ref().map(Cursor::key::<i32>).transpose();
    let from = from.map_err(|_| StoreError::Corrupt("cursor".into()))?;
    let (compare, order) = if page.direction == Direction::Forwards { (">", "ASC") } else { ("<", "DESC") };
    let mut values: Vec<Value> = vec![id.0.into()];
    let beyond = from.map_or_else(String::new, |from| {
        values.push(from.into());
        format!("AND l.line {compare} $2")
    });
    let rest = format!("WHERE l.statement_id = $1 {beyond} ORDER BY l.line {order} LIMIT {}", page.limit + 1);
    Ok(Slice::of_read(read_lines(db, &rest, values).await?, page, from.is_some()))
}

/// All lines of a statement.
pub async fn all_lines(db: Db<'_>, id: StatementId) -> Result<Vec<StatementLine>> {
    let rest = "WHERE l.statement_id = $1 ORDER BY l.line";
    Ok(read_lines(db, rest, vec![id.0.into()]).await?.into_iter().map(|kept| kept.line).collect())
}

/// Moves a statement on, if it is still in the state that was read.
pub async fn set_state(db: Db<'_>, held: &StatementRecord, state: StatementState) -> Result<()> {
    let sql = "UPDATE statement SET state = $3, version = version + 1 WHERE id = $1 AND state = $2";
    db.run_one(sql, [held.id.0.into(), held.state.rank().into(), state.rank().into()]).await
}
