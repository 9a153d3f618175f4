//! Two members who are one person: who may be, what a merge would do, and what it did.

use async_graphql::{Context, Enum, ID, Object, SimpleObject};
use domain::access::Permission;
use domain::kernel::MemberId;
use service::members::{MemberDuplicate as Found, MergeRecord};
use service::process::MergePreview;

use super::enums::{ConsentPurpose, MemberStanding, TermSource};
use super::types::Member;
use crate::graphql::View;
use crate::graphql::access::Account;
use crate::graphql::chapters::Chapter;
use crate::graphql::connection::limit;
use crate::graphql::error::{Result, found};
use crate::graphql::ids;
use crate::graphql::list::List;
use crate::graphql::scalars::{Date, DateTime};
use crate::graphql::user_error::UserError;

/// What two members have in common.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::members::Likeness")]
pub(crate) enum MemberLikeness {
    /// One name.
    SameName,
    /// One year of birth.
    SameBirthYear,
    /// One prefecture.
    SameRegion,
    /// One home.
    SameHome,
    /// Somebody else wrote one of them down, and nobody has claimed it.
    OneWithoutAccount,
}

/// A member who may be the same person as another.
#[derive(Debug)]
pub(crate) struct MemberDuplicate {
    found: Found,
    view: View,
}

/// A member who may be the same person as another.
#[Object]
impl MemberDuplicate {
    /// The other member, masked.
    async fn member(&self) -> Member {
        Member::new(self.found.card.clone(), self.view.clone())
    }

    /// How likely it is, 0 to 100.
    async fn score(&self) -> i32 {
        self.found.score.into()
    }

    /// What speaks for it.
    async fn because(&self) -> List<MemberLikeness> {
        self.found.because.iter().map(|what| (*what).into()).collect()
    }
}

/// A term that comes along.
#[derive(SimpleObject, Debug)]
pub(crate) struct MemberMergeTerm {
    /// Code of the tier, `annual`.
    #[graphql(name = "tierCode")]
    tier_code: String,
    /// Where it comes from.
    source: TermSource,
    /// The first day, with the member who stays.
    starts_on: Date,
    /// The day after the last.
    ends_on: Date,
}

/// A consent that a merge enters.
#[derive(SimpleObject, Debug)]
pub(crate) struct MemberMergeConsent {
    /// What for.
    purpose: ConsentPurpose,
    /// Whether it is granted or withdrawn.
    granted: bool,
    /// The version of the text that was shown.
    text_version: String,
}

/// What a merge would do.
#[derive(Debug)]
pub(crate) struct MemberMergePreview {
    preview: MergePreview,
    view: View,
}

/// What a merge would do.
#[Object]
impl MemberMergePreview {
    /// The member who stays: home, phone and sign-in remain as they are.
    async fn kept(&self) -> Member {
        Member::new(self.preview.kept.clone(), self.view.clone())
    }

    /// The member who goes: counts nowhere, and the phone opens nothing any more.
    async fn gone(&self) -> Member {
        Member::new(self.preview.gone.clone(), self.view.clone())
    }

    /// What to name in `memberMerge`, so that what was seen is what is done.
    async fn kept_version(&self) -> i32 {
        self.preview.kept.member.version
    }

    /// What to name in `memberMerge`.
    async fn gone_version(&self) -> i32 {
        self.preview.gone.member.version
    }

    /// Whether it can be done now: nothing stands against it.
    async fn allowed(&self) -> bool {
        self.preview.refusals.is_empty()
    }

    /// What stands against it; empty if nothing does.
    async fn refusals(&self) -> List<UserError> {
        self.preview.refusals.iter().cloned().map(UserError::from).collect()
    }

    /// How the member who stays stands afterwards.
    async fn standing(&self) -> MemberStanding {
        self.preview.state.standing.into()
    }

    /// Code of the tier afterwards.
    #[graphql(name = "tierCode")]
    async fn tier_code(&self) -> &str {
        self.preview.state.tier.as_str()
    }

    /// The first day without membership afterwards. Null if there never was a term.
    async fn until_on(&self) -> Option<Date> {
        self.preview.state.until_on.map(Date)
    }

    /// The terms that come along, with the days they will have.
    async fn terms(&self) -> List<MemberMergeTerm> {
        let show = |term: &domain::members::Term| MemberMergeTerm {
            tier_code: term.tier.to_string(),
            source: term.source.into(),
            starts_on: Date(term.starts_on),
            ends_on: Date(term.ends_on),
        };
        self.preview.terms.iter().map(show).collect()
    }

    /// Points that come along; below zero if points are owed.
    async fn points(&self) -> i32 {
        self.preview.points
    }

    /// Points of the member who stays, afterwards.
    async fn points_after(&self) -> i32 {
        self.preview.kept.member.points.saturating_add(self.preview.points)
    }

    /// How many orders come along, with their payments, refunds and invoices.
    async fn orders(&self) -> i32 {
        count(self.preview.orders)
    }

    /// How many redeemed cards come along.
    async fn cards(&self) -> i32 {
        count(self.preview.cards)
    }

    /// How many referral links and referrals come along.
    async fn referrals(&self) -> i32 {
        count(self.preview.referrals)
    }

    /// Chapters that are followed besides, the other's home among them, as far as you see them.
    async fn follows(&self) -> List<Chapter> {
        self.preview.follows.iter().filter_map(|id| self.view.chapter(*id)).collect()
    }

