//! Reads of links and referrals: one's own, and those that credit a chapter.

use domain::access::Permission;
use domain::growth::{INVITE_TIERS, ReferralState};
use domain::kernel::{ChapterId, MemberId, PageRequest, ReferralId, ReferralLinkId, Slice, mask_name};
use store::growth::attribution::{self, AttributionRecord};
use store::growth::link::{self, LinkRecord, Whose};
use store::growth::referral::{self, ReferralRecord};
use store::members::{member, person};

use crate::members::MemberCard;
use crate::{Result, Service, ServiceError, Viewer, Write};

/// A link that a viewer may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkCard {
    pub link: LinkRecord,
    /// Whether it is the viewer's own.
    pub own: bool,
    /// Masked; none for a chapter's link, and once the person was erased.
    pub inviter_name: Option<String>,
}

/// A referral that a viewer may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferralCard {
    pub referral: ReferralRecord,
    pub link: LinkCard,
    /// Masked; none before the registration, and once the person was erased.
    pub invitee_name: Option<String>,
}

/// Which chapter is credited with a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttributionCard {
    pub attribution: AttributionRecord,
    /// Masked.
    pub inviter_name: Option<String>,
}

/// What a member has reached by inviting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InviterSummary {
    /// Invitations that have qualified and stand.
    pub qualified: u32,
    /// Days that were given for them.
    pub days: i32,
    /// The next rung: how many it takes, and the points that it brings.
    pub next: Option<(u32, i64)>,
}

impl Service {
    /// The address of a link, which its QR code shows.
    #[must_use]
    pub fn link_address(&self, link: &LinkRecord) -> String {
        format!("{}/client/join/{}", self.settings.public_url, link.code)
    }

    /// A link: one's own, or with `ReferralRead` at the chapter that it credits.
    pub async fn referral_link(&self, viewer: &Viewer, id: ReferralLinkId) -> Result<LinkCard> {
        viewer.account()?;
        let found = link::load(self.store.read(), id).await?;
        let own = self.own_id(viewer).await?;
        require_link(viewer, own, &found)?;
        self.link_cards(own, vec![found]).await?.pop().ok_or(ServiceError::NotFound)
    }

    /// A page of the links that credit a chapter, the newest first.
    pub async fn chapter_links(
        &self,
        viewer: &Viewer,
        (chapter, open): (ChapterId, Option<bool>),
        page: &PageRequest,
    ) -> Result<Slice<LinkCard>> {
        viewer.require(Permission::ReferralRead, chapter)?;
        let own = self.own_id(viewer).await?;
        self.link_page(own, (Whose::Chapter(chapter), open), page).await
    }

    /// A page of the viewer's own links, the newest first; none for one who has not joined.
    pub async fn own_links(&self, viewer: &Viewer, open: Option<bool>, page: &PageRequest) -> Result<Slice<LinkCard>> {
        viewer.account()?;
        let own = self.own_id(viewer).await?;
        let Some(whose) = own else {
            return Ok(Slice { items: Vec::new(), has_previous: false, has_next: false });
        };
        self.link_page(own, (Whose::Member(whose), open), page).await
    }

    async fn link_page(
        &self,
        own: Option<MemberId>,
        (whose, open): (Whose, Option<bool>),
        page: &PageRequest,
    ) -> Result<Slice<LinkCard>> {
        if let Some(cursor) = &page.from {
            cursor.key::<ReferralLinkId>()?;
        }
        let found = link::page(self.store.read(), whose, open, page).await?;
        let items = self.link_cards(own, found.items).await?;
        Ok(Slice { items, has_previous: found.has_previous, has_next: found.has_next })
    }

    /// How many of a link's referrals stand in each state, none that is zero. The card comes from a read that the viewer was
    /// allowed, here and below.
    pub async fn link_counts(&self, card: &LinkCard) -> Result<Vec<(ReferralState, i64)>> {
        Ok(link::counts(self.store.read(), card.link.id).await?)
    }

    /// A page of a link's referrals, the newest first.
    pub async fn link_referrals(
        &self,
        card: &LinkCard,
        state: Option<ReferralState>,
        page: &PageRequest,
    ) -> Result<Slice<ReferralCard>> {
        if let Some(cursor) = &page.from {
            cursor.key::<ReferralId>()?;
        }
        let found = referral::page(self.store.read(), card.link.id, state, page).await?;
        let links = vec![card.clone()];
        let items = self.referral_cards(found.items, links).await?;
        Ok(Slice { items, has_previous: found.has_previous, has_next: found.has_next })
    }

    /// A referral: whoever may see its link.
    pub async fn referral(&self, viewer: &Viewer, id: ReferralId) -> Result<ReferralCard> {
        viewer.account()?;
        let found = referral::load(self.store.read(), id).await?;
        let link = self.referral_link(viewer, found.link).await?;
        self.referral_cards(vec![found], vec![link]).await?.pop().ok_or(ServiceError::NotFound)
    }

