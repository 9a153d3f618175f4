//! An invited person's first order is paid.

use domain::growth::{FraudFlags, ReferralState, Risk, Signals};
use domain::kernel::{PaymentId, ReferralId, Timestamp};
use domain::money::Promoter;
use serde_json::json;
use store::growth::referral::{self, ReferralRecord};
use store::members::member::Member;
use store::money::order::{self, OrderRecord};
use store::money::payment;

use super::attribution;
use super::booking::{Parties, lock_person, write};
use crate::write::Change;
use crate::{Result, Write};

/// Who brought a buyer, locked until the end of the transaction.
#[derive(Debug)]
pub(crate) struct Brought {
    referral: ReferralId,
    /// Who may be paid for it, if anybody is.
    pub(crate) promoter: Option<Promoter>,
}

/// Notes that an order of somebody invited is paid, if it is the first; answers who brought them. Buyer and order are locked.
pub(crate) async fn convert(
    w: &mut Write<'_>,
    (buyer, order): (&Member, &OrderRecord),
    paid: PaymentId,
) -> Result<Option<Brought>> {
    let Some(seen) = referral::of_invitee(w.db(), buyer.id).await? else { return Ok(None) };
    if seen.state != ReferralState::Registered {
        return Ok(None);
    }
    let parties = Parties { invitee: Some(buyer.clone()), inviter: lock_person(w, seen.inviter).await? };
    let held = referral::load_for_update(w.db(), seen.id).await?;
    if held.state != ReferralState::Registered {
        return Ok(None);
    }
    let payer = payment::payer(w.db(), paid).await?;
    let is_payer_known = match &payer {
        Some(payer) => referral::is_payer_known(w.db(), payer, (held.inviter, buyer.id)).await?,
        None => false,
    };
    let flags = FraudFlags::of(&Signals { is_payer_known, ..Signals::default() });
    let after = pay(w, &parties, (&held, order), (flags, w.now())).await?;
    let is_good = after.state == ReferralState::Converted && after.flags.risk() == Risk::Clear;
    let promoter = parties.inviter.filter(|_| is_good).map(|inviter| Promoter { member: inviter.id });
    Ok(Some(Brought { referral: after.id, promoter }))
}

/// Moves a referral on by an order that was paid then; it is rejected if the flags say so.
pub(super) async fn pay(
    w: &mut Write<'_>,
    parties: &Parties,
    (held, order): (&ReferralRecord, &OrderRecord),
    (flags, paid_at): (FraudFlags, Timestamp),
) -> Result<ReferralRecord> {
    let rule = held.rule().convert(flags, paid_at)?;
    let after = ReferralRecord { order: Some(order.id), ..held.with(rule) };
    let after = write(w, parties, held, after).await?;
    if after.state == ReferralState::Rejected {
        attribution::withdraw(w, &after).await?;
    }
    let change = Change {
        target: after.id.to_string(),
        chapter: Some(after.chapter),
        before: Some(json!({ "state": held.state })),
        after: Some(json!({ "state": after.state, "order": order.id.to_string() })),
        action: Some("growth.referral_convert"),
    };
    w.audit(change).await?;
    Ok(after)
}

impl Brought {
    /// Names the referral on its order.
    pub(crate) async fn note(&self, w: &Write<'_>, order: &OrderRecord) -> Result<()> {
        Ok(order::set_referral(w.db(), order.id, self.referral).await?)
    }
}
