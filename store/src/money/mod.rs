//! Money: orders, payments, the ledger, commission, refunds, statements, payouts and invoices.

pub mod commission;
pub mod cross_territory;
pub mod derived;
pub mod dispute;
pub mod invoice;
pub mod ledger;
pub mod order;
pub mod payment;
pub mod payout;
pub mod refund;
pub mod split;
pub mod statement;

use std::fmt::Display;

use domain::money::Owner;

use crate::{Result, StoreError};

/// What a rank or number stands for, which our code wrote.
pub(crate) fn known<T>(value: Option<T>, what: impl Display) -> Result<T> {
    value.ok_or_else(|| StoreError::Corrupt(what.to_string()))
}

/// The owner of an account, as the ledger names it.
pub(crate) fn owner_of(text: &str) -> Result<Owner> {
    let chapter = || text.parse().ok().map(Owner::Chapter);
    let member = || text.parse().ok().map(Owner::Member);
    let owner =
        if text == Owner::Headquarters.to_string() { Some(Owner::Headquarters) } else { chapter().or_else(member) };
    known(owner, format_args!("owner {text}"))
}
