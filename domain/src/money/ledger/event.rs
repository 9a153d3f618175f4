//! One constructor for each business event that moves money. Nothing else writes to the ledger.

use super::{AccountKind as Kind, AccountRef, Entry, Owner, Transfer};
use crate::kernel::words::words;
use crate::kernel::{ChapterId, Code, MemberId, Violation};
use crate::money::{Fen, Holding, Reversal, Split, Withheld};

words! {
    /// What happened.
    EntryKind {
        PaymentReceived = 1 "PAYMENT_RECEIVED",
        /// A commission is owed from now on.
        CommissionFreed = 2 "COMMISSION_FREED",
        /// Commissions are taken back, and the refund is owed to the buyer.
        RefundDecided = 3 "REFUND_DECIDED",
        RefundPaid = 4 "REFUND_PAID",
        /// A payment too many came in.
        SurplusReceived = 5 "SURPLUS_RECEIVED",
        SurplusReturned = 6 "SURPLUS_RETURNED",
        PayoutMade = 7 "PAYOUT_MADE",
        /// Withheld tax was handed over.
        TaxRemitted = 8 "TAX_REMITTED",
        /// Money owed to a payee is taken back by a ruling; later commissions are netted against it.
        ClawedBack = 9 "CLAWED_BACK",
        /// A ruling moves a share from the chapter that sold outside its territory to the one whose it is.
        ShareMoved = 10 "SHARE_MOVED",
        /// A chapter sent headquarters the cash that it had taken in.
        CashRemitted = 11 "CASH_REMITTED",
        /// A chapter keeps the cash that it had taken in, and is owed that much less.
        CashNetted = 12 "CASH_NETTED",
        /// A payment of a wrong amount came in: it is nobody's until finance has looked into it.
        SuspenseReceived = 13 "SUSPENSE_RECEIVED",
        /// It has gone back.
        SuspenseReturned = 14 "SUSPENSE_RETURNED",
        /// The provider has put the amount right: the wrong one is taken off again.
        SuspenseCorrected = 15 "SUSPENSE_CORRECTED",
        /// A dispute was upheld: headquarters owes the chapter more than its statement said.
        DisputeGranted = 16 "DISPUTE_GRANTED",
    }
}

/// Where money comes in or goes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tender {
    Provider,
    /// In cash at this chapter.
    Cash(ChapterId),
    /// By transfer with headquarters' bank.
    Transfer,
}

impl Tender {
    /// The account in which the money lies.
    #[must_use]
    pub const fn account(self) -> AccountRef {
        match self {
            Self::Provider => AccountRef::headquarters(Kind::ProviderMoney),
            Self::Cash(chapter) => AccountRef::chapter(Kind::ChapterCash, chapter),
            Self::Transfer => AccountRef::headquarters(Kind::BankTransfer),
        }
    }
}

const REVENUE: AccountRef = AccountRef::headquarters(Kind::HqRevenue);
const PAID_OUT: AccountRef = AccountRef::headquarters(Kind::BankPaidOut);
const TAX: AccountRef = AccountRef::headquarters(Kind::TaxPayable);

/// The account in which a payee's commission is held.
fn held(payee: Owner, holding: Holding) -> Result<AccountRef, Violation> {
    match (payee, holding) {
        (Owner::Chapter(chapter), Holding::Accrued) => Ok(AccountRef::chapter(Kind::ChapterAccrued, chapter)),
        (Owner::Chapter(chapter), Holding::Payable) => Ok(AccountRef::chapter(Kind::ChapterPayable, chapter)),
        (Owner::Member(member), Holding::Accrued) => Ok(AccountRef::member(Kind::PromoterAccrued, member)),
        (Owner::Member(member), Holding::Payable) => Ok(AccountRef::member(Kind::PromoterPayable, member)),
        (Owner::Headquarters, _) => {
            Err(Violation::new(Code::MoneySplitInvalid, "", "headquarters earns revenue, not commission"))
        }
    }
}

fn single(kind: EntryKind, debit: AccountRef, credit: AccountRef, amount: Fen) -> Result<Entry, Violation> {
    Entry::new(kind, vec![Transfer { debit, credit, amount }])
}

/// Leaves out what moves nothing: a part of less than a fen.
fn several(kind: EntryKind, transfers: impl IntoIterator<Item = Transfer>) -> Result<Entry, Violation> {
    Entry::new(kind, transfers.into_iter().filter(|transfer| transfer.amount != Fen::ZERO).collect())
}

/// All may fail with `MoneyAmountInvalid` where an amount is not above nothing.
impl Entry {
    /// An order was paid: the money is here, headquarters has earned its part, and commissions accrue.
    pub fn payment_received(tender: Tender, split: &Split) -> Result<Self, Violation> {
        let debit = tender.account();
        let mut transfers = vec![Transfer { debit, credit: REVENUE, amount: split.headquarters }];
        for share in split.shares() {
            transfers.push(Transfer { debit, credit: held(share.payee, Holding::Accrued)?, amount: share.amount });
        }
        several(EntryKind::PaymentReceived, transfers)
    }

