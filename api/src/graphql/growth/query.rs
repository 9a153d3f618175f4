//! Reads of links and referrals.

use async_graphql::{Context, ID, Object};

use super::link::{ReferralLink, ReferralLinkConnection};
use super::referral::Referral;
use crate::graphql::View;
use crate::graphql::connection::{limit, page};
use crate::graphql::error::{Result, found};
use crate::graphql::ids;
use crate::graphql::list::List;

/// Reads of links and referrals.
#[derive(Debug, Default)]
pub(crate) struct GrowthQuery;

/// Reads of links and referrals.
#[Object]
impl GrowthQuery {
    /// Your own referral links, the newest first. Empty if you are no member.
    async fn my_referral_links(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Only those that are open, or have ended.")] open: Option<bool>,
        #[graphql(desc = "How many from the start, 0 to 100; 20 if nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 0 to 100; not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<ReferralLinkConnection> {
        let (view, page) = (View::of(context)?, page(first, after, last, before)?);
        Ok(ReferralLinkConnection::new(view.service().own_links(view.viewer(), open, &page).await?, view))
    }

    /// A referral link: your own, or with `REFERRAL_READ` at the chapter that it credits. Null if there is none, or if you may
    /// not see it.
    async fn referral_link(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Id of the link.")] id: ID,
    ) -> Result<Option<ReferralLink>> {
        let view = View::of(context)?;
        let card = found(view.service().referral_link(view.viewer(), ids::parse(&id)?).await)?;
        Ok(card.map(|card| ReferralLink::new(card, view.clone())))
    }

    /// A referral, of a link that you may see. Null if there is none, or if you may not see it.
    async fn referral(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Id of the referral.")] id: ID,
    ) -> Result<Option<Referral>> {
        let view = View::of(context)?;
        let card = found(view.service().referral(view.viewer(), ids::parse(&id)?).await)?;
        Ok(card.map(|card| Referral::new(card, view.clone())))
    }

    /// Referrals that wait for a decision: held, or rejected and appealed; the oldest first. Needs `REFERRAL_MANAGE` at
    /// headquarters.
    async fn referrals_for_review(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100.", default = 20)] first: i32,
    ) -> Result<List<Referral>> {
        let view = View::of(context)?;
        let waiting = view.service().referrals_for_review(view.viewer(), limit(first)?).await?;
        Ok(waiting.into_iter().map(|card| Referral::new(card, view.clone())).collect())
    }
}
