//! Sends money back: what was decided, and what came too many.

use chrono::TimeDelta;
use domain::access::Permission;
use domain::kernel::{Code, PaymentId, RefundId, Violation};
use domain::money::{Entry, PaymentMethod, PaymentState, RefundState, Tender};
use serde::Serialize;
use serde_json::json;
use store::chapters::chapter;
use store::members::member;
use store::money::order::{self, OrderRecord};
use store::money::payment::{self, Payment};
use store::money::{ledger, refund};

use super::{RefundAsk, require_at};
use crate::write::Change;
use crate::{Op, Result, Service, ServiceError, Write};

/// What records that a refund was handed back in cash or by transfer.
#[derive(Debug, Clone, Serialize)]
pub struct RefundPay {
    pub id: RefundId,
    /// The number of the receipt or transfer.
    pub reference: String,
}

/// Where a payment's money lies.
pub(crate) fn tender(payment: &Payment, order: &OrderRecord) -> Tender {
    match payment.method {
        PaymentMethod::Provider => Tender::Provider,
        PaymentMethod::Cash => Tender::Cash(order.home),
        PaymentMethod::Transfer => Tender::Transfer,
    }
}

impl Service {
    /// Records that a refund was handed back by hand, with `PaymentRecord` at the order's home (for a transfer, at
    /// headquarters), by another than who decided. What was paid through a provider goes back through it, by itself.
    ///
    /// # Errors
    /// Rules: it was not decided, or was paid; it goes through a provider; no number of a receipt.
    pub async fn refund_pay(&self, op: &Op, input: RefundPay) -> Result<RefundId> {
        let input = &input;
        self.write(op, "money.refund_pay", input, |w| Box::pin(record(w, input))).await
    }

    /// Sends a refund that was decided through its provider; answers whether it has left the house. A provider that is away
    /// is no error: the refund waits.
    pub(crate) async fn refund_send(&self, op: &Op, id: RefundId) -> Result<bool> {
        let held = refund::load(self.store.read(), id).await?;
        let paid = payment::load(self.store.read(), held.payment).await?;
        if held.state != RefundState::Decided || paid.method != PaymentMethod::Provider {
            return Ok(false);
        }
        let ask = RefundAsk { reference: id.to_string(), payment: paid.reference.clone(), amount: held.amount };
        let Some(reference) = self.give_back(&paid, &ask).await else {
            let work = self.store.begin().await?;
            refund::put_off(work.db(), id, self.now() + pause(held.tries)).await?;
            work.commit().await?;
            return Ok(false);
        };
        let reference = reference.as_str();
        by_us(self.write(op, "money.refund_pay", &(), |w| Box::pin(settle(w, id, reference))).await)
    }

    /// Sends a payment too many, or one of a wrong amount, back; answers whether it has left the house.
    pub(crate) async fn surplus_return(&self, op: &Op, surplus: &Payment) -> Result<bool> {
        let reference = surplus.id.to_string();
        let amount = if surplus.state == PaymentState::Mismatched { surplus.suspense } else { Some(surplus.amount) };
        let Some(amount) = amount else { return Ok(false) };
        let ask = RefundAsk { reference, payment: surplus.reference.clone(), amount };
        if self.give_back(surplus, &ask).await.is_none() {
            let work = self.store.begin().await?;
            payment::put_off(work.db(), surplus.id, self.now() + pause(surplus.tries)).await?;
            work.commit().await?;
            return Ok(false);
        }
        let id = surplus.id;
        by_us(self.write(op, "money.surplus_return", &(), |w| Box::pin(returned(w, id))).await)
    }

    async fn give_back(&self, paid: &Payment, ask: &RefundAsk) -> Option<String> {
        let provider = self.payments.iter().find(|provider| provider.name() == paid.provider);
        match provider?.refund(ask).await {
            Ok(reference) => Some(reference),
            Err(error) => {
                tracing::warn!(%error, refund = ask.reference, "a refund could not be sent; it is tried again");
                None
            }
        }
    }
}

/// How long to wait before a provider that has refused so often is asked again: seconds at first, an hour in the end.
fn pause(tries: i32) -> TimeDelta {
    TimeDelta::seconds(5 << tries.clamp(0, 10)).min(TimeDelta::hours(1))
}

