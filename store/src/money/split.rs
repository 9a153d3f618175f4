//! The rules by which prices are split.

use domain::kernel::{from_micros, local_date};
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
