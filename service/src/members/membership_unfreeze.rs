//! Lets the days of a frozen membership go on.

use domain::access::Permission;
use domain::kernel::{MemberId, local_date};
use domain::members::unfreeze;
use serde::Serialize;
use serde_json::json;

use super::catch_up::bring_up_to_date;
use super::terms::write_change;
use super::{load_member, require_for};
use crate::write::Change;
use crate::{Op, Result, Service, Write};

/// What unfreezes a membership.
#[derive(Debug, Clone, Serialize)]
pub struct MembershipUnfreeze {
    pub member: MemberId,
}

impl Service {
    /// Unfreezes a membership: today counts again, and everything ends later by the days that did not. By the member, or
    /// with `MemberManage`.
    ///
    /// # Errors
    /// Rules: the membership is not frozen, or not any more.
    pub async fn membership_unfreeze(&self, op: &Op, input: MembershipUnfreeze) -> Result<MemberId> {
        let input = &input;
        self.write(op, "members.membership_unfreeze", input, |w| Box::pin(go_on(w, input))).await
    }
}

async fn go_on(w: &mut Write<'_>, input: &MembershipUnfreeze) -> Result<MemberId> {
    let held = load_member(w, input.member).await?;
    require_for(w, &held, Permission::MemberManage).await?;
    let (held, _) = bring_up_to_date(w, &held).await?;
    let change = unfreeze(&held.state, local_date(w.now()))?;
    let days = change.shift.map_or(0, |shift| shift.days);
    let changed = write_change(w, &held, change.state, change.shift).await?;
    let after = json!({ "days": days, "untilOn": changed.state.until_on });
    let change =
        Change { target: held.id.to_string(), chapter: Some(held.home), after: Some(after), ..Change::default() };
    w.audit(change).await?;
    Ok(held.id)
}
