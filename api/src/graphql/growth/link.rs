//! Referral links.

use std::sync::Arc;

use async_graphql::{ID, Object, SimpleObject};
use domain::access::Permission;
use domain::kernel::{ChapterId, PageRequest, ReferralLinkId};
use service::growth::LinkCard;

use super::enums::{ReferralChannel, ReferralState};
use super::referral::{Referral, ReferralConnection};
use crate::graphql::View;
use crate::graphql::access::Account;
use crate::graphql::chapters::Chapter;
use crate::graphql::connection::{Item, Key, Page, connection, page};
use crate::graphql::error::{Result, found};
use crate::graphql::list::List;
use crate::graphql::members::Member;
use crate::graphql::scalars::DateTime;

/// A link.
#[derive(Debug, Clone)]
pub(crate) struct ReferralLink {
    card: Arc<LinkCard>,
    view: View,
}

impl ReferralLink {
    pub(crate) fn new(card: LinkCard, view: View) -> Self {
        Self { card: Arc::new(card), view }
    }

    /// A link as it is after a change.
    pub(super) async fn fresh(view: &View, id: ReferralLinkId) -> Result<Self> {
        let view = view.fresh();
        let card = view.service().referral_link(view.viewer(), id).await?;
        Ok(Self::new(card, view))
    }
}

/// A referral link (推广链接), or the QR code of one. It credits a chapter; a member's own rewards that member too.
#[Object]
impl ReferralLink {
    /// Global id, `rlnk_…`.
    pub(crate) async fn id(&self) -> ID {
        self.card.link.id.into()
    }

    /// Eight characters, which a person can type.
    async fn code(&self) -> &str {
        &self.card.link.code
    }

    /// The whole address, for a QR code.
    async fn url(&self) -> String {
        self.view.service().link_address(&self.card.link)
    }

    /// The chapter that it credits. Null where you may not see it.
    async fn chapter(&self) -> Option<Chapter> {
        self.view.chapter(self.card.link.chapter)
    }

    /// Whose own it is, masked. Null for a chapter's link, and once the person was erased.
    async fn inviter_name(&self) -> Option<&str> {
        self.card.inviter_name.as_deref()
    }

    /// Whose own it is. Null for a chapter's link, and where you may not see the member.
    async fn inviter(&self) -> Result<Option<Member>> {
        let Some(inviter) = self.card.link.inviter else { return Ok(None) };
        let card = found(self.view.service().member(self.view.viewer(), inviter).await)?;
        Ok(card.map(|card| Member::new(card, self.view.clone())))
    }

    /// What it is part of. Null if of nothing.
    async fn campaign(&self) -> Option<&str> {
        self.card.link.campaign.as_deref()
    }

    /// Where it is shared.
    async fn channel(&self) -> ReferralChannel {
        self.card.link.channel.into()
    }

    /// When it was made.
    async fn created_at(&self) -> DateTime {
        DateTime(self.card.link.created_at)
    }

    /// By whom. Null where you may not see them.
    async fn created_by(&self) -> Result<Option<Account>> {
        self.view.account_opt(self.card.link.created_by).await
    }

    /// When it was ended. Null while it is open.
    async fn ended_at(&self) -> Option<DateTime> {
        self.card.link.ended_at.map(DateTime)
    }

    /// How many it brought, by where they stand: none that is zero, in the order of the states.
    async fn counts(&self) -> Result<List<ReferralCount>> {
        let counts = self.view.service().link_counts(&self.card).await?;
        let shown = |(state, count): (domain::growth::ReferralState, i64)| ReferralCount {
            state: state.into(),
            count: i32::try_from(count).unwrap_or(i32::MAX),
        };
        Ok(counts.into_iter().map(shown).collect())
    }

    /// Whom it brought, the newest first.
    async fn referrals(
        &self,
        #[graphql(desc = "Only those that stand so.")] state: Option<ReferralState>,
        #[graphql(desc = "How many from the start, 0 to 100; 20 if nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 0 to 100; not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<ReferralConnection> {
        let page = page(first, after, last, before)?;
        let slice = self.view.service().link_referrals(&self.card, state.map(Into::into), &page).await?;
        Ok(ReferralConnection(Page::of(slice, |card| {
            let key = Key::Text(card.referral.id.to_string());
            Some(Item::new(key, Referral::new(card, self.view.clone())))
        })))
    }

    /// Whether you may end it now.
    async fn viewer_can_end(&self) -> bool {
        let manages = || self.view.viewer().may(Permission::ReferralManage, self.card.link.chapter);
        self.card.link.ended_at.is_none() && (self.card.own || manages())
    }
}

/// How many referrals of a link stand in a state.
#[derive(SimpleObject, Debug)]
pub(crate) struct ReferralCount {
    /// The state.
    state: ReferralState,
    /// How many.
    count: i32,
}

connection!(
    "A page of referral links, the newest first.",
    ReferralLinkConnection,
    "A link with its place in a list.",
    ReferralLinkEdge,
    "The link.",
    ReferralLink
);

impl ReferralLinkConnection {
    pub(super) fn new(slice: domain::kernel::Slice<LinkCard>, view: &View) -> Self {
        Self(Page::of(slice, |card| {
            Some(Item::new(Key::Text(card.link.id.to_string()), ReferralLink::new(card, view.clone())))
        }))
    }
}

/// A page of the links that credit a chapter.
pub(crate) async fn chapter_links(
    view: &View,
    (chapter, open): (ChapterId, Option<bool>),
    page: &PageRequest,
) -> Result<ReferralLinkConnection> {
    let slice = view.service().chapter_links(view.viewer(), (chapter, open), page).await?;
    Ok(ReferralLinkConnection::new(slice, view))
}
