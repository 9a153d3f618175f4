//! Merges as they are shown: before they are made, and afterwards.

use chrono::TimeDelta;
use domain::access::Permission;
use domain::kernel::{ChapterId, MemberId, MergeId, Timestamp, Violation, local_date};
use domain::members::{ConsentEntry, MemberState, Term, UNDO_DAYS, catch_up, check_undo};
use store::members::member::{self, Member};
use store::members::merge::{self as rows, MergeRecord};

use super::member_merge_plan::plan;
use crate::members::MemberCard;
use crate::{Result, Service, ServiceError, Viewer};

/// What a merge would do.
#[derive(Debug, Clone)]
pub struct MergePreview {
    pub kept: MemberCard,
    pub gone: MemberCard,
    /// What stands against it; empty if nothing does.
    pub refusals: Vec<Violation>,
    /// How the one who stays is afterwards; as that member is, where a rule refuses.
    pub state: MemberState,
    /// The terms that come along, as they would lie.
    pub terms: Vec<Term>,
    pub points: i32,
    pub orders: usize,
    pub cards: usize,
    /// Links and invitations.
    pub referrals: usize,
    pub follows: Vec<ChapterId>,
    pub consents: Vec<ConsentEntry>,
    pub closes_account: bool,
    pub undo_until: Timestamp,
}

/// Until when a merge can be undone.
fn undo_until(merged_at: Timestamp) -> Timestamp {
    merged_at + TimeDelta::days(UNDO_DAYS)
}

impl Service {
    /// What [`Service::member_merge`] would do, and refuse, as the two are now. Nothing is locked.
    ///
    /// # Errors
    /// `NotFound`, `Denied`: it takes `MemberManage` at both homes.
    pub async fn member_merge_preview(&self, viewer: &Viewer, kept: MemberId, gone: MemberId) -> Result<MergePreview> {
        viewer.account()?;
        let (kept, gone) = (self.managed(viewer, kept).await?, self.managed(viewer, gone).await?);
        let plan = plan(self.store.read(), self.store.vault(), (&kept, &gone), viewer.now).await?;
        let terms: Vec<Term> = plan.kept.terms.iter().map(|kept| kept.term.clone()).collect();
        let (as_is, _) = catch_up(&kept.state, &terms, local_date(viewer.now));
        let cards = (self.member(viewer, kept.id).await?, self.member(viewer, gone.id).await?);
        let merged = plan.merged;
        Ok(MergePreview {
            points: gone.points,
            closes_account: plan.closes.is_some(),
            kept: cards.0,
            gone: cards.1,
            refusals: plan.refusals,
            state: merged.as_ref().map_or(as_is, |merged| merged.state.clone()),
            terms: merged.iter().flat_map(|merged| &merged.moved).map(|moved| moved.term.clone()).collect(),
            orders: plan.orders.len(),
            cards: plan.cards.len(),
            referrals: plan.links.len() + plan.invitations.len(),
            follows: merged.iter().flat_map(|merged| &merged.follows).copied().collect(),
            consents: merged.into_iter().flat_map(|merged| merged.consents).collect(),
            undo_until: undo_until(viewer.now),
        })
    }

    async fn managed(&self, viewer: &Viewer, id: MemberId) -> Result<Member> {
        let found = member::load(self.store.read(), id).await?;
        viewer.require_managed(&found)?;
        Ok(found)
    }

    /// A merge: for the member who stayed, and with `MemberManage` at that member's home.
    pub async fn merge(&self, viewer: &Viewer, id: MergeId) -> Result<MergeRecord> {
        viewer.account()?;
        let made = rows::find(self.store.read(), id).await?.ok_or(ServiceError::NotFound)?;
        let kept = member::load(self.store.read(), made.kept).await?;
        if !viewer.is_member(&kept) {
            viewer.require_managed(&kept).map_err(|_| ServiceError::NotFound)?;
        }
        Ok(made)
    }

    /// All merges into a member, the newest first, those that were undone among them: for the member, and with
    /// `MemberManage`; for all others none.
    pub async fn merges_of(&self, viewer: &Viewer, card: &MemberCard) -> Result<Vec<MergeRecord>> {
        if !card.own && !viewer.may(Permission::MemberManage, card.member.home) {
            return Ok(Vec::new());
        }
        Ok(rows::into_member(self.store.read(), card.member.id).await?)
    }

    /// Until when a merge can be undone; nothing if it was, or no longer can be.
    #[must_use]
    pub fn merge_undo_until(&self, made: &MergeRecord, now: Timestamp) -> Option<Timestamp> {
        let can = made.undo.is_some() && made.undone_at.is_none() && check_undo(made.merged_at, now).is_ok();
        can.then(|| undo_until(made.merged_at))
    }
}
