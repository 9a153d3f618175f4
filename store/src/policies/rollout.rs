//! How a version lands: counts per level and state, and the chapters behind them.

use domain::chapters::Level;
use domain::kernel::{
    ChapterId, Cursor, Direction, PageRequest, PolicyVersionId, Slice, Timestamp, from_micros, micros,
};
use domain::policies::DeliveryView;
use sea_orm::{FromQueryResult, Value};

use super::{covers, replaced_by};
use crate::{Db, Result, StoreError};

/// Hours in microseconds.
const HOUR: i64 = 3_600_000_000;

/// The view of a delivery in SQL: the same rules, in the same order, as `domain::policies::Delivery::view`. The two
/// are kept alike by hand: whoever changes one changes the other.
fn view() -> String {
    format!(
        "CASE WHEN d.version_id IS NULL THEN 0 WHEN d.state = 3 THEN 3 WHEN d.state = 4 THEN 6 \
         WHEN v.state = 3 OR {} IS NOT NULL THEN 5 \
         WHEN s.delivered_at + v.acknowledge_within_hours * CAST({HOUR} AS bigint) <= $2 THEN 4 \
         ELSE d.state END",
        replaced_by()
    )
}

/// The number of a view as [`view`] gives it.
fn number(view: DeliveryView) -> i16 {
    match view {
        DeliveryView::Queued => 0,
        DeliveryView::Delivered => 1,
        DeliveryView::Read => 2,
        DeliveryView::Acknowledged => 3,
        DeliveryView::Overdue => 4,
        DeliveryView::Stale => 5,
        DeliveryView::Exempt => 6,
    }
}

fn of_number(number: i16) -> Option<DeliveryView> {
    DeliveryView::ALL.into_iter().find(|view| self::number(*view) == number)
}

/// A version's chapters: those in scope, and those that had it before the tree changed. `$1` version, `$2` now, `$3` the
/// subtree looked at, which lies in the issuer's.
fn chapters() -> String {
    chapters_below("closure k ON k.ancestor_id = $3")
}

/// The same, where the subtrees looked at are joined by other means, as `k`.
fn chapters_below(subtrees: &str) -> String {
    format!(
        "FROM policy_version v JOIN {subtrees} JOIN chapter c ON c.id = k.descendant_id \
         LEFT JOIN delivery d ON d.version_id = v.id AND d.chapter_id = c.id \
         LEFT JOIN push_step s ON s.id = d.step_id \
         WHERE v.id = $1 AND c.status = 1 AND (d.version_id IS NOT NULL OR (v.state = 1 AND {}))",
        covers("v")
    )
}

/// How many chapters of a level are in a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    pub level: Level,
    pub view: DeliveryView,
    pub chapters: i64,
}

/// Counts per level and state of a version, within a subtree, in one query.
pub async fn counts(db: Db<'_>, version: PolicyVersionId, within: ChapterId, now: Timestamp) -> Result<Vec<Count>> {
    #[derive(FromQueryResult)]
    struct Row {
        level: i16,
        view: i16,
        n: i64,
    }
    let sql = format!(
        "SELECT level, CAST(view AS smallint) AS view, count(*) AS n \
         FROM (SELECT c.level, {} AS view {}) AS seen GROUP BY level, view ORDER BY level, view",
        view(),
        chapters()
    );
    let rows: Vec<Row> = db.rows(&sql, [version.0.into(), micros(now).into(), within.0.into()]).await?;
    let count = |row: Row| {
        let corrupt = || StoreError::Corrupt("rollout".into());
        Ok(Count {
            level: Level::of_rank(row.level).ok_or_else(corrupt)?,
            view: of_number(row.view).ok_or_else(corrupt)?,
            chapters: row.n,
        })
    };
    rows.into_iter().map(count).collect()
}

/// How many chapters of a branch are in a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BranchCount {
    /// The topmost chapter of the branch.
    pub branch: ChapterId,
    pub view: DeliveryView,
    pub chapters: i64,
    /// The topmost chapter is one of them.
    pub itself: bool,
}

/// Counts per branch and state: of the open chapters directly below `of`, each with all that stands below it, in one
/// query. A branch that the version is not for has no count. `of` lies in the issuer's subtree.
pub async fn branches(db: Db<'_>, version: PolicyVersionId, of: ChapterId, now: Timestamp) -> Result<Vec<BranchCount>> {
    #[derive(FromQueryResult)]
    struct Row {
        branch: i32,
        view: i16,
        n: i64,
        itself: i64,
    }
    let sql = format!(
        "SELECT branch, CAST(view AS smallint) AS view, count(*) AS n, count(CASE WHEN id = branch THEN 1 END) AS itself \
         FROM (SELECT b.id AS branch, c.id, {} AS view {}) AS seen GROUP BY branch, view ORDER BY branch, view",
        view(),
        chapters_below("chapter b ON b.parent_id = $3 AND b.status = 1 JOIN closure k ON k.ancestor_id = b.id")
    );
    let rows: Vec<Row> = db.rows(&sql, [version.0.into(), micros(now).into(), of.0.into()]).await?;
    let count = |row: Row| {
        let view = of_number(row.view).ok_or_else(|| StoreError::Corrupt("rollout".into()))?;
        Ok(BranchCount { branch: ChapterId(row.branch), view, chapters: row.n, itself: row.itself > 0 })
    };
    rows.into_iter().map(count).collect()
}