    /// Referrals that a person has to look at, the oldest first: for those who decide.
    pub async fn referrals_for_review(&self, viewer: &Viewer, limit: usize) -> Result<Vec<ReferralCard>> {
        viewer.account()?;
        viewer.require_at_headquarters(Permission::ReferralManage)?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let found = referral::for_review(self.store.read(), limit).await?;
        let ids: Vec<ReferralLinkId> = found.iter().map(|referral| referral.link).collect();
        let links = link::load_many(self.store.read(), &ids).await?;
        let links = self.link_cards(self.own_id(viewer).await?, links).await?;
        self.referral_cards(found, links).await
    }

    /// Which chapter is credited with a member, and why; nothing for one whom somebody wrote down.
    pub async fn attribution(&self, card: &MemberCard) -> Result<Option<AttributionCard>> {
        let Some(found) = attribution::load(self.store.read(), card.member.id).await? else { return Ok(None) };
        let link = match found.link {
            Some(id) => Some(link::load(self.store.read(), id).await?),
            None => None,
        };
        let links = self.link_cards(None, link.into_iter().collect()).await?;
        let inviter_name = links.into_iter().next().and_then(|link| link.inviter_name);
        Ok(Some(AttributionCard { attribution: found, inviter_name }))
    }

    /// What a member has reached by inviting: for the member, and with `ReferralRead` at the home.
    pub async fn inviting(&self, viewer: &Viewer, card: &MemberCard) -> Result<Option<InviterSummary>> {
        if !card.own && !viewer.may(Permission::ReferralRead, card.member.home) {
            return Ok(None);
        }
        let qualified = referral::rewarded(self.store.read(), card.member.id).await?;
        let kept = attribution::inviter(self.store.read(), card.member.id).await?;
        let highest = u32::try_from(kept.highest).unwrap_or_default();
        let next = INVITE_TIERS.into_iter().find(|rung| highest < rung.qualified);
        Ok(Some(InviterSummary { qualified, days: kept.days, next: next.map(|rung| (rung.qualified, rung.reward)) }))
    }

    /// The viewer as a member.
    async fn own_id(&self, viewer: &Viewer) -> Result<Option<MemberId>> {
        let Some(account) = viewer.op.actor.account() else { return Ok(None) };
        Ok(member::of_account(self.store.read(), account).await?.map(|member| member.id))
    }

    async fn link_cards(&self, own: Option<MemberId>, links: Vec<LinkRecord>) -> Result<Vec<LinkCard>> {
        let inviters: Vec<MemberId> = links.iter().filter_map(|link| link.inviter).collect();
        let names = self.masked_names(&inviters).await?;
        let card = |link: LinkRecord| LinkCard {
            own: link.inviter.is_some() && link.inviter == own,
            inviter_name: link.inviter.and_then(|inviter| name_of(&names, inviter)),
            link,
        };
        Ok(links.into_iter().map(card).collect())
    }

    async fn referral_cards(&self, found: Vec<ReferralRecord>, links: Vec<LinkCard>) -> Result<Vec<ReferralCard>> {
        let invitees: Vec<MemberId> = found.iter().filter_map(|referral| referral.invitee).collect();
        let names = self.masked_names(&invitees).await?;
        let card = |referral: ReferralRecord| {
            let link = links.iter().find(|card| card.link.id == referral.link)?.clone();
            let invitee_name = referral.invitee.and_then(|invitee| name_of(&names, invitee));
            Some(ReferralCard { referral, link, invitee_name })
        };
        Ok(found.into_iter().filter_map(card).collect())
    }

    async fn masked_names(&self, ids: &[MemberId]) -> Result<Vec<(MemberId, String)>> {
        let people = person::load_many(self.store.read(), self.store.vault(), ids).await?;
        Ok(people.into_iter().map(|(id, person)| (id, mask_name(&person.name))).collect())
    }
}

fn name_of(names: &[(MemberId, String)], id: MemberId) -> Option<String> {
    names.iter().find(|(other, _)| *other == id).map(|(_, name)| name.clone())
}

fn require_link(viewer: &Viewer, own: Option<MemberId>, link: &LinkRecord) -> Result<()> {
    if link.inviter.is_some() && link.inviter == own {
        return Ok(());
    }
    match viewer.require(Permission::ReferralRead, link.chapter) {
        // Whoever may not read a chapter's links must not learn which ids are taken.
        Err(ServiceError::Denied(_)) => Err(ServiceError::NotFound),
        outcome => outcome,
    }
}

/// Lets whoever has this right over the links of a chapter.
pub(super) async fn require_at(w: &mut Write<'_>, chapter: ChapterId, permission: Permission) -> Result<()> {
    match w.require(Permission::ReferralRead, chapter).await {
        Err(ServiceError::Denied(_)) => return Err(ServiceError::NotFound),
        outcome => outcome?,
    }
    w.require(permission, chapter).await
}
