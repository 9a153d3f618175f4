//! What a chapter was, and when: a row per version, so that the tree can be asked "as of" a date.

use domain::chapters::{Chapter, ChapterStatus};
use domain::kernel::{ChapterId, Timestamp, from_micros, micros};
use sea_orm::FromQueryResult;

use crate::{Db, Result, StoreError};

/// What a chapter was from a time on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    pub version: i32,
    pub name: String,
    pub parent: Option<ChapterId>,
    pub status: ChapterStatus,
    pub from: Timestamp,
}

/// What a chapter was, the newest first.
pub async fn of_chapter(db: Db<'_>, id: ChapterId, limit: i64) -> Result<Vec<Revision>> {
    #[derive(FromQueryResult)]
    struct Row {
        version: i32,
        name: String,
        parent_id: Option<i32>,
        status: i16,
        valid_from: i64,
    }
    let sql = "SELECT version, name, parent_id, status, valid_from FROM chapter_history \
               WHERE chapter_id = $1 ORDER BY version DESC LIMIT $2";
    let rows: Vec<Row> = db.rows(sql, [id.0.into(), limit.into()]).await?;
    let revision = |row: Row| {
        let corrupt = || StoreError::Corrupt(format!("history of chapter {}", id.0));
        Ok(Revision {
            version: row.version,
            name: row.name,
            parent: row.parent_id.map(ChapterId),
            status: ChapterStatus::of_rank(row.status).ok_or_else(corrupt)?,
            from: from_micros(row.valid_from),
        })
    };
    rows.into_iter().map(revision).collect()
}

/// Ends the row of the version before and adds one for this version, from `at` on.
pub async fn record(db: Db<'_>, chapter: &Chapter, at: Timestamp) -> Result<()> {
    let sql = "UPDATE chapter_history SET valid_to = $2 WHERE chapter_id = $1 AND valid_to IS NULL";
    db.run(sql, [chapter.id.0.into(), micros(at).into()]).await?;
    let sql = "INSERT INTO chapter_history \
               (chapter_id, version, valid_from, valid_to, parent_id, level, name, status, successor_id) \
               VALUES ($1, $2, $3, NULL, $4, $5, $6, $7, $8)";
    let values = [
        chapter.id.0.into(),
        chapter.version.into(),
        micros(at).into(),
        chapter.parent.map(|id| id.0).into(),
        chapter.level.rank().into(),
        chapter.name.as_str().into(),
        chapter.status.rank().into(),
        chapter.successor.map(|id| id.0).into(),
    ];
    db.run(sql, values).await.map(|_| ())
}
