//! Records money that staff took in: cash, or a transfer to headquarters' bank.

use domain::access::Permission;
use domain::kernel::{Code, OrderId, PaymentId, Violation};
use domain::money::{CallbackVerdict, Fen, OrderState, PaymentMethod, PaymentState, check_reason};
use serde::Serialize;
use store::StoreError;
use store::chapters::chapter;
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
    /// Records a payment: in cash with `PaymentRecord` at the order's home, by transfer with it at headquarters.
    ///
    /// # Errors
    /// Rules: another amount than the order's, the order is not open, the number of the receipt was used, it is one's own.
    pub async fn payment_record(&self, op: &Op, input: PaymentRecord) -> Result<PaymentId> {
        let input = &input;
        self.write(op, "money.payment_record", input, |w| Box::pin(record(w, input))).await
    }
}

async fn record(w: &mut Write<'_>, input: &PaymentRecord) -> Result<PaymentId> {
    let home = order::load(w.db(), input.order).await?.home;
    require_at(w, home, Permission::PaymentRecord).await?;
    let provider = match input.method {
        // A chapter numbers its own receipts.
        PaymentMethod::Cash => format!("cash:{home}"),
        PaymentMethod::Transfer => {
            // It comes in at headquarters' bank, so headquarters says that it did.
            let root = chapter::headquarters(w.db()).await?;
            w.require(Permission::PaymentRecord, root).await?;
            "transfer".to_owned()
        }
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
        provider,
        reference: input.reference.trim().to_owned(),
        amount: input.amount,
        state: PaymentState::Started,
        created_at: w.now(),
        received_at: None,
        recorded_by: w.actor().account(),
        note: input.note.clone(),
        suspense: None,
        return_asked_at: None,
        return_reason: None,
        tries: 0,
    };
    let (buyer, held) = lock_buyer(w, &made).await?;
    if input.amount != held.price {
        CallbackVerdict::WrongAmount.check()?;
    }
    if w.actor().account().is_some_and(|actor| buyer.account == Some(actor)) {
        let message = "nobody takes in their own money: leave it to a colleague";
        return Err(Violation::new(Code::MoneyOrderState, "order", message).into());
    }
    // Staff see what they are paid for. What is no longer open has an old price: it is opened anew in a moment.
    if held.state != OrderState::Open || w.now() >= held.expires_at {
        let message = "the order is not open any more: open a new one, at today's price";
        return Err(Violation::new(Code::MoneyOrderState, "order", message).into());
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
