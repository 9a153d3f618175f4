//! A person decides on a referral: one that is held back, was rejected by a rule and appealed, or turned out to be made up.

use domain::access::{Actor, Permission};
use domain::growth::{FraudFlags, ReferralState, check_reason};
use domain::kernel::{Code, ReferralId, Violation};
use domain::money::OrderState;
use serde::Serialize;
use serde_json::json;
use store::chapters::chapter;
use store::growth::referral::{self, Booked, ReferralRecord};
use store::growth::visitor;
use store::money::order;

use super::attribution;
use super::booking::{Parties, lock_parties, write, write_with};
use super::convert::pay;
use super::reverse::reverse;
use super::sweep::{qualified, state_of_order};
use crate::write::Change;
use crate::{Op, Result, Service, ServiceError, Write};

/// What is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum ReferralDecision {
    /// There is nothing wrong with it: it goes on.
    Accept,
    /// It is made up.
    Reject,
}

/// What decides on a referral.
#[derive(Debug, Clone, Serialize)]
pub struct ReferralDecide {
    pub id: ReferralId,
    pub decision: ReferralDecision,
    /// Why: the inviter reads it.
    pub reason: String,
}

impl Service {
    /// Decides on a referral, with `ReferralManage` at headquarters; nobody decides on one's own. What was rewarded and turns
    /// out to be made up is taken back.
    ///
    /// # Errors
    /// Rules: no reason; nothing is to be decided; the time to appeal is over; it is one's own.
    pub async fn referral_decide(&self, op: &Op, input: ReferralDecide) -> Result<ReferralId> {
        let input = &input;
        self.write(op, "growth.referral_decide", input, |w| Box::pin(decide(w, input))).await
    }
}

async fn decide(w: &mut Write<'_>, input: &ReferralDecide) -> Result<ReferralId> {
    let root = chapter::headquarters(w.db()).await?;
    w.require(Permission::ReferralManage, root).await?;
    check_reason(&input.reason)?;
    let seen = referral::load(w.db(), input.id).await?;
    let parties = lock_parties(w, &seen).await?;
    check_not_own(w.actor(), &parties)?;
    let held = referral::load_for_update(w.db(), input.id).await?;
    let decided = ReferralRecord {
        reason: Some(input.reason.clone()),
        decided: Some((w.now(), w.actor().account())),
        ..held.clone()
    };
    let after = match input.decision {
        ReferralDecision::Accept => accept(w, &parties, (&held, decided)).await?,
        ReferralDecision::Reject => reject(w, &parties, (&held, decided)).await?,
    };
    let change = Change {
        target: held.id.to_string(),
        chapter: Some(held.chapter),
        before: Some(json!({ "state": held.state, "flags": held.flags.bits() })),
        after: Some(json!({ "state": after.state, "decision": input.decision, "reason": input.reason })),
        ..Change::default()
    };
    w.audit(change).await?;
    Ok(held.id)
}

fn check_not_own(actor: Actor, parties: &Parties) -> Result<()> {
    let people = [&parties.invitee, &parties.inviter];
    let own = people.into_iter().flatten().any(|person| person.account.is_some() && person.account == actor.account());
    if !own {
        return Ok(());
    }
    let message = "nobody decides on their own invitation: leave it to a colleague";
    Err(Violation::new(Code::GrowthState, "id", message).into())
}

async fn reject(
    w: &mut Write<'_>,
    parties: &Parties,
    (held, decided): (&ReferralRecord, ReferralRecord),
) -> Result<ReferralRecord> {
    let rule =
        if held.state == ReferralState::Rewarded { held.rule().reverse()?.0 } else { held.rule().reject(w.now())? };
    // Nothing of it was earned, the registration neither.
    let after = write_with(w, parties, held, (decided.with(rule), Booked::default())).await?;
    attribution::withdraw(w, &after).await?;
    Ok(after)
}

async fn accept(
    w: &mut Write<'_>,
    parties: &Parties,
    (held, decided): (&ReferralRecord, ReferralRecord),
) -> Result<ReferralRecord> {
    if held.state == ReferralState::Rejected {
        check_sole(w, held).await?;
        let asked_at = held.appeal.as_ref().map_or(w.now(), |(at, _)| *at);
        let rule = held.rule().reinstate(asked_at)?;
        attribution::restore(w, held).await?;
        return go_on(w, parties, (held, decided.with(rule))).await;
    }
    if held.flags == FraudFlags::default() {
        let message = "nothing about it waits for a decision";
        return Err(Violation::new(Code::GrowthState, "id", message).into());
    }
    let rule = held.rule().clear()?;
    go_on(w, parties, (held, decided.with(rule))).await
}

/// A visitor is held by one referral, and a member was brought by one. Another may have come in meanwhile, where the first was
/// rejected.
async fn check_sole(w: &Write<'_>, held: &ReferralRecord) -> Result<()> {
    let other = match (held.invitee, &held.visitor) {
        (Some(invitee), _) => referral::of_invitee(w.db(), invitee).await?,
        (None, Some(visitor)) => {
            visitor::lock(w.db(), visitor, w.now()).await?;
            referral::bound(w.db(), visitor).await?
        }
        (None, None) => None,
    };
    let Some(other) = other.filter(|other| other.id != held.id) else { return Ok(()) };
    let message = format!("the invited person came by {} meanwhile", other.id);
    Err(Violation::new(Code::GrowthState, "id", message).into())
}

/// Catches up with what happened while it was held back or rejected.
async fn go_on(
    w: &mut Write<'_>,
    parties: &Parties,
    (held, after): (&ReferralRecord, ReferralRecord),
) -> Result<ReferralRecord> {
    match after.state {
        ReferralState::Registered => {
            let after = write(w, parties, held, after).await?;
            bought_meanwhile(w, parties, after).await
        }
        ReferralState::Converted | ReferralState::Qualified => match state_of_order(w, &after).await? {
            OrderState::Paid if after.state == ReferralState::Qualified => qualified(w, parties, (held, after)).await,
            OrderState::Paid | OrderState::Refunding => write(w, parties, held, after).await,
            _ => {
                let after = write(w, parties, held, after).await?;
                reverse(w, parties, &after).await?;
                Ok(referral::load(w.db(), held.id).await?)
            }
        },
        _ => write(w, parties, held, after).await,
    }
}

/// Somebody who was rejected may have bought all the same.
async fn bought_meanwhile(w: &mut Write<'_>, parties: &Parties, after: ReferralRecord) -> Result<ReferralRecord> {
    let Some(invitee) = after.invitee else { return Ok(after) };
    let Some(bought) = order::first_paid(w.db(), invitee).await? else { return Ok(after) };
    let Some(paid_at) = bought.paid_at else { return Err(ServiceError::internal("a paid order was never paid")) };
    let after = pay(w, parties, (&after, &bought), (FraudFlags::default(), paid_at)).await?;
    order::set_referral(w.db(), bought.id, after.id).await?;
    Ok(after)
}
