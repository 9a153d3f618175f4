//! Changes of orders and payments.

use async_graphql::{Context, Object};
use domain::kernel::OrderId;

use super::input::{OrderCancelInput, OrderOpenInput, PaymentRecordInput, PaymentStartInput};
use super::order::Order;
use crate::graphql::View;
use crate::graphql::error::Result;
use crate::graphql::payload::payloads;
use crate::graphql::user_error::{Broken, UserError, settle};

payloads! {
    /// What opening an order led to.
    OrderOpenPayload {
        /// The order. Null if a rule was broken.
        order: Order
    }
    /// What calling an order off led to.
    OrderCancelPayload {
        /// The order. Null if a rule was broken.
        order: Order
    }
    /// What recording a payment led to.
    PaymentRecordPayload {
        /// The order, paid. Null if a rule was broken.
        order: Order
    }
}

/// What starting a payment led to.
#[derive(async_graphql::SimpleObject)]
pub(crate) struct PaymentStartPayload {
    /// The order. Null if a rule was broken.
    order: Option<Order>,
    /// The provider's name. Null if a rule was broken.
    provider: Option<String>,
    /// Our number of the payment with the provider. Null if a rule was broken.
    reference: Option<String>,
    /// Where the payer goes. Null if a rule was broken.
    pay_url: Option<String>,
    /// The rules that the input breaks; empty if the mutation was done.
    user_errors: Vec<UserError>,
}

/// Changes of orders and payments.
#[derive(Debug, Default)]
pub(crate) struct OrderMutation;

/// Changes of orders and payments.
#[Object]
impl OrderMutation {
    /// Opens an order at the price in force at the member's home: for yourself, or with `ORDER_MANAGE` there. It waits half an
    /// hour for its payment; what the member had opened before and not paid is called off.
    async fn order_open(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Who buys what.")] mut input: OrderOpenInput,
    ) -> Result<OrderOpenPayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        show(view, view.service().order_open(&op, input.command()?).await).await
    }

    /// Calls an order off that was not paid: your own, or with `ORDER_MANAGE`. A payment that is on its way pays it all the
    /// same.
    async fn order_cancel(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which order.")] mut input: OrderCancelInput,
    ) -> Result<OrderCancelPayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        show(view, view.service().order_cancel(&op, input.command()?).await).await
    }

    /// Starts the payment of an order online: your own, or with `ORDER_MANAGE`. Again answers the same payment, so that nobody
    /// pays twice.
    async fn payment_start(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which order.")] mut input: PaymentStartInput,
    ) -> Result<PaymentStartPayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        Ok(match settle(view.service().payment_start(&op, input.command()?).await)? {
            Ok(payable) => PaymentStartPayload {
                order: Some(Order::fresh(view, payable.payment.order).await?),
                provider: Some(payable.payment.provider),
                reference: Some(payable.payment.reference),
                pay_url: Some(payable.pay_url),
                user_errors: Vec::new(),
            },
            Err(user_errors) => {
                PaymentStartPayload { order: None, provider: None, reference: None, pay_url: None, user_errors }
            }
        })
    }

    /// Records a payment in cash or by transfer: the order is paid by it. Needs `PAYMENT_RECORD` at the order's home.
    async fn payment_record(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What was received, for which order.")] mut input: PaymentRecordInput,
    ) -> Result<PaymentRecordPayload> {
        let view = View::of(context)?;
        let (op, command) = (view.op(input.request_key.take()), input.command()?);
        let order = command.order;
        show(view, view.service().payment_record(&op, command).await.map(|_| order)).await
    }
}

/// The order as it is after the change, or why there was none.
pub(super) async fn show<P>(view: &View, outcome: service::Result<OrderId>) -> Result<P>
where
    P: From<Order> + From<Broken>,
{
    Ok(match settle(outcome)? {
        Ok(id) => Order::fresh(view, id).await?.into(),
        Err(broken) => broken.into(),
    })
}
