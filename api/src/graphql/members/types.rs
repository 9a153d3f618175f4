//! The member.

use std::sync::Arc;

use async_graphql::{ID, Object};
use domain::access::Permission;
use domain::kernel::MemberId;
use domain::members::{MAX_REVEALS_PER_HOUR, Standing};
use service::members::MemberCard;

use super::enums::{HomeSource, JoinedBy, MemberStanding};
use super::merge::MemberMerge;
use super::parts::{Consent, MemberReveal, Membership, PastHome, RenewalDue};
use super::points::{PointsEntryConnection, points_entries};
use crate::graphql::View;
use crate::graphql::chapters::{Chapter, ChapterListing};
use crate::graphql::connection::{limit, page};
use crate::graphql::error::{Result, found};
use crate::graphql::growth::{InviterSummary, MemberAttribution};
use crate::graphql::list::List;
use crate::graphql::scalars::{Date, DateTime, Json};

/// A member.
#[derive(Debug, Clone)]
pub(crate) struct Member {
    card: Arc<MemberCard>,
    view: View,
}

impl Member {
    pub(crate) fn new(card: MemberCard, view: View) -> Self {
        Self { card: Arc::new(card), view }
    }

    /// A member as it is after a change.
    pub(crate) async fn fresh(view: &View, id: MemberId) -> Result<Self> {
        let view = view.fresh();
        let card = view.service().member(view.viewer(), id).await?;
        Ok(Self::new(card, view))
    }

    fn may(&self, permission: Permission) -> bool {
        self.view.viewer().may(permission, self.card.member.home)
    }
}

/// A person who has joined. A chapter sees its own members, masked; a member sees oneself in clear.
#[Object]
impl Member {
    /// Global id, `mbr_…`.
    pub(crate) async fn id(&self) -> ID {
        self.card.member.id.into()
    }

    /// The name, masked (`王*`) for all but the member. Null once the person was erased.
    async fn name(&self) -> Option<&str> {
        self.card.name.as_deref()
    }

    /// The mobile phone number, masked: `138****1234`. Null once the person was erased.
    async fn phone(&self) -> Option<&str> {
        self.card.phone.as_deref()
    }

    /// The chapter where the member is at home. Null where you may not see it.
    async fn home(&self) -> Option<Chapter> {
        self.view.chapter(self.card.member.home)
    }

    /// The home as everybody may know it: a member sees no chapter from within. Null if the chapter is no more.
    async fn home_listing(&self) -> Option<ChapterListing> {
        self.view.service().chapter_listing(self.card.member.home).map(Into::into)
    }

    /// Since when.
    async fn home_since(&self) -> DateTime {
        DateTime(self.card.member.home_since)
    }

    /// How the home was found.
    async fn home_source(&self) -> HomeSource {
        self.card.member.home_source.into()
    }

    /// From which day on the member may choose another home. Null if today already.
    async fn may_move_from(&self) -> Option<Date> {
        let today = domain::kernel::local_date(self.view.viewer().now);
        let days = chrono::Days::new(domain::members::MOVE_DAYS.unsigned_abs());
        let from = self.card.member.moved_on.and_then(|moved| moved.checked_add_days(days));
        from.filter(|from| today < *from).map(Date)
    }

    /// The homes before this one, the newest first.
    async fn past_homes(&self) -> Result<List<PastHome>> {
        let past = self.view.service().past_homes(&self.card).await?;
        Ok(past.into_iter().map(|home| PastHome { home, view: self.view.clone() }).collect())
    }

    /// Code of the tier that the member enjoys or enjoyed last, `annual`.
    #[graphql(name = "tierCode")]
    async fn tier_code(&self) -> &str {
        self.card.member.state.tier.as_str()
    }

    /// How the member stands.
    async fn standing(&self) -> MemberStanding {
        self.card.member.state.standing.into()
    }

    /// The first day without membership. Null if there never was a term.
    async fn until_on(&self) -> Option<Date> {
        self.card.member.state.until_on.map(Date)
    }

    /// Since when the membership rests. Null if it does not.
    async fn frozen_on(&self) -> Option<Date> {
        self.card.member.state.frozen_on.map(Date)
    }

    /// Points (积分) that can be spent; below zero after a reversal.
    async fn points(&self) -> i32 {
        self.card.member.points
    }

    /// Whether the free trial was used.
    async fn trial_used(&self) -> bool {
        self.card.member.trial_used
    }

    /// What came and went of the points, the newest first: for the member, and with `MEMBER_MANAGE`.
    async fn points_entries(
        &self,
        #[graphql(desc = "How many from the start, 0 to 100; 20 if nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 0 to 100; not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<PointsEntryConnection> {
        points_entries(&self.view, &self.card, &page(first, after, last, before)?).await
    }

    /// All terms of membership, the oldest first.
    async fn memberships(&self) -> Result<List<Membership>> {
        let kept = self.view.service().memberships(&self.card).await?;
        let noted = self.card.own || self.may(Permission::MemberManage);
        Ok(kept.into_iter().map(|kept| Membership { kept, noted, view: self.view.clone() }).collect())
    }

    /// The chapters that the member follows besides the home: for the member alone.
    async fn follows(&self) -> Result<List<ChapterListing>> {
        let followed = self.view.service().followed(&self.card).await?;
        Ok(followed.into_iter().filter_map(|id| self.view.service().chapter_listing(id)).map(Into::into).collect())
    }