    /// What is newly entered of consents: of two words on one purpose the stricter stands.
    async fn consents(&self) -> List<MemberMergeConsent> {
        let show = |entry: &domain::members::ConsentEntry| MemberMergeConsent {
            purpose: entry.purpose.into(),
            granted: entry.granted,
            text_version: entry.text_version.clone(),
        };
        self.preview.consents.iter().map(show).collect()
    }

    /// Whether an account of the one who goes is closed, and its sessions end.
    async fn closes_account(&self) -> bool {
        self.preview.closes_account
    }

    /// Until when it could be undone.
    async fn undo_until(&self) -> DateTime {
        DateTime(self.preview.undo_until)
    }
}

/// A merge.
#[derive(Debug, Clone)]
pub(crate) struct MemberMerge {
    made: MergeRecord,
    view: View,
}

impl MemberMerge {
    pub(crate) fn new(made: MergeRecord, view: View) -> Self {
        Self { made, view }
    }

    /// Both, as far as the viewer sees them.
    async fn member(&self, id: MemberId) -> Result<Option<Member>> {
        let card = found(self.view.service().member(self.view.viewer(), id).await)?;
        Ok(card.map(|card| Member::new(card, self.view.clone())))
    }
}

/// Two members found to be one person.
#[Object]
impl MemberMerge {
    /// Global id, `mrge_…`.
    pub(crate) async fn id(&self) -> ID {
        self.made.id.into()
    }

    /// The member who stayed. Null where you may not see them.
    async fn kept(&self) -> Result<Option<Member>> {
        self.member(self.made.kept).await
    }

    /// The member who went. Null where you may not see them.
    async fn gone(&self) -> Result<Option<Member>> {
        self.member(self.made.gone).await
    }

    /// Why, as others shall read it.
    async fn reason(&self) -> &str {
        &self.made.reason
    }

    /// When it was made.
    async fn merged_at(&self) -> DateTime {
        DateTime(self.made.merged_at)
    }

    /// Who made it. Null where you may not see them.
    async fn merged_by(&self) -> Result<Option<Account>> {
        self.view.account_opt(self.made.merged_by).await
    }

    /// Until when it can be undone. Null if it was, or can no longer be.
    async fn undo_until(&self) -> Option<DateTime> {
        self.view.service().merge_undo_until(&self.made, self.view.viewer().now).map(DateTime)
    }

    /// When it was undone. Null if it stands.
    async fn undone_at(&self) -> Option<DateTime> {
        self.made.undone_at.map(DateTime)
    }

    /// How many terms came along.
    async fn terms(&self) -> i32 {
        self.made.terms
    }

    /// How many points came along; below zero if points were owed.
    async fn points(&self) -> i32 {
        self.made.points
    }

    /// How many orders came along.
    async fn orders(&self) -> i32 {
        self.made.orders
    }

    /// Whether you may undo it now, as far as is known: what was spent or changed since may stand in the way.
    async fn viewer_can_undo(&self) -> Result<bool> {
        let (service, viewer) = (self.view.service(), self.view.viewer());
        if service.merge_undo_until(&self.made, viewer.now).is_none() {
            return Ok(false);
        }
        for id in [self.made.kept, self.made.gone] {
            let card = found(service.member(viewer, id).await)?;
            if !card.is_some_and(|card| viewer.may(Permission::MemberManage, card.member.home)) {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

fn count(n: usize) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX)
}

/// Reads of merges.
#[derive(Debug, Default)]
pub(crate) struct MergeQuery;

/// Reads of merges.
#[Object]
impl MergeQuery {
    /// Members who may be the same person as this one, the likeliest first, 20 at most: by name, year of birth, region
    /// and home. Needs `MEMBER_MANAGE` at the member's home; those at homes where you do not have it are left out.
    async fn member_duplicates(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The member.")] member: ID,
        #[graphql(desc = "How many, 0 to 100; more than 20 are never proposed.", default = 20)] first: i32,
    ) -> Result<List<MemberDuplicate>> {
        let view = View::of(context)?;
        let likely = view.service().member_duplicates(view.viewer(), ids::parse(&member)?).await?;
        Ok(likely.into_iter().take(limit(first)?).map(|found| MemberDuplicate { found, view: view.clone() }).collect())
    }

    /// What `memberMerge` would do, and what stands against it. Changes nothing. Needs `MEMBER_MANAGE` at both homes.
    /// Null if you may not see one of the two.
    async fn member_merge_preview(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The member who stays: the one whose phone the person holds.")] kept: ID,
        #[graphql(desc = "The member who goes.")] gone: ID,
    ) -> Result<Option<MemberMergePreview>> {
        let view = View::of(context)?;
        let (kept, gone) = (ids::parse(&kept)?, ids::parse(&gone)?);
        let preview = found(view.service().member_merge_preview(view.viewer(), kept, gone).await)?;
        Ok(preview.map(|preview| MemberMergePreview { preview, view: view.clone() }))
    }

    /// A merge: one into you, or with `MEMBER_MANAGE` at the home of the member who stayed. Null otherwise.
    async fn member_merge(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The merge's id.")] id: ID,
    ) -> Result<Option<MemberMerge>> {
        let view = View::of(context)?;
        let made = found(view.service().merge(view.viewer(), ids::parse(&id)?).await)?;
        Ok(made.map(|made| MemberMerge::new(made, view.clone())))
    }
}
