//! Local overrides: a chapter's own value for a key.

use domain::kernel::{AccountId, ChapterId, OverrideId, Timestamp, from_micros, micros};
use domain::policies::PolicyKey;
use sea_orm::FromQueryResult;
use serde_json::Value;
use uuid::Uuid;

use crate::{Db, Result, StoreError};

/// A chapter's own value.
#[derive(Debug, Clone, PartialEq)]
pub struct LocalValue {
    pub id: OverrideId,
    pub chapter: ChapterId,
    pub key: PolicyKey,
    pub value: Value,
    pub set_at: Timestamp,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    chapter_id: i32,
    policy_key: String,
    value: String,
    set_at: i64,
}

impl TryFrom<Row> for LocalValue {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self> {
        let corrupt = || StoreError::Corrupt(format!("override {}", row.id));
        Ok(Self {
            id: OverrideId(row.id),
            chapter: ChapterId(row.chapter_id),
            key: row.policy_key.parse().map_err(|_| corrupt())?,
            value: serde_json::from_str(&row.value).map_err(|_| corrupt())?,
            set_at: from_micros(row.set_at),
        })
    }
}

const COLUMNS: &str = "o.id, o.chapter_id, o.policy_key, o.value, o.set_at";

/// The chapter's own value for a key now.
pub async fn current(db: Db<'_>, chapter: ChapterId, key: &PolicyKey) -> Result<Option<LocalValue>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM policy_override o \
         WHERE o.chapter_id = $1 AND o.policy_key = $2 AND o.cleared_at IS NULL"
    );
    let row: Option<Row> = db.row(&sql, [chapter.0.into(), key.as_str().into()]).await?;
    row.map(LocalValue::try_from).transpose()
}

/// The own values for a key on a chapter's path, the chapter's own included.
pub async fn on_path(db: Db<'_>, chapter: ChapterId, key: &PolicyKey) -> Result<Vec<LocalValue>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM policy_override o JOIN closure k ON k.ancestor_id = o.chapter_id \
         WHERE k.descendant_id = $1 AND o.policy_key = $2 AND o.cleared_at IS NULL ORDER BY k.depth DESC"
    );
    let rows: Vec<Row> = db.rows(&sql, [chapter.0.into(), key.as_str().into()]).await?;
    rows.into_iter().map(LocalValue::try_from).collect()
}

/// Sets a chapter's own value; the one before stays as history.
pub async fn set(db: Db<'_>, local: &LocalValue, by: Option<AccountId>) -> Result<()> {
    clear(db, local.chapter, &local.key, local.set_at).await?;
    let sql = "INSERT INTO policy_override (id, chapter_id, policy_key, value, set_by, set_at) \
               VALUES ($1, $2, $3, $4, $5, $6)";
    let values = [
        local.id.0.into(),
        local.chapter.0.into(),
        local.key.as_str().into(),
        local.value.to_string().into(),
        by.map(|id| id.0).into(),
        micros(local.set_at).into(),
    ];
    db.run(sql, values).await.map(|_| ())
}

/// Takes a chapter's own value back; answers whether there was one.
pub async fn clear(db: Db<'_>, chapter: ChapterId, key: &PolicyKey, at: Timestamp) -> Result<bool> {
    let sql = "UPDATE policy_override SET cleared_at = $3 \
               WHERE chapter_id = $1 AND policy_key = $2 AND cleared_at IS NULL";
    Ok(db.run(sql, [chapter.0.into(), key.as_str().into(), micros(at).into()]).await? > 0)
}
