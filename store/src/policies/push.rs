//! The journey of a version down one subtree, level by level.

use domain::kernel::{ChapterId, PolicyVersionId, PushId, PushStepId, Timestamp, from_micros, micros};
use sea_orm::FromQueryResult;

use super::covers;
use super::progress::MOVED_AT;
use crate::kernel::{Counter, next};
use crate::{Db, Result, StoreError};

/// How far a push is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PushState {
    Active,
    Done,
    /// Its version was superseded or revoked on the way.
    Cancelled,
}

impl PushState {
    const fn rank(self) -> i16 {
        match self {
            Self::Active => 1,
            Self::Done => 2,
            Self::Cancelled => 3,
        }
    }

    pub(crate) const fn of_rank(rank: i16) -> Option<Self> {
        match rank {
            1 => Some(Self::Active),
            2 => Some(Self::Done),
            3 => Some(Self::Cancelled),
            _ => None,
        }
    }
}

/// A push.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Push {
    pub id: PushId,
    pub version: PolicyVersionId,
    pub root: ChapterId,
    /// The level to serve next, counted from the root.
    pub next_depth: i16,
    pub state: PushState,
    /// The tree is the one it began with, so nobody else can have served a chapter below.
    pub alone: bool,
}

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    version_id: i64,
    root_id: i32,
    next_depth: i16,
    state: i16,
    alone: bool,
}

const COLUMNS: &str = "id, version_id, root_id, next_depth, state, \
                       (tree_version = (SELECT value FROM counter WHERE name = 'tree')) AS alone";

impl TryFrom<Row> for Push {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            id: PushId(row.id),
            version: PolicyVersionId(row.version_id),
            root: ChapterId(row.root_id),
            next_depth: row.next_depth,
            alone: row.alone,
            state: PushState::of_rank(row.state).ok_or_else(|| StoreError::Corrupt(format!("push {}", row.id)))?,
        })
    }
}

/// Begins a push from `root` down. Under the structural lock.
pub async fn insert(db: Db<'_>, version: PolicyVersionId, root: ChapterId, at: Timestamp) -> Result<PushId> {
    let sql = "INSERT INTO push (version_id, root_id, next_depth, state, delivered, created_at, updated_at, moved_at, tree_version) \
               SELECT CAST($1 AS bigint), CAST($2 AS integer), 0, 1, 0, CAST($3 AS bigint), CAST($3 AS bigint), \
               CAST($3 AS bigint), value FROM counter WHERE name = 'tree' RETURNING id AS n";
    Ok(PushId(db.number(sql, [version.0.into(), root.0.into(), micros(at).into()]).await?))
}

/// Begins a push for each open child of `root`; answers them.
pub async fn fork(db: Db<'_>, push: &Push, at: Timestamp) -> Result<Vec<PushId>> {
    #[derive(FromQueryResult)]
    struct Forked {
        id: i64,
    }
    let sql = "INSERT INTO push (version_id, root_id, next_depth, state, delivered, created_at, updated_at, moved_at, tree_version) \
               SELECT p.version_id, c.id, 0, 1, 0, CAST($2 AS bigint), CAST($2 AS bigint), CAST($2 AS bigint), p.tree_version \
               FROM push p JOIN chapter c ON c.parent_id = p.root_id WHERE p.id = $1 AND c.status = 1 \
               ON CONFLICT (version_id, root_id) DO NOTHING RETURNING id";
    let rows: Vec<Forked> = db.rows(sql, [push.id.0.into(), micros(at).into()]).await?;
    Ok(rows.into_iter().map(|row| PushId(row.id)).collect())
}

/// A push, locked until the end of the transaction: two workers with the same push take turns.
pub async fn load_for_update(db: Db<'_>, id: PushId) -> Result<Push> {
    let sql = format!("SELECT {COLUMNS} FROM push WHERE id = $1{}", db.dialect().for_update());
    db.row::<Row>(&sql, [id.0.into()]).await?.ok_or(StoreError::Missing)?.try_into()
}

/// What a level needs to know of its version. The row is share-locked: the version stays published until the commit.
#[derive(Debug, Clone, Copy, FromQueryResult)]
pub struct PushVersion {
    pub state: i16,
    pub issuer_id: i32,
    pub scope_levels: i16,
    pub has_divisions: bool,
    pub vacant_must_acknowledge: bool,
}

/// Reads what a level needs of its version.
pub async fn version_for_share(db: Db<'_>, id: PolicyVersionId) -> Result<PushVersion> {
    let sql = format!(
        "SELECT v.state, v.issuer_id, v.scope_levels, (v.scope_divisions <> '[]') AS has_divisions, \
         v.vacant_must_acknowledge FROM policy_version v WHERE v.id = $1{}",
        db.dialect().for_share()
    );
    db.row(&sql, [id.0.into()]).await?.ok_or(StoreError::Missing)
}

/// One level to serve: the chapters `depth` below `root`.
#[derive(Debug, Clone, Copy)]
pub struct LevelToServe {
    pub version: PolicyVersionId,
    pub root: ChapterId,
    pub depth: i16,
    /// Nobody else can have served a chapter of this level: see [`Push::alone`].
    pub alone: bool,
}

