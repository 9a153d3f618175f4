//! Money: orders and their payments, commission, refunds, the ledger.
//!
//! A member acts on the own orders; everybody else by a right at the order's home, the chapter where the member was at home
//! when the order was opened. What spans members and money (opening, booking, refunding) lives in `process`.

mod authority;
mod cross_territory_case;
mod dispute_open;
mod dispute_rule;
mod invoice_issue;
mod invoice_request;
mod order_cancel;
mod payment_start;
mod payout_file;
mod payout_prepare;
mod payout_settle;
mod prove;
mod prove_statements;
mod provider;
mod quote;
mod read;
mod read_ledger;
mod read_statements;
mod refund_send;
mod reseal;
mod settlement;
mod split_rule_set;
mod statement_lines;
mod statements_issue;
mod sweep;
mod territory;

pub use cross_territory_case::TerritoryCaseDecide;
pub use dispute_open::DisputeOpen;
pub use dispute_rule::{DisputeAnswer, DisputeRule};
pub use invoice_issue::InvoiceIssue;
pub use invoice_request::InvoiceRequest;
pub use order_cancel::OrderCancel;
pub use payment_start::{Payable, PaymentStart};
pub use payout_file::{PayoutFile, PayoutsWanted};
pub use payout_prepare::PayoutPrepare;
pub use payout_settle::{PayoutFail, PayoutSend, PayoutSettle};
pub use prove::LedgerProof;
pub use provider::{Notice, NoticeError, PaymentAsk, PaymentProvider, ProviderError, RefundAsk, SignedNotice};
pub use read::OrderCard;
pub use read_statements::LineCard;
pub use refund_send::RefundPay;
pub use split_rule_set::SplitRuleSet;
pub use statements_issue::StatementsIssue;
pub use store::money::commission::CommissionRecord;
pub use store::money::cross_territory::TerritoryCase;
pub use store::money::dispute::DisputeRecord;
pub use store::money::invoice::{Invoice, InvoiceKind, InvoiceState};
pub use store::money::ledger::LedgerEntry;
pub use store::money::order::{OrderFilter, OrderRecord};
pub use store::money::payment::{NoticeRecord, Payment};
pub use store::money::payout::Payout;
pub use store::money::refund::Refund;
pub use store::money::statement::StatementRecord;

pub(crate) use authority::{check_buyer, lock_order, require_at};
pub(crate) use quote::{credit, quote};
pub(crate) use refund_send::tender;
pub(crate) use territory::{outside, territory};
