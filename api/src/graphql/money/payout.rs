//! Payouts, and the file of them.

use async_graphql::{ID, Object, SimpleObject};
use domain::kernel::PayoutId;
use domain::money::PayoutState as State;
use service::money::{Payout as Kept, StatementRecord};

use super::settlement_enums::{PayeeKind, PayoutState};
use super::statement::{Statement, settles};
use crate::graphql::View;
use crate::graphql::access::Account;
use crate::graphql::error::Result;
use crate::graphql::scalars::{DateTime, Fen};

/// A payout.
#[derive(Debug, Clone)]
pub(crate) struct Payout {
    kept: Kept,
    of: StatementRecord,
    view: View,
}

impl Payout {
    pub(crate) fn new(kept: Kept, of: StatementRecord, view: View) -> Self {
        Self { kept, of, view }
    }

    /// A payout as it is after a change.
    pub(super) async fn fresh(view: &View, id: PayoutId) -> Result<Self> {
        let view = view.fresh();
        let (kept, of) = view.service().payout(view.viewer(), id).await?;
        Ok(Self::new(kept, of, view))
    }
}

/// What is paid out on a statement (打款).
#[Object]
impl Payout {
    /// Global id, `pout_…`.
    pub(crate) async fn id(&self) -> ID {
        self.kept.id.into()
    }

    /// The statement that it pays.
    async fn statement(&self) -> Statement {
        Statement::new(self.of.clone(), self.view.clone())
    }

    /// Whether a company is paid, or a person.
    async fn payee(&self) -> PayeeKind {
        self.kept.payee.into()
    }

    /// What is owed and paid by it.
    async fn gross(&self) -> Fen {
        Fen(self.kept.pay.gross.0)
    }

    /// The tax that is withheld of that.
    async fn tax(&self) -> Fen {
        Fen(self.kept.pay.tax.0)
    }

    /// What the payee gets: `gross - tax`.
    async fn net(&self) -> Fen {
        Fen(self.kept.pay.net.0)
    }

    /// Where it stands.
    async fn state(&self) -> PayoutState {
        self.kept.state.into()
    }

    /// When it was prepared.
    async fn created_at(&self) -> DateTime {
        DateTime(self.kept.created_at)
    }

    /// Who prepared it. Null where you may not see them.
    async fn created_by(&self) -> Result<Option<Account>> {
        self.view.account_opt(self.kept.created_by).await
    }

    /// When it was handed to the bank. Null if it was not.
    async fn sent_at(&self) -> Option<DateTime> {
        self.kept.sent_at.map(DateTime)
    }

    /// Who handed it to the bank, which is never who prepared it. Null if nobody did, or where you may not see them.
    async fn sent_by(&self) -> Result<Option<Account>> {
        self.view.account_opt(self.kept.sent_by).await
    }

    /// When it was made, or came to nothing. Null until then.
    async fn settled_at(&self) -> Option<DateTime> {
        self.kept.settled_at.map(DateTime)
    }

    /// The bank's number of it. Null until it is made.
    async fn bank_ref(&self) -> Option<&str> {
        self.kept.bank_ref.as_deref()
    }

    /// Why it came to nothing. Null unless it did.
    async fn failure(&self) -> Option<&str> {
        self.kept.failure.as_deref()
    }

    /// Whether you may hand it to the bank, by your rights and its state: not if you prepared it.
    async fn viewer_can_send(&self) -> bool {
        let actor = self.view.viewer().op.actor.account();
        let is_own = self.kept.created_by.is_some() && self.kept.created_by == actor;
        self.kept.state == State::Prepared && !is_own && settles(&self.view)
    }

    /// Whether you may record now that the bank has made it.
    async fn viewer_can_settle(&self) -> bool {
        self.kept.state == State::Sent && settles(&self.view)
    }

    /// Whether you may record now that it came to nothing.
    async fn viewer_can_fail(&self) -> bool {
        matches!(self.kept.state, State::Prepared | State::Sent) && settles(&self.view)
    }
}

/// A file of payouts: for the bank, and for the report of what was paid to whom.
#[derive(SimpleObject, Debug)]
pub(crate) struct PayoutFile {
    /// What to call it.
    name: String,
    /// CSV that begins with a byte order mark; amounts in RMB, and no cell that a spreadsheet takes for a formula.
    content: String,
    /// How many payouts are in it.
    count: i32,
    /// What they pay together.
    net: Fen,
}

impl From<service::money::PayoutFile> for PayoutFile {
    fn from(file: service::money::PayoutFile) -> Self {
        let count = i32::try_from(file.count).unwrap_or(i32::MAX);
        Self { name: file.name, content: file.content, count, net: Fen(file.net.0) }
    }
}
