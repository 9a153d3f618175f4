//! What time alone does to referrals: locks end, refund windows end and rewards come due, and what is past use is forgotten.

use chrono::TimeDelta;
use domain::growth::{LOCK_DAYS, ReferralState, Risk};
use domain::kernel::ReferralId;
use domain::money::OrderState;
use serde_json::json;
use store::growth::referral::{self, ReferralRecord};
use store::growth::visitor::{self, PastUse};
use store::money::order;

use super::booking::{Parties, lock_parties, write};
use super::reverse::reverse;
use crate::write::Change;
use crate::{Op, Result, Service, ServiceError, Write};

/// How soon a referral is looked at again whose order is being refunded.
const WAIT_FOR_REFUND: TimeDelta = TimeDelta::days(1);

/// A visitor of whom nothing came is forgotten after so long.
const VISITORS_KEPT: TimeDelta = TimeDelta::days(60);

impl Service {
    /// Lets locks expire that are over, `limit` at most; answers how many.
    pub async fn referrals_expire(&self, op: &Op, limit: i64) -> Result<u64> {
        if !referral::any_to_expire(self.store.read(), self.now()).await? {
            return Ok(0);
        }
        self.write(op, "growth.referrals_expire", &(), |w| Box::pin(expire(w, limit))).await
    }

    /// Qualifies the referrals whose refund window is over, and rewards those that look right, each in a transaction of its
    /// own; answers how many were moved on. What stops one of them is told, and stops no other.
    pub async fn referrals_qualify(&self, op: &Op, limit: i64) -> Result<u64> {
        let (mut after, mut moved) = (None, 0);
        loop {
            let due = referral::to_qualify(self.store.read(), self.now(), after, limit).await?;
            for (_, id) in &due {
                match self.referral_qualify(op, *id).await {
                    Ok(_) => moved += 1,
                    // Somebody else was faster.
                    Err(ServiceError::NotFound) => {}
                    Err(error) => tracing::warn!(error = error.trace(), %id, "a referral is not qualified yet"),
                }
            }
            if due.len() < usize::try_from(limit).unwrap_or(usize::MAX) {
                return Ok(moved);
            }
            after = due.last().copied();
        }
    }

    /// Qualifies one of them.
    ///
    /// # Errors
    /// `NotFound` unless its time has come.
    pub async fn referral_qualify(&self, op: &Op, id: ReferralId) -> Result<ReferralId> {
        self.write(op, "growth.referral_qualify", &id, |w| Box::pin(qualify(w, id))).await
    }

    /// Forgets what was followed long ago, visitors of whom nothing came, and addresses after a day.
    pub(crate) async fn growth_prune(&self) -> Result<()> {
        let now = self.now();
        let past = PastUse {
            touches: now - TimeDelta::days(LOCK_DAYS),
            visitors: now - VISITORS_KEPT,
            addresses: now - TimeDelta::days(1),
        };
        loop {
            let work = self.store.begin().await?;
            let gone = visitor::prune(work.db(), past, 1_000).await?;
            work.commit().await?;
            if gone < 1_000 {
                return Ok(());
            }
        }
    }
}

async fn expire(w: &mut Write<'_>, limit: i64) -> Result<u64> {
    w.require_system()?;
    let expired = referral::expire(w.db(), w.now(), limit).await?;
    if expired == 0 {
        return Err(ServiceError::Busy("others have the referrals in hand".into()));
    }
    let after = Some(json!({ "expired": expired }));
    w.audit(Change { target: "referral".to_owned(), after, ..Change::default() }).await?;
    Ok(expired)
}

async fn qualify(w: &mut Write<'_>, id: ReferralId) -> Result<ReferralId> {
    w.require_system()?;
    let seen = referral::load(w.db(), id).await?;
    let parties = lock_parties(w, &seen).await?;
    let held = referral::load_for_update(w.db(), id).await?;
    let is_due = held.due_at.is_some_and(|at| at <= w.now());
    let rule = held.rule().due(w.now()).filter(|rule| is_due && rule.state == ReferralState::Qualified);
    let Some(rule) = rule else { return Err(ServiceError::NotFound) };
    match state_of_order(w, &held).await? {
        OrderState::Paid => {
            qualified(w, &parties, (&held, held.with(rule))).await?;
        }
        OrderState::Refunding => {
            let later = ReferralRecord { due_at: Some(w.now() + WAIT_FOR_REFUND), ..held.clone() };
            referral::update(w.db(), &held, &later).await?;
            told(w, &held, &later).await?;
        }
        _ => reverse(w, &parties, &held).await?,
    }
    Ok(id)
}

/// How the order stands that a referral rests on.
pub(super) async fn state_of_order(w: &Write<'_>, held: &ReferralRecord) -> Result<OrderState> {
    let id = held.order.ok_or_else(|| ServiceError::internal("a referral was converted by no order"))?;
    Ok(order::load(w.db(), id).await?.state)
}

/// Writes a referral that has qualified: rewarded if it looks right, and held if somebody has to look.
pub(super) async fn qualified(
    w: &mut Write<'_>,
    parties: &Parties,
    (before, mut after): (&ReferralRecord, ReferralRecord),
) -> Result<ReferralRecord> {
    if after.flags.risk() == Risk::Clear {
        let (rule, _) = after.rule().reward()?;
        after = after.with(rule);
    }
    let after = write(w, parties, before, after).await?;
    told(w, before, &after).await?;
    Ok(after)
}

async fn told(w: &mut Write<'_>, before: &ReferralRecord, after: &ReferralRecord) -> Result<()> {
    let change = Change {
        target: after.id.to_string(),
        chapter: Some(after.chapter),
        before: Some(json!({ "state": before.state })),
        after: Some(json!({
            "state": after.state, "inviterPoints": after.booked.inviter, "inviteePoints": after.booked.invitee,
        })),
        ..Change::default()
    };
    w.audit(change).await
}
