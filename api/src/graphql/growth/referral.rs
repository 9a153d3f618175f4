//! Referrals.

use std::sync::Arc;

use async_graphql::{ID, Object};
use domain::access::Permission;
use domain::growth::{FraudFlags, ReferralState as State, Risk};
use domain::kernel::ReferralId;
use service::growth::{ReferralCard, ReferralRecord};

use super::enums::{ReferralFlag, ReferralState};
use super::link::ReferralLink;
use crate::graphql::View;
use crate::graphql::connection::connection;
use crate::graphql::error::{Result, found};
use crate::graphql::list::List;
use crate::graphql::members::Member;
use crate::graphql::scalars::DateTime;

/// A referral.
#[derive(Debug, Clone)]
pub(crate) struct Referral {
    card: Arc<ReferralCard>,
    view: View,
}

impl Referral {
    pub(crate) fn new(card: ReferralCard, view: View) -> Self {
        Self { card: Arc::new(card), view }
    }

    /// A referral as it is after a change.
    pub(super) async fn fresh(view: &View, id: ReferralId) -> Result<Self> {
        let view = view.fresh();
        let card = view.service().referral(view.viewer(), id).await?;
        Ok(Self::new(card, view))
    }

    fn kept(&self) -> &ReferralRecord {
        &self.card.referral
    }
}

/// One invited person, from the opened link to the reward.
#[Object]
impl Referral {
    /// Global id, `refl_…`.
    pub(crate) async fn id(&self) -> ID {
        self.kept().id.into()
    }

    /// The link that was opened.
    async fn link(&self) -> ReferralLink {
        ReferralLink::new(self.card.link.clone(), self.view.clone())
    }

    /// Where it stands.
    async fn state(&self) -> ReferralState {
        self.kept().state.into()
    }

    /// What looks wrong about it; empty where nothing does.
    async fn flags(&self) -> List<ReferralFlag> {
        self.kept().flags.iter().map(ReferralFlag::from).collect()
    }

    /// Whether somebody has to look at it before it is rewarded.
    async fn is_held(&self) -> bool {
        let open = matches!(self.kept().state, State::Bound | State::Registered | State::Converted | State::Qualified);
        open && self.kept().flags.risk() == Risk::Review
    }

    /// The invited person, masked. Null before the registration, and once the person was erased.
    async fn invitee_name(&self) -> Option<&str> {
        self.card.invitee_name.as_deref()
    }

    /// The invited person. Null before the registration, and where you may not see the member.
    async fn invitee(&self) -> Result<Option<Member>> {
        let Some(invitee) = self.kept().invitee else { return Ok(None) };
        let card = found(self.view.service().member(self.view.viewer(), invitee).await)?;
        Ok(card.map(|card| Member::new(card, self.view.clone())))
    }

    /// When the link was opened.
    async fn bound_at(&self) -> DateTime {
        DateTime(self.kept().bound_at)
    }

    /// Until when it holds, or held, the person.
    async fn lock_until(&self) -> DateTime {
        DateTime(self.kept().lock_until)
    }

    /// When the person registered. Null if they have not.
    async fn registered_at(&self) -> Option<DateTime> {
        self.kept().registered_at.map(DateTime)
    }

    /// When the order was paid. Null if none was.
    async fn converted_at(&self) -> Option<DateTime> {
        self.kept().converted_at.map(DateTime)
    }

    /// Id of the order that was paid. Null if none was.
    async fn order_id(&self) -> Option<ID> {
        self.kept().order.map(ID::from)
    }

    /// When time moves it on next: at the end of the lock, or of the refund window. Null if it does not.
    async fn due_at(&self) -> Option<DateTime> {
        self.kept().due_at.map(DateTime)
    }

    /// When it was rejected. Null if it is not.
    async fn rejected_at(&self) -> Option<DateTime> {
        self.kept().rejected.map(|(at, _)| DateTime(at))
    }

    /// Why it was accepted or rejected, in the words of who decided. Null where a rule did.
    async fn reason(&self) -> Option<&str> {
        self.kept().reason.as_deref()
    }

    /// When somebody decided on it last. Null if nobody has.
    async fn decided_at(&self) -> Option<DateTime> {
        self.kept().decided.map(|(at, _)| DateTime(at))
    }

    /// What was said against the rejection. Null if nothing was.
    async fn appeal(&self) -> Option<&str> {
        self.kept().appeal.as_ref().map(|(_, text)| text.as_str())
    }

    /// When that was said. Null if nothing was.
    async fn appealed_at(&self) -> Option<DateTime> {
        self.kept().appeal.as_ref().map(|(at, _)| DateTime(*at))
    }

    /// Until when the rejection can be appealed. Null unless it was rejected.
    async fn appeal_until(&self) -> Option<DateTime> {
        self.kept().rule().appeal_until().map(DateTime)
    }

    /// Points that the inviter has for it now.
    async fn inviter_points(&self) -> i32 {
        self.kept().booked.registered + self.kept().booked.inviter
    }

    /// Points that the invited person has for it now.
    async fn invitee_points(&self) -> i32 {
        self.kept().booked.invitee
    }

    /// The version of the rule of attribution that it was judged by.
    async fn rule_version(&self) -> i32 {
        self.kept().rule_version
    }

    /// Whether you may decide on it now: accept what is held or rejected, reject what goes on or was rewarded. Nobody decides
    /// on their own.
    async fn viewer_can_decide(&self) -> bool {
        let over = matches!(self.kept().state, State::Expired | State::Reversed);
        !over && !self.card.link.own && self.view.viewer().require_at_headquarters(Permission::ReferralManage).is_ok()
    }

    /// Whether you may appeal the rejection now.
    async fn viewer_can_appeal(&self) -> bool {
        let link = &self.card.link.link;
        let own = match link.inviter {
            Some(_) => self.card.link.own,
            None => self.view.viewer().may(Permission::ReferralManage, link.chapter),
        };
        let kept = self.kept();
        own && kept.appeal.is_none() && kept.rule().check_appeal(self.view.viewer().now).is_ok()
    }

    /// Whether something about it waits for a decision of headquarters: it is held, or was rejected and appealed.
    async fn needs_review(&self) -> bool {
        let kept = self.kept();
        let decided = kept.decided.map(|(at, _)| at);
        let appealed = kept.state == State::Rejected && kept.appeal.as_ref().is_some_and(|(at, _)| decided < Some(*at));
        let open = matches!(kept.state, State::Bound | State::Registered | State::Converted | State::Qualified);
        appealed || (open && kept.flags != FraudFlags::default())
    }
}

connection!(
    "A page of the people whom a link brought, the newest first.",
    ReferralConnection,
    "A referral with its place in a list.",
    ReferralEdge,
    "The referral.",
    Referral
);
