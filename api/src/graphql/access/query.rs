//! Reads of accounts and rights.

use async_graphql::{Context, ID, Object};
use domain::kernel::{AccountId, ChapterId};

use super::explain::AccessExplanation;
use super::{Account, Permission};
use crate::graphql::View;
use crate::graphql::connection::limit;
use crate::graphql::error::Result;
use crate::graphql::ids;
use crate::graphql::list::List;

/// Reads of accounts and rights.
#[derive(Debug, Default)]
pub(crate) struct AccessQuery;

/// Reads of accounts and rights.
#[Object]
impl AccessQuery {
    /// Your own account. Null if nobody has signed in.
    async fn me(&self, context: &Context<'_>) -> Result<Option<Account>> {
        let view = View::of(context)?;
        if view.viewer().op.actor.account().is_none() {
            return Ok(None);
        }
        let card = view.service().me(view.viewer()).await?;
        Ok(Some(Account::new(card, view.clone())))
    }

    /// People to give a role or an office to: whoever has exactly this id, e-mail address or phone number, and the staff
    /// whose name, handle or e-mail contains the text, the oldest accounts first; of both those that you may see. Who may
    /// give roles or appoint helmsmen also finds, by all of an id, e-mail or phone, people of whom they see little. Needs
    /// `GRANT_READ` or `ACCOUNT_MANAGE` anywhere.
    async fn accounts(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What to look for; all staff if it is empty.", default)] text: String,
        #[graphql(desc = "How many, 0 to 100.", default = 20)] first: i32,
    ) -> Result<List<Account>> {
        let view = View::of(context)?;
        let cards = view.service().account_search(view.viewer(), &text, limit(first)?).await?;
        Ok(cards.into_iter().map(|card| Account::new(card, view.clone())).collect())
    }

    /// Whether somebody may do something on a chapter now, and why. About oneself anybody may ask; about others it needs
    /// `ACCESS_EXPLAIN` on the chapter.
    async fn explain_access(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Id of the account that is asked about.")] subject: ID,
        #[graphql(desc = "What it would do.")] action: Permission,
        #[graphql(desc = "Id of the chapter where it would.")] chapter: ID,
    ) -> Result<AccessExplanation> {
        let view = View::of(context)?;
        view.signed_in()?;
        let (subject, chapter) = (ids::parse::<AccountId>(&subject)?, ids::parse::<ChapterId>(&chapter)?);
        let explained = view.service().explain_access(view.viewer(), subject, action.into(), chapter).await?;
        Ok(AccessExplanation::new(explained, view.clone()))
    }
}
