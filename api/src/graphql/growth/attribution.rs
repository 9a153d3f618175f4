//! Which chapter is credited with a member, and what a member has reached by inviting.

use async_graphql::{Object, SimpleObject};
use service::growth::AttributionCard;
use service::members::MemberCard;

use super::enums::AttributionCredit;
use super::link::ReferralLink;
use super::referral::Referral;
use crate::graphql::View;
use crate::graphql::chapters::Chapter;
use crate::graphql::error::{Result, found};
use crate::graphql::scalars::DateTime;

/// An attribution.
#[derive(Debug, Clone)]
pub(crate) struct MemberAttribution {
    card: AttributionCard,
    view: View,
}

impl MemberAttribution {
    /// That of a member whom the viewer may see.
    pub(crate) async fn of(view: &View, member: &MemberCard) -> Result<Option<Self>> {
        let card = view.service().attribution(member).await?;
        Ok(card.map(|card| Self { card, view: view.clone() }))
    }
}

/// Which chapter is credited with a member (归属), and why. Credit is for growth: a sale pays the chapter in whose territory
/// the buyer lives, whoever is credited here.
#[Object]
impl MemberAttribution {
    /// The version of the rule.
    async fn rule_version(&self) -> i32 {
        self.card.attribution.rule_version
    }

    /// What the credit rests on.
    async fn credit(&self) -> AttributionCredit {
        self.card.attribution.credit.into()
    }

    /// The chapter that is credited. Null where it is headquarters, or where you may not see it.
    async fn chapter(&self) -> Option<Chapter> {
        self.card.attribution.chapter.and_then(|id| self.view.chapter(id))
    }

    /// The link that is credited. Null if none is, or where you may not see it.
    async fn link(&self) -> Result<Option<ReferralLink>> {
        let Some(id) = self.card.attribution.link else { return Ok(None) };
        let link = found(self.view.service().referral_link(self.view.viewer(), id).await)?;
        Ok(link.map(|link| ReferralLink::new(link, self.view.clone())))
    }

    /// Who invited the member, masked. Null if nobody did.
    async fn inviter_name(&self) -> Option<&str> {
        self.card.inviter_name.as_deref()
    }

    /// The referral. Null if there is none, or where you may not see it.
    async fn referral(&self) -> Result<Option<Referral>> {
        let Some(id) = self.card.attribution.referral else { return Ok(None) };
        let card = found(self.view.service().referral(self.view.viewer(), id).await)?;
        Ok(card.map(|card| Referral::new(card, self.view.clone())))
    }

    /// A sentence for each link that was followed, in the order of time, and one for what came of it.
    async fn why(&self) -> &[String] {
        &self.card.attribution.why
    }

    /// When it was judged.
    async fn at(&self) -> DateTime {
        DateTime(self.card.attribution.at)
    }
}

/// What a member has reached by inviting.
#[derive(SimpleObject, Debug)]
pub(crate) struct InviterSummary {
    /// Invited people who have qualified, and stand.
    qualified: i32,
    /// Days of membership that were given for them: 7 for every 2, 365 at most.
    days: i32,
    /// How many it takes to reach the next rung. Null at the top.
    next_rung: Option<i32>,
    /// The points that the next rung brings. Null at the top.
    next_rung_points: Option<i32>,
}

impl InviterSummary {
    /// That of a member, as far as the viewer may see it.
    pub(crate) async fn of(view: &View, member: &MemberCard) -> Result<Option<Self>> {
        let found = view.service().inviting(view.viewer(), member).await?;
        Ok(found.map(|found| Self {
            qualified: i32::try_from(found.qualified).unwrap_or(i32::MAX),
            days: found.days,
            next_rung: found.next.and_then(|(qualified, _)| i32::try_from(qualified).ok()),
            next_rung_points: found.next.and_then(|(_, points)| i32::try_from(points).ok()),
        }))
    }
}
