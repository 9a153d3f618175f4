//! The points for being there today: once a calendar day.

use domain::kernel::{Code, MemberId, Violation, local_date};
use domain::members::{PointsReason, sign_in_points};
use serde_json::json;
use store::members::{member, points};

use super::load_member;
use super::points::{PointsChange, change_points};
use crate::write::Change;
use crate::{Op, Result, Service, ServiceError, Write};

impl Service {
    /// Gives the actor the points of the day; a second time changes nothing.
    ///
    /// # Errors
    /// Rules: the actor is no member.
    pub async fn points_sign_in(&self, op: &Op) -> Result<MemberId> {
        let account = op.actor.account().ok_or(ServiceError::Unauthenticated)?;
        let Some(own) = member::of_account(self.store.read(), account).await? else {
            let message = "points are for members: join first";
            return Err(Violation::new(Code::MembersStateRefuses, "", message).into());
        };
        let own = own.id;
        let day = local_date(self.now()).to_string();
        if points::is_entered(self.store.read(), own, PointsReason::SignIn, &day).await? {
            return Ok(own);
        }
        let day = &day;
        self.write(op, "members.points_sign_in", &own, |w| Box::pin(sign_in(w, own, day))).await
    }
}

async fn sign_in(w: &mut Write<'_>, own: MemberId, day: &str) -> Result<MemberId> {
    let held = load_member(w, own).await?;
    let delta = sign_in_points(held.state.enjoys_benefits(local_date(w.now())));
    let change = PointsChange { delta, reason: PointsReason::SignIn, reference: day, note: None };
    let balance = change_points(w, &held, change).await?;
    let given = if balance.is_some() { delta } else { 0 };
    let after = json!({ "points": given });
    let change =
        Change { target: held.id.to_string(), chapter: Some(held.home), after: Some(after), ..Change::default() };
    w.audit(change).await?;
    Ok(held.id)
}