/// Serves one level in one set-based statement: a delivery for every open chapter in scope that has none yet.
///
/// Answers the step and how many it served; without any, there is no step. Call [`finish_step`] last.
pub async fn serve_level(
    db: Db<'_>,
    level: LevelToServe,
    version: &PushVersion,
    at: Timestamp,
) -> Result<Option<(PushStepId, u64)>> {
    let LevelToServe { version: id, root, depth, alone } = level;
    let sql = "INSERT INTO push_step (seq, version_id, root_id, depth, delivered, delivered_at) \
               VALUES (NULL, $1, $2, $3, 0, $4) RETURNING id AS n";
    let step = db.number(sql, [id.0.into(), root.0.into(), depth.into(), micros(at).into()]).await?;
    // Arrived in the states of `DeliveryState::on_arrival`: the issuer and a vacant chapter owe nothing. What the version
    // leaves open costs no condition, and what cannot be there is not looked for: that makes every row a third dearer. The
    // locks (tree, push) keep two transactions from serving one chapter at once, and the primary key stands guard. An
    // anti-join is cheaper than ON CONFLICT at its best, but the planner knows nothing of a new version's rows: with a
    // million chapters a push did not end.
    let present = if alone { "" } else { " ON CONFLICT DO NOTHING" };
    let levels = if version.scope_levels == 0 { String::new() } else { level_condition(version.scope_levels) };
    let (join, divisions) = if version.has_divisions {
        (" JOIN policy_version v ON v.id = $1", format!(" AND {}", covers("v")))
    } else {
        ("", String::new())
    };
    let owes = if version.vacant_must_acknowledge { "" } else { " AND c.staffed" };
    let sql = format!(
        "INSERT INTO delivery (version_id, step_id, chapter_id, state) \
         SELECT CAST($1 AS bigint), CAST($2 AS bigint), c.id, \
         CAST(CASE WHEN c.id <> $3{owes} THEN 1 ELSE 4 END AS smallint) \
         FROM closure k JOIN chapter c ON c.id = k.descendant_id{join} \
         WHERE k.ancestor_id = $4 AND k.depth = $5 AND c.status = 1{levels}{divisions}{present}"
    );
    let values = [id.0.into(), step.into(), version.issuer_id.into(), root.0.into(), depth.into()];
    let served = db.run(&sql, values).await?;
    if served == 0 {
        db.run("DELETE FROM push_step WHERE id = $1", [step.into()]).await?;
        return Ok(None);
    }
    Ok(Some((PushStepId(step), served)))
}

fn level_condition(bits: i16) -> String {
    let ranks: Vec<String> = (0..4).filter(|rank| bits & (1 << rank) != 0).map(|rank| rank.to_string()).collect();
    format!(" AND c.level IN ({})", ranks.join(", "))
}

/// Gives a step its place in the feed. It locks the feed's counter until the commit: the last thing a transaction does.
pub async fn finish_step(db: Db<'_>, step: PushStepId, served: u64) -> Result<i64> {
    let seq = next(db, Counter::Feed).await?;
    let served = i32::try_from(served).unwrap_or(i32::MAX);
    let sql = "UPDATE push_step SET seq = $2, delivered = $3 WHERE id = $1";
    db.run_one(sql, [step.0.into(), seq.into(), served.into()]).await?;
    Ok(seq)
}

/// Tells the feed that a version was taken back: a step without deliveries of its own.
pub async fn withdraw_step(db: Db<'_>, version: PolicyVersionId, root: ChapterId, at: Timestamp) -> Result<i64> {
    let sql = "INSERT INTO push_step (seq, version_id, root_id, depth, delivered, delivered_at) \
               VALUES (NULL, $1, $2, -1, 0, $3) RETURNING id AS n";
    let step = db.number(sql, [version.0.into(), root.0.into(), micros(at).into()]).await?;
    finish_step(db, PushStepId(step), 0).await
}

/// Whether a version is for anybody at or below its issuer.
pub async fn has_audience(db: Db<'_>, id: PolicyVersionId) -> Result<bool> {
    let sql = format!(
        "SELECT CAST(CASE WHEN EXISTS (SELECT 1 FROM policy_version v JOIN closure k ON k.ancestor_id = v.issuer_id \
         JOIN chapter c ON c.id = k.descendant_id WHERE v.id = $1 AND c.status = 1 AND {}) \
         THEN 1 ELSE 0 END AS bigint) AS n",
        covers("v")
    );
    Ok(db.number(&sql, [id.0.into()]).await? == 1)
}

/// Whether anything stands `depth` below `root`.
pub async fn has_depth(db: Db<'_>, root: ChapterId, depth: i16) -> Result<bool> {
    let sql = "SELECT CAST(CASE WHEN EXISTS (SELECT 1 FROM closure WHERE ancestor_id = $1 AND depth = $2) \
               THEN 1 ELSE 0 END AS bigint) AS n";
    Ok(db.number(sql, [root.0.into(), depth.into()]).await? == 1)
}

