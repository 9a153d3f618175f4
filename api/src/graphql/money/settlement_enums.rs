//! Enums of settlement, each bound to its domain type: a variant missing here does not compile.

use async_graphql::Enum;

/// Where a statement stands.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::money::StatementState")]
pub(crate) enum StatementState {
    /// It can be paid out.
    Issued,
    /// Paid out, but for what was in dispute.
    Paid,
    /// It goes over into the next: too little to be paid out, or not paid out before the next was issued.
    CarriedOver,
}

/// What a line of a statement is about. The first adds to what the chapter is owed; the others take off.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::money::LineKind")]
pub(crate) enum StatementLineKind {
    /// A sale, a share that a ruling has moved here, or what an upheld dispute has granted.
    Accrued,
    /// A refund, before the commission was paid out.
    Reversed,
    /// A refund after the commission was paid out, or a ruling.
    ClawedBack,
    /// A payout, or cash that the chapter keeps in place of one.
    Paid,
}

/// Where a payout stands.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::money::PayoutState")]
pub(crate) enum PayoutState {
    /// Counted, and kept out of the next payout.
    Prepared,
    /// Handed to the bank.
    Sent,
    /// The bank has made it: now it is booked.
    Made,
    /// It came to nothing; the amount is owed as before.
    Failed,
}

/// Who is paid.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::money::PayeeKind")]
pub(crate) enum PayeeKind {
    /// Sends an invoice and pays its own taxes.
    Company,
    /// Tax is withheld.
    Individual,
}

/// Where a dispute stands.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::money::DisputeState")]
pub(crate) enum DisputeState {
    /// It waits for an answer.
    Open,
    /// It waits for a ruling.
    Answered,
    /// The chapter is right.
    Upheld,
    /// The statement is right.
    Rejected,
    /// Nobody ruled in time: what was held back is released.
    Lapsed,
}

/// How far a month's sales outside went.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::money::OutsideLevel")]
pub(crate) enum OutsideLevel {
    /// At most 10 %.
    Fine,
    /// More than 10 %.
    Alert,
    /// More than 20 %.
    Case,
}

/// Where a case stands.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::money::CaseState")]
pub(crate) enum TerritoryCaseState {
    /// It waits for a ruling.
    Open,
    /// It was ruled on.
    Ruled,
    /// There was nothing to it.
    Dismissed,
}

/// The ladder of rulings. Each also does what those before it do.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::money::Ruling")]
pub(crate) enum TerritoryRuling {
    /// The share moves to the chapter whose territory it is.
    Warning,
    /// The share is also taken back once more.
    Clawback,
    /// The chapter should also be suspended.
    Suspension,
}
