//! The ledger.

use async_graphql::{ID, Object, SimpleObject};
use domain::money as rules;
use service::money::LedgerEntry as Kept;

use super::enums::{LedgerAccountKind, LedgerEntryKind};
use crate::graphql::connection::{Item, Key, Page, connection};
use crate::graphql::list::List;
use crate::graphql::scalars::{DateTime, Fen};

/// What the accounts of one kind hold together, as their own side tells it.
#[derive(SimpleObject, Debug)]
pub(crate) struct LedgerBalance {
    /// What the accounts are for.
    pub(super) kind: LedgerAccountKind,
    /// Positive on the accounts' own side: money for what we have, a debt for what we owe.
    pub(super) balance: Fen,
}

/// An account of the ledger.
#[derive(SimpleObject, Debug)]
pub(crate) struct LedgerAccount {
    /// What it is for.
    kind: LedgerAccountKind,
    /// Whose it is: `headquarters`, or the id of a chapter or member.
    owner: String,
}

impl From<rules::AccountRef> for LedgerAccount {
    fn from(account: rules::AccountRef) -> Self {
        Self { kind: account.kind.into(), owner: account.owner.to_string() }
    }
}

/// A movement of money from one account to another.
#[derive(SimpleObject, Debug)]
pub(crate) struct LedgerTransfer {
    /// The account that gains it.
    debit: LedgerAccount,
    /// The account that gives it.
    credit: LedgerAccount,
    /// How much; always above nothing.
    amount: Fen,
}

/// An entry.
#[derive(Debug, Clone)]
pub(crate) struct LedgerEntry(pub(super) Kept);

/// All transfers of one event. It is never changed.
#[Object]
impl LedgerEntry {
    /// Id, `ldgr_…`.
    async fn id(&self) -> ID {
        self.0.id.into()
    }

    /// What it tells of.
    async fn kind(&self) -> LedgerEntryKind {
        self.0.entry.kind().into()
    }

    /// Id of the payment, commission, refund or payout that it is about.
    async fn reference(&self) -> &str {
        &self.0.reference
    }

    /// When it was.
    async fn at(&self) -> DateTime {
        DateTime(self.0.at)
    }

    /// What moved.
    async fn transfers(&self) -> List<LedgerTransfer> {
        let shown = self.0.entry.transfers().iter().map(|transfer| LedgerTransfer {
            debit: transfer.debit.into(),
            credit: transfer.credit.into(),
            amount: Fen(transfer.amount.0),
        });
        shown.collect()
    }
}

connection!(
    "A page of the ledger's entries, the newest first.",
    LedgerEntryConnection,
    "An entry of the ledger with its place in a list.",
    LedgerEntryEdge,
    "The entry.",
    LedgerEntry
);

impl LedgerEntryConnection {
    pub(super) fn new(slice: domain::kernel::Slice<Kept>) -> Self {
        Self(Page::of(slice, |kept| Some(Item::new(Key::Text(kept.id.to_string()), LedgerEntry(kept)))))
    }
}
