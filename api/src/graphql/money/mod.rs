//! Money in the schema: orders, payments, refunds, the ledger.

mod enums;
mod input;
mod invoice;
mod ledger;
mod mutation;
mod order;
mod payment;
mod query;
mod refund;
mod refund_mutation;

pub(crate) use mutation::OrderMutation;
pub(crate) use order::Order;
pub(crate) use query::MoneyQuery;
pub(crate) use refund_mutation::RefundMutation;
