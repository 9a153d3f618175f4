//! Moves a payout on: it goes to the bank, and the bank makes it or refuses it.

use domain::kernel::{Code, PayoutId};
use domain::money::{Entry, Month, Owner, PayoutState, StatementState, check_payout_month, check_reason};
use serde::Serialize;
use serde_json::json;
use store::money::payout::{self, Payout};
use store::money::statement::StatementRecord;
use store::money::{commission, ledger, statement};

use super::settlement::{check_four_eyes, is_last, lock_statement, require_settlement};
use crate::write::Change;
use crate::{Op, Result, Service, Write};

/// What sends a payout.
#[derive(Debug, Clone, Serialize)]
pub struct PayoutSend {
    pub id: PayoutId,
}

/// What records that the bank has made a payout.
#[derive(Debug, Clone, Serialize)]
pub struct PayoutSettle {
    pub id: PayoutId,
    /// The bank's number of it.
    pub bank_ref: String,
}

/// What records that a payout came to nothing.
#[derive(Debug, Clone, Serialize)]
pub struct PayoutFail {
    pub id: PayoutId,
    pub reason: String,
}

impl Service {
    /// Marks a payout as handed to the bank, with `SettlementManage` at headquarters; by another than who prepared it.
    ///
    /// # Errors
    /// Rules: it was sent or failed; the sender prepared it; a person would be paid in another month than it is taxed in.
    pub async fn payout_send(&self, op: &Op, input: PayoutSend) -> Result<PayoutId> {
        let input = &input;
        self.write(op, "money.payout_send", input, |w| Box::pin(send(w, input))).await
    }

    /// Records that the bank has made a payout, with `SettlementManage` at headquarters. Now it is booked: the commissions
    /// are paid, and the chapter is owed that much less.
    ///
    /// # Errors
    /// Rules: it was not sent, or is settled; no number of the bank's.
    pub async fn payout_settle(&self, op: &Op, input: PayoutSettle) -> Result<PayoutId> {
        let input = &input;
        self.write(op, "money.payout_settle", input, |w| Box::pin(settle(w, input))).await
    }

    /// Records that a payout came to nothing, with `SettlementManage` at headquarters: another can be prepared.
    ///
    /// # Errors
    /// Rules: it was made or has failed; no reason.
    pub async fn payout_fail(&self, op: &Op, input: PayoutFail) -> Result<PayoutId> {
        let input = &input;
        self.write(op, "money.payout_fail", input, |w| Box::pin(fail(w, input))).await
    }
}

/// A payout and its statement, locked.
async fn lock(w: &mut Write<'_>, id: PayoutId) -> Result<(Payout, StatementRecord)> {
    require_settlement(w).await?;
    let seen = payout::load(w.db(), id).await?;
    let held = lock_statement(w, seen.statement).await?;
    Ok((payout::load(w.db(), id).await?, held))
}

async fn send(w: &mut Write<'_>, input: &PayoutSend) -> Result<PayoutId> {
    let (held, _) = lock(w, input.id).await?;
    let state = held.state.step_to(PayoutState::Sent)?;
    check_four_eyes(w, &[held.created_by], Code::MoneyPayoutState)?;
    check_payout_month(held.payee, Month::at(held.created_at), Month::at(w.now()))?;
    let after = Payout { state, sent_at: Some(w.now()), sent_by: w.actor().account(), ..held.clone() };
    write(w, &held, &after).await
}

async fn settle(w: &mut Write<'_>, input: &PayoutSettle) -> Result<PayoutId> {
    let (held, statement) = lock(w, input.id).await?;
    check_reason("bankRef", &input.bank_ref)?;
    let state = held.state.step_to(PayoutState::Made)?;
    let bank_ref = Some(input.bank_ref.trim().to_owned());
    let after = Payout { state, settled_at: Some(w.now()), bank_ref, ..held.clone() };
    let entry = Entry::payout_made(Owner::Chapter(held.chapter), held.pay)?;
    ledger::append(w.db(), &entry, &held.id.to_string(), w.now()).await?;
    commission::mark_paid(w.db(), statement.id, w.now()).await?;
    statement::set_state(w.db(), &statement, statement.state.step_to(StatementState::Paid)?).await?;
    write(w, &held, &after).await
}

async fn fail(w: &mut Write<'_>, input: &PayoutFail) -> Result<PayoutId> {
    let (held, statement) = lock(w, input.id).await?;
    check_reason("reason", &input.reason)?;
    let state = held.state.step_to(PayoutState::Failed)?;
    let after =
        Payout { state, settled_at: Some(w.now()), failure: Some(input.reason.trim().to_owned()), ..held.clone() };
    commission::release(w.db(), statement.id).await?;
    if !is_last(w.db(), &statement).await? {
        // A later one was issued meanwhile, and holds it.
        statement::set_state(w.db(), &statement, statement.state.step_to(StatementState::CarriedOver)?).await?;
    }
    write(w, &held, &after).await
}

async fn write(w: &mut Write<'_>, before: &Payout, after: &Payout) -> Result<PayoutId> {
    payout::update(w.db(), before, after).await?;
    let told = json!({
        "statement": after.statement.to_string(), "state": after.state.as_str(), "net": after.pay.net,
        "bankRef": after.bank_ref, "reason": after.failure,
    });
    let change = Change {
        target: after.id.to_string(),
        chapter: Some(after.chapter),
        before: Some(json!({ "state": before.state.as_str() })),
        after: Some(told),
        ..Change::default()
    };
    w.audit(change).await?;
    Ok(after.id)
}