/// How a version stands at a chapter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Landing {
    pub chapter: ChapterId,
    pub view: DeliveryView,
    /// When it was delivered. `None` while it has not come.
    pub delivered_at: Option<Timestamp>,
}

/// A page of a version's chapters within a subtree, those in one of `views` only (all if empty), by chapter id.
pub async fn page(
    db: Db<'_>,
    version: PolicyVersionId,
    within: ChapterId,
    views: &[DeliveryView],
    (now, page): (Timestamp, &PageRequest),
) -> Result<Slice<Landing>> {
    #[derive(FromQueryResult)]
    struct Row {
        id: i32,
        view: i16,
        delivered_at: Option<i64>,
    }
    let from: Option<i32> =
        page.from.as_ref().map(Cursor::key).transpose().map_err(|_| StoreError::Corrupt("cursor".into()))?;
    let (compare, order) = if page.direction == Direction::Forwards { (">", "ASC") } else { ("<", "DESC") };
    let mut values: Vec<Value> = vec![version.0.into(), micros(now).into(), within.0.into()];
    let mut wheres = vec!["1 = 1".to_owned()];
    if !views.is_empty() {
        let numbers: Vec<String> = views.iter().map(|view| number(*view).to_string()).collect();
        wheres.push(format!("view IN ({})", numbers.join(", ")));
    }
    if let Some(from) = from {
        values.push(from.into());
        wheres.push(format!("id {compare} $4"));
    }
    let sql = format!(
        "SELECT id, CAST(view AS smallint) AS view, delivered_at \
         FROM (SELECT c.id, {} AS view, s.delivered_at {}) AS seen \
         WHERE {} ORDER BY id {order} LIMIT {}",
        view(),
        chapters(),
        wheres.join(" AND "),
        page.limit + 1
    );
    let rows: Vec<Row> = db.rows(&sql, values).await?;
    let item = |row: Row| {
        let view = of_number(row.view).ok_or_else(|| StoreError::Corrupt("rollout".into()))?;
        Ok(Landing { chapter: ChapterId(row.id), view, delivered_at: row.delivered_at.map(from_micros) })
    };
    let items = rows.into_iter().map(item).collect::<Result<Vec<_>>>()?;
    Ok(Slice::of_read(items, page, from.is_some()))
}

/// How many chapters under `parent` are late with a version whose deadline has passed `times` over: what is escalated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Late {
    pub version: PolicyVersionId,
    pub chapter: ChapterId,
    pub delivered_at: Timestamp,
}

/// Deliveries overdue `times` over: of the chapters directly below `parent` (once), or of all below it (twice, for HQ).
pub async fn escalated(
    db: Db<'_>,
    parent: ChapterId,
    (times, whole_subtree): (i64, bool),
    (now, limit): (Timestamp, i64),
) -> Result<Vec<Late>> {
    #[derive(FromQueryResult)]
    struct Row {
        version_id: i64,
        chapter_id: i32,
        delivered_at: i64,
    }
    let depth = if whole_subtree { "k.depth > 0" } else { "k.depth = 1" };
    let sql = format!(
        "SELECT d.version_id, d.chapter_id, s.delivered_at FROM closure k \
         JOIN chapter c ON c.id = k.descendant_id \
         JOIN closure o ON o.descendant_id = c.id JOIN policy_version v ON v.issuer_id = o.ancestor_id \
         JOIN delivery d ON d.version_id = v.id AND d.chapter_id = c.id JOIN push_step s ON s.id = d.step_id \
         WHERE k.ancestor_id = $1 AND {depth} AND v.state IN (1, 2) AND d.state IN (1, 2) AND {} IS NULL \
         AND s.delivered_at + {times} * v.acknowledge_within_hours * CAST({HOUR} AS bigint) <= $2 \
         ORDER BY s.delivered_at, d.version_id, d.chapter_id LIMIT $3",
        replaced_by()
    );
    let rows: Vec<Row> = db.rows(&sql, [parent.0.into(), micros(now).into(), limit.into()]).await?;
    let late = |row: Row| Late {
        version: PolicyVersionId(row.version_id),
        chapter: ChapterId(row.chapter_id),
        delivered_at: from_micros(row.delivered_at),
    };
    Ok(rows.into_iter().map(late).collect())
}
