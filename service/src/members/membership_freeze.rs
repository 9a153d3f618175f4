//! Freezes a membership: its days stand still until it is unfrozen, for 90 days of a term at most.

use domain::access::Permission;
use domain::kernel::{Code, MemberId, Violation, local_date};
use domain::members::{freeze, last_begun};
use serde::Serialize;
use serde_json::json;

use super::catch_up::bring_up_to_date;
use super::terms::write_change;
use super::{load_member, require_for};
use crate::write::Change;
use crate::{Op, Result, Service, Write};

/// What freezes a membership.
#[derive(Debug, Clone, Serialize)]
pub struct MembershipFreeze {
    pub member: MemberId,
}

impl Service {
    /// Freezes a membership from today on: by the member, or with `MemberManage`.
    ///
    /// # Errors
    /// Rules: the membership is not active; this term has been frozen for all the days it may.
    pub async fn membership_freeze(&self, op: &Op, input: MembershipFreeze) -> Result<MemberId> {
        let input = &input;
        self.write(op, "members.membership_freeze", input, |w| Box::pin(stop(w, input))).await
    }
}

async fn stop(w: &mut Write<'_>, input: &MembershipFreeze) -> Result<MemberId> {
    let held = load_member(w, input.member).await?;
    require_for(w, &held, Permission::MemberManage).await?;
    let (held, terms) = bring_up_to_date(w, &held).await?;
    let today = local_date(w.now());
    let Some(term) = last_begun(&held.state, &terms, today) else {
        let message = "there is no membership that could be frozen";
        return Err(Violation::new(Code::MembersStateRefuses, "", message).into());
    };
    let change = freeze(&held.state, term, today)?;
    let changed = write_change(w, &held, change.state, change.shift).await?;
    let after = json!({ "frozenOn": changed.state.frozen_on, "frozenDays": changed.state.frozen_days });
    let change =
        Change { target: held.id.to_string(), chapter: Some(held.home), after: Some(after), ..Change::default() };
    w.audit(change).await?;
    Ok(held.id)
}
