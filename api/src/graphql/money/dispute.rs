//! Disputes.

use async_graphql::{ID, Object};
use domain::kernel::{AccountId, DisputeId, local_date};
use service::money::{DisputeRecord, StatementRecord};

use super::settlement_enums::DisputeState;
use super::statement::{Statement, settles};
use crate::graphql::View;
use crate::graphql::access::Account;
use crate::graphql::error::Result;
use crate::graphql::scalars::{Date, DateTime, Fen};

/// A dispute.
#[derive(Debug, Clone)]
pub(crate) struct Dispute {
    kept: DisputeRecord,
    of: StatementRecord,
    view: View,
}

impl Dispute {
    pub(crate) fn new(kept: DisputeRecord, of: StatementRecord, view: View) -> Self {
        Self { kept, of, view }
    }

    /// A dispute as it is after a change.
    pub(super) async fn fresh(view: &View, id: DisputeId) -> Result<Self> {
        let view = view.fresh();
        let (kept, of) = view.service().dispute(view.viewer(), id).await?;
        Ok(Self::new(kept, of, view))
    }

    /// Whether the viewer took a step before.
    fn is_own(&self, before: &[Option<AccountId>]) -> bool {
        let actor = self.view.viewer().op.actor.account();
        actor.is_some() && before.contains(&actor)
    }
}

/// A chapter's objection to its statement (争议).
#[Object]
impl Dispute {
    /// Global id, `disp_…`.
    pub(crate) async fn id(&self) -> ID {
        self.kept.id.into()
    }

    /// The statement.
    async fn statement(&self) -> Statement {
        Statement::new(self.of.clone(), self.view.clone())
    }

    /// What is in dispute: so much is held back, and no more.
    async fn amount(&self) -> Fen {
        Fen(self.kept.amount.0)
    }

    /// Why the chapter objects.
    async fn reason(&self) -> &str {
        &self.kept.reason
    }

    /// Where it stands.
    async fn state(&self) -> DisputeState {
        self.kept.state.into()
    }

    /// When it was opened.
    async fn opened_at(&self) -> DateTime {
        DateTime(self.kept.opened_at)
    }

    /// Who opened it. Null where you may not see them.
    async fn opened_by(&self) -> Result<Option<Account>> {
        self.view.account_opt(self.kept.opened_by).await
    }

    /// The last day for an answer.
    async fn answer_by(&self) -> Date {
        Date(self.kept.rule().answer_by())
    }

    /// What finance had to say. Null if nothing yet.
    async fn answer(&self) -> Option<&str> {
        self.kept.answer.as_deref()
    }

    /// When it was answered. Null if it was not.
    async fn answered_at(&self) -> Option<DateTime> {
        self.kept.answered_at.map(DateTime)
    }

    /// Who answered. Null if nobody did, or where you may not see them.
    async fn answered_by(&self) -> Result<Option<Account>> {
        self.view.account_opt(self.kept.answered_by).await
    }

    /// The last day for a ruling; after it the dispute lapses, and what was held back is released.
    async fn rule_by(&self) -> Date {
        Date(self.kept.rule().rule_by())
    }

    /// Why it was ruled so. Null until then.
    async fn ruling(&self) -> Option<&str> {
        self.kept.ruling.as_deref()
    }

    /// When it was ruled on. Null until then.
    async fn ruled_at(&self) -> Option<DateTime> {
        self.kept.ruled_at.map(DateTime)
    }

    /// Who ruled, which is never who answered. Null until then, or where you may not see them.
    async fn ruled_by(&self) -> Result<Option<Account>> {
        self.view.account_opt(self.kept.ruled_by).await
    }

    /// What an upheld one gave the chapter; it stands in the next statement. Null otherwise.
    async fn granted(&self) -> Option<Fen> {
        self.kept.granted.map(|granted| Fen(granted.0))
    }

    /// Whether you may answer it now.
    async fn viewer_can_answer(&self) -> bool {
        let is_open = self.kept.rule().answer(local_date(self.view.viewer().now)).is_ok();
        is_open && !self.is_own(&[self.kept.opened_by]) && settles(&self.view)
    }

    /// Whether you may rule on it now: not if you answered it; and without an answer only once the time for one is over.
    async fn viewer_can_rule(&self) -> bool {
        let is_due = self.kept.rule().rule(true, local_date(self.view.viewer().now)).is_ok();
        is_due && !self.is_own(&[self.kept.opened_by, self.kept.answered_by]) && settles(&self.view)
    }
}
