//! How pushes get on, for those who watch.

use domain::kernel::{ChapterId, PolicyVersionId, PushId, Timestamp, from_micros};
use sea_orm::{FromQueryResult, Value};

use super::push::PushState;
use crate::{Db, Result, StoreError};

/// Pushes of one version that are shown at most: one for each subtree it was shared out to.
const SHOWN: i64 = 1_000;

/// A push, and when it did what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    pub id: PushId,
    pub version: PolicyVersionId,
    pub root: ChapterId,
    pub state: PushState,
    pub started_at: Timestamp,
    /// When it last did a level, or else when it began.
    pub moved_at: Timestamp,
    /// When it was done or given up; nothing while it is on its way.
    pub finished_at: Option<Timestamp>,
    /// How many chapters it has served.
    pub served: i64,
}

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    version_id: i64,
    root_id: i32,
    state: i16,
    delivered: i64,
    created_at: i64,
    moved_at: i64,
}

const COLUMNS: &str = "id, version_id, root_id, state, delivered, created_at";
/// A process of the release before, which an upgrade may leave running for a while, does not write `moved_at`.
pub(super) const MOVED_AT: &str = "CASE WHEN moved_at = 0 THEN updated_at ELSE moved_at END";

impl TryFrom<Row> for Progress {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self> {
        let state = PushState::of_rank(row.state).ok_or_else(|| StoreError::Corrupt(format!("push {}", row.id)))?;
        let moved_at = from_micros(row.moved_at);
        Ok(Self {
            id: PushId(row.id),
            version: PolicyVersionId(row.version_id),
            root: ChapterId(row.root_id),
            state,
            started_at: from_micros(row.created_at),
            moved_at,
            finished_at: (state != PushState::Active).then_some(moved_at),
            served: row.delivered,
        })
    }
}

/// The oldest unfinished pushes.
pub async fn unfinished(db: Db<'_>, limit: i64) -> Result<Vec<Progress>> {
    let sql = format!("SELECT {COLUMNS}, {MOVED_AT} AS moved_at FROM push WHERE state = 1 ORDER BY id LIMIT $1");
    read(db, &sql, vec![limit.into()]).await
}

/// The pushes of each of these versions that begin within these subtrees, the unfinished first, then by id; the first
/// thousand of each.
pub async fn of_versions(db: Db<'_>, versions: &[PolicyVersionId], roots: &[ChapterId]) -> Result<Vec<Progress>> {
    let dialect = db.dialect();
    let ids: Vec<i64> = versions.iter().map(|id| id.0).collect();
    let roots: Vec<i32> = roots.iter().map(|id| id.0).collect();
    let sql = format!(
        "SELECT {COLUMNS}, moved_at FROM (SELECT {COLUMNS}, {MOVED_AT} AS moved_at, \
         row_number() OVER (PARTITION BY version_id ORDER BY state, id) AS place FROM push WHERE {} AND EXISTS (SELECT 1 FROM closure k WHERE k.descendant_id = push.root_id AND {})) AS placed \
         WHERE place <= {SHOWN} ORDER BY version_id, place",
        dialect.any("version_id", "$1"),
        dialect.any("k.ancestor_id", "$2")
    );
    read(db, &sql, vec![dialect.list_i64(&ids), dialect.list(&roots)]).await
}

async fn read(db: Db<'_>, sql: &str, values: Vec<Value>) -> Result<Vec<Progress>> {
    let rows: Vec<Row> = db.rows(sql, values).await?;
    rows.into_iter().map(Progress::try_from).collect()
}