/// Whether more than `limit` chapters stand at or below `root`; counts no further than that.
pub async fn is_larger(db: Db<'_>, root: ChapterId, limit: i64) -> Result<bool> {
    let sql = "SELECT count(*) AS n FROM (SELECT 1 FROM closure WHERE ancestor_id = $1 LIMIT $2) AS found";
    Ok(db.number(sql, [root.0.into(), (limit + 1).into()]).await? > limit)
}

/// Moves a push on, if it still stands where it was.
pub async fn advance(db: Db<'_>, push: &Push, to: PushState, served: u64, at: Timestamp) -> Result<()> {
    let sql = "UPDATE push SET next_depth = next_depth + 1, state = $3, delivered = delivered + $4, updated_at = $5, \
               moved_at = $5 WHERE id = $1 AND next_depth = $2 AND state = 1";
    let served = i64::try_from(served).unwrap_or(i64::MAX);
    db.run_one(sql, [push.id.0.into(), push.next_depth.into(), to.rank().into(), served.into(), micros(at).into()])
        .await
}

/// Ends a push without serving.
pub async fn cancel(db: Db<'_>, push: &Push, at: Timestamp) -> Result<()> {
    let sql = "UPDATE push SET state = 3, updated_at = $2, moved_at = $2 WHERE id = $1 AND state = 1";
    db.run_one(sql, [push.id.0.into(), micros(at).into()]).await
}

/// Claims unfinished pushes that nobody has moved since `before`, oldest first: they count as moved at `now`, so that
/// they are not claimed again at once. One whose level is being served at this moment is not stalled: its row is locked.
pub async fn claim_stalled(db: Db<'_>, before: Timestamp, now: Timestamp, limit: i64) -> Result<Vec<Push>> {
    let sql = format!(
        "UPDATE push SET updated_at = $2 WHERE id IN (SELECT id FROM push WHERE state = 1 AND updated_at < $1 \
         ORDER BY updated_at, id LIMIT $3{}) RETURNING {COLUMNS}",
        db.dialect().skip_locked()
    );
    let rows: Vec<Row> = db.rows(&sql, [micros(before).into(), micros(now).into(), limit.into()]).await?;
    rows.into_iter().map(Push::try_from).collect()
}

/// The same for one version, however many its pushes are.
pub async fn claim_of_version(
    db: Db<'_>,
    version: PolicyVersionId,
    before: Timestamp,
    now: Timestamp,
) -> Result<Vec<PushId>> {
    #[derive(FromQueryResult)]
    struct Claimed {
        id: i64,
    }
    let sql = format!(
        "UPDATE push SET updated_at = $3 WHERE id IN (SELECT id FROM push WHERE version_id = $1 AND state = 1 \
         AND updated_at <= $2 ORDER BY id{}) RETURNING id",
        db.dialect().skip_locked()
    );
    let rows: Vec<Claimed> = db.rows(&sql, [version.0.into(), micros(before).into(), micros(now).into()]).await?;
    Ok(rows.into_iter().map(|row| PushId(row.id)).collect())
}

/// Pushes that are not finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unfinished {
    pub count: i64,
    /// When the one that has stood still for longest last moved.
    pub since: Option<Timestamp>,
}

/// Which pushes are unfinished.
pub async fn unfinished(db: Db<'_>) -> Result<Unfinished> {
    #[derive(FromQueryResult)]
    struct Found {
        pushes: i64,
        since: Option<i64>,
    }
    let sql = format!("SELECT count(*) AS pushes, min({MOVED_AT}) AS since FROM push WHERE state = 1");
    let found: Option<Found> = db.row(&sql, []).await?;
    let Found { pushes, since } = found.ok_or(StoreError::Missing)?;
    Ok(Unfinished { count: pushes, since: since.map(from_micros) })
}

/// The published versions issued on a chapter's path whose push has passed the chapter's place already, with the place
/// they would have reached it from: what a newly opened or moved chapter must be given now, since no push will.
///
/// A version's push for a chapter is the one with the nearest root at or above it. It has passed if it is done, or is
/// below the chapter's depth.
pub async fn passed(db: Db<'_>, chapter: ChapterId) -> Result<Vec<PolicyVersionId>> {
    #[derive(FromQueryResult)]
    struct Passed {
        version_id: i64,
        depth: i16,
        next_depth: i16,
        state: i16,
    }
    let sql = "SELECT p.version_id, k.depth, p.next_depth, p.state FROM closure k \
               JOIN push p ON p.root_id = k.ancestor_id JOIN policy_version v ON v.id = p.version_id \
               WHERE k.descendant_id = $1 AND v.state = 1 ORDER BY p.version_id, k.depth";
    let rows: Vec<Passed> = db.rows(sql, [chapter.0.into()]).await?;
    let mut passed: Vec<PolicyVersionId> = Vec::new();
    let mut last = None;
    for row in rows {
        // Nearest root first; the others of the same version have no say.
        if last.replace(row.version_id) == Some(row.version_id) {
            continue;
        }
        if row.state == PushState::Done.rank() || row.next_depth > row.depth {
            passed.push(PolicyVersionId(row.version_id));
        }
    }
    Ok(passed)
}
