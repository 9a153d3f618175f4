//! Changes of links and referrals.

use async_graphql::{Context, ID, Object, SimpleObject};
use domain::kernel::{ReferralId, ReferralLinkId};
use service::growth::Invitation;

use super::input::{
    ReferralAppealInput, ReferralDecideInput, ReferralLinkCreateInput, ReferralLinkEndInput, ReferralTouchInput,
};
use super::link::ReferralLink;
use super::referral::Referral;
use crate::graphql::View;
use crate::graphql::error::Result;
use crate::graphql::payload::payloads;
use crate::graphql::scalars::DateTime;
use crate::graphql::user_error::{Broken, settle};

/// What somebody sees who follows a link.
#[derive(SimpleObject, Debug)]
pub(crate) struct ReferralInvitation {
    /// The link's code, as `memberRegister` takes it.
    code: String,
    /// Id of the chapter, which `memberRegister` takes as the chosen home.
    chapter: ID,
    /// Its name.
    chapter_name: String,
    /// Who invites, masked. Null for a chapter's link.
    inviter_name: Option<String>,
    /// What the link is part of. Null if of nothing.
    campaign: Option<String>,
    /// Whether this link holds you: the first that you opened does, for 30 days.
    holds: bool,
    /// Until when you are held by that one.
    lock_until: DateTime,
}

impl From<Invitation> for ReferralInvitation {
    fn from(seen: Invitation) -> Self {
        Self {
            code: seen.code,
            chapter: seen.chapter.into(),
            chapter_name: seen.chapter_name,
            inviter_name: seen.inviter_name,
            campaign: seen.campaign,
            holds: seen.holds,
            lock_until: DateTime(seen.lock_until),
        }
    }
}

payloads! {
    /// What making a link led to.
    ReferralLinkCreatePayload {
        /// The link. Null if a rule was broken.
        link: ReferralLink
    }
    /// What ending a link led to.
    ReferralLinkEndPayload {
        /// The link. Null if a rule was broken.
        link: ReferralLink
    }
    /// What following a link led to.
    ReferralTouchPayload {
        /// Who invites, and where to. Null if a rule was broken.
        invitation: ReferralInvitation
    }
    /// What a decision led to.
    ReferralDecidePayload {
        /// The referral. Null if a rule was broken.
        referral: Referral
    }
    /// What an appeal led to.
    ReferralAppealPayload {
        /// The referral. Null if a rule was broken.
        referral: Referral
    }
}

/// Changes of links and referrals.
#[derive(Debug, Default)]
pub(crate) struct GrowthMutation;

/// Changes of links and referrals.
#[Object]
impl GrowthMutation {
    /// Makes a referral link: a chapter's with `REFERRAL_MANAGE` there, or your own as a member.
    async fn referral_link_create(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Whose, and where it is shared.")] mut input: ReferralLinkCreateInput,
    ) -> Result<ReferralLinkCreatePayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        show_link(view, view.service().link_create(&op, input.command()?).await).await
    }

    /// Ends a referral link: your own, or with `REFERRAL_MANAGE` at the chapter that it credits. Whom it holds it goes on
    /// holding.
    async fn referral_link_end(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which link.")] mut input: ReferralLinkEndInput,
    ) -> Result<ReferralLinkEndPayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        show_link(view, view.service().link_end(&op, input.command()?).await).await
    }

    /// Follows a link, without signing in: the first that a visitor follows holds them for 30 days. Limited as `codeRequest`
    /// is.
    async fn referral_touch(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which link, and who.")] input: ReferralTouchInput,
    ) -> Result<ReferralTouchPayload> {
        let view = View::of(context)?;
        Ok(match settle(view.service().referral_touch(&view.op(None), input.command()).await)? {
            Ok(seen) => ReferralInvitation::from(seen).into(),
            Err(broken) => broken.into(),
        })
    }

    /// Decides on a referral that is held, was rejected, or turned out to be made up. Needs `REFERRAL_MANAGE` at headquarters;
    /// nobody decides on their own.
    async fn referral_decide(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "On which, what, and why.")] mut input: ReferralDecideInput,
    ) -> Result<ReferralDecidePayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        show(view, view.service().referral_decide(&op, input.command()?).await).await
    }

    /// Appeals a rejection, once, within 15 days: of your own link, or of a chapter's with `REFERRAL_MANAGE` there.
    async fn referral_appeal(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Of which, and what is wrong.")] mut input: ReferralAppealInput,
    ) -> Result<ReferralAppealPayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        show(view, view.service().referral_appeal(&op, input.command()?).await).await
    }
}

/// The link as it is after the change, or why there was none.
async fn show_link<P>(view: &View, outcome: service::Result<ReferralLinkId>) -> Result<P>
where
    P: From<ReferralLink> + From<Broken>,
{
    Ok(match settle(outcome)? {
        Ok(id) => ReferralLink::fresh(view, id).await?.into(),
        Err(broken) => broken.into(),
    })
}

/// The referral as it is after the change, or why there was none.
async fn show<P>(view: &View, outcome: service::Result<ReferralId>) -> Result<P>
where
    P: From<Referral> + From<Broken>,
{
    Ok(match settle(outcome)? {
        Ok(id) => Referral::fresh(view, id).await?.into(),
        Err(broken) => broken.into(),
    })
}
