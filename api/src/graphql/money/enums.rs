//! Enums of money, each bound to its domain type: a variant missing here does not compile.

use async_graphql::Enum;
use service::money::Refund;

/// What an order is for.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::money::OrderKind")]
pub(crate) enum OrderKind {
    /// The first term of a tier.
    Purchase,
    /// A further term, which begins where the last one ends.
    Renewal,
    /// A better tier, less the credit for the days left of the old one.
    Upgrade,
}

/// Where an order stands.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::money::OrderState")]
pub(crate) enum OrderState {
    /// Waits for its payment.
    Open,
    /// It was paid.
    Paid,
    /// A refund was asked for and has not left the house.
    Refunding,
    /// A part went back.
    PartlyRefunded,
    /// All of it went back.
    Refunded,
    /// Called off before it was paid.
    Cancelled,
    /// Not paid in time.
    Expired,
}

/// How money comes in.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::money::PaymentMethod")]
pub(crate) enum PaymentMethod {
    /// Online, through a payment provider.
    Provider,
    /// In cash at a chapter.
    Cash,
    /// By bank transfer to headquarters.
    Transfer,
}

/// Where a payment stands.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::money::PaymentState")]
pub(crate) enum PaymentState {
    /// Handed to the provider.
    Started,
    /// It has paid its order.
    Succeeded,
    /// The provider reports that nothing was paid.
    Failed,
    /// It came for an order that was paid before, and goes back in full.
    Surplus,
    /// A surplus that has gone back.
    Returned,
    /// The provider names another amount than the order: it is in suspense until finance has looked into it.
    Mismatched,
    /// A payment of a wrong amount that has gone back.
    SentBack,
}

/// What a provider's notice came to.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::money::CallbackVerdict")]
pub(crate) enum NoticeVerdict {
    /// It paid the order.
    Apply,
    /// It was booked before.
    Repeat,
    /// It names another amount than the order: it pays nothing, and is kept for finance.
    WrongAmount,
    /// There is no such order.
    UnknownOrder,
    /// It came for an order that was paid before, and goes back in full.
    Surplus,
    /// The provider reports that nothing was paid.
    Declined,
}

/// By which rule a refund is counted.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::money::RefundRule")]
pub(crate) enum RefundRule {
    /// All of it, within the first seven days.
    SevenDays,
    /// The price of the days that have not begun.
    UnusedDays,
    /// Nothing is left.
    Nothing,
}

/// Where a refund stands.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RefundState {
    /// Asked for.
    Requested,
    /// Approved, and on its way.
    Approved,
    /// It has left the house.
    Paid,
    /// Declined: the membership goes on.
    Rejected,
}

impl RefundState {
    pub(super) fn of(refund: &Refund) -> Self {
        use domain::money::RefundState as State;
        match refund.state {
            State::Requested => Self::Requested,
            State::Decided => Self::Approved,
            State::Paid => Self::Paid,
            State::Withdrawn => Self::Rejected,
        }
    }
}

/// Where a commission stands.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::money::CommissionState")]
pub(crate) enum CommissionState {
    /// The buyer may still send the order back for nothing.
    Accrued,
    /// The refund window is over; it rests seven days more.
    Frozen,
    /// Owed to the payee, and in the next payout.
    Payable,
    /// Paid out.
    Paid,
    /// All of it was taken back.
    Reversed,
}

/// What an account of the ledger is for.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::money::AccountKind")]
pub(crate) enum LedgerAccountKind {
    /// Money at the payment provider.
    ProviderMoney,
    /// Cash that a chapter has taken in and keeps for headquarters.
    ChapterCash,
    /// Money in headquarters' bank account that came by transfer.
    BankTransfer,
    /// Money that has left headquarters' bank account for payouts and taxes.
    BankPaidOut,
    /// What headquarters has earned.
    HqRevenue,
    /// Commission of a chapter that is not yet owed.
    ChapterAccrued,
    /// Commission that is owed to a chapter; below zero after a clawback.
    ChapterPayable,
    /// Commission of a promoter that is not yet owed.
    PromoterAccrued,
    /// Commission that is owed to a promoter.
    PromoterPayable,
    /// Refunds that were decided and have not been paid.
    RefundPayable,
    /// Payments too many, which go back.
    SurplusPayable,
    /// Payments of a wrong amount, until they go back or are put right.
    Suspense,
    /// Tax that was withheld and not yet handed over.
    TaxPayable,
}

/// What an entry of the ledger tells of.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::money::EntryKind")]
pub(crate) enum LedgerEntryKind {
    /// An order was paid.
    PaymentReceived,
    /// A commission is owed from now on.
    CommissionFreed,
    /// Commissions are taken back, and the refund is owed to the buyer.
    RefundDecided,
    /// A refund has left the house.
    RefundPaid,
    /// A payment too many came in.
    SurplusReceived,
    /// It has gone back.
    SurplusReturned,
    /// A payee was paid.
    PayoutMade,
    /// Withheld tax was handed over.
    TaxRemitted,
    /// Money owed to a payee is taken back by a ruling.
    ClawedBack,
    /// A ruling moves a share from one chapter to another.
    ShareMoved,
    /// A chapter sent headquarters the cash that it had taken in.
    CashRemitted,
    /// A chapter keeps cash in place of a payout.
    CashNetted,
    /// A payment of a wrong amount came in.
    SuspenseReceived,
    /// It has gone back.
    SuspenseReturned,
    /// The provider has put its amount right.
    SuspenseCorrected,
    /// An upheld dispute: a chapter is owed more than its statement said.
    DisputeGranted,
}

/// Whom an invoice is made out to.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "service::money::InvoiceKind")]
pub(crate) enum InvoiceKind {
    /// A person.
    Person,
    /// A company, with its tax number.
    Company,
}

/// Where a request for an invoice stands.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "service::money::InvoiceState")]
pub(crate) enum InvoiceState {
    /// It waits.
    Requested,
    /// It was issued.
    Issued,
    /// A refund came before it was issued.
    Void,
}
