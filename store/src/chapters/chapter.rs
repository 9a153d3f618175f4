//! Chapters.

use domain::chapters::{Chapter, ChapterStatus, Level, initials, pinyin};
use domain::kernel::{ChapterId, from_micros, micros};
use sea_orm::FromQueryResult;

use crate::{Db, Result, StoreError};

const COLUMNS: &str = "c.id, c.parent_id, c.level, c.name, c.status, c.staffed, c.opened_on, c.closed_on, \
                       c.successor_id, c.version";

#[derive(FromQueryResult)]
struct Row {
    id: i32,
    parent_id: Option<i32>,
    level: i16,
    name: String,
    status: i16,
    staffed: bool,
    opened_on: i64,
    closed_on: Option<i64>,
    successor_id: Option<i32>,
    version: i32,
}

impl TryFrom<Row> for Chapter {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self> {
        let corrupt = || StoreError::Corrupt(format!("chapter {}", row.id));
        Ok(Self {
            id: ChapterId(row.id),
            parent: row.parent_id.map(ChapterId),
            level: Level::of_rank(row.level).ok_or_else(corrupt)?,
            name: row.name,
            status: ChapterStatus::of_rank(row.status).ok_or_else(|| StoreError::Corrupt("chapter status".into()))?,
            staffed: row.staffed,
            opened_on: from_micros(row.opened_on),
            closed_on: row.closed_on.map(from_micros),
            successor: row.successor_id.map(ChapterId),
            version: row.version,
        })
    }
}

/// A chapter, locked until the end of the transaction.
pub async fn load_for_update(db: Db<'_>, id: ChapterId) -> Result<Chapter> {
    let sql = format!("SELECT {COLUMNS} FROM chapter c WHERE c.id = $1{}", db.dialect().for_update());
    db.row::<Row>(&sql, [id.0.into()]).await?.ok_or(StoreError::Missing)?.try_into()
}

/// A chapter.
pub async fn load(db: Db<'_>, id: ChapterId) -> Result<Chapter> {
    let sql = format!("SELECT {COLUMNS} FROM chapter c WHERE c.id = $1");
    db.row::<Row>(&sql, [id.0.into()]).await?.ok_or(StoreError::Missing)?.try_into()
}

/// The open chapters directly below.
pub async fn open_children(db: Db<'_>, id: ChapterId) -> Result<Vec<ChapterId>> {
    #[derive(FromQueryResult)]
    struct Child {
        id: i32,
    }
    let sql = "SELECT id FROM chapter WHERE parent_id = $1 AND status = 1 ORDER BY id";
    let rows: Vec<Child> = db.rows(sql, [id.0.into()]).await?;
    Ok(rows.into_iter().map(|row| ChapterId(row.id)).collect())
}

/// Headquarters.
pub async fn headquarters(db: Db<'_>) -> Result<ChapterId> {
    let n = db.number("SELECT CAST(id AS bigint) AS n FROM chapter WHERE level = 0", []).await?;
    i32::try_from(n).map(ChapterId).map_err(|_| StoreError::Corrupt("chapter ids".into()))
}

/// The next free id. Only under the exclusive structural lock, which makes it race-free.
pub async fn next_id(db: Db<'_>) -> Result<ChapterId> {
    let n = db.number("SELECT CAST(coalesce(max(id), 0) + 1 AS bigint) AS n FROM chapter", []).await?;
    i32::try_from(n).map(ChapterId).map_err(|_| StoreError::Corrupt("chapter ids are used up".into()))
}

/// Adds a chapter.
pub async fn insert(db: Db<'_>, chapter: &Chapter, tree_version: i64) -> Result<()> {
    let sql = "INSERT INTO chapter (id, parent_id, level, name, pinyin, initials, status, staffed, opened_on, \
               closed_on, successor_id, version, tree_version) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, NULL, NULL, $10, $11)";
    let values = [
        chapter.id.0.into(),
        chapter.parent.map(|id| id.0).into(),
        chapter.level.rank().into(),
        chapter.name.as_str().into(),
        pinyin(&chapter.name).into(),
        initials(&chapter.name).into(),
        chapter.status.rank().into(),
        chapter.staffed.into(),
        micros(chapter.opened_on).into(),
        chapter.version.into(),
        tree_version.into(),
    ];
    db.run(sql, values).await.map(|_| ())
}

