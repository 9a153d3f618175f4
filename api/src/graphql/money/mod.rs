//! Money in the schema: orders, payments, refunds, the ledger, statements and payouts.

mod dispute;
mod enums;
mod input;
mod invoice;
mod ledger;
mod mutation;
mod order;
mod payment;
mod payout;
mod query;
mod refund;
mod refund_mutation;
mod settlement_enums;
mod settlement_input;
mod settlement_mutation;
mod settlement_query;
mod split_rule;
mod statement;
mod territory_case;

pub(crate) use dispute::Dispute;
pub(crate) use mutation::OrderMutation;
pub(crate) use order::Order;
pub(crate) use payout::Payout;
pub(crate) use query::MoneyQuery;
pub(crate) use refund_mutation::RefundMutation;
pub(crate) use settlement_mutation::SettlementMutation;
pub(crate) use settlement_query::SettlementQuery;
pub(crate) use split_rule::{SplitMutation, SplitQuery};
pub(crate) use statement::{Statement, StatementConnection};
pub(crate) use territory_case::{TerritoryCase, TerritoryCaseConnection};
