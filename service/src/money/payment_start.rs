//! Hands an order to the provider, to be paid online.

use domain::access::Permission;
use domain::kernel::{Code, OrderId, PaymentId, Violation};
use domain::money::{OrderState, PaymentMethod, PaymentState};
use serde::Serialize;
use serde_json::json;
use store::money::order;
use store::money::payment::{self, Payment};

use super::{PaymentAsk, lock_order};
use crate::write::Change;
use crate::{Op, Result, Service, ServiceError, Write};

/// What starts a payment.
#[derive(Debug, Clone, Serialize)]
pub struct PaymentStart {
    pub order: OrderId,
}

/// A payment that can be paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payable {
    pub payment: Payment,
    /// Where the payer goes.
    pub pay_url: String,
}

impl Service {
    /// Starts the payment of an order online: by its member, or with `OrderManage`. Again answers the same payment, so that
    /// nobody pays twice.
    ///
    /// # Errors
    /// Rules: the order does not wait for its payment, or no provider is set up.
    pub async fn payment_start(&self, op: &Op, input: PaymentStart) -> Result<Payable> {
        let provider = self.payments.first().ok_or_else(|| {
            let message = "nothing takes payments online here: pay in cash or by transfer";
            Violation::new(Code::MoneyPaymentUnknown, "", message)
        })?;
        let (input, name) = (&input, provider.name());
        // Written down before the provider hears of it: no notice can be about something that we do not know.
        let id = self.write(op, "money.payment_start", input, |w| Box::pin(start(w, input, name))).await?;
        let payment = payment::load(self.store.read(), id).await?;
        let held = order::load(self.store.read(), payment.order).await?;
        let ask =
            PaymentAsk { reference: payment.reference.clone(), amount: payment.amount, expires_at: held.expires_at };
        let pay_url = provider.begin(&ask).await.map_err(|error| ServiceError::Busy(Box::new(error)))?;
        Ok(Payable { payment, pay_url })
    }
}

async fn start(w: &mut Write<'_>, input: &PaymentStart, provider: &'static str) -> Result<PaymentId> {
    let (_, held, _) = lock_order(w, input.order, Permission::OrderManage).await?;
    if held.state != OrderState::Open || held.expires_at <= w.now() {
        let message = format!("the order is {}: open a new one", held.state);
        return Err(Violation::new(Code::MoneyOrderState, "order", message).into());
    }
    let known = payment::of_order(w.db(), held.id).await?;
    let waiting = known.into_iter().find(|known| known.provider == provider && known.state == PaymentState::Started);
    let id = waiting.as_ref().map_or_else(|| PaymentId(w.next_id()), |waiting| waiting.id);
    if waiting.is_none() {
        let made = Payment {
            id,
            order: held.id,
            method: PaymentMethod::Provider,
            provider: provider.to_owned(),
            reference: id.to_string(),
            amount: held.price,
            state: PaymentState::Started,
            created_at: w.now(),
            received_at: None,
            recorded_by: None,
            note: None,
            suspense: None,
            return_asked_at: None,
            return_reason: None,
            tries: 0,
        };
        payment::insert(w.db(), &made).await?;
    }
    let after = json!({ "payment": id.to_string(), "provider": provider, "amount": held.price });
    let change =
        Change { target: held.id.to_string(), chapter: Some(held.home), after: Some(after), ..Change::default() };
    w.audit(change).await?;
    Ok(id)
}
