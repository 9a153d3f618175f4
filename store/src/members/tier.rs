//! Tiers, and the prices that chapters set for themselves.

use domain::kernel::{AccountId, ChapterId, Timestamp, micros};
use domain::members::{Tier, TierCode, TierKind};
use sea_orm::FromQueryResult;

use crate::{Db, Result, StoreError};

/// A tier as it is kept: with the number that rows name it by, and its version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TierRecord {
    pub tier: Tier,
    pub version: i32,
}

#[derive(FromQueryResult)]
struct Row {
    code: String,
    name: String,
    kind: i16,
    days: i32,
    price_fen: Option<i64>,
    rank: i16,
    benefits: String,
    active: bool,
    version: i32,
}

impl TryFrom<Row> for TierRecord {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self> {
        let corrupt = || StoreError::Corrupt(format!("tier {}", row.code));
        let tier = Tier {
            code: row.code.parse().map_err(|_| corrupt())?,
            kind: TierKind::of_rank(row.kind).ok_or_else(corrupt)?,
            days: row.days.into(),
            price: row.price_fen,
            rank: row.rank,
            benefits: serde_json::from_str(&row.benefits).map_err(|_| corrupt())?,
            active: row.active,
            name: row.name,
        };
        Ok(Self { tier, version: row.version })
    }
}

const COLUMNS: &str = "code, name, kind, days, price_fen, rank, benefits, active, version";

/// All tiers, the lowest first.
pub async fn all(db: Db<'_>) -> Result<Vec<TierRecord>> {
    let rows: Vec<Row> = db.rows(&format!("SELECT {COLUMNS} FROM tier ORDER BY rank, id"), []).await?;
    rows.into_iter().map(TierRecord::try_from).collect()
}

/// A tier, if there is one of this code.
pub async fn find(db: Db<'_>, code: &TierCode) -> Result<Option<TierRecord>> {
    let sql = format!("SELECT {COLUMNS} FROM tier WHERE code = $1");
    db.row::<Row>(&sql, [code.as_str().into()]).await?.map(TierRecord::try_from).transpose()
}

fn values(tier: &Tier) -> Result<[sea_orm::Value; 8]> {
    let benefits = serde_json::to_string(&tier.benefits).map_err(|_| StoreError::Corrupt("benefits".into()))?;
    Ok([
        tier.code.as_str().into(),
        tier.name.as_str().into(),
        tier.kind.rank().into(),
        i32::try_from(tier.days).unwrap_or(i32::MAX).into(),
        tier.price.into(),
        tier.rank.into(),
        benefits.into(),
        tier.active.into(),
    ])
}

/// Adds a tier.
///
/// # Errors
/// [`StoreError::Duplicate`] if there is one of this code.
pub async fn insert(db: Db<'_>, tier: &Tier) -> Result<()> {
    let sql = "INSERT INTO tier (id, code, name, kind, days, price_fen, rank, benefits, active, version) \
               SELECT coalesce(max(id), 0) + 1, $1, $2, $3, $4, $5, $6, $7, $8, 1 FROM tier";
    db.run(sql, values(tier)?).await.map(|_| ())
}

/// Changes a tier, if it still has the version that was read.
pub async fn update(db: Db<'_>, tier: &Tier, version: i32) -> Result<()> {
    let sql = "UPDATE tier SET name = $2, kind = $3, days = $4, price_fen = $5, rank = $6, benefits = $7, active = $8, \
               version = version + 1 WHERE code = $1 AND version = $9";
    let mut all = values(tier)?.to_vec();
    all.push(version.into());
    db.run_one(sql, all).await
}

/// The price that a chapter has set for a tier, in fen.
pub async fn own_price(db: Db<'_>, chapter: ChapterId, code: &TierCode) -> Result<Option<i64>> {
    #[derive(FromQueryResult)]
    struct Price {
        price_fen: i64,
    }
    let sql = "SELECT p.price_fen FROM tier_price p JOIN tier t ON t.id = p.tier_id \
               WHERE p.chapter_id = $1 AND t.code = $2";
    let row: Option<Price> = db.row(sql, [chapter.0.into(), code.as_str().into()]).await?;
    Ok(row.map(|row| row.price_fen))
}

/// Sets or, with `None`, takes back a chapter's own price of a tier.
pub async fn set_own_price(
    db: Db<'_>,
    chapter: ChapterId,
    code: &TierCode,
    price: Option<i64>,
    (at, by): (Timestamp, Option<AccountId>),
) -> Result<()> {
    let Some(price) = price else {
        let sql = "DELETE FROM tier_price WHERE chapter_id = $1 AND tier_id = (SELECT id FROM tier WHERE code = $2)";
        return db.run(sql, [chapter.0.into(), code.as_str().into()]).await.map(|_| ());
    };
    let sql = "INSERT INTO tier_price (chapter_id, tier_id, price_fen, set_at, set_by) \
               SELECT $1, id, $3, $4, $5 FROM tier WHERE code = $2 \
               ON CONFLICT (chapter_id, tier_id) DO UPDATE SET \
               price_fen = excluded.price_fen, set_at = excluded.set_at, set_by = excluded.set_by";
    let values = [chapter.0.into(), code.as_str().into(), price.into(), micros(at).into(), by.map(|by| by.0).into()];
    db.run_one(sql, values).await
}
