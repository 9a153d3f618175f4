//! Money: orders, payments, the ledger, commission, refunds and statements.
//!
//! An [`Order`] is paid; [`split()`] says who gets what of it; the parts that are not headquarters' become a [`Commission`] each,
//! which waits out the refund window, is owed, and is paid out by a monthly [`Statement`]. Whatever moves money is one
//! [`Entry`] of the ledger. All amounts are whole [`Fen`].

mod commission;
mod cross_territory;
mod dispute;
mod fen;
mod ledger;
mod order;
mod payment;
mod payout;
mod reason;
mod refund;
mod split;
mod statement;
mod withholding;

pub use commission::{Commission, CommissionState, FREEZE_DAYS, Holding, Reversal, due, payable_at};
pub use cross_territory::{
    ALERT_ABOVE, CASE_ABOVE, CaseState, Measures, Outside, OutsideLevel, Ruling, judge_month, rule_on_case,
};
pub use dispute::{ANSWER_WITHIN_DAYS, Dispute, DisputeState, OPEN_WITHIN_DAYS, RULE_WITHIN_DAYS, frozen_by};
pub use fen::{BasisPoints, Fen};
pub use ledger::{
    AccountKind, AccountRef, Balances, Entry, EntryKind, Fault, Owner, Side, Tender, Transfer, prove_balances,
    prove_entry, prove_order, prove_overdrafts,
};
pub use order::{Arrival, ORDER_OPEN_FOR, Order, OrderKind, OrderState};
pub use payment::{
    Callback, CallbackVerdict, KnownPayment, PaymentMethod, PaymentState, ProviderOutcome, judge_callback,
};
pub use payout::{MIN_PAYOUT, PaidOut, PayoutState, payout_due, statement_due};
pub use reason::check_reason;
pub use refund::{
    PaidTerm, REFUND_WINDOW_DAYS, RefundCase, RefundQuote, RefundRule, RefundState, refund_due, refund_window_over_at,
    upgrade_credit, upgrade_price,
};
pub use split::{MAX_CASH_DEPTH, Promoter, Share, Split, SplitRule, Territory, split};
pub use statement::{LineKind, Month, Statement, StatementLine, StatementState};
pub use withholding::{PayeeKind, Withheld, check_payout_alone, check_payout_month, withhold, withhold_more};
