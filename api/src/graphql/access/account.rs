//! Accounts.

use async_graphql::{ID, Object};
use service::access::AccountCard;

use super::Grant;
use super::enums::{AccountKind, AccountStatus};
use crate::graphql::View;
use crate::graphql::chapters::{Chapter, Term};
use crate::graphql::connection::page;
use crate::graphql::error::Result;
use crate::graphql::list::List;
use crate::graphql::scalars::DateTime;

/// An account.
#[derive(Debug, Clone)]
pub(crate) struct Account {
    card: AccountCard,
    view: View,
}

impl Account {
    pub(crate) fn new(card: AccountCard, view: View) -> Self {
        Self { card, view }
    }
}

/// A person who can sign in. How much of it you see depends on your rights; phone and e-mail are always masked.
#[Object]
impl Account {
    /// Global id, `acct_…`.
    pub(crate) async fn id(&self) -> ID {
        self.card.id.into()
    }

    /// How the person signs in.
    async fn kind(&self) -> AccountKind {
        self.card.kind.into()
    }

    /// Whether it may be used.
    async fn status(&self) -> AccountStatus {
        self.card.status.into()
    }

    /// A readable name for commands and demos, `hq-admin`. Null for most, and where you see little of the account.
    async fn handle(&self) -> Option<&str> {
        self.card.handle.as_deref()
    }

    /// The person's name, masked (`王*`) where you see little of the account.
    async fn name(&self) -> &str {
        &self.card.name
    }

    /// The mobile phone number, masked: `138****1234`. Null for staff, and where you see little of the account.
    async fn phone(&self) -> Option<&str> {
        self.card.phone.as_deref()
    }

    /// The e-mail address, masked: `l***@hq.example`. Null for helmsmen, and where you see little of the account.
    async fn email(&self) -> Option<&str> {
        self.card.email.as_deref()
    }

    /// When the account was made.
    async fn created_at(&self) -> DateTime {
        DateTime(self.card.created_at)
    }

    /// Roles it holds, held or will hold, the oldest first: all of one's own, of others those you may read.
    async fn grants(&self, #[graphql(desc = "How many, 0 to 100.", default = 100)] first: i32) -> Result<List<Grant>> {
        let page = page(Some(first), None, None, None)?;
        let (service, viewer) = (self.view.service(), self.view.viewer());
        let slice = service.grants_of_account(viewer, self.card.id, &page).await?;
        Ok(slice.items.into_iter().map(|record| Grant::new(record, self.view.clone())).collect())
    }

    /// The terms of office it serves now in chapters that you may read.
    async fn terms(&self) -> Result<List<Term>> {
        let (service, viewer) = (self.view.service(), self.view.viewer());
        let terms = service.terms_of_account(viewer, self.card.id).await?;
        Ok(terms.into_iter().map(|term| Term::new(term, self.view.clone())).collect())
    }

    /// The chapter that the person leads. Null if there is none, or if you may not see it.
    async fn chapter(&self) -> Option<Chapter> {
        let viewer = self.view.viewer();
        let led =
            |id| viewer.tree.node(id)?.leader.as_ref().filter(|leader| leader.account == self.card.id).map(|_| id);
        let own = viewer.op.actor.account() == Some(self.card.id);
        // One's own is named by one's grants; another's has to be looked for.
        let id = if own {
            viewer.grants.iter().find_map(|grant| led(grant.chapter))
        } else {
            viewer.tree.preorder().iter().find_map(|id| led(*id))
        };
        id.and_then(|id| self.view.chapter(id))
    }
}
