//! Proofs that the ledger is right: each gives what is wrong, and nothing where all is well.

use std::collections::BTreeSet;
use std::fmt;

use super::{AccountKind, AccountRef, Balances, Entry, EntryKind, Transfer};
use crate::kernel::Violation;
use crate::money::Fen;

/// Something that must not be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// All debits less all credits are not zero.
    TrialBalance(Fen),
    /// A balance on record differs from the sum of the account's transfers.
    Balance { account: AccountRef, recorded: Fen, summed: Fen },
    /// An account is below zero that never may be.
    Overdraft { account: AccountRef, held: Fen },
    /// An entry does not move the amount of what it is about.
    EntryAmount { kind: EntryKind, expected: Fen, found: Fen },
    /// An entry touches an account that has no part in such an event.
    EntryAccount { kind: EntryKind, account: AccountRef },
    /// The money that came and went for an order is not what the order says.
    OrderMoney { expected: Fen, found: Fen },
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TrialBalance(off) => write!(f, "the ledger is off balance by {off}"),
            Self::Balance { account, recorded, summed } => {
                write!(f, "{account}: {recorded} on record, but the transfers sum to {summed}")
            }
            Self::Overdraft { account, held } => write!(f, "{account} is below zero: {held}"),
            Self::EntryAmount { kind, expected, found } => write!(f, "a {kind} of {expected} moves {found}"),
            Self::EntryAccount { kind, account } => write!(f, "a {kind} touches {account}"),
            Self::OrderMoney { expected, found } => write!(f, "the order keeps {expected}, but its entries {found}"),
        }
    }
}

/// The sum over all accounts is zero, and each balance on record is the sum of the account's transfers.
///
/// # Errors
/// `MoneyAmountInvalid` beyond 64 bits.
pub fn prove_balances(recorded: &Balances, summed: &Balances) -> Result<Vec<Fault>, Violation> {
    let mut faults = Vec::new();
    for balances in [recorded, summed] {
        let off = balances.trial()?;
        if off != Fen::ZERO {
            faults.push(Fault::TrialBalance(off));
        }
    }
    let accounts: BTreeSet<AccountRef> = recorded.iter().chain(summed.iter()).map(|(account, _)| account).collect();
    let differing = accounts.into_iter().filter_map(|account| {
        let (recorded, summed) = (recorded.raw(account), summed.raw(account));
        (recorded != summed).then_some(Fault::Balance { account, recorded, summed })
    });
    faults.extend(differing);
    Ok(faults)
}

/// No account is below zero that never may be: what is owed to buyers, what accrues, taxes.
///
/// # Errors
/// `MoneyAmountInvalid` beyond 64 bits.
pub fn prove_overdrafts(balances: &Balances) -> Result<Vec<Fault>, Violation> {
    let mut faults = Vec::new();
    for (account, _) in balances.iter().filter(|(account, _)| !account.kind.may_be_negative()) {
        let held = balances.held(account)?;
        if held < Fen::ZERO {
            faults.push(Fault::Overdraft { account, held });
        }
    }
    Ok(faults)
}

/// The entry of a payment, refund, surplus, payout… of `expected` moves exactly that, between accounts that have a part in
/// it. For a payout `expected` is the gross amount.
///
/// # Errors
/// `MoneyAmountInvalid` beyond 64 bits.
pub fn prove_entry(entry: &Entry, expected: Fen) -> Result<Vec<Fault>, Violation> {
    let kind = entry.kind();
    let odd = entry.transfers().iter().flat_map(|transfer| odd_accounts(kind, transfer));
    let mut faults: Vec<Fault> = odd.map(|account| Fault::EntryAccount { kind, account }).collect();
    let found = match kind {
        // The commissions that are taken back pass through revenue on the way: what the buyer is owed counts.
        EntryKind::RefundDecided => {
            Fen::ZERO.minus(entry.net(|account| account.kind == AccountKind::RefundPayable)?)?
        }
        _ => Fen::sum(entry.transfers().iter().map(|transfer| transfer.amount))?,
    };
    if found != expected {
        faults.push(Fault::EntryAmount { kind, expected, found });
    }
    Ok(faults)
}

