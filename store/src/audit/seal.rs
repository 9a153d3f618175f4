//! The chain: which entry stands in which place, and the link that seals it there.

use domain::audit::{Head, Mac, Sealed};
use domain::kernel::AuditId;
use sea_orm::{FromQueryResult, Value};

use super::entry::{self, Recorded};
use crate::{Db, Result, StoreError};

/// The recorded end of the chain, locked until the end of the transaction: one batch at a time.
pub async fn head_for_update(db: Db<'_>) -> Result<Head> {
    read_head(db, db.dialect().for_update()).await
}

/// The recorded end of the chain.
pub async fn head(db: Db<'_>) -> Result<Head> {
    read_head(db, "").await
}

async fn read_head(db: Db<'_>, lock: &str) -> Result<Head> {
    #[derive(FromQueryResult)]
    struct Row {
        seq: i64,
        hash: Vec<u8>,
    }
    let sql = format!("SELECT seq, hash FROM audit_head WHERE id = 1{lock}");
    let row: Row = db.row(&sql, []).await?.ok_or(StoreError::Missing)?;
    Ok(Head { seq: place(row.seq)?, link: bytes(&row.hash)? })
}

fn place(seq: i64) -> Result<u64> {
    u64::try_from(seq).map_err(|_| StoreError::Corrupt("a place in the audit chain".into()))
}

fn number(seq: u64) -> Result<i64> {
    i64::try_from(seq).map_err(|_| StoreError::Corrupt("a place in the audit chain".into()))
}

fn bytes(hash: &[u8]) -> Result<Mac> {
    Mac::try_from(hash).map_err(|_| StoreError::Corrupt("a link of the audit chain".into()))
}

/// An entry that waits to be sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    pub id: AuditId,
    pub mac: Mac,
}

/// The oldest entries that wait to be sealed.
pub async fn waiting(db: Db<'_>, limit: i64) -> Result<Vec<Waiting>> {
    #[derive(FromQueryResult)]
    struct Row {
        id: i64,
        mac: Vec<u8>,
    }
    let sql = "SELECT e.id, e.mac FROM audit_unsealed u JOIN audit_entry e ON e.id = u.entry_id \
               ORDER BY u.entry_id LIMIT $1";
    let rows: Vec<Row> = db.rows(sql, [limit.into()]).await?;
    rows.into_iter().map(|row| Ok(Waiting { id: AuditId(row.id), mac: bytes(&row.mac)? })).collect()
}

/// An entry's place in the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    pub seq: u64,
    pub entry: AuditId,
    pub link: Mac,
}

/// Appends links behind the head that [`head_for_update`] gave, and records the new head.
pub async fn append(db: Db<'_>, before: &Head, links: &[Link]) -> Result<()> {
    // Three parameters a row; well below SQLite's limit of 32,766.
    for chunk in links.chunks(1_000) {
        let mut tuples = Vec::with_capacity(chunk.len());
        let mut values: Vec<Value> = Vec::with_capacity(chunk.len() * 3);
        for link in chunk {
            let n = values.len();
            tuples.push(format!("(${}, ${}, ${})", n + 1, n + 2, n + 3));
            values.extend([number(link.seq)?.into(), link.entry.0.into(), link.link.to_vec().into()]);
        }
        let sql = format!("INSERT INTO audit_seal (seq, entry_id, hash) VALUES {}", tuples.join(", "));
        db.run(&sql, values).await?;
    }
    let ids: Vec<i64> = links.iter().map(|link| link.entry.0).collect();
    let dialect = db.dialect();
    let sql = format!("DELETE FROM audit_unsealed WHERE {}", dialect.any("entry_id", "$1"));
    db.run(&sql, [dialect.list_i64(&ids)]).await?;
    let Some(last) = links.last() else { return Ok(()) };
    let sql = "UPDATE audit_head SET seq = $1, hash = $2 WHERE id = 1 AND seq = $3";
    db.run_one(sql, [number(last.seq)?.into(), last.link.to_vec().into(), number(before.seq)?.into()]).await
}

/// What stands in a place of the chain.
#[derive(Debug, Clone, PartialEq)]
pub enum Place {
    Row(AuditId, Box<Sealed>),
    /// The place is taken, but its entry has gone or cannot be read.
    Unreadable(u64),
}

/// The next places of the chain after `after`, up to `until`.
pub async fn page(db: Db<'_>, after: u64, until: u64, limit: i64) -> Result<Vec<Place>> {
    #[derive(FromQueryResult)]
    struct Row {
        seq: i64,
        hash: Vec<u8>,
        entry_id: i64,
    }
    let sql = "SELECT seq, hash, entry_id FROM audit_seal WHERE seq > $1 AND seq <= $2 ORDER BY seq LIMIT $3";
    let links: Vec<Row> = db.rows(sql, [number(after)?.into(), number(until)?.into(), limit.into()]).await?;
    let ids: Vec<i64> = links.iter().map(|row| row.entry_id).collect();
    let dialect = db.dialect();
    let sql = format!("SELECT {} FROM audit_entry e WHERE {}", entry::COLUMNS, dialect.any("e.id", "$1"));
    let rows: Vec<entry::Row> = db.rows(&sql, [dialect.list_i64(&ids)]).await?;
    // A row that cannot be read is a finding, not a failure: the rest is still worth checking.
    let mut entries: std::collections::HashMap<i64, Recorded> =
        rows.into_iter().filter_map(|row| Recorded::try_from(row).ok()).map(|row| (row.id.0, row)).collect();
    links
        .into_iter()
        .map(|row| {
            let seq = place(row.seq)?;
            let (Some(found), Ok(link)) = (entries.remove(&row.entry_id), bytes(&row.hash)) else {
                return Ok(Place::Unreadable(seq));
            };
            let sealed = Sealed { seq, entry: found.entry, entry_mac: found.mac, link };
            Ok(Place::Row(found.id, Box::new(sealed)))
        })
        .collect()
}

/// What does not hang together, whatever the links say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Strays {
    /// Entries that are neither sealed nor waiting to be: put in past the log, or their seal was taken away.
    pub unaccounted: i64,
    /// Places beyond the recorded head, or before the first.
    pub beyond_head: i64,
    /// Entries that wait to be sealed.
    pub waiting: i64,
}

/// Counts what does not hang together, at one instant.
pub async fn strays(db: Db<'_>) -> Result<Strays> {
    #[derive(FromQueryResult)]
    struct Row {
        unaccounted: i64,
        beyond_head: i64,
        waiting: i64,
    }
    let sql = "SELECT \
         (SELECT count(*) FROM audit_entry e WHERE NOT EXISTS (SELECT 1 FROM audit_seal s WHERE s.entry_id = e.id) \
          AND NOT EXISTS (SELECT 1 FROM audit_unsealed u WHERE u.entry_id = e.id)) AS unaccounted, \
         (SELECT count(*) FROM audit_seal s, audit_head h WHERE s.seq > h.seq OR s.seq < 1) AS beyond_head, \
         (SELECT count(*) FROM audit_unsealed) AS waiting";
    let row: Row = db.row(sql, []).await?.ok_or(StoreError::Missing)?;
    Ok(Strays { unaccounted: row.unaccounted, beyond_head: row.beyond_head, waiting: row.waiting })
}
