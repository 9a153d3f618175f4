//! The accounts of the ledger: a kind, and whose.

use std::fmt;

use crate::kernel::words::words;
use crate::kernel::{ChapterId, MemberId, Violation};
use crate::money::Fen;

words! {
    /// What an account is for. In the comment: its side, and whose it is.
    AccountKind {
        /// Money at the payment provider. Debit; headquarters.
        ProviderMoney = 1 "PROVIDER_MONEY",
        /// Cash that a chapter has taken in and keeps for headquarters. Debit; chapter.
        ChapterCash = 2 "CHAPTER_CASH",
        /// Money in headquarters' bank account that came by transfer. Debit; headquarters.
        BankTransfer = 3 "BANK_TRANSFER",
        /// Money that has left headquarters' bank account for payouts and taxes. Credit; headquarters.
        BankPaidOut = 4 "BANK_PAID_OUT",
        /// What headquarters has earned. Credit; headquarters.
        HqRevenue = 10 "HQ_REVENUE",
        /// Commission that is not yet owed. Credit; chapter.
        ChapterAccrued = 20 "CHAPTER_ACCRUED",
        /// Commission that is owed; below zero after a clawback. Credit; chapter.
        ChapterPayable = 21 "CHAPTER_PAYABLE",
        /// As `ChapterAccrued`. Credit; member.
        PromoterAccrued = 30 "PROMOTER_ACCRUED",
        /// As `ChapterPayable`. Credit; member.
        PromoterPayable = 31 "PROMOTER_PAYABLE",
        /// Refunds that were decided and have not been paid. Credit; member.
        RefundPayable = 40 "REFUND_PAYABLE",
        /// Payments too many, which go back. Credit; member.
        SurplusPayable = 41 "SURPLUS_PAYABLE",
        /// Payments of a wrong amount, until they go back or are put right. Credit; member.
        Suspense = 42 "SUSPENSE",
        /// Tax that was withheld and not yet handed over. Credit; headquarters.
        TaxPayable = 50 "TAX_PAYABLE",
    }

    /// On which side an account grows.
    Side {
        /// What we have.
        Debit = 1 "DEBIT",
        /// What we owe or have earned.
        Credit = 2 "CREDIT",
    }
}

/// Whose account it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Owner {
    Headquarters,
    Chapter(ChapterId),
    Member(MemberId),
}

impl fmt::Display for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Headquarters => f.write_str("headquarters"),
            Self::Chapter(chapter) => chapter.fmt(f),
            Self::Member(member) => member.fmt(f),
        }
    }
}

impl Side {
    /// A balance as the account's own side tells it, from debits less credits.
    pub(super) fn of_raw(self, raw: Fen) -> Result<Fen, Violation> {
        match self {
            Self::Debit => Ok(raw),
            Self::Credit => Fen::ZERO.minus(raw),
        }
    }
}

impl AccountKind {
    /// The side on which it grows.
    #[must_use]
    pub const fn side(self) -> Side {
        match self {
            Self::ProviderMoney | Self::ChapterCash | Self::BankTransfer => Side::Debit,
            _ => Side::Credit,
        }
    }

    /// Whether such an account can be this owner's.
    #[must_use]
    pub const fn may_belong_to(self, owner: Owner) -> bool {
        match self {
            Self::ProviderMoney | Self::BankTransfer | Self::BankPaidOut | Self::HqRevenue | Self::TaxPayable => {
                matches!(owner, Owner::Headquarters)
            }
            Self::ChapterCash | Self::ChapterAccrued | Self::ChapterPayable => matches!(owner, Owner::Chapter(_)),
            Self::PromoterAccrued
            | Self::PromoterPayable
            | Self::RefundPayable
            | Self::SurplusPayable
            | Self::Suspense => matches!(owner, Owner::Member(_)),
        }
    }

    /// Whether money lies in it (and not a debt or a gain).
    #[must_use]
    pub const fn is_money(self) -> bool {
        matches!(self, Self::ProviderMoney | Self::ChapterCash | Self::BankTransfer | Self::BankPaidOut)
    }

    /// Whether it may fall below zero. What is owed may, after a clawback; money does where refunds are paid from an account
    /// that a transfer between banks, which is not ours to book, has filled; and revenue does in a month of refunds.
    #[must_use]
    pub const fn may_be_negative(self) -> bool {
        matches!(
            self,
            Self::ProviderMoney
                | Self::ChapterCash
                | Self::BankTransfer
                | Self::HqRevenue
                | Self::ChapterPayable
                | Self::PromoterPayable
        )
    }
}

/// One account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountRef {
    pub kind: AccountKind,
    pub owner: Owner,
}

impl AccountRef {
    /// An account of headquarters.
    #[must_use]
    pub const fn headquarters(kind: AccountKind) -> Self {
        Self { kind, owner: Owner::Headquarters }
    }

    /// An account of a chapter.
    #[must_use]
    pub const fn chapter(kind: AccountKind, chapter: ChapterId) -> Self {
        Self { kind, owner: Owner::Chapter(chapter) }
    }

    /// An account of a member.
    #[must_use]
    pub const fn member(kind: AccountKind, member: MemberId) -> Self {
        Self { kind, owner: Owner::Member(member) }
    }

    /// Whether there is such an account.
    #[must_use]
    pub const fn is_valid(&self) -> bool {
        self.kind.may_belong_to(self.owner)
    }
}

impl fmt::Display for AccountRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", self.kind, self.owner)
    }
}