    /// What the member consented to and withdrew, in that order: what was said last of a purpose holds.
    async fn consents(&self) -> Result<List<Consent>> {
        let entries = self.view.service().consents(&self.card).await?;
        let shown = entries.into_iter().map(|entry| Consent {
            purpose: entry.purpose.into(),
            granted: entry.granted,
            text_version: entry.text_version,
            at: DateTime(entry.at),
        });
        Ok(shown.collect())
    }

    /// Who saw the member's phone and name in clear, the newest first, 100 at most: for the member, and with
    /// `MEMBER_REVEAL`.
    async fn reveals(&self) -> Result<List<MemberReveal>> {
        let looks = self.view.service().reveals(self.view.viewer(), &self.card).await?;
        Ok(looks.into_iter().map(|look| MemberReveal { look, view: self.view.clone() }).collect())
    }

    /// All that is known of you, as one document to keep: for the member alone. Null, with an error, for everybody else.
    async fn export(&self) -> Result<Option<Json>> {
        Ok(Some(Json(self.view.service().member_export(&self.card).await?)))
    }

    /// The year of birth. Null if it is not known, and for all but the member and who manages members.
    async fn birth_year(&self) -> Option<i32> {
        let shown = self.card.own || self.may(Permission::MemberManage);
        self.card.member.birth_year.filter(|_| shown).map(i32::from)
    }

    /// Code of the division that the member belongs to. Null if it is not known.
    async fn region(&self) -> Option<&str> {
        self.card.member.region.as_deref()
    }

    /// How the member joined.
    async fn joined_by(&self) -> JoinedBy {
        self.card.member.joined_by.into()
    }

    /// When the member joined.
    async fn registered_at(&self) -> DateTime {
        DateTime(self.card.member.registered_at)
    }

    /// That the last term ends within 30 days. Null if it does not, or while the membership rests.
    async fn renewal_due(&self) -> Result<Option<RenewalDue>> {
        let today = domain::kernel::local_date(self.view.viewer().now);
        let Some(due) = self.view.service().renewal_of(&self.card, today) else { return Ok(None) };
        let reminded_at = self.view.reminded_at(self.card.member.id).await?.map(DateTime);
        let days_left = i32::try_from(due.days_left).unwrap_or(i32::MAX);
        Ok(Some(RenewalDue { ends_on: Date(due.ends_on), days_left, reminded_at }))
    }

    /// Rows that turned out to be this person, the newest merge first, those that were undone among them: for the member, and
    /// with `MEMBER_MANAGE`.
    async fn merges(
        &self,
        #[graphql(desc = "How many, 0 to 100.", default = 20)] first: i32,
    ) -> Result<List<MemberMerge>> {
        let merges = self.view.service().merges_of(self.view.viewer(), &self.card).await?;
        Ok(merges.into_iter().take(limit(first)?).map(|made| MemberMerge::new(made, self.view.clone())).collect())
    }

    /// The member that this one turned out to be. Null if it is still one of its own, or where you may not see that member.
    async fn merged_into(&self) -> Result<Option<Member>> {
        let Some(into) = self.card.member.merged_into else { return Ok(None) };
        let card = found(self.view.service().member(self.view.viewer(), into).await)?;
        Ok(card.map(|card| Self::new(card, self.view.clone())))
    }

    /// Counts up with every change of standing, home or what is known: name it in `memberMerge`.
    async fn version(&self) -> i32 {
        self.card.member.version
    }

    /// Which chapter is credited with the member, and why. Null for who did not register but was written down.
    async fn attribution(&self) -> Result<Option<MemberAttribution>> {
        MemberAttribution::of(&self.view, &self.card).await
    }

    /// What the member has reached by inviting: for the member, and with `REFERRAL_READ` at the home. Null otherwise.
    async fn inviting(&self) -> Result<Option<InviterSummary>> {
        InviterSummary::of(&self.view, &self.card).await
    }

    /// Whether this is you.
    async fn is_viewer(&self) -> bool {
        self.card.own
    }

    /// Whether you may see phone and name in clear, as far as your rights go: a chapter's people also need the member's
    /// consent.
    async fn viewer_can_reveal(&self) -> bool {
        self.card.own || self.may(Permission::MemberReveal)
    }

    /// Whether you may move, correct, merge and erase the member as headquarters does.
    async fn viewer_can_manage(&self) -> bool {
        self.may(Permission::MemberManage)
    }

    /// Whether you may start the free trial of this member now, as far as is known: the phone may have had one.
    async fn viewer_can_start_trial(&self) -> bool {
        let guest = self.card.member.state.standing == Standing::Guest && !self.card.member.trial_used;
        guest && (self.card.own || self.may(Permission::MemberRegister))
    }

    /// Whether you may freeze the membership now.
    async fn viewer_can_freeze(&self) -> bool {
        self.card.member.state.standing == Standing::Active && (self.card.own || self.may(Permission::MemberManage))
    }

    /// Whether you may unfreeze the membership now.
    async fn viewer_can_unfreeze(&self) -> bool {
        self.card.member.state.standing == Standing::Frozen && (self.card.own || self.may(Permission::MemberManage))
    }

    /// Whether you may redeem a card for the member.
    async fn viewer_can_redeem(&self) -> bool {
        self.card.own || self.may(Permission::MemberRegister)
    }

    /// Whether you may grant the member a membership, and adjust the points: nobody does so for oneself.
    async fn viewer_can_grant(&self) -> bool {
        !self.card.own && self.may(Permission::MemberManage)
    }

    /// How many members may be revealed to one person within an hour.
    async fn reveals_per_hour(&self) -> i32 {
        i32::try_from(MAX_REVEALS_PER_HOUR).unwrap_or(i32::MAX)
    }
}
