//! Redeems a card: of all who try the same code, one.

use std::fmt;

use domain::access::Permission;
use domain::kernel::{Code, MemberId, Violation, local_date};
use domain::members::{CardCode, CardKind, TermSource};
use serde::Serialize;
use serde_json::json;
use store::StoreError;
use store::members::card;
use store::members::member::Member;
use store::vault::Purpose;

use super::terms::check_of_age;
use super::trial_start::begin_trial;
use super::{Given, append_term, load_member, require_for};
use crate::access::Attempt;
use crate::write::Change;
use crate::{Op, Result, Service, Write};

/// What redeems a card.
#[derive(Clone, Serialize)]
pub struct CardRedeem {
    pub member: MemberId,
    /// As it was typed.
    pub code: String,
}

/// By hand: codes are as good as money, and must not get into logs.
impl fmt::Debug for CardRedeem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CardRedeem").field("member", &self.member).finish_non_exhaustive()
    }
}

impl Service {
    /// Redeems a card: for oneself, or with `MemberRegister` for a member at the door. Attempts are limited, as those to sign
    /// in are.
    ///
    /// # Errors
    /// `RateLimited`; rules: it is no card, an unknown one, one that was redeemed, taken back or is past its day; the trial
    /// was had before.
    pub async fn card_redeem(&self, op: &Op, input: CardRedeem) -> Result<MemberId> {
        // A slip of the keyboard is found by the check, and is no guess.
        let code = CardCode::parse(&input.code)?;
        let index = self.store.vault().blind_index(Purpose::CardCode, &op.actor_text());
        self.attempt(op, Attempt::Card, &index).await?;
        let (input, code) = (&input, &code);
        let member = self.write(op, "members.card_redeem", input, |w| Box::pin(redeem(w, input, code))).await?;
        self.forgive(op, Attempt::Card, &index).await?;
        Ok(member)
    }
}

async fn redeem(w: &mut Write<'_>, input: &CardRedeem, code: &CardCode) -> Result<MemberId> {
    let held = load_member(w, input.member).await?;
    require_for(w, &held, Permission::MemberRegister).await?;
    let (batch, changed) = redeem_card(w, &held, code).await?;
    let after = json!({ "batch": batch.id.to_string(), "days": batch.days, "untilOn": changed.state.until_on });
    let change =
        Change { target: held.id.to_string(), chapter: Some(held.home), after: Some(after), ..Change::default() };
    w.audit(change).await?;
    Ok(held.id)
}

/// Uses a card up, and gives what it brings. The caller audits.
pub(crate) async fn redeem_card(
    w: &mut Write<'_>,
    held: &Member,
    code: &CardCode,
) -> Result<(card::CardBatch, Member)> {
    let hash = w.vault().blind_index(Purpose::CardCode, code.as_str());
    let Some((id, found, batch)) = card::by_code(w.db(), &hash).await? else {
        let message = "there is no such card: compare the code with the card";
        return Err(Violation::new(Code::MembersCardUnknown, "code", message).into());
    };
    found.redeem(local_date(w.now()))?;
    match card::redeem(w.db(), id, held.id, w.now()).await {
        Err(StoreError::Stale) => {
            let message = "this card was redeemed or taken back at this moment";
            return Err(Violation::new(Code::MembersCardUsed, "code", message).into());
        }
        outcome => outcome?,
    }
    if found.kind == CardKind::Trial {
        let changed = begin_trial(w, held, Some(id)).await?;
        return Ok((batch, changed));
    }
    check_of_age(w, held).await?;
    let given = Given {
        tier: batch.tier.clone(),
        source: TermSource::Card,
        days: batch.days,
        sold_by: (found.kind == CardKind::Annual).then_some(batch.issuer),
        order: None,
        card: Some(id),
        note: None,
    };
    let (changed, _) = append_term(w, held, given).await?;
    Ok((batch, changed))
}
