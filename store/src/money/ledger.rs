//! The ledger: entries of transfers, written once and never changed.

use std::collections::HashSet;

use chrono::TimeDelta;
use domain::kernel::{ChapterId, Cursor, Direction, LedgerEntryId, PageRequest, Slice, Timestamp, from_micros, micros};
use domain::money::{AccountKind, AccountRef, Balances, Entry, EntryKind, Fen, Transfer};
use sea_orm::{FromQueryResult, Value};

use super::{known, owner_of};
use crate::{Db, Result, StoreError};

/// An entry as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerEntry {
    pub id: LedgerEntryId,
    pub entry: Entry,
    /// What it is about: the id of a payment, commission, refund or payout.
    pub reference: String,
    pub at: Timestamp,
}

/// Adds an entry about something, which can have one of a kind.
///
/// # Errors
/// [`StoreError::Duplicate`] if it has one already.
pub async fn append(db: Db<'_>, entry: &Entry, reference: &str, at: Timestamp) -> Result<LedgerEntryId> {
    let sql = "INSERT INTO ledger_entry (kind, ref, at) VALUES ($1, $2, $3) RETURNING id AS n";
    let id = db.number(sql, [entry.kind().rank().into(), reference.into(), micros(at).into()]).await?;
    let accounts: HashSet<AccountRef> =
        entry.transfers().iter().flat_map(|transfer| [transfer.debit, transfer.credit]).collect();
    for account in accounts {
        ensure(db, account).await?;
    }
    let sql = "INSERT INTO ledger_transfer (entry_id, line, debit_id, credit_id, amount_fen) \
               SELECT $1, $2, d.id, c.id, $3 FROM ledger_account d CROSS JOIN ledger_account c \
               WHERE d.kind = $4 AND d.owner = $5 AND c.kind = $6 AND c.owner = $7";
    for (line, transfer) in (1_i16..).zip(entry.transfers()) {
        let values: [Value; 7] = [
            id.into(),
            line.into(),
            transfer.amount.0.into(),
            transfer.debit.kind.rank().into(),
            transfer.debit.owner.to_string().into(),
            transfer.credit.kind.rank().into(),
            transfer.credit.owner.to_string().into(),
        ];
        db.run_one(sql, values).await?;
    }
    Ok(LedgerEntryId(id))
}