/// Writes what may change about a chapter, if it still has the version before `chapter.version`.
pub async fn update(db: Db<'_>, chapter: &Chapter, tree_version: i64) -> Result<()> {
    let sql = "UPDATE chapter SET parent_id = $2, name = $3, pinyin = $4, initials = $5, status = $6, staffed = $7, \
               closed_on = $8, successor_id = $9, version = $10, tree_version = $11 \
               WHERE id = $1 AND version = $12";
    let values = [
        chapter.id.0.into(),
        chapter.parent.map(|id| id.0).into(),
        chapter.name.as_str().into(),
        pinyin(&chapter.name).into(),
        initials(&chapter.name).into(),
        chapter.status.rank().into(),
        chapter.staffed.into(),
        chapter.closed_on.map(micros).into(),
        chapter.successor.map(|id| id.0).into(),
        chapter.version.into(),
        tree_version.into(),
        (chapter.version - 1).into(),
    ];
    db.run_one(sql, values).await
}

/// Marks a chapter as staffed or vacant. The term that changed is the fact; this follows it.
pub async fn set_staffed(db: Db<'_>, id: ChapterId, staffed: bool, tree_version: i64) -> Result<()> {
    let sql = "UPDATE chapter SET staffed = $2, tree_version = $3 WHERE id = $1";
    db.run_one(sql, [id.0.into(), staffed.into(), tree_version.into()]).await
}

/// Tells every snapshot to read a chapter again (its territory changed, or its leader).
pub async fn touch(db: Db<'_>, id: ChapterId, tree_version: i64) -> Result<()> {
    db.run_one("UPDATE chapter SET tree_version = $2 WHERE id = $1", [id.0.into(), tree_version.into()]).await
}

/// How many chapters there are, closed ones included.
pub async fn count(db: Db<'_>) -> Result<i64> {
    db.number("SELECT count(*) AS n FROM chapter", []).await
}

/// Those of these chapters that are open.
pub async fn open_among(db: Db<'_>, ids: &[i32]) -> Result<Vec<ChapterId>> {
    #[derive(FromQueryResult)]
    struct Open {
        id: i32,
    }
    let dialect = db.dialect();
    let sql = format!("SELECT id FROM chapter WHERE status = 1 AND {}", dialect.any("id", "$1"));
    let rows: Vec<Open> = db.rows(&sql, [dialect.list(ids)]).await?;
    Ok(rows.into_iter().map(|row| ChapterId(row.id)).collect())
}

/// The open chapters that have one of these names.
pub async fn open_named(db: Db<'_>, names: &[String]) -> Result<Vec<(String, ChapterId)>> {
    #[derive(FromQueryResult)]
    struct Named {
        id: i32,
        name: String,
    }
    let dialect = db.dialect();
    let sql = format!("SELECT id, name FROM chapter WHERE status = 1 AND {}", dialect.any("name", "$1"));
    let rows: Vec<Named> = db.rows(&sql, [dialect.list_text(names)]).await?;
    Ok(rows.into_iter().map(|row| (row.name, ChapterId(row.id))).collect())
}

/// A step on a chapter's path, nearest first.
#[derive(Debug, Clone, Copy, FromQueryResult)]
pub struct PathStep {
    pub descendant_id: i32,
    pub ancestor_id: i32,
    pub depth: i16,
    /// Whether somebody serves there (headquarters counts as staffed).
    pub staffed: bool,
}

/// The paths of several chapters, each from the chapter itself up to headquarters.
pub async fn paths(db: Db<'_>, ids: &[i32]) -> Result<Vec<PathStep>> {
    let dialect = db.dialect();
    let sql = format!(
        "SELECT p.descendant_id, p.ancestor_id, p.depth, (a.staffed OR a.level = 0) AS staffed \
         FROM closure p JOIN chapter a ON a.id = p.ancestor_id WHERE {} ORDER BY p.descendant_id, p.depth",
        dialect.any("p.descendant_id", "$1")
    );
    db.rows(&sql, [dialect.list(ids)]).await
}
