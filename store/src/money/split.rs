//! The rules by which prices are split.

use domain::kernel::{AccountId, Timestamp, from_micros, local_date, local_midnight, micros};
use domain::money::{BasisPoints, SplitRule};
use sea_orm::FromQueryResult;

use super::known;
use crate::{Db, Result};

#[derive(FromQueryResult)]
struct Row {
    version: i32,
    chapter_bp: i32,
    promoter_bp: i32,
    promoter_cash: bool,
    effective_at: i64,
}

/// All versions, the oldest first.
pub async fn all(db: Db<'_>) -> Result<Vec<SplitRule>> {
    let sql = "SELECT version, chapter_bp, promoter_bp, promoter_cash, effective_at FROM split_rule ORDER BY version";
    let rows: Vec<Row> = db.rows(sql, []).await?;
    let points = |bp: i32| u16::try_from(bp).ok().and_then(BasisPoints::new);
    let read = |row: Row| {
        let what = format_args!("split rule {}", row.version).to_string();
        Ok(SplitRule {
            version: row.version,
            chapter_rate: known(points(row.chapter_bp), &what)?,
            promoter_rate: known(points(row.promoter_bp), &what)?,
            promoter_cash: row.promoter_cash,
            effective_on: local_date(from_micros(row.effective_at)),
        })
    };
    rows.into_iter().map(read).collect()
}

/// Adds a version of the rule.
///
/// # Errors
/// [`crate::StoreError::Duplicate`] if somebody else has added this version.
pub async fn insert(db: Db<'_>, rule: &SplitRule, (at, by): (Timestamp, Option<AccountId>)) -> Result<()> {
    let sql = "INSERT INTO split_rule (version, chapter_bp, promoter_bp, promoter_cash, effective_at, created_at, created_by) \
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let values = [
        rule.version.into(),
        i32::from(rule.chapter_rate.get()).into(),
        i32::from(rule.promoter_rate.get()).into(),
        rule.promoter_cash.into(),
        micros(local_midnight(rule.effective_on)).into(),
        micros(at).into(),
        by.map(|by| by.0).into(),
    ];
    db.run(sql, values).await.map(|_| ())
}
