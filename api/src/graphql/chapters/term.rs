//! Terms of office.

use async_graphql::{ID, Object};

use super::{Chapter, Office};
use crate::graphql::View;
use crate::graphql::access::Account;
use crate::graphql::error::Result;
use crate::graphql::scalars::DateTime;

/// A time in office.
#[derive(Debug, Clone)]
pub(crate) struct Term {
    term: domain::chapters::Term,
    view: View,
}

impl Term {
    pub(crate) fn new(term: domain::chapters::Term, view: View) -> Self {
        Self { term, view }
    }
}

/// A helmsman's or deputy's time in office. Its end changes nothing of what was done in it.
#[Object]
impl Term {
    /// Global id, `term_…`.
    pub(crate) async fn id(&self) -> ID {
        self.term.id.into()
    }

    /// Where it is served.
    async fn chapter(&self) -> Result<Chapter> {
        self.view.named_chapter(self.term.chapter)
    }

    /// Id of the account of whoever serves.
    async fn account(&self) -> ID {
        self.term.account.into()
    }

    /// Who serves. Null if you may not see them.
    async fn holder(&self) -> Result<Option<Account>> {
        self.view.account(self.term.account).await
    }

    /// Which office.
    async fn office(&self) -> Office {
        self.term.office.into()
    }

    /// When it began.
    async fn starts_at(&self) -> DateTime {
        DateTime(self.term.starts_at)
    }

    /// When it ends by itself. Null if no end was set.
    async fn ends_at(&self) -> Option<DateTime> {
        self.term.ends_at.map(DateTime)
    }

    /// When it really ended. Null while it is served.
    async fn ended_at(&self) -> Option<DateTime> {
        self.term.ended_at.map(DateTime)
    }
}
