//! What a chapter was, and when: a row per version, so that the tree can be asked "as of" a date.

use domain::chapters::Chapter;
use domain::kernel::{Timestamp, micros};

use crate::{Db, Result};

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
