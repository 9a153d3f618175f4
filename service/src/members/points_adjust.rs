//! Gives or takes points by hand, for a reason that the member reads.

use domain::access::Permission;
use domain::kernel::{Code, MemberId, Violation};
use domain::members::{PointsReason, check_reason};
use serde::Serialize;
use serde_json::json;

use super::authority::require_at;
use super::load_member;
use super::points::{PointsChange, change_points};
use crate::write::Change;
use crate::{Op, Result, Service, Write};

/// What adjusts points.
#[derive(Debug, Clone, Serialize)]
pub struct PointsAdjust {
    pub member: MemberId,
    /// How many more; fewer if negative.
    pub points: i64,
    pub reason: String,
}

impl Service {
    /// Adjusts a member's points, with `MemberManage`; nobody adjusts one's own. Never below zero.
    ///
    /// # Errors
    /// Rules: no reason; there are too few; no such amount can be moved.
    pub async fn points_adjust(&self, op: &Op, input: PointsAdjust) -> Result<MemberId> {
        let input = &input;
        self.write(op, "members.points_adjust", input, |w| Box::pin(adjust(w, input))).await
    }
}

async fn adjust(w: &mut Write<'_>, input: &PointsAdjust) -> Result<MemberId> {
    let held = load_member(w, input.member).await?;
    require_at(w, held.home, Permission::MemberManage).await?;
    check_reason("reason", &input.reason)?;
    if w.actor().account().is_some_and(|actor| held.account == Some(actor)) {
        let message = "nobody adjusts one's own points: ask a colleague";
        return Err(Violation::new(Code::MembersStateRefuses, "member", message).into());
    }
    let reference = w.next_id().to_string();
    let change = PointsChange {
        delta: input.points,
        reason: PointsReason::Adjustment,
        reference: &reference,
        note: Some(&input.reason),
    };
    let balance = change_points(w, &held, change).await?;
    let after = json!({ "points": input.points, "balance": balance, "reason": input.reason });
    let change =
        Change { target: held.id.to_string(), chapter: Some(held.home), after: Some(after), ..Change::default() };
    w.audit(change).await?;
    Ok(held.id)
}
