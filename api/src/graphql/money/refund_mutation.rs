//! Changes of refunds and invoices.

use async_graphql::{Context, Object};
use domain::kernel::RefundId;

use super::input::{
    InvoiceIssueInput, InvoiceRequestInput, RefundApproveInput, RefundPayInput, RefundRejectInput, RefundRequestInput,
};
use super::mutation::show as show_order;
use super::order::Order;
use super::refund::Refund;
use crate::graphql::View;
use crate::graphql::error::Result;
use crate::graphql::payload::payloads;
use crate::graphql::user_error::{Broken, settle};

payloads! {
    /// What asking for a refund led to.
    RefundRequestPayload {
        /// The refund. Null if a rule was broken.
        refund: Refund
    }
    /// What approving a refund led to.
    RefundApprovePayload {
        /// The refund; paid already, if its provider has taken it. Null if a rule was broken.
        refund: Refund
    }
    /// What rejecting a refund led to.
    RefundRejectPayload {
        /// The refund. Null if a rule was broken.
        refund: Refund
    }
    /// What recording a refund led to.
    RefundPayPayload {
        /// The refund, paid. Null if a rule was broken.
        refund: Refund
    }
    /// What asking for an invoice led to.
    InvoiceRequestPayload {
        /// The order. Null if a rule was broken.
        order: Order
    }
    /// What recording an invoice led to.
    InvoiceIssuePayload {
        /// The order. Null if a rule was broken.
        order: Order
    }
}

/// Changes of refunds and invoices.
#[derive(Debug, Default)]
pub(crate) struct RefundMutation;

/// Changes of refunds and invoices.
#[Object]
impl RefundMutation {
    /// Asks for a refund of an order, as `refundQuote` has it today: of your own, or with `ORDER_MANAGE`. The days go on until
    /// it is decided.
    async fn refund_request(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Of which order.")] mut input: RefundRequestInput,
    ) -> Result<RefundRequestPayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        show(view, view.service().refund_request(&op, input.command()?).await).await
    }

    /// Approves a refund: commissions are taken back first, then the days, and the money is sent. Needs `REFUND_DECIDE`; not
    /// for who asked for it or gets it.
    async fn refund_approve(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which refund.")] mut input: RefundApproveInput,
    ) -> Result<RefundApprovePayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        show(view, view.service().refund_decide(&op, input.command()?).await).await
    }

    /// Rejects a refund: the membership goes on. Needs `REFUND_DECIDE`; not for who asked for it or would get it.
    async fn refund_reject(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which refund, and why.")] mut input: RefundRejectInput,
    ) -> Result<RefundRejectPayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        show(view, view.service().refund_decide(&op, input.command()?).await).await
    }

    /// Records that a refund was handed back in cash or by transfer. Needs `PAYMENT_RECORD` at the order's home.
    async fn refund_pay(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which refund, by which receipt.")] mut input: RefundPayInput,
    ) -> Result<RefundPayPayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        show(view, view.service().refund_pay(&op, input.command()?).await).await
    }

    /// Asks for an invoice of what is left of an order's payment: of your own, or with `ORDER_MANAGE`.
    async fn invoice_request(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Of which order, made out to whom.")] mut input: InvoiceRequestInput,
    ) -> Result<InvoiceRequestPayload> {
        let view = View::of(context)?;
        let (op, command) = (view.op(input.request_key.take()), input.command()?);
        let order = command.order;
        show_order(view, view.service().invoice_request(&op, command).await.map(|_| order)).await
    }

    /// Records the number of an invoice that was issued. Needs `SETTLEMENT_MANAGE` at the order's home.
    async fn invoice_issue(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which request, and the number.")] mut input: InvoiceIssueInput,
    ) -> Result<InvoiceIssuePayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        show_order(view, view.service().invoice_issue(&op, input.command()?).await).await
    }
}

/// The refund as it is after the change, or why there was none.
async fn show<P>(view: &View, outcome: service::Result<RefundId>) -> Result<P>
where
    P: From<Refund> + From<Broken>,
{
    Ok(match settle(outcome)? {
        Ok(id) => Refund::fresh(view, id).await?.into(),
        Err(broken) => broken.into(),
    })
}