/// What came in for an order, less what went back, is what the order says: its amount if it was paid, less its refunds.
/// `entries` are all that name it, surpluses too: those come and go without the order.
///
/// # Errors
/// `MoneyAmountInvalid` beyond 64 bits.
pub fn prove_order<'a>(
    entries: impl IntoIterator<Item = &'a Entry>,
    paid: Fen,
    refunded: Fen,
) -> Result<Vec<Fault>, Violation> {
    let mut found = Fen::ZERO;
    for entry in entries {
        if matches!(entry.kind(), EntryKind::PaymentReceived | EntryKind::RefundPaid) {
            found = found.plus(entry.net(|account| account.kind.is_money())?)?;
        }
    }
    let expected = paid.minus(refunded)?;
    Ok(if found == expected { Vec::new() } else { vec![Fault::OrderMoney { expected, found }] })
}

/// The accounts of a transfer that have no part in such an event.
fn odd_accounts(kind: EntryKind, transfer: &Transfer) -> Vec<AccountRef> {
    let (debits, credits) = parts(kind);
    let sides = [(transfer.debit, debits), (transfer.credit, credits)];
    sides.into_iter().filter(|(account, kinds)| !kinds.contains(&account.kind)).map(|(account, _)| account).collect()
}

/// The kinds of accounts that such an event debits and credits.
const fn parts(kind: EntryKind) -> (&'static [AccountKind], &'static [AccountKind]) {
    use AccountKind as A;
    const TENDERS: &[AccountKind] = &[A::ProviderMoney, A::ChapterCash, A::BankTransfer];
    const ACCRUED: &[AccountKind] = &[A::ChapterAccrued, A::PromoterAccrued];
    const PAYABLE: &[AccountKind] = &[A::ChapterPayable, A::PromoterPayable];
    const HELD_OR_REVENUE: &[AccountKind] =
        &[A::ChapterAccrued, A::PromoterAccrued, A::ChapterPayable, A::PromoterPayable, A::HqRevenue];
    const CHAPTER_HELD: &[AccountKind] = &[A::ChapterAccrued, A::ChapterPayable];
    match kind {
        EntryKind::PaymentReceived => (TENDERS, &[A::HqRevenue, A::ChapterAccrued, A::PromoterAccrued]),
        EntryKind::CommissionFreed => (ACCRUED, PAYABLE),
        EntryKind::RefundDecided => (HELD_OR_REVENUE, &[A::HqRevenue, A::RefundPayable]),
        EntryKind::RefundPaid => (&[A::RefundPayable], TENDERS),
        EntryKind::SurplusReceived => (TENDERS, &[A::SurplusPayable]),
        EntryKind::SurplusReturned => (&[A::SurplusPayable], TENDERS),
        EntryKind::PayoutMade => (PAYABLE, &[A::BankPaidOut, A::TaxPayable]),
        EntryKind::TaxRemitted => (&[A::TaxPayable], &[A::BankPaidOut]),
        EntryKind::ClawedBack => (PAYABLE, &[A::HqRevenue]),
        EntryKind::ShareMoved => (CHAPTER_HELD, CHAPTER_HELD),
        EntryKind::CashRemitted => (&[A::BankTransfer], &[A::ChapterCash]),
        EntryKind::CashNetted => (&[A::ChapterPayable], &[A::ChapterCash]),
        EntryKind::SuspenseReceived => (TENDERS, &[A::Suspense]),
        EntryKind::SuspenseReturned | EntryKind::SuspenseCorrected => (&[A::Suspense], TENDERS),
        EntryKind::DisputeGranted => (&[A::HqRevenue], &[A::ChapterPayable]),
    }
}
