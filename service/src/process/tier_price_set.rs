//! Sets what a tier costs at a chapter, within the bounds of the policy. It spans `policies` and `members`.

use domain::access::Permission;
use domain::kernel::{ChapterId, Code, Violation};
use domain::members::check_local_price;
use serde::Serialize;
use serde_json::json;
use store::members::tier;

use super::tier_price::bounds_at;
use crate::members::find_tier;
use crate::write::Change;
use crate::{Op, Result, Service, Write};

/// What sets a price.
#[derive(Debug, Clone, Serialize)]
pub struct TierPriceSet {
    pub chapter: ChapterId,
    pub tier: String,
    /// In fen; nothing takes the chapter's own price back.
    pub price: Option<i64>,
}

impl Service {
    /// Sets a chapter's own price, with `TierPriceSet` there. It holds for orders from now on.
    ///
    /// # Errors
    /// Rules: there is no such tier, or it is not for sale; the price is out of the bounds in force.
    pub async fn tier_price_set(&self, op: &Op, input: TierPriceSet) -> Result<String> {
        let input = &input;
        self.write(op, "members.tier_price_set", input, |w| Box::pin(set(w, input))).await
    }
}

async fn set(w: &mut Write<'_>, input: &TierPriceSet) -> Result<String> {
    w.require(Permission::TierPriceSet, input.chapter).await?;
    let held = find_tier(w, &input.tier).await?;
    if let Some(price) = input.price {
        if !held.is_for_sale() {
            let message = format!("`{}` is not for sale", held.code);
            return Err(Violation::new(Code::MembersTierInvalid, "tier", message).into());
        }
        check_local_price(bounds_at(w.db(), &held.code, input.chapter, w.now()).await?, price)?;
    }
    let before = tier::own_price(w.db(), input.chapter, &held.code).await?;
    tier::set_own_price(w.db(), input.chapter, &held.code, input.price, (w.now(), w.actor().account())).await?;
    let change = Change {
        target: format!("tier {}", held.code),
        chapter: Some(input.chapter),
        before: Some(json!({ "price": before })),
        after: Some(json!({ "price": input.price })),
        ..Change::default()
    };
    w.audit(change).await?;
    Ok(held.code.to_string())
}
