//! Records that an invoice was issued.

use domain::access::Permission;
use domain::kernel::{Code, InvoiceId, OrderId, Violation};
use serde::Serialize;
use serde_json::json;
use store::money::invoice::{self, InvoiceState};
use store::money::order;

use super::require_at;
use crate::write::Change;
use crate::{Op, Result, Service, Write};

/// What records an invoice.
#[derive(Debug, Clone, Serialize)]
pub struct InvoiceIssue {
    pub id: InvoiceId,
    /// Its number: 20 digits for a digital one (数电发票), 8 or 12 for older ones.
    pub number: String,
}

impl Service {
    /// Records the number of an invoice that was issued at the tax bureau's platform, with `SettlementManage` at the order's
    /// home; answers the order.
    ///
    /// # Errors
    /// Rules: it was issued, or is void since the order was refunded; the number is no good.
    pub async fn invoice_issue(&self, op: &Op, input: InvoiceIssue) -> Result<OrderId> {
        let input = &input;
        self.write(op, "money.invoice_issue", input, |w| Box::pin(issue(w, input))).await
    }
}

async fn issue(w: &mut Write<'_>, input: &InvoiceIssue) -> Result<OrderId> {
    let seen = invoice::load(w.db(), w.vault(), input.id).await?;
    let home = order::load(w.db(), seen.order).await?.home;
    require_at(w, home, Permission::SettlementManage).await?;
    // A refund that is decided at this moment turns the invoice red, or finds it not issued.
    order::load_for_update(w.db(), seen.order).await?;
    let asked = invoice::load(w.db(), w.vault(), input.id).await?;
    let refuse = |field: &str, message: &str| Violation::new(Code::MoneyInvoiceInvalid, field, message);
    if asked.state != InvoiceState::Requested {
        return Err(refuse("id", "it was issued already, or is void: the order was refunded").into());
    }
    if !(8..=20).contains(&input.number.len()) || !input.number.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(refuse("number", "the number of an invoice has 8 to 20 digits").into());
    }
    invoice::issue(w.db(), input.id, &input.number, w.now()).await?;
    let change = Change {
        target: input.id.to_string(),
        chapter: Some(home),
        after: Some(json!({ "order": asked.order.to_string(), "number": input.number })),
        ..Change::default()
    };
    w.audit(change).await?;
    Ok(asked.order)
}
