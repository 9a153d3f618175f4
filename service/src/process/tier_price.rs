//! What a tier costs at a chapter: headquarters' price, or the chapter's own within the policy that has reached it.

use domain::kernel::{ChapterId, Timestamp};
use domain::members::{PriceBounds, Tier, TierCode, local_price};
use domain::policies::PolicyKey;
use store::Db;
use store::members::tier;

use crate::policies::value_at;
use crate::{Result, Service};

/// The price of a tier at a chapter, and what the chapter may make of it. All in fen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LocalPrice {
    /// What is paid there today.
    pub price: i64,
    /// What the chapter has set, be it in bounds or not.
    pub own: Option<i64>,
    /// Between what it may set one.
    pub bounds: Option<PriceBounds>,
}

impl Service {
    /// What a tier costs at a chapter; nothing if it is not for sale. For everybody: who joins must see what it costs.
    pub async fn tier_price(&self, tier: &Tier, chapter: ChapterId) -> Result<Option<LocalPrice>> {
        if self.tree().node(chapter).is_none() {
            return Ok(None);
        }
        price_at(self.store.read(), tier, chapter, self.now()).await
    }
}

/// What a tier costs at a chapter; nothing if it is not for sale.
pub(crate) async fn price_at(
    db: Db<'_>,
    tier: &Tier,
    chapter: ChapterId,
    now: Timestamp,
) -> Result<Option<LocalPrice>> {
    let Some(base) = tier.price else { return Ok(None) };
    let bounds = bounds_at(db, &tier.code, chapter, now).await?;
    let own = tier::own_price(db, chapter, &tier.code).await?;
    Ok(Some(LocalPrice { price: local_price(base, bounds, own), own, bounds }))
}

/// The bounds in force: of the policy `membership.<tier>.price`, whose value is `{min, max}`.
pub(super) async fn bounds_at(
    db: Db<'_>,
    code: &TierCode,
    chapter: ChapterId,
    now: Timestamp,
) -> Result<Option<PriceBounds>> {
    let key: PolicyKey = format!("membership.{code}.price").parse()?;
    let value = value_at(db, chapter, &key, now).await?;
    // A policy of another shape says nothing about prices.
    Ok(value.and_then(|value| serde_json::from_value(value).ok()))
}
