//! Reads of the ledger.

use domain::access::Permission;
use domain::kernel::{LedgerEntryId, PageRequest, Slice};
use domain::money::{AccountKind, AccountRef, Fen, Side};
use store::money::ledger;

use super::LedgerEntry;
use crate::{Result, Service, Viewer};

impl Service {
    /// What the accounts of each kind hold together, as their own side tells it. With `LedgerRead` at headquarters.
    pub async fn ledger_balances(&self, viewer: &Viewer) -> Result<Vec<(AccountKind, Fen)>> {
        viewer.account()?;
        viewer.require_at_headquarters(Permission::LedgerRead)?;
        let totals = ledger::totals(self.store.read()).await?;
        let held = |(kind, raw): (AccountKind, Fen)| match kind.side() {
            Side::Debit => Ok((kind, raw)),
            Side::Credit => Ok((kind, Fen::ZERO.minus(raw)?)),
        };
        totals.into_iter().map(held).collect()
    }

    /// A page of the ledger's entries, the newest first; only those of an account, if one is named. With `LedgerRead` at
    /// headquarters.
    pub async fn ledger_entries(
        &self,
        viewer: &Viewer,
        account: Option<AccountRef>,
        page: &PageRequest,
    ) -> Result<Slice<LedgerEntry>> {
        viewer.account()?;
        viewer.require_at_headquarters(Permission::LedgerRead)?;
        if let Some(cursor) = &page.from {
            cursor.key::<LedgerEntryId>()?;
        }
        Ok(ledger::page(self.store.read(), account, page).await?)
    }
}
