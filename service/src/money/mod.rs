//! Money: orders and their payments, commission, refunds, the ledger.
//!
//! A member acts on the own orders; everybody else by a right at the order's home, the chapter where the member was at home
//! when the order was opened. What spans members and money (opening, booking, refunding) lives in `process`.

mod authority;
mod invoice_issue;
mod invoice_request;
mod order_cancel;
mod payment_start;
mod prove;
mod provider;
mod quote;
mod read;
mod read_ledger;
mod refund_send;
mod reseal;
mod sweep;
mod territory;

pub use invoice_issue::InvoiceIssue;
pub use invoice_request::InvoiceRequest;
pub use order_cancel::OrderCancel;
pub use payment_start::{Payable, PaymentStart};
pub use prove::LedgerProof;
pub use provider::{Notice, NoticeError, PaymentAsk, PaymentProvider, ProviderError, RefundAsk, SignedNotice};
pub use read::OrderCard;
pub use refund_send::RefundPay;
pub use store::money::commission::CommissionRecord;
pub use store::money::invoice::{Invoice, InvoiceKind, InvoiceState};
pub use store::money::ledger::LedgerEntry;
pub use store::money::order::{OrderFilter, OrderRecord};
pub use store::money::payment::{NoticeRecord, Payment};
pub use store::money::refund::Refund;

pub(crate) use authority::{lock_order, require_at};
pub(crate) use quote::{credit, quote};
pub(crate) use refund_send::tender;
pub(crate) use territory::territory;
