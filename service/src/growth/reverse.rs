//! An order goes back, and with it what inviting has earned.

use domain::growth::ReferralState;
use domain::kernel::OrderId;
use serde_json::json;
use store::growth::referral::{self, ReferralRecord};

use super::booking::{Parties, lock_parties, write};
use crate::write::Change;
use crate::{Result, Write};

/// Reverses the referral that an order has converted, if there is one and it stands. Points are taken back, below zero if
/// need be; days and rungs are not: they never come a second time.
pub(crate) async fn reverse_order(w: &mut Write<'_>, order: OrderId) -> Result<()> {
    let Some(seen) = referral::of_order(w.db(), order).await? else { return Ok(()) };
    let parties = lock_parties(w, &seen).await?;
    let held = referral::load_for_update(w.db(), seen.id).await?;
    reverse(w, &parties, &held).await
}

/// The same for a referral that is locked.
pub(super) async fn reverse(w: &mut Write<'_>, parties: &Parties, held: &ReferralRecord) -> Result<()> {
    use ReferralState as S;
    if !matches!(held.state, S::Converted | S::Qualified | S::Rewarded) {
        return Ok(());
    }
    let (rule, _) = held.rule().reverse()?;
    let after = write(w, parties, held, held.with(rule)).await?;
    let change = Change {
        target: after.id.to_string(),
        chapter: Some(after.chapter),
        before: Some(json!({ "state": held.state })),
        after: Some(json!({ "state": after.state })),
        action: Some("growth.referral_reverse"),
    };
    w.audit(change).await
}
