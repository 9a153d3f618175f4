//! The inviter says that a rejection is wrong.

use domain::access::Permission;
use domain::growth::check_appeal;
use domain::kernel::{Code, ReferralId, Violation};
use serde::Serialize;
use serde_json::json;
use store::growth::referral::{self, ReferralRecord};
use store::members::member;

use crate::write::Change;
use crate::{Op, Result, Service, ServiceError, Write};

/// What appeals.
#[derive(Debug, Clone, Serialize)]
pub struct ReferralAppeal {
    pub id: ReferralId,
    pub text: String,
}

impl Service {
    /// Appeals a rejection within 15 days, once: by the inviter, of a chapter's link with `ReferralManage` there.
    ///
    /// # Errors
    /// Rules: it was not rejected, the time is over, it was appealed before, nothing is said.
    pub async fn referral_appeal(&self, op: &Op, input: ReferralAppeal) -> Result<ReferralId> {
        let input = &input;
        self.write(op, "growth.referral_appeal", input, |w| Box::pin(appeal(w, input))).await
    }
}

async fn appeal(w: &mut Write<'_>, input: &ReferralAppeal) -> Result<ReferralId> {
    let held = referral::load_for_update(w.db(), input.id).await?;
    may(w, &held).await?;
    check_appeal(&input.text)?;
    held.rule().check_appeal(w.now())?;
    if held.appeal.is_some() {
        let message = "it was appealed before: somebody will look at it";
        return Err(Violation::new(Code::GrowthState, "id", message).into());
    }
    let after = ReferralRecord { appeal: Some((w.now(), input.text.clone())), ..held.clone() };
    referral::update(w.db(), &held, &after).await?;
    let change = Change {
        target: held.id.to_string(),
        chapter: Some(held.chapter),
        after: Some(json!({ "appealed": true })),
        ..Change::default()
    };
    w.audit(change).await?;
    Ok(held.id)
}

async fn may(w: &mut Write<'_>, held: &ReferralRecord) -> Result<()> {
    let actor = w.actor().account().ok_or(ServiceError::Unauthenticated)?;
    if let Some(inviter) = held.inviter
        && member::load(w.db(), inviter).await?.account == Some(actor)
    {
        return Ok(());
    }
    super::read::require_at(w, held.chapter, Permission::ReferralManage).await?;
    if held.inviter.is_none() {
        return Ok(());
    }
    let message = "the inviter appeals: whose link it is";
    Err(Violation::new(Code::GrowthState, "id", message).into())
}
