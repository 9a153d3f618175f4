//! Entries: written in the transaction of the write they tell of, read by those who may.

use domain::audit::{Entry, Mac};
use domain::kernel::{
    AuditId, ChapterId, Direction, PageRequest, Period, RequestId, Slice, Timestamp, from_micros, micros,
};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use crate::{Db, Result, StoreError};

pub(super) const COLUMNS: &str = "e.id, e.at, e.actor, e.action, e.target, e.chapter_id, e.before_value, \
                                  e.after_value, e.request_id, e.mac";

/// An entry with its number in the log.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    pub id: AuditId,
    pub entry: Entry,
    /// What the entry was sealed with when it was written.
    pub mac: Mac,
}

#[derive(FromQueryResult)]
pub(super) struct Row {
    id: i64,
    at: i64,
    actor: String,
    action: String,
    target: String,
    chapter_id: Option<i32>,
    before_value: Option<String>,
    after_value: Option<String>,
    request_id: Uuid,
    mac: Vec<u8>,
}

impl TryFrom<Row> for Recorded {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self> {
        let corrupt = || StoreError::Corrupt(format!("audit entry {}", row.id));
        let json =
            |text: Option<String>| text.map(|text| serde_json::from_str(&text)).transpose().map_err(|_| corrupt());
        Ok(Self {
            id: AuditId(row.id),
            mac: Mac::try_from(row.mac.as_slice()).map_err(|_| corrupt())?,
            entry: Entry {
                at: from_micros(row.at),
                actor: row.actor,
                action: row.action,
                target: row.target,
                chapter: row.chapter_id.map(ChapterId),
                before: json(row.before_value)?,
                after: json(row.after_value)?,
                request_id: RequestId(row.request_id),
            },
        })
    }
}

/// Adds an entry with the MAC of its content, and leaves it to be sealed.
pub async fn insert(db: Db<'_>, entry: &Entry, mac: &Mac) -> Result<AuditId> {
    let sql = "INSERT INTO audit_entry \
               (at, actor, action, target, chapter_id, before_value, after_value, request_id, mac) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id AS n";
    let values = [
        micros(entry.at).into(),
        entry.actor.as_str().into(),
        entry.action.as_str().into(),
        entry.target.as_str().into(),
        entry.chapter.map(|id| id.0).into(),
        entry.before.as_ref().map(ToString::to_string).into(),
        entry.after.as_ref().map(ToString::to_string).into(),
        entry.request_id.0.into(),
        mac.to_vec().into(),
    ];
    let id = db.number(sql, values).await?;
    db.run("INSERT INTO audit_unsealed (entry_id) VALUES ($1)", [id.into()]).await?;
    Ok(AuditId(id))
}

/// Which entries of the log.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Only entries of these chapters and all below them; without it all, also those of no chapter.
    pub within: Option<Vec<ChapterId>>,
    /// Of those, only the ones of this chapter and all below it.
    pub subtree: Option<ChapterId>,
    /// Exactly what was changed, by its id.
    pub target: Option<String>,
    /// Exactly who acted.
    pub actor: Option<String>,
    /// How the action's name begins: `policies.`
    pub action: Option<String>,
    pub period: Option<Period>,
}

/// Conditions and their values, as they come.
#[derive(Default)]
struct Conditions {
    sql: Vec<String>,
    values: Vec<Value>,
}

impl Conditions {
    /// Adds a condition; `{}` stands for the value.
    fn add(&mut self, condition: &str, value: Value) {
        self.values.push(value);
        self.sql.push(condition.replace("{}", &format!("${}", self.values.len())));
    }

    fn all(&self) -> String {
        if self.sql.is_empty() { "1 = 1".to_owned() } else { self.sql.join(" AND ") }
    }
}

impl Filter {
    fn conditions(&self, db: Db<'_>) -> Conditions {
        let dialect = db.dialect();
        let mut these = Conditions::default();
        let within = |of: &str| format!("e.chapter_id IN (SELECT descendant_id FROM closure WHERE {of})");
        if let Some(roots) = &self.within {
            let roots: Vec<i32> = roots.iter().map(|id| id.0).collect();
            these.add(&within(&dialect.any("ancestor_id", "{}")), dialect.list(&roots));
        }
        if let Some(root) = self.subtree {
            these.add(&within("ancestor_id = {}"), root.0.into());
        }
        if let Some(target) = &self.target {
            these.add("e.target = {}", target.as_str().into());
        }
        if let Some(actor) = &self.actor {
            these.add("e.actor = {}", actor.as_str().into());
        }
        if let Some(action) = &self.action {
            // Not LIKE: SQLite's ignores case, and both would need escapes.
            these.add("substr(e.action, 1, length({})) = {}", action.as_str().into());
        }
        if let Some(period) = &self.period {
            these.add("e.at >= {}", micros(period.from).into());
            if let Some(until) = period.until {
                these.add("e.at < {}", micros(until).into());
            }
        }
        these
    }
}

/// A page of the log, newest first; its cursors are entries' ids.
pub async fn list(db: Db<'_>, filter: &Filter, page: &PageRequest, from: Option<AuditId>) -> Result<Slice<Recorded>> {
    let (ahead, order, behind) = match page.direction {
        Direction::Forwards => ("e.id < {}", "DESC", "e.id >= {}"),
        Direction::Backwards => ("e.id > {}", "ASC", "e.id <= {}"),
    };
    let mut these = filter.conditions(db);
    let mut beyond = false;
    if let Some(from) = from {
        let mut before = filter.conditions(db);
        before.add(behind, from.0.into());
        let sql = format!("SELECT count(*) AS n FROM (SELECT 1 FROM audit_entry e WHERE {} LIMIT 1) x", before.all());
        beyond = db.number(&sql, before.values).await? > 0;
        these.add(ahead, from.0.into());
    }
    let conditions = these.all();
    these.values.push(i64::try_from(page.limit + 1).unwrap_or(i64::MAX).into());
    let sql = format!(
        "SELECT {COLUMNS} FROM audit_entry e WHERE {conditions} ORDER BY e.id {order} LIMIT ${}",
        these.values.len()
    );
    let rows: Vec<Row> = db.rows(&sql, these.values).await?;
    let found = rows.into_iter().map(Recorded::try_from).collect::<Result<Vec<_>>>()?;
    Ok(Slice::of_read(found, page, beyond))
}

/// How many entries a filter leaves.
pub async fn count(db: Db<'_>, filter: &Filter) -> Result<i64> {
    let these = filter.conditions(db);
    let sql = format!("SELECT count(*) AS n FROM audit_entry e WHERE {}", these.all());
    db.number(&sql, these.values).await
}

/// An entry.
pub async fn load(db: Db<'_>, id: AuditId) -> Result<Recorded> {
    let sql = format!("SELECT {COLUMNS} FROM audit_entry e WHERE e.id = $1");
    db.row::<Row>(&sql, [id.0.into()]).await?.ok_or(StoreError::Missing)?.try_into()
}

/// When the oldest entry that waits to be sealed was written, and how many wait.
pub async fn unsealed(db: Db<'_>) -> Result<(i64, Option<Timestamp>)> {
    #[derive(FromQueryResult)]
    struct Waiting {
        n: i64,
        oldest: Option<i64>,
    }
    let sql = "SELECT count(*) AS n, min(e.at) AS oldest FROM audit_unsealed u JOIN audit_entry e ON e.id = u.entry_id";
    let row: Option<Waiting> = db.row(sql, []).await?;
    Ok(row.map_or((0, None), |row| (row.n, row.oldest.map(from_micros))))
}
