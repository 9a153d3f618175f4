//! Policy keys.

use domain::kernel::{Timestamp, micros};
use domain::policies::{Mode, PolicyKey, PolicySpec};
use sea_orm::FromQueryResult;

use crate::{Db, Result, StoreError};

#[derive(FromQueryResult)]
struct Row {
    key: String,
    title: String,
    mode: i16,
    value_schema: String,
}

impl TryFrom<Row> for PolicySpec {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self> {
        let corrupt = || StoreError::Corrupt(format!("policy {}", row.key));
        Ok(Self {
            key: row.key.parse::<PolicyKey>().map_err(|_| corrupt())?,
            mode: Mode::of_rank(row.mode).ok_or_else(corrupt)?,
            schema: serde_json::from_str(&row.value_schema).map_err(|_| corrupt())?,
            title: row.title,
        })
    }
}

/// Adds a key.
///
/// # Errors
/// [`StoreError::Duplicate`] if it is there.
pub async fn insert(db: Db<'_>, spec: &PolicySpec, at: Timestamp) -> Result<()> {
    let sql = "INSERT INTO policy (key, title, mode, value_schema, created_at, version) VALUES ($1, $2, $3, $4, $5, 1)";
    let values = [
        spec.key.as_str().into(),
        spec.title.as_str().into(),
        spec.mode.rank().into(),
        spec.schema.to_string().into(),
        micros(at).into(),
    ];
    db.run(sql, values).await.map(|_| ())
}

/// A key.
pub async fn load(db: Db<'_>, key: &PolicyKey) -> Result<Option<PolicySpec>> {
    let sql = "SELECT key, title, mode, value_schema FROM policy WHERE key = $1";
    db.row::<Row>(sql, [key.as_str().into()]).await?.map(PolicySpec::try_from).transpose()
}

/// A key, locked until the end of the transaction: versions of one key are numbered and published one at a time.
pub async fn load_for_update(db: Db<'_>, key: &PolicyKey) -> Result<Option<PolicySpec>> {
    let sql = format!("SELECT key, title, mode, value_schema FROM policy WHERE key = $1{}", db.dialect().for_update());
    db.row::<Row>(&sql, [key.as_str().into()]).await?.map(PolicySpec::try_from).transpose()
}

/// All keys.
pub async fn list(db: Db<'_>) -> Result<Vec<PolicySpec>> {
    let rows: Vec<Row> = db.rows("SELECT key, title, mode, value_schema FROM policy ORDER BY key", []).await?;
    rows.into_iter().map(PolicySpec::try_from).collect()
}
