//! Gives a membership to somebody whose proof was reviewed (公益会员).

use domain::access::Permission;
use domain::kernel::{Code, MemberId, Violation};
use domain::members::{TermSource, TierKind, check_reason};
use serde::Serialize;
use serde_json::json;

use super::terms::check_of_age;
use super::tier_save::tier_on_offer;
use super::{Given, append_term, load_member};
use crate::members::authority::require_at;
use crate::write::Change;
use crate::{Op, Result, Service, Write};

/// What grants a membership.
#[derive(Debug, Clone, Serialize)]
pub struct MembershipGrant {
    pub member: MemberId,
    pub tier: String,
    /// Those of the tier, if nothing is said.
    pub days: Option<i64>,
    /// What was proven: the term keeps it, and the log.
    pub reason: String,
}

impl Service {
    /// Grants a membership, with `MemberManage`; nobody grants one to oneself.
    ///
    /// # Errors
    /// Rules: no reason; the tier is none that is granted; days that no term can have; the member's state refuses.
    pub async fn membership_grant(&self, op: &Op, input: MembershipGrant) -> Result<MemberId> {
        let input = &input;
        self.write(op, "members.membership_grant", input, |w| Box::pin(grant(w, input))).await
    }
}

async fn grant(w: &mut Write<'_>, input: &MembershipGrant) -> Result<MemberId> {
    let held = load_member(w, input.member).await?;
    require_at(w, held.home, Permission::MemberManage).await?;
    check_reason("reason", &input.reason)?;
    if w.actor().account().is_some_and(|actor| held.account == Some(actor)) {
        let message = "nobody grants a membership to oneself: ask a colleague";
        return Err(Violation::new(Code::MembersStateRefuses, "member", message).into());
    }
    let tier = tier_on_offer(w, &input.tier).await?;
    if tier.kind != TierKind::Granted {
        let message = format!("`{}` is not granted: it is bought, or comes with a card", tier.code);
        return Err(Violation::new(Code::MembersTierInvalid, "tier", message).into());
    }
    check_of_age(w, &held).await?;
    let days = input.days.unwrap_or(tier.days);
    let given = Given {
        tier: tier.code,
        source: TermSource::Grant,
        days,
        sold_by: None,
        order: None,
        card: None,
        note: Some(input.reason.clone()),
    };
    let (changed, term) = append_term(w, &held, given).await?;
    let after = json!({
        "term": term.to_string(), "tier": input.tier, "days": days, "untilOn": changed.state.until_on,
        "reason": input.reason,
    });
    let change =
        Change { target: held.id.to_string(), chapter: Some(held.home), after: Some(after), ..Change::default() };
    w.audit(change).await?;
    Ok(held.id)
}
