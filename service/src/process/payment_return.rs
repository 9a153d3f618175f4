//! Money of a wrong amount: it lies in suspense from the moment it comes, until its provider puts it right or finance sends
//! it back.

use domain::access::Permission;
use domain::kernel::{Code, PaymentId, Violation};
use domain::money::{Entry, Fen, PaymentState, check_reason};
use serde::Serialize;
use serde_json::json;
use store::chapters::chapter;
use store::money::ledger;
use store::money::order::OrderRecord;
use store::money::payment::{self, Payment};

use super::payment_book::lock_buyer;
use crate::money::tender;
use crate::write::Change;
use crate::{Op, Result, Service, Write};

/// What sends a payment of a wrong amount back.
#[derive(Debug, Clone, Serialize)]
pub struct PaymentReturn {
    pub id: PaymentId,
    pub reason: String,
}

impl Service {
    /// Sends a payment of a wrong amount back through its provider, with `RefundDecide` at headquarters: at once, or as soon as
    /// the provider takes it.
    ///
    /// # Errors
    /// Rules: it is not of a wrong amount, nothing came in, or it goes back already; no reason.
    pub async fn payment_return(&self, op: &Op, input: PaymentReturn) -> Result<PaymentId> {
        let input = &input;
        let id = self.write(op, "money.payment_return", input, |w| Box::pin(ask(w, input))).await?;
        let odd = payment::load(self.store.read(), id).await?;
        if odd.state == PaymentState::Mismatched {
            // By the system, as a refund that was approved.
            self.surplus_return(&Op::system("money.refunds", op.request_id), &odd).await?;
        }
        Ok(id)
    }
}

async fn ask(w: &mut Write<'_>, input: &PaymentReturn) -> Result<PaymentId> {
    let headquarters = chapter::headquarters(w.db()).await?;
    w.require(Permission::RefundDecide, headquarters).await?;
    let seen = payment::load(w.db(), input.id).await?;
    let (_, held) = lock_buyer(w, &seen).await?;
    check_reason("reason", &input.reason)?;
    let odd = payment::load(w.db(), input.id).await?;
    let refuse = |message: &str| Violation::new(Code::MoneyPaymentUnknown, "id", message);
    let Some(amount) = odd.suspense.filter(|_| odd.state == PaymentState::Mismatched) else {
        return Err(refuse("only a payment of a wrong amount that has come in is sent back like this").into());
    };
    if odd.return_asked_at.is_some() {
        return Err(refuse("this payment goes back already").into());
    }
    payment::ask_return(w.db(), &odd, input.reason.trim(), (w.now(), w.actor().account())).await?;
    let after = json!({ "amount": amount, "order": held.id.to_string(), "reason": input.reason.trim() });
    let change =
        Change { target: odd.id.to_string(), chapter: Some(held.home), after: Some(after), ..Change::default() };
    w.audit(change).await?;
    Ok(odd.id)
}

/// Puts what came in under a wrong amount into suspense, once: what is told of it later is kept, and books nothing.
pub(super) async fn suspend(w: &Write<'_>, held: &OrderRecord, odd: &Payment, received: Fen) -> Result<()> {
    // What no payment can be is noise of the provider's, and not money.
    if odd.suspense.is_some() || received.check_input("amount").is_err() {
        return Ok(());
    }
    payment::set_suspense(w.db(), odd, received).await?;
    let entry = Entry::suspense_received(held.member, tender(odd, held), received)?;
    ledger::append(w.db(), &entry, &odd.id.to_string(), w.now()).await?;
    Ok(())
}

/// Takes it off again where the provider has put its amount right.
pub(super) async fn correct(w: &Write<'_>, held: &OrderRecord, odd: &Payment) -> Result<()> {
    let Some(received) = odd.suspense.filter(|_| odd.state == PaymentState::Mismatched) else { return Ok(()) };
    let entry = Entry::suspense_corrected(held.member, tender(odd, held), received)?;
    ledger::append(w.db(), &entry, &odd.id.to_string(), w.now()).await?;
    Ok(())
}