    /// A commission is owed from now on: what is left of it.
    pub fn commission_freed(payee: Owner, amount: Fen) -> Result<Self, Violation> {
        single(EntryKind::CommissionFreed, held(payee, Holding::Accrued)?, held(payee, Holding::Payable)?, amount)
    }

    /// A refund is owed to the buyer. First the commissions go back to headquarters, then headquarters owes all of the refund:
    /// it is never lowered by what others were paid (prepaid consumption ruling, article 15).
    pub fn refund_decided(buyer: MemberId, amount: Fen, reversals: &[Reversal]) -> Result<Self, Violation> {
        let mut transfers = Vec::with_capacity(reversals.len() + 1);
        for Reversal { payee, amount, from, .. } in reversals {
            transfers.push(Transfer { debit: held(*payee, *from)?, credit: REVENUE, amount: *amount });
        }
        let amount = amount.check_input("amount")?;
        transfers.push(Transfer { debit: REVENUE, credit: AccountRef::member(Kind::RefundPayable, buyer), amount });
        several(EntryKind::RefundDecided, transfers)
    }

    /// A refund has left the house.
    pub fn refund_paid(buyer: MemberId, tender: Tender, amount: Fen) -> Result<Self, Violation> {
        single(EntryKind::RefundPaid, AccountRef::member(Kind::RefundPayable, buyer), tender.account(), amount)
    }

    /// A payment came for an order that was paid before.
    pub fn surplus_received(buyer: MemberId, tender: Tender, amount: Fen) -> Result<Self, Violation> {
        single(EntryKind::SurplusReceived, tender.account(), AccountRef::member(Kind::SurplusPayable, buyer), amount)
    }

    /// It has gone back.
    pub fn surplus_returned(buyer: MemberId, tender: Tender, amount: Fen) -> Result<Self, Violation> {
        single(EntryKind::SurplusReturned, AccountRef::member(Kind::SurplusPayable, buyer), tender.account(), amount)
    }

    /// A payee was paid what is owed, less the tax that is withheld.
    pub fn payout_made(payee: Owner, pay: Withheld) -> Result<Self, Violation> {
        let debit = held(payee, Holding::Payable)?;
        let net = Transfer { debit, credit: PAID_OUT, amount: pay.net };
        let tax = Transfer { debit, credit: TAX, amount: pay.tax };
        several(EntryKind::PayoutMade, [net, tax])
    }

    /// Withheld tax was handed over.
    pub fn tax_remitted(amount: Fen) -> Result<Self, Violation> {
        single(EntryKind::TaxRemitted, TAX, PAID_OUT, amount)
    }

    /// A ruling takes back money. What is owed may fall below zero by it, and what is freed later fills it up.
    pub fn clawed_back(payee: Owner, amount: Fen) -> Result<Self, Violation> {
        single(EntryKind::ClawedBack, held(payee, Holding::Payable)?, REVENUE, amount)
    }

    /// A ruling moves a share from one chapter to another, from where it is held to the same place.
    pub fn share_moved(from: ChapterId, to: ChapterId, holding: Holding, amount: Fen) -> Result<Self, Violation> {
        let account = |chapter| held(Owner::Chapter(chapter), holding);
        single(EntryKind::ShareMoved, account(from)?, account(to)?, amount)
    }

    /// A chapter's cash has come to headquarters' bank.
    pub fn cash_remitted(chapter: ChapterId, amount: Fen) -> Result<Self, Violation> {
        single(EntryKind::CashRemitted, Tender::Transfer.account(), Tender::Cash(chapter).account(), amount)
    }

    /// A payment of a wrong amount came in.
    pub fn suspense_received(buyer: MemberId, tender: Tender, amount: Fen) -> Result<Self, Violation> {
        single(EntryKind::SuspenseReceived, tender.account(), AccountRef::member(Kind::Suspense, buyer), amount)
    }

    /// It has gone back.
    pub fn suspense_returned(buyer: MemberId, tender: Tender, amount: Fen) -> Result<Self, Violation> {
        single(EntryKind::SuspenseReturned, AccountRef::member(Kind::Suspense, buyer), tender.account(), amount)
    }

    /// The provider has put its amount right.
    pub fn suspense_corrected(buyer: MemberId, tender: Tender, amount: Fen) -> Result<Self, Violation> {
        single(EntryKind::SuspenseCorrected, AccountRef::member(Kind::Suspense, buyer), tender.account(), amount)
    }

    /// A chapter is owed more by a ruling on its statement.
    pub fn dispute_granted(chapter: ChapterId, amount: Fen) -> Result<Self, Violation> {
        single(EntryKind::DisputeGranted, REVENUE, held(Owner::Chapter(chapter), Holding::Payable)?, amount)
    }

    /// A chapter keeps cash in place of a payout.
    pub fn cash_netted(chapter: ChapterId, amount: Fen) -> Result<Self, Violation> {
        let payable = held(Owner::Chapter(chapter), Holding::Payable)?;
        single(EntryKind::CashNetted, payable, Tender::Cash(chapter).account(), amount)
    }
}