/// Makes an account if there is none. Asked for first: who only tried to add it would use up a number each time.
async fn ensure(db: Db<'_>, account: AccountRef) -> Result<()> {
    let values = || [account.kind.rank().into(), account.owner.to_string().into()];
    let sql = "SELECT count(*) AS n FROM ledger_account WHERE kind = $1 AND owner = $2";
    if db.number(sql, values()).await? == 0 {
        let sql = "INSERT INTO ledger_account (kind, owner) VALUES ($1, $2) ON CONFLICT (kind, owner) DO NOTHING";
        db.run(sql, values()).await?;
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    kind: i16,
    reference: String,
    at: i64,
    debit_kind: i16,
    debit_owner: String,
    credit_kind: i16,
    credit_owner: String,
    amount_fen: i64,
}

/// The entries that a subquery `e` picks, the oldest first.
async fn read(db: Db<'_>, picked: &str, values: Vec<Value>) -> Result<Vec<LedgerEntry>> {
    let sql = format!(
        "SELECT e.id, e.kind, e.ref AS reference, e.at, d.kind AS debit_kind, d.owner AS debit_owner, \
         c.kind AS credit_kind, c.owner AS credit_owner, t.amount_fen FROM ({picked}) AS e \
         JOIN ledger_transfer t ON t.entry_id = e.id JOIN ledger_account d ON d.id = t.debit_id \
         JOIN ledger_account c ON c.id = t.credit_id ORDER BY e.id, t.line"
    );
    let rows: Vec<Row> = db.rows(&sql, values).await?;
    rows.chunk_by(|a, b| a.id == b.id).map(entry_of).collect()
}

fn entry_of(rows: &[Row]) -> Result<LedgerEntry> {
    let first = known(rows.first(), "ledger entry")?;
    let account = |kind: i16, owner: &str| -> Result<AccountRef> {
        Ok(AccountRef { kind: known(AccountKind::of_rank(kind), "account kind")?, owner: owner_of(owner)? })
    };
    let transfer = |row: &Row| {
        Ok(Transfer {
            debit: account(row.debit_kind, &row.debit_owner)?,
            credit: account(row.credit_kind, &row.credit_owner)?,
            amount: Fen(row.amount_fen),
        })
    };
    let transfers = rows.iter().map(transfer).collect::<Result<Vec<_>>>()?;
    let kind = known(EntryKind::of_rank(first.kind), format_args!("ledger entry {}", first.id))?;
    let entry = Entry::new(kind, transfers).map_err(|broken| StoreError::Corrupt(broken.to_string()))?;
    Ok(LedgerEntry {
        id: LedgerEntryId(first.id),
        entry,
        reference: first.reference.clone(),
        at: from_micros(first.at),
    })
}

/// The entries after one of them: to look through all of them in parts.
pub async fn after(db: Db<'_>, after: LedgerEntryId, limit: i64) -> Result<Vec<LedgerEntry>> {
    let picked = "SELECT id, kind, ref, at FROM ledger_entry WHERE id > $1 ORDER BY id LIMIT $2";
    read(db, picked, vec![after.0.into(), limit.into()]).await
}

/// The entries about these things, the oldest first.
pub async fn about(db: Db<'_>, references: &[String]) -> Result<Vec<LedgerEntry>> {
    let dialect = db.dialect();
    // The kinds first: the index begins with them.
    let kinds: Vec<String> = EntryKind::ALL.iter().map(|kind| kind.rank().to_string()).collect();
    let picked = format!(
        "SELECT id, kind, ref, at FROM ledger_entry WHERE kind IN ({}) AND {}",
        kinds.join(", "),
        dialect.any("ref", "$1")
    );
    read(db, &picked, vec![dialect.list_text(references)]).await
}

/// A page of entries, the newest first; only those that touch an account, if one is named.
pub async fn page(db: Db<'_>, account: Option<AccountRef>, page: &PageRequest) -> Result<Slice<LedgerEntry>> {
    let from = page.from.as_ref().map(Cursor::key::<LedgerEntryId>).transpose();
    let from = from.map_err(|_| StoreError::Corrupt("cursor".into()))?;
    let (compare, order) = if page.direction == Direction::Forwards { ("<", "DESC") } else { (">", "ASC") };
    let (mut wheres, mut values): (Vec<String>, Vec<Value>) = (vec!["1 = 1".to_owned()], Vec::new());
    if let Some(from) = from {
        values.push(from.0.into());
        wheres.push(format!("e.id {compare} ${}", values.len()));
    }
    if let Some(account) = account {
        values.extend::<[Value; 2]>([account.kind.rank().into(), account.owner.to_string().into()]);
        let (kind, owner) = (values.len() - 1, values.len());
        let own = format!("(SELECT id FROM ledger_account WHERE kind = ${kind} AND owner = ${owner})");
        wheres.push(format!(
            "e.id IN (SELECT entry_id FROM ledger_transfer WHERE debit_id = {own} \
             UNION SELECT entry_id FROM ledger_transfer WHERE credit_id = {own})"
        ));
    }
    let picked = format!(
        "SELECT e.id, e.kind, e.ref, e.at FROM ledger_entry e WHERE {} ORDER BY e.id {order} LIMIT {}",
        wheres.join(" AND "),
        page.limit + 1
    );
    let mut entries = read(db, &picked, values).await?;
    if page.direction == Direction::Forwards {
        entries.reverse();
    }
    Ok(Slice::of_read(entries, page, from.is_some()))
}

/// What every account holds by its transfers: debits less credits.
pub async fn balances(db: Db<'_>) -> Result<Balances> {
    let sql = "SELECT a.kind, a.owner, CAST(sum(x.amount) AS bigint) AS amount FROM ( \
                 SELECT debit_id AS account_id, amount_fen AS amount FROM ledger_transfer \
                 UNION ALL SELECT credit_id, -amount_fen FROM ledger_transfer) AS x \
               JOIN ledger_account a ON a.id = x.account_id GROUP BY a.kind, a.owner ORDER BY a.kind, a.owner";
    sums(db, sql, Vec::new()).await
}

/// What one account holds by its transfers: debits less credits.
pub async fn balance(db: Db<'_>, account: AccountRef) -> Result<Fen> {
    let own = "(SELECT id FROM ledger_account WHERE kind = $1 AND owner = $2)";
    let sql = format!(
        "SELECT CAST(coalesce(sum(x.amount), 0) AS bigint) AS n FROM ( \
           SELECT amount_fen AS amount FROM ledger_transfer WHERE debit_id = {own} \
           UNION ALL SELECT -amount_fen FROM ledger_transfer WHERE credit_id = {own}) AS x"
    );
    db.number(&sql, [account.kind.rank().into(), account.owner.to_string().into()]).await.map(Fen)
}

/// No write lasts longer than this: an entry's number and its instant tell the same order but for that.
const LONGEST_WRITE: TimeDelta = TimeDelta::hours(1);

/// The accounts in which a chapter's commission is held.
const COMMISSION: &str = "SELECT id FROM ledger_account WHERE kind IN (20, 21) AND owner =";

/// The entries of a span of time that touch a chapter's commission, the oldest first.
pub async fn of_chapter(
    db: Db<'_>,
    chapter: ChapterId,
    (from, until): (Timestamp, Timestamp),
) -> Result<Vec<LedgerEntry>> {
    let Some(first) = first_since(db, from - LONGEST_WRITE).await? else { return Ok(Vec::new()) };
    let last = first_since(db, until + LONGEST_WRITE).await?.unwrap_or(i64::MAX);
    let picked = format!(
        "SELECT e.id, e.kind, e.ref, e.at FROM ledger_entry e WHERE e.at >= $1 AND e.at < $2 AND e.id IN ( \
           SELECT entry_id FROM ledger_transfer WHERE debit_id IN ({COMMISSION} $3) AND entry_id BETWEEN $4 AND $5 \
           UNION \
           SELECT entry_id FROM ledger_transfer WHERE credit_id IN ({COMMISSION} $3) AND entry_id BETWEEN $4 AND $5)"
    );
    let values = vec![micros(from).into(), micros(until).into(), chapter.to_string().into(), first.into(), last.into()];
    read(db, &picked, values).await
}

/// The number of the first entry at an instant or after it.
async fn first_since(db: Db<'_>, at: Timestamp) -> Result<Option<i64>> {
    #[derive(FromQueryResult)]
    struct First {
        id: i64,
    }
    let sql = "SELECT id FROM ledger_entry WHERE at >= $1 ORDER BY at, id LIMIT 1";
    let row: Option<First> = db.row(sql, [micros(at).into()]).await?;
    Ok(row.map(|row| row.id))
}

/// When a chapter's commission was first touched.
pub async fn first_of_chapter(db: Db<'_>, chapter: ChapterId) -> Result<Option<Timestamp>> {
    #[derive(FromQueryResult)]
    struct First {
        at: i64,
    }
    let sql = format!(
        "SELECT at FROM ledger_entry WHERE id = (SELECT min(x.id) FROM ( \
           SELECT min(entry_id) AS id FROM ledger_transfer WHERE debit_id IN ({COMMISSION} $1) \
           UNION ALL SELECT min(entry_id) FROM ledger_transfer WHERE credit_id IN ({COMMISSION} $1)) AS x)"
    );
    let row: Option<First> = db.row(&sql, [chapter.to_string().into()]).await?;
    Ok(row.map(|row| from_micros(row.at)))
}

/// What an account held by its transfers before an instant: debits less credits.
pub async fn balance_before(db: Db<'_>, account: AccountRef, until: Timestamp) -> Result<Fen> {
    let own = "(SELECT id FROM ledger_account WHERE kind = $1 AND owner = $2)";
    let sql = format!(
        "SELECT CAST(coalesce(sum(x.amount), 0) AS bigint) AS n FROM ( \
           SELECT entry_id, amount_fen AS amount FROM ledger_transfer WHERE debit_id = {own} \
           UNION ALL SELECT entry_id, -amount_fen FROM ledger_transfer WHERE credit_id = {own}) AS x \
         JOIN ledger_entry e ON e.id = x.entry_id WHERE e.at < $3"
    );
    db.number(&sql, [account.kind.rank().into(), account.owner.to_string().into(), micros(until).into()]).await.map(Fen)
}

/// The chapters after one of them that ever held commission, by id.
pub async fn earners(db: Db<'_>, after: ChapterId, limit: i64) -> Result<Vec<ChapterId>> {
    #[derive(FromQueryResult)]
    struct Earner {
        id: i32,
    }
    // Guarded: whose other accounts are is no number, and a database may look at them first.
    let id = "CASE WHEN kind IN (20, 21) THEN CAST(substr(owner, 6) AS integer) END";
    let sql = format!(
        "SELECT DISTINCT {id} AS id FROM ledger_account WHERE kind IN (20, 21) AND {id} > $1 ORDER BY id LIMIT $2"
    );
    let rows: Vec<Earner> = db.rows(&sql, [after.0.into(), limit.into()]).await?;
    Ok(rows.into_iter().map(|row| ChapterId(row.id)).collect())
}

/// Reads sums by account.
pub(super) async fn sums(db: Db<'_>, sql: &str, values: Vec<Value>) -> Result<Balances> {
    #[derive(FromQueryResult)]
    struct Sum {
        kind: i16,
        owner: String,
        amount: i64,
    }
    let rows: Vec<Sum> = db.rows(sql, values).await?;
    let read = |row: Sum| {
        let kind = known(AccountKind::of_rank(row.kind), "account kind")?;
        Ok((AccountRef { kind, owner: owner_of(&row.owner)? }, Fen(row.amount)))
    };
    rows.into_iter().map(read).collect()
}

/// What the accounts of each kind hold together: debits less credits.
pub async fn totals(db: Db<'_>) -> Result<Vec<(AccountKind, Fen)>> {
    #[derive(FromQueryResult)]
    struct Total {
        kind: i16,
        amount: i64,
    }
    let sql = "SELECT a.kind, CAST(sum(x.amount) AS bigint) AS amount FROM ( \
                 SELECT debit_id AS account_id, amount_fen AS amount FROM ledger_transfer \
                 UNION ALL SELECT credit_id, -amount_fen FROM ledger_transfer) AS x \
               JOIN ledger_account a ON a.id = x.account_id GROUP BY a.kind ORDER BY a.kind";
    let rows: Vec<Total> = db.rows(sql, []).await?;
    let read = |row: Total| Ok((known(AccountKind::of_rank(row.kind), "account kind")?, Fen(row.amount)));
    rows.into_iter().map(read).collect()
}
