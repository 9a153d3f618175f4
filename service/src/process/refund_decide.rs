//! Decides a refund. What others have earned of the order is taken back first and never lowers what the buyer gets
//! (prepaid consumption ruling, article 15).

use domain::access::Permission;
use domain::kernel::{Code, RefundId, Violation, local_date};
use domain::members::{MemberState, Standing, ask_refund, refund as take_back, unfreeze, withdraw_refund};
use domain::money::{Entry, RefundState, check_reason};
use serde::Serialize;
use serde_json::json;
use store::members::member::{self, Member};
use store::members::term;
use store::money::commission::{self, CommissionRecord};
use store::money::order::{self, OrderRecord};
use store::money::refund::{self, Refund};
use store::money::{invoice, ledger};

use super::rearrange::write_terms;
use crate::growth::reverse_order;
use crate::members::{bring_up_to_date, load_member, write_change};
use crate::money::{check_buyer, require_at};
use crate::write::Change;
use crate::{Op, Result, Service, Write};

/// What decides a refund.
#[derive(Debug, Clone, Serialize)]
pub struct RefundDecide {
    pub id: RefundId,
    pub approve: bool,
    /// Why; a rejection must say it.
    pub note: Option<String>,
}

impl Service {
    /// Approves or rejects a refund, with `RefundDecide` at the order's home; not by who asked for it, and not for oneself. What
    /// was paid through a provider is sent back at once, or as soon as the provider takes it.
    ///
    /// # Errors
    /// Rules: it was decided before; the decider asked for it; a rejection without a reason.
    pub async fn refund_decide(&self, op: &Op, input: RefundDecide) -> Result<RefundId> {
        let input = &input;
        let id = self.write(op, "money.refund_decide", input, |w| Box::pin(decide(w, input))).await?;
        if input.approve {
            // By the system: whoever approves need not be one who records payments.
            let system = Op::system("money.refunds", op.request_id);
            self.refund_send(&system, id).await?;
        }
        Ok(id)
    }
}

async fn decide(w: &mut Write<'_>, input: &RefundDecide) -> Result<RefundId> {
    let asked = refund::load(w.db(), input.id).await?;
    let seen = order::load(w.db(), asked.order).await?;
    require_at(w, seen.home, Permission::RefundDecide).await?;
    let note = input.note.as_deref();
    if !input.approve || note.is_some() {
        check_reason("note", note.unwrap_or_default())?;
    }
    let buyer = load_member(w, seen.member).await?;
    let held = order::load_for_update(w.db(), seen.id).await?;
    check_buyer(&buyer, &held)?;
    let asked = refund::load(w.db(), input.id).await?;
    check_four_eyes(w, &buyer, &asked)?;
    let state = asked.state.step_to(if input.approve { RefundState::Decided } else { RefundState::Withdrawn })?;
    let reversed = if input.approve {
        let reversed = reverse(w, &held, &asked).await?;
        reverse_order(w, held.id).await?;
        take_days(w, &buyer, &held, &asked).await?;
        invoice::turn_red(w.db(), held.id, asked.amount).await?;
        reversed
    } else {
        order::set_state(w.db(), &held, held.rule().withdraw_refund()?.state).await?;
        go_on(w, &buyer, &asked).await?;
        Vec::new()
    };
    refund::decide(w.db(), &asked, state, note, (w.now(), w.actor().account())).await?;
    let after = json!({
        "order": held.id.to_string(), "amount": asked.amount, "approved": input.approve, "note": note,
        "reversed": reversed,
    });
    let change = Change {
        target: asked.id.to_string(),
        chapter: Some(held.home),
        before: Some(json!({ "state": asked.state })),
        after: Some(after),
        ..Change::default()
    };
    w.audit(change).await?;
    Ok(asked.id)
}

/// Two pairs of eyes: nobody decides on what they asked for, or on their own money.
fn check_four_eyes(w: &Write<'_>, buyer: &Member, asked: &Refund) -> Result<()> {
    let decider = w.actor().account();
    if decider.is_some() && (decider == asked.requested_by || decider == buyer.account) {
        let message = "whoever asked for a refund, or gets it, does not decide on it: leave it to a colleague";
        return Err(Violation::new(Code::MoneyRefundState, "id", message).into());
    }
    Ok(())
}

/// Takes commissions back and owes the refund to the buyer, as one entry. Answers what was taken back, for the log.
async fn reverse(w: &Write<'_>, held: &OrderRecord, asked: &Refund) -> Result<Vec<serde_json::Value>> {
    let total = held.refunded.plus(asked.amount)?;
    let mut reversals = Vec::new();
    for before in commission::of_order_for_update(w.db(), held.id).await? {
        let reversal = before.rule.reverse(total)?;
        let after = CommissionRecord { rule: reversal.after, ..before.clone() };
        commission::update(w.db(), &before, &after).await?;
        reversals.push(reversal);
    }
    let entry = Entry::refund_decided(held.member, asked.amount, &reversals)?;
    ledger::append(w.db(), &entry, &asked.id.to_string(), w.now()).await?;
    let told = reversals.iter().map(|one| json!({ "payee": one.payee.to_string(), "amount": one.amount }));
    Ok(told.collect())
}

/// Takes back the days that had not begun when the refund was asked for.
async fn take_days(w: &mut Write<'_>, buyer: &Member, held: &OrderRecord, asked: &Refund) -> Result<()> {
    let today = local_date(w.now());
    let (mut buyer, mut terms) = bring_up_to_date(w, buyer).await?;
    if buyer.state.standing == Standing::Frozen {
        // Another refund was decided meanwhile, and the membership frozen since.
        let thawed = unfreeze(&buyer.state, today)?;
        let active = write_change(w, &buyer, thawed.state, thawed.shift).await?;
        (buyer, terms) = bring_up_to_date(w, &active).await?;
    }
    let is_active = buyer.state.standing == Standing::Active;
    let state = if is_active { ask_refund(&buyer.state, today)?.state } else { buyer.state.clone() };
    let kept = term::of_member(w.db(), buyer.id).await?;
    let which = kept.iter().position(|kept| kept.order == Some(held.id));
    let (Some(which), Standing::Refunding) = (which, state.standing) else { return Ok(()) };
    let changed = take_back(&state, &terms, which, local_date(asked.requested_at), today)?;
    write_terms(w, &kept, &changed.terms).await?;
    let state = still_asking(w, &buyer, asked, changed.state).await?;
    Ok(member::update(w.db(), &buyer, &Member { state, ..buyer.clone() }).await?)
}

/// A membership that goes on goes on waiting where another refund is still to be decided.
async fn still_asking(w: &Write<'_>, buyer: &Member, decided: &Refund, state: MemberState) -> Result<MemberState> {
    if state.standing == Standing::Active && refund::others_asked(w.db(), buyer.id, decided.id).await? {
        return Ok(ask_refund(&state, local_date(w.now()))?.state);
    }
    Ok(state)
}

/// The membership goes on as before.
async fn go_on(w: &Write<'_>, buyer: &Member, decided: &Refund) -> Result<()> {
    if buyer.state.standing == Standing::Refunding {
        let state = withdraw_refund(&buyer.state, local_date(w.now()))?;
        let state = still_asking(w, buyer, decided, state).await?;
        member::update(w.db(), buyer, &Member { state, ..buyer.clone() }).await?;
    }
    Ok(())
}
