//! The ledger: double entry, append-only.
//!
//! A row is a [`Transfer`] of an amount above nothing from one account to another, so that each row balances by itself and no
//! sum over the ledger can be anything but zero. An [`Entry`] is all the transfers of one business event.

mod account;
mod event;
mod proof;

use std::collections::BTreeMap;

use super::Fen;
use crate::kernel::{Code, Violation};

pub use account::{AccountKind, AccountRef, Owner, Side};
pub use event::{EntryKind, Tender};
pub use proof::{Fault, prove_balances, prove_entry, prove_order, prove_overdrafts};

/// A movement of money: the debited account gains what the credited one gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Transfer {
    pub debit: AccountRef,
    pub credit: AccountRef,
    pub amount: Fen,
}

/// The transfers of one business event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    kind: EntryKind,
    transfers: Vec<Transfer>,
}

impl Entry {
    /// An entry of transfers that each move an amount above nothing between two accounts that exist.
    ///
    /// # Errors
    /// `MoneyAmountInvalid`.
    pub fn new(kind: EntryKind, transfers: Vec<Transfer>) -> Result<Self, Violation> {
        let refuse = |why: String| Err(Violation::new(Code::MoneyAmountInvalid, "", format!("{kind}: {why}")));
        if transfers.is_empty() {
            return refuse("an entry moves something".to_owned());
        }
        for Transfer { debit, credit, amount } in &transfers {
            if *amount <= Fen::ZERO {
                return refuse(format!("{amount} from {credit} to {debit} is not an amount"));
            }
            if debit == credit {
                return refuse(format!("{amount} from {debit} to itself moves nothing"));
            }
            if let Some(odd) = [debit, credit].into_iter().find(|account| !account.is_valid()) {
                return refuse(format!("there is no account {odd}"));
            }
        }
        Ok(Self { kind, transfers })
    }

    #[must_use]
    pub const fn kind(&self) -> EntryKind {
        self.kind
    }

    /// In the order of the event; never empty.
    #[must_use]
    pub fn transfers(&self) -> &[Transfer] {
        &self.transfers
    }

    /// What the transfers add to the accounts that the filter picks: debits less credits.
    ///
    /// # Errors
    /// `MoneyAmountInvalid` beyond 64 bits.
    pub fn net(&self, pick: impl Fn(&AccountRef) -> bool) -> Result<Fen, Violation> {
        self.transfers.iter().try_fold(Fen::ZERO, |sum, transfer| {
            let sum = if pick(&transfer.debit) { sum.plus(transfer.amount)? } else { sum };
            if pick(&transfer.credit) { sum.minus(transfer.amount) } else { Ok(sum) }
        })
    }
}

/// What every account holds, folded from transfers. As stored: debits less credits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Balances(BTreeMap<AccountRef, Fen>);

impl Balances {
    /// Folds entries, of any order.
    ///
    /// # Errors
    /// `MoneyAmountInvalid` beyond 64 bits.
    pub fn of<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Result<Self, Violation> {
        let mut balances = Self::default();
        for transfer in entries.into_iter().flat_map(Entry::transfers) {
            balances.add(*transfer)?;
        }
        Ok(balances)
    }

    /// Adds one transfer.
    ///
    /// # Errors
    /// `MoneyAmountInvalid` beyond 64 bits.
    pub fn add(&mut self, Transfer { debit, credit, amount }: Transfer) -> Result<(), Violation> {
        let (debited, credited) = (self.raw(debit).plus(amount)?, self.raw(credit).minus(amount)?);
        self.0.extend([(debit, debited), (credit, credited)]);
        Ok(())
    }

    /// Debits less credits.
    #[must_use]
    pub fn raw(&self, account: AccountRef) -> Fen {
        self.0.get(&account).copied().unwrap_or_default()
    }

    /// What the account holds, positive on its own side: money for an asset, a debt for what is owed.
    ///
    /// # Errors
    /// `MoneyAmountInvalid` beyond 64 bits.
    pub fn held(&self, account: AccountRef) -> Result<Fen, Violation> {
        account.kind.side().of_raw(self.raw(account))
    }

    /// The sum over all accounts: zero, or the ledger is broken.
    ///
    /// # Errors
    /// `MoneyAmountInvalid` beyond 64 bits.
    pub fn trial(&self) -> Result<Fen, Violation> {
        Fen::sum(self.0.values().copied())
    }

    /// Every account that was ever touched, with debits less credits.
    pub fn iter(&self) -> impl Iterator<Item = (AccountRef, Fen)> + '_ {
        self.0.iter().map(|(account, raw)| (*account, *raw))
    }
}

impl FromIterator<(AccountRef, Fen)> for Balances {
    /// From sums that the store has made: debits less credits.
    fn from_iter<I: IntoIterator<Item = (AccountRef, Fen)>>(sums: I) -> Self {
        Self(sums.into_iter().collect())
    }
}

#[cfg(test)]
mod tests;
