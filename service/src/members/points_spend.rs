//! Turns points into days of membership.

use domain::access::Permission;
use domain::kernel::MemberId;
use domain::members::{PointsReason, TermSource, TierCode, points_to_days};
use serde::Serialize;
use serde_json::json;

use super::points::{PointsChange, change_points};
use super::terms::check_of_age;
use super::{Given, append_term, load_member, require_for};
use crate::write::Change;
use crate::{Op, Result, Service, Write};

/// What spends points.
#[derive(Debug, Clone, Serialize)]
pub struct PointsSpend {
    pub member: MemberId,
    /// 10 points are a day: a multiple of 10.
    pub points: i64,
}

impl Service {
    /// Spends points on days of the annual tier: by the member, or with `MemberManage`.
    ///
    /// # Errors
    /// Rules: there are too few; they are no whole number of days; the member's state refuses.
    pub async fn points_spend(&self, op: &Op, input: PointsSpend) -> Result<MemberId> {
        let input = &input;
        self.write(op, "members.points_spend", input, |w| Box::pin(spend(w, input))).await
    }
}

async fn spend(w: &mut Write<'_>, input: &PointsSpend) -> Result<MemberId> {
    let held = load_member(w, input.member).await?;
    require_for(w, &held, Permission::MemberManage).await?;
    let days = points_to_days(input.points)?;
    check_of_age(w, &held).await?;
    let given = Given {
        tier: TierCode::annual(),
        source: TermSource::Points,
        days,
        sold_by: None,
        order: None,
        card: None,
        note: None,
    };
    let (changed, term) = append_term(w, &held, given).await?;
    let reference = term.to_string();
    let change = PointsChange { delta: -input.points, reason: PointsReason::Days, reference: &reference, note: None };
    change_points(w, &held, change).await?;
    let after = json!({
        "points": input.points, "days": days, "term": reference, "untilOn": changed.state.until_on,
    });
    let change =
        Change { target: held.id.to_string(), chapter: Some(held.home), after: Some(after), ..Change::default() };
    w.audit(change).await?;
    Ok(held.id)
}
