//! Starts the free trial: once per phone number, ever.

use domain::access::Permission;
use domain::kernel::{CardId, MemberId, local_date};
use domain::members::{TRIAL_DAYS, TermSource, TierCode, start_trial};
use serde::Serialize;
use serde_json::json;
use store::members::member::Member;
use store::members::trial;

use super::terms::check_of_age;
use super::{Given, append_term, load_member, require_for};
use crate::write::Change;
use crate::{Op, Result, Service, Write};

/// What starts a trial.
#[derive(Debug, Clone, Serialize)]
pub struct TrialStart {
    pub member: MemberId,
}

impl Service {
    /// Starts a guest's free trial: by the member, or with `MemberRegister`.
    ///
    /// # Errors
    /// Rules: this phone number has had one, the member is no guest, a guardian has not consented.
    pub async fn trial_start(&self, op: &Op, input: TrialStart) -> Result<MemberId> {
        let input = &input;
        self.write(op, "members.trial_start", input, |w| Box::pin(start(w, input))).await
    }
}

async fn start(w: &mut Write<'_>, input: &TrialStart) -> Result<MemberId> {
    let held = load_member(w, input.member).await?;
    require_for(w, &held, Permission::MemberRegister).await?;
    let changed = begin_trial(w, &held, None).await?;
    let change = Change {
        target: held.id.to_string(),
        chapter: Some(held.home),
        after: Some(json!({ "untilOn": changed.state.until_on })),
        ..Change::default()
    };
    w.audit(change).await?;
    Ok(held.id)
}

/// Gives the trial, by a card or without. The caller audits.
pub(crate) async fn begin_trial(w: &mut Write<'_>, held: &Member, card: Option<CardId>) -> Result<Member> {
    check_of_age(w, held).await?;
    // Two members can have had one phone, one after the other: the row alone does not tell.
    let had = held.trial_used || !trial::claim(w.db(), held.id, w.now()).await?;
    start_trial(&held.state, local_date(w.now()), had)?;
    let given = Given {
        tier: TierCode::trial(),
        source: TermSource::Trial,
        days: TRIAL_DAYS,
        sold_by: None,
        order: None,
        card,
        note: None,
    };
    Ok(append_term(w, held, given).await?.0)
}
