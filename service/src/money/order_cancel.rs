//! Calls an order off that was not paid.

use domain::access::Permission;
use domain::kernel::OrderId;
use serde::Serialize;
use serde_json::json;
use store::money::order;

use super::lock_order;
use crate::write::Change;
use crate::{Op, Result, Service, Write};

/// What calls an order off.
#[derive(Debug, Clone, Serialize)]
pub struct OrderCancel {
    pub id: OrderId,
}

impl Service {
    /// Calls an order off: by its member, or with `OrderManage`. A payment that is on its way pays it all the same.
    ///
    /// # Errors
    /// Rules: it does not wait for its payment.
    pub async fn order_cancel(&self, op: &Op, input: OrderCancel) -> Result<OrderId> {
        let input = &input;
        self.write(op, "money.order_cancel", input, |w| Box::pin(cancel(w, input))).await
    }
}

async fn cancel(w: &mut Write<'_>, input: &OrderCancel) -> Result<OrderId> {
    let (_, held, _) = lock_order(w, input.id, Permission::OrderManage).await?;
    let cancelled = held.rule().cancel()?;
    order::set_state(w.db(), &held, cancelled.state).await?;
    let change = Change {
        target: held.id.to_string(),
        chapter: Some(held.home),
        before: Some(json!({ "state": held.state })),
        after: Some(json!({ "state": cancelled.state })),
        ..Change::default()
    };
    w.audit(change).await?;
    Ok(held.id)
}
