//! Records money that staff took in: cash, or a transfer to headquarters' bank.

use domain::access::Permission;
use domain::kernel::{Code, OrderId, PaymentId, Violation};
use domain::money::{Arrival, CallbackVerdict, Fen, PaymentMethod, PaymentState, check_reason};
use serde::Serialize;
use store::StoreError;
use store::money::order;
use store::money::payment::{self, Payment};

use super::payment_book::{book, lock_buyer};
use crate::money::require_at;
use crate::{Op, Result, Service, ServiceError, Write};

/// What records a payment.
#[derive(Debug, Clone, Serialize)]
pub struct PaymentRecord {
    pub order: OrderId,
    /// Cash or transfer.
    pub method: PaymentMethod,
    /// What was received: exactly the order's price.
    pub amount: Fen,
    /// The number of the receipt or transfer: no two payments have the same.
    pub reference: String,
    pub note: Option<String>,
}

impl Service {
    /// Records a payment in cash or by transfer, with `PaymentRecord` at the order's home.
    ///
    /// # Errors
    /// Rules: another amount than the order's, the order was paid before, the number of the receipt was used.
    pub async fn payment_record(&self, op: &Op, input: PaymentRecord) -> Result<PaymentId> {
        let input = &input;
        self.write(op, "money.payment_record", input, |w| Box::pin(record(w, input))).await
    }
}

async fn record(w: &mut Write<'_>, input: &PaymentRecord) -> Result<PaymentId> {
    let home = order::load(w.db(), input.order).await?.home;
    require_at(w, home, Permission::PaymentRecord).await?;
    let provider = match input.method {
        PaymentMethod::Cash | PaymentMethod::Transfer => input.method.as_str(),
        PaymentMethod::Provider => {
            let message = "what a provider takes is told by the provider: record cash or a transfer";
            return Err(Violation::new(Code::MoneyPaymentUnknown, "method", message).into());
        }
    };
    check_reason("reference", &input.reference)?;
    input.note.as_deref().map_or(Ok(()), |note| check_reason("note", note))?;
    let made = Payment {
        id: PaymentId(w.next_id()),
        order: input.order,
        method: input.method,
        provider: provider.to_owned(),
        reference: input.reference.trim().to_owned(),
        amount: input.amount,
        state: PaymentState::Started,
        created_at: w.now(),
        received_at: None,
        recorded_by: w.actor().account(),
        note: input.note.clone(),
    };
    let (buyer, held) = lock_buyer(w, &made).await?;
    if input.amount != held.price {
        CallbackVerdict::WrongAmount.check()?;
    }
    // Staff sees that it was paid, and hands the money back at once: nothing is booked.
    if held.rule().arrival() == Arrival::Surplus {
        held.rule().pay()?;
    }
    match payment::insert(w.db(), &made).await {
        Err(StoreError::Duplicate(_)) => {
            let message = "a payment with this number is recorded already";
            return Err(Violation::new(Code::MoneyPaymentUnknown, "reference", message).into());
        }
        outcome => outcome?,
    }
    if book(w, (&buyer, &held), &made).await? != CallbackVerdict::Apply {
        let message = "what the order buys cannot be given any more: hand the money back";
        return Err(ServiceError::from(Violation::new(Code::MoneyOrderState, "order", message)));
    }
    Ok(made.id)
}
