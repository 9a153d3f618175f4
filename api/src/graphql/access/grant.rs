//! Roles on subtrees.

use async_graphql::{ID, Object};
use service::access::GrantRecord;

use super::Account;
use super::enums::Role;
use crate::graphql::View;
use crate::graphql::chapters::Chapter;
use crate::graphql::error::Result;
use crate::graphql::scalars::DateTime;

/// A grant.
#[derive(Debug, Clone)]
pub(crate) struct Grant {
    record: GrantRecord,
    view: View,
}

impl Grant {
    pub(crate) fn new(record: GrantRecord, view: View) -> Self {
        Self { record, view }
    }
}

/// A role that an account holds on a chapter, and by the role's table below it, for a period.
#[Object]
impl Grant {
    /// Global id, `grnt_…`.
    pub(crate) async fn id(&self) -> ID {
        self.record.grant.id.into()
    }

    /// Id of the account that holds it.
    async fn account(&self) -> ID {
        self.record.grant.account.into()
    }

    /// Who holds it. Null if you may not see them.
    async fn holder(&self) -> Result<Option<Account>> {
        self.view.account(self.record.grant.account).await
    }

    /// Which role.
    async fn role(&self) -> Role {
        self.record.grant.role.into()
    }

    /// On which chapter. Null if you may not see it.
    async fn chapter(&self) -> Option<Chapter> {
        self.view.chapter(self.record.grant.chapter)
    }

    /// From when on.
    async fn from(&self) -> DateTime {
        DateTime(self.record.grant.period.from)
    }

    /// Until when, that instant left out. Null if no end was set.
    async fn until(&self) -> Option<DateTime> {
        self.record.grant.period.until.map(DateTime)
    }

    /// Whether it is in force now.
    async fn active(&self) -> bool {
        self.record.grant.period.contains(self.view.viewer().now)
    }

    /// Id of the account that gave it. Null if the system did.
    async fn granted_by(&self) -> Option<ID> {
        self.record.granted_by.map(ID::from)
    }

    /// Who gave it. Null if the system did, or if you may not see them.
    async fn giver(&self) -> Result<Option<Account>> {
        self.view.account_opt(self.record.granted_by).await
    }

    /// Why it was given. Null if nobody said, and for what comes with a term of office.
    async fn reason(&self) -> Option<&str> {
        self.record.reason.as_deref()
    }

    /// Why it was ended before its time. Null if nobody said, and while it has not been.
    async fn ended_reason(&self) -> Option<&str> {
        self.record.ended_reason.as_deref()
    }

    /// Id of the term of office that it lives and ends with. Null if it stands alone.
    async fn term(&self) -> Option<ID> {
        self.record.term.map(ID::from)
    }
}
