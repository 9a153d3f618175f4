//! Asks for an invoice (发票) of what was paid.

use std::fmt;

use domain::access::Permission;
use domain::kernel::text::is_line;
use domain::kernel::{Code, InvoiceId, OrderId, Violation, Violations};
use domain::money::{OrderState, PaymentState};
use serde::Serialize;
use serde_json::json;
use store::StoreError;
use store::money::invoice::{self, Invoice, InvoiceKind, InvoiceState};
use store::money::payment;

use super::lock_order;
use crate::write::Change;
use crate::{Op, Result, Service, Write};

const MAX_TITLE: usize = 100;
/// The unified social credit code (统一社会信用代码); old registration numbers are shorter.
const TAX_NUMBER: std::ops::RangeInclusive<usize> = 15..=20;

/// What asks for an invoice.
#[derive(Clone, Serialize)]
pub struct InvoiceRequest {
    pub order: OrderId,
    /// Whom it is made out to.
    pub title: String,
    /// Of a company; a person has none.
    pub tax_number: Option<String>,
}

/// By hand: a title may be a person's name.
impl fmt::Debug for InvoiceRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InvoiceRequest").field("order", &self.order).finish_non_exhaustive()
    }
}

impl Service {
    /// Asks for an invoice of what is left of an order's payment: by the member, or with `OrderManage`.
    ///
    /// # Errors
    /// Rules: nothing is left of it, it was asked for already, title or tax number are no good.
    pub async fn invoice_request(&self, op: &Op, input: InvoiceRequest) -> Result<InvoiceId> {
        let input = &input;
        self.write(op, "money.invoice_request", input, |w| Box::pin(request(w, input))).await
    }
}

async fn request(w: &mut Write<'_>, input: &InvoiceRequest) -> Result<InvoiceId> {
    let (_, held, _) = lock_order(w, input.order, Permission::OrderManage).await?;
    check(input)?;
    let refuse = |field: &str, message: &str| Violation::new(Code::MoneyInvoiceInvalid, field, message);
    if held.state == OrderState::Refunding {
        return Err(refuse("order", "a refund of this order is on its way: ask for an invoice of what is left").into());
    }
    let left = held.rule().refundable()?;
    let paid = payment::of_order(w.db(), held.id).await?;
    let paid = paid.into_iter().find(|paid| paid.state == PaymentState::Succeeded && left > domain::money::Fen::ZERO);
    let paid = paid.ok_or_else(|| refuse("order", "nothing of this order was paid, or all of it went back"))?;
    let made = Invoice {
        id: InvoiceId(w.next_id()),
        order: held.id,
        payment: paid.id,
        kind: if input.tax_number.is_some() { InvoiceKind::Company } else { InvoiceKind::Person },
        title: input.title.clone(),
        tax_number: input.tax_number.clone(),
        amount: left,
        red: domain::money::Fen::ZERO,
        state: InvoiceState::Requested,
        requested_at: w.now(),
        issued_at: None,
        number: None,
    };
    match invoice::insert(w.db(), w.vault(), &made).await {
        Err(StoreError::Duplicate(_)) => return Err(refuse("order", "an invoice was asked for already").into()),
        outcome => outcome?,
    }
    let after = json!({ "order": held.id.to_string(), "amount": made.amount });
    let change =
        Change { target: made.id.to_string(), chapter: Some(held.home), after: Some(after), ..Change::default() };
    w.audit(change).await?;
    Ok(made.id)
}

fn check(input: &InvoiceRequest) -> std::result::Result<(), Violations> {
    let mut broken = Violations::default();
    if !is_line(&input.title, MAX_TITLE) {
        let message = format!("a title has 1 to {MAX_TITLE} characters on one line, and no blanks at its ends");
        broken.add(Code::MoneyInvoiceInvalid, "title", message);
    }
    let fits = |number: &str| {
        TAX_NUMBER.contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
    };
    if input.tax_number.as_deref().is_some_and(|number| !fits(number)) {
        let message = "a tax number has 15 to 20 digits and capital letters";
        broken.add(Code::MoneyInvoiceInvalid, "taxNumber", message);
    }
    broken.check()
}
