//! Asks for a refund, as it is quoted today.

use domain::access::Permission;
use domain::kernel::{Code, OrderId, RefundId, Violation, local_date};
use domain::members::{Standing, ask_refund, unfreeze};
use domain::money::{PaymentState, RefundState, check_reason};
use serde::Serialize;
use serde_json::json;
use store::StoreError;
use store::members::member::Member;
use store::money::refund::{self, Refund};
use store::money::{order, payment};

use crate::members::{bring_up_to_date, write_change};
use crate::money::{lock_order, quote};
use crate::write::Change;
use crate::{Op, Result, Service, ServiceError, Write};

/// What asks for a refund.
#[derive(Debug, Clone, Serialize)]
pub struct RefundRequest {
    pub order: OrderId,
    /// Nobody has to say why.
    pub reason: Option<String>,
}

impl Service {
    /// Asks for a refund of an order: by the member, or with `OrderManage`. The days go on until it is decided; what goes back
    /// is counted from today.
    ///
    /// # Errors
    /// Rules: nothing is left to refund, or a refund is on its way.
    pub async fn refund_request(&self, op: &Op, input: RefundRequest) -> Result<RefundId> {
        let input = &input;
        self.write(op, "money.refund_request", input, |w| Box::pin(request(w, input))).await
    }
}

async fn request(w: &mut Write<'_>, input: &RefundRequest) -> Result<RefundId> {
    let (buyer, held, _) = lock_order(w, input.order, Permission::OrderManage).await?;
    input.reason.as_deref().map_or(Ok(()), |reason| check_reason("reason", reason))?;
    let today = local_date(w.now());
    let unpaid = || Violation::new(Code::MoneyRefundNothing, "order", "the order was never paid");
    let quote = quote(w.db(), &buyer, &held, today).await?.ok_or_else(unpaid)?.check()?;
    let asked = held.rule().begin_refund(quote.amount)?;
    let paid = payment::of_order(w.db(), held.id).await?;
    let paid = paid.into_iter().find(|paid| paid.state == PaymentState::Succeeded);
    let paid = paid.ok_or_else(|| ServiceError::internal("a paid order without a payment"))?;
    let made = Refund {
        id: RefundId(w.next_id()),
        order: held.id,
        payment: paid.id,
        amount: quote.amount,
        rule: quote.rule,
        unused_days: quote.unused_days,
        total_days: quote.total_days,
        state: RefundState::Requested,
        reason: input.reason.clone(),
        requested_at: w.now(),
        requested_by: w.actor().account(),
        pay_by: quote.pay_by,
        decided_at: None,
        decided_by: None,
        decision_note: None,
        paid_at: None,
        reference: None,
        tries: 0,
        next_try_at: None,
    };
    match refund::insert(w.db(), &made).await {
        Err(StoreError::Duplicate(_)) => {
            let message = "a refund of this order is on its way";
            return Err(Violation::new(Code::MoneyRefundState, "order", message).into());
        }
        outcome => outcome?,
    }
    order::set_state(w.db(), &held, asked.state).await?;
    rest(w, &buyer).await?;
    let after = json!({
        "order": held.id.to_string(), "amount": made.amount, "rule": made.rule, "unusedDays": made.unused_days,
        "totalDays": made.total_days, "payBy": made.pay_by,
    });
    let change =
        Change { target: made.id.to_string(), chapter: Some(held.home), after: Some(after), ..Change::default() };
    w.audit(change).await?;
    Ok(made.id)
}

/// Marks a running membership as one that waits for a refund. A freeze ends with that; of one that is over nothing rests.
async fn rest(w: &mut Write<'_>, buyer: &Member) -> Result<()> {
    let today = local_date(w.now());
    let (mut buyer, _) = bring_up_to_date(w, buyer).await?;
    if buyer.state.standing == Standing::Frozen {
        let thawed = unfreeze(&buyer.state, today)?;
        buyer = write_change(w, &buyer, thawed.state, thawed.shift).await?;
    }
    if buyer.state.standing == Standing::Active {
        let asked = ask_refund(&buyer.state, today)?;
        write_change(w, &buyer, asked.state, asked.shift).await?;
    }
    Ok(())
}
