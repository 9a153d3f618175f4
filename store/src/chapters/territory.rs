//! Which divisions a chapter holds, and when. Exclusive per level and time: the database refuses an overlap.

use domain::chapters::Level;
use domain::kernel::{ChapterId, Timestamp, micros};
use sea_orm::FromQueryResult;

use crate::{Db, Result};

/// Gives divisions to a chapter from `at` on.
///
/// # Errors
/// [`crate::StoreError::Duplicate`] if another chapter of that level holds one of them then.
pub async fn assign(db: Db<'_>, chapter: ChapterId, level: Level, codes: &[String], at: Timestamp) -> Result<()> {
    for code in codes {
        let sql = "INSERT INTO territory (chapter_id, division_code, level, valid_from, valid_to) \
                   VALUES ($1, $2, $3, $4, NULL)";
        db.run(sql, [chapter.0.into(), code.as_str().into(), level.rank().into(), micros(at).into()]).await?;
    }
    Ok(())
}

/// Takes divisions from a chapter at `at`; their past stays.
pub async fn release(db: Db<'_>, chapter: ChapterId, codes: &[String], at: Timestamp) -> Result<()> {
    let dialect = db.dialect();
    let which = dialect.any("division_code", "$2");
    let values = || [chapter.0.into(), dialect.list_text(codes), micros(at).into()];
    // A span that would be empty never was: given and taken back at the same instant.
    let sql =
        format!("DELETE FROM territory WHERE chapter_id = $1 AND {which} AND valid_to IS NULL AND valid_from >= $3");
    db.run(&sql, values()).await?;
    let sql = format!("UPDATE territory SET valid_to = $3 WHERE chapter_id = $1 AND {which} AND valid_to IS NULL");
    db.run(&sql, values()).await.map(|_| ())
}

/// The divisions that a chapter holds at a time.
pub async fn held(db: Db<'_>, chapter: ChapterId, at: Timestamp) -> Result<Vec<String>> {
    #[derive(FromQueryResult)]
    struct Row {
        division_code: String,
    }
    let sql = "SELECT division_code FROM territory WHERE chapter_id = $1 AND valid_from <= $2 \
               AND (valid_to IS NULL OR valid_to > $2) ORDER BY division_code";
    let rows: Vec<Row> = db.rows(sql, [chapter.0.into(), micros(at).into()]).await?;
    Ok(rows.into_iter().map(|row| row.division_code).collect())
}

/// Who holds a division at a level and time.
pub async fn holder(db: Db<'_>, code: &str, level: Level, at: Timestamp) -> Result<Option<ChapterId>> {
    #[derive(FromQueryResult)]
    struct Row {
        chapter_id: i32,
    }
    let sql = "SELECT chapter_id FROM territory WHERE division_code = $1 AND level = $2 AND valid_from <= $3 \
               AND (valid_to IS NULL OR valid_to > $3)";
    let row: Option<Row> = db.row(sql, [code.into(), level.rank().into(), micros(at).into()]).await?;
    Ok(row.map(|row| ChapterId(row.chapter_id)))
}

/// The chapters that hold these divisions now, at whatever level.
pub async fn holders(db: Db<'_>, codes: &[String]) -> Result<Vec<(String, ChapterId)>> {
    #[derive(FromQueryResult)]
    struct Held {
        division_code: String,
        chapter_id: i32,
    }
    let dialect = db.dialect();
    let condition = dialect.any("division_code", "$1");
    let sql = format!("SELECT division_code, chapter_id FROM territory WHERE valid_to IS NULL AND {condition}");
    let rows: Vec<Held> = db.rows(&sql, [dialect.list_text(codes)]).await?;
    Ok(rows.into_iter().map(|row| (row.division_code, ChapterId(row.chapter_id))).collect())
}