/// Whether it was this that wrote it. Another may have been faster: the provider paid once for both.
fn by_us<T>(written: Result<T>) -> Result<bool> {
    match written {
        Ok(_) => Ok(true),
        Err(ServiceError::Rules(_)) => Ok(false),
        Err(error) => Err(error),
    }
}

async fn record(w: &mut Write<'_>, input: &RefundPay) -> Result<RefundId> {
    let held = refund::load(w.db(), input.id).await?;
    let seen = order::load(w.db(), held.order).await?;
    require_at(w, seen.home, Permission::PaymentRecord).await?;
    let refuse = |message: &str| Violation::new(Code::MoneyRefundState, "id", message);
    match payment::load(w.db(), held.payment).await?.method {
        PaymentMethod::Cash => {}
        PaymentMethod::Transfer => {
            let root = chapter::headquarters(w.db()).await?;
            w.require(Permission::PaymentRecord, root).await?;
        }
        PaymentMethod::Provider => {
            return Err(refuse("it was paid through the provider, and goes back through it by itself").into());
        }
    }
    let (actor, buyer) = (w.actor().account(), member::load(w.db(), seen.member).await?.account);
    if actor.is_some() && (actor == held.decided_by || actor == buyer) {
        return Err(
            refuse("whoever decided on a refund, or gets it, does not hand it out: leave it to a colleague").into()
        );
    }
    domain::money::check_reason("reference", &input.reference)?;
    settle(w, input.id, &input.reference).await
}

/// Writes that a refund has left the house.
async fn settle(w: &mut Write<'_>, id: RefundId, reference: &str) -> Result<RefundId> {
    let seen = order::load(w.db(), refund::load(w.db(), id).await?.order).await?;
    member::load_for_update(w.db(), seen.member).await?;
    let held_order = order::load_for_update(w.db(), seen.id).await?;
    let held = refund::load(w.db(), id).await?;
    held.state.step_to(RefundState::Paid)?;
    let paid = payment::load(w.db(), held.payment).await?;
    let settled = held_order.rule().settle_refund(held.amount)?;
    refund::set_paid(w.db(), &held, reference, w.now()).await?;
    order::set_state(w.db(), &held_order, settled.state).await?;
    let entry = Entry::refund_paid(held_order.member, tender(&paid, &held_order), held.amount)?;
    ledger::append(w.db(), &entry, &id.to_string(), w.now()).await?;
    let after = json!({ "amount": held.amount, "order": held_order.id.to_string(), "state": settled.state });
    let change =
        Change { target: id.to_string(), chapter: Some(held_order.home), after: Some(after), ..Change::default() };
    w.audit(change).await?;
    Ok(id)
}

async fn returned(w: &mut Write<'_>, id: PaymentId) -> Result<PaymentId> {
    let seen = order::load(w.db(), payment::load(w.db(), id).await?.order).await?;
    member::load_for_update(w.db(), seen.member).await?;
    let held_order = order::load_for_update(w.db(), seen.id).await?;
    let surplus = payment::load(w.db(), id).await?;
    let back = tender(&surplus, &held_order);
    let (state, amount, entry) = match (surplus.state, surplus.suspense) {
        (PaymentState::Surplus, _) => {
            let entry = Entry::surplus_returned(held_order.member, back, surplus.amount)?;
            (PaymentState::Returned, surplus.amount, entry)
        }
        (PaymentState::Mismatched, Some(amount)) if surplus.return_asked_at.is_some() => {
            (PaymentState::SentBack, amount, Entry::suspense_returned(held_order.member, back, amount)?)
        }
        _ => {
            let message = "this payment has gone back already";
            return Err(Violation::new(Code::MoneyPaymentUnknown, "id", message).into());
        }
    };
    payment::set_state(w.db(), &surplus, state, None).await?;
    ledger::append(w.db(), &entry, &id.to_string(), w.now()).await?;
    let after = json!({ "amount": amount, "order": held_order.id.to_string() });
    let change =
        Change { target: id.to_string(), chapter: Some(held_order.home), after: Some(after), ..Change::default() };
    w.audit(change).await?;
    Ok(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_up_to_an_hour() {
        let seconds = [0, 1, 2, 9, 10, 1_000].map(|tries| pause(tries).num_seconds());
        assert_eq!(seconds, [5, 10, 20, 2_560, 3_600, 3_600]);
    }
}
