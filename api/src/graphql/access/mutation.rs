//! Changes of accounts and rights.

use async_graphql::{Context, Object};
use domain::kernel::GrantId;

use super::input::{AccountCreateInput, GrantCreateInput, GrantEndInput};
use super::{Account, Grant};
use crate::graphql::View;
use crate::graphql::error::{Result, found};
use crate::graphql::payload::payloads;
use crate::graphql::user_error::settle;

payloads! {
    /// What making an account led to.
    AccountCreatePayload {
        /// The new account. Null if a rule was broken.
        account: Account
    }
    /// What giving a role led to.
    GrantCreatePayload {
        /// The grant. Null if a rule was broken.
        grant: Grant
    }
    /// What ending a grant led to.
    GrantEndPayload {
        /// The ended grant. Null if a rule was broken.
        grant: Grant
    }
}

/// Changes of accounts and rights.
#[derive(Debug, Default)]
pub(crate) struct AccessMutation;

/// Changes of accounts and rights.
#[Object]
impl AccessMutation {
    /// Makes a staff account. It may do nothing until it is given a role. Needs `ACCOUNT_MANAGE` at headquarters.
    async fn account_create(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Whose account.")] mut input: AccountCreateInput,
    ) -> Result<AccountCreatePayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        let id = match settle(view.service().account_create(&op, input.command()).await)? {
            Ok(id) => id,
            Err(broken) => return Ok(broken.into()),
        };
        let view = view.fresh();
        let card = found(view.service().account(view.viewer(), id).await)?;
        Ok(card.map(|card| Account::new(card, view.clone())).into())
    }

    /// Gives a role on a subtree for a period. Nobody can give more than they have, or for longer. Needs `GRANT_MANAGE`.
    async fn grant_create(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which role, to whom, where and for how long.")] mut input: GrantCreateInput,
    ) -> Result<GrantCreatePayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        Ok(match settle(view.service().role_grant(&op, input.command()?).await)? {
            Ok(id) => read(view, id).await?.into(),
            Err(broken) => broken.into(),
        })
    }

    /// Ends a grant at once. Needs `GRANT_MANAGE`.
    async fn grant_end(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which grant.")] mut input: GrantEndInput,
    ) -> Result<GrantEndPayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        Ok(match settle(view.service().role_revoke(&op, input.command()?).await)? {
            Ok(id) => read(view, id).await?.into(),
            Err(broken) => broken.into(),
        })
    }
}

/// The grant as it is after the change.
async fn read(view: &View, id: GrantId) -> Result<Option<Grant>> {
    let view = view.fresh();
    let record = found(view.service().grant(view.viewer(), id).await)?;
    Ok(record.map(|record| Grant::new(record, view)))
}
