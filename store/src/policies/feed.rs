//! The feed: committed steps of pushes in commit order. The database is the truth; signals only make it fast.

use domain::kernel::{ChapterId, PolicyVersionId, PushStepId};
use sea_orm::FromQueryResult;

use super::delivery::{Delivered, Row, columns};
use crate::{Db, Result, StoreError};

/// A committed step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    pub id: PushStepId,
    pub seq: i64,
    pub version: PolicyVersionId,
    pub root: ChapterId,
    /// Counted from the root; -1 when the version was taken back.
    pub depth: i16,
}

impl Step {
    /// Whether the step took a version back instead of delivering it.
    #[must_use]
    pub fn is_withdrawal(&self) -> bool {
        self.depth < 0
    }
}

#[derive(FromQueryResult)]
struct StepRow {
    id: i64,
    seq: i64,
    version_id: i64,
    root_id: i32,
    depth: i16,
}

/// The steps after `seq`, in order.
pub async fn after(db: Db<'_>, seq: i64, limit: i64) -> Result<Vec<Step>> {
    let sql = "SELECT id, seq, version_id, root_id, depth FROM push_step WHERE seq > $1 ORDER BY seq LIMIT $2";
    let rows: Vec<StepRow> = db.rows(sql, [seq.into(), limit.into()]).await?;
    let step = |row: StepRow| Step {
        id: PushStepId(row.id),
        seq: row.seq,
        version: PolicyVersionId(row.version_id),
        root: ChapterId(row.root_id),
        depth: row.depth,
    };
    Ok(rows.into_iter().map(step).collect())
}

/// Chapters to which a step brought the same, in no order, and what it is; its `chapter` is one of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Brought {
    pub delivered: Delivered,
    pub chapters: Vec<ChapterId>,
}

/// What a step brought (or, for a withdrawal, took back from) some chapters. Thousands of copies differ in a few ways,
/// so the database puts equal ones together.
pub async fn of_step(db: Db<'_>, step: &Step, chapters: &[i32]) -> Result<Vec<Brought>> {
    #[derive(FromQueryResult)]
    struct Together {
        chapters: String,
        #[sea_orm(nested)]
        row: Row,
    }
    let dialect = db.dialect();
    let own = if step.is_withdrawal() { "" } else { " AND d.step_id = $3" };
    let sql = format!(
        "SELECT {LOOK}, min(r.chapter_id) AS chapter_id, {} AS chapters FROM (SELECT {} FROM delivery d JOIN policy_version v ON v.id = d.version_id \
         JOIN push_step s ON s.id = $3 JOIN chapter c ON c.id = d.chapter_id \
         WHERE d.version_id = $1 AND {}{own}) r GROUP BY {LOOK}",
        dialect.joined("r.chapter_id"),
        columns(),
        dialect.any("d.chapter_id", "$2"),
    );
    let values = [step.version.0.into(), dialect.list(chapters), step.id.0.into()];
    let rows: Vec<Together> = db.rows(&sql, values).await?;
    let brought = |Together { chapters, row }: Together| {
        let corrupt = |_| StoreError::Corrupt(format!("the chapters of step {}", step.id));
        let chapters = chapters.split(',').map(|id| id.parse().map(ChapterId).map_err(corrupt));
        Ok(Brought { delivered: row.try_into()?, chapters: chapters.collect::<Result<_>>()? })
    };
    rows.into_iter().map(brought).collect()
}

/// All of [`columns`] but the chapter.
const LOOK: &str = "r.version_id, r.seq, r.state, r.delivered_at, r.acknowledge_within_hours, r.version_state, \
                    r.replaced_by, r.read_at, r.acknowledged_at, r.acknowledged_by";

/// What a chapter missed: everything that reached it after `after` and up to `upto`, in order, withdrawals included.
pub async fn missed(
    db: Db<'_>,
    chapter: ChapterId,
    after: i64,
    upto: i64,
    limit: i64,
) -> Result<Vec<(Delivered, bool)>> {
    #[derive(FromQueryResult)]
    struct Missed {
        depth: i16,
        #[sea_orm(nested)]
        row: Row,
    }
    let sql = format!(
        "SELECT s.depth, {} FROM push_step s JOIN delivery d ON d.version_id = s.version_id AND d.chapter_id = $1 \
         AND (d.step_id = s.id OR s.depth = -1) \
         JOIN policy_version v ON v.id = d.version_id JOIN chapter c ON c.id = d.chapter_id \
         WHERE s.seq > $2 AND s.seq <= $3 ORDER BY s.seq LIMIT $4",
        columns()
    );
    let values = [chapter.0.into(), after.into(), upto.into(), limit.into()];
    let rows: Vec<Missed> = db.rows(&sql, values).await?;
    rows.into_iter().map(|row| Ok((row.row.try_into()?, row.depth < 0))).collect()
}
