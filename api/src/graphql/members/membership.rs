//! What is done with memberships.

use async_graphql::{Context, ID, InputObject, Object};
use service::members::{MembershipFreeze, MembershipGrant, MembershipUnfreeze, TrialStart};

use super::types::Member;
use crate::graphql::View;
use crate::graphql::error::Result;
use crate::graphql::ids;
use crate::graphql::payload::payloads;
use crate::graphql::user_error::settle;

/// What starts the free trial.
#[derive(InputObject, Debug)]
pub(crate) struct TrialStartInput {
    /// The member.
    member: ID,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    request_key: Option<String>,
}

/// What freezes a membership.
#[derive(InputObject, Debug)]
pub(crate) struct MembershipFreezeInput {
    /// The member.
    member: ID,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    request_key: Option<String>,
}

/// What unfreezes a membership.
#[derive(InputObject, Debug)]
pub(crate) struct MembershipUnfreezeInput {
    /// The member.
    member: ID,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    request_key: Option<String>,
}

/// What grants a membership.
#[derive(InputObject, Debug)]
pub(crate) struct MembershipGrantInput {
    /// The member.
    member: ID,
    /// Code of the tier, one of kind `GRANTED`.
    #[graphql(default = "granted")]
    tier: String,
    /// For how many days. Left out, those of the tier.
    days: Option<i32>,
    /// What was proven, in 1 to 200 characters: it is logged, and the member reads it.
    reason: String,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    request_key: Option<String>,
}

payloads! {
    /// What starting a trial led to.
    TrialStartPayload {
        /// The member. Null if a rule was broken.
        member: Member
    }
    /// What freezing led to.
    MembershipFreezePayload {
        /// The member. Null if a rule was broken.
        member: Member
    }
    /// What unfreezing led to.
    MembershipUnfreezePayload {
        /// The member. Null if a rule was broken.
        member: Member
    }
    /// What granting led to.
    MembershipGrantPayload {
        /// The member. Null if a rule was broken.
        member: Member
    }
}

/// Changes of memberships.
#[derive(Debug, Default)]
pub(crate) struct MembershipMutation;

/// Changes of memberships.
#[Object]
impl MembershipMutation {
    /// Starts the free trial of 7 days, which a phone number has once: yourself, or with `MEMBER_REGISTER`.
    async fn trial_start(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Whose membership.")] mut input: TrialStartInput,
    ) -> Result<TrialStartPayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        let command = TrialStart { member: ids::parse(&input.member)? };
        Ok(match settle(view.service().trial_start(&op, command).await)? {
            Ok(id) => Member::fresh(view, id).await?.into(),
            Err(broken) => broken.into(),
        })
    }

    /// Freezes a membership from today on: its days stand still, for 90 days of a term at most. Yourself, or with
    /// `MEMBER_MANAGE`.
    async fn membership_freeze(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Whose membership.")] mut input: MembershipFreezeInput,
    ) -> Result<MembershipFreezePayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        let command = MembershipFreeze { member: ids::parse(&input.member)? };
        Ok(match settle(view.service().membership_freeze(&op, command).await)? {
            Ok(id) => Member::fresh(view, id).await?.into(),
            Err(broken) => broken.into(),
        })
    }

    /// Unfreezes a membership: today counts again, and everything ends later by the days that did not. Yourself, or with
    /// `MEMBER_MANAGE`.
    async fn membership_unfreeze(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Whose membership.")] mut input: MembershipUnfreezeInput,
    ) -> Result<MembershipUnfreezePayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        let command = MembershipUnfreeze { member: ids::parse(&input.member)? };
        Ok(match settle(view.service().membership_unfreeze(&op, command).await)? {
            Ok(id) => Member::fresh(view, id).await?.into(),
            Err(broken) => broken.into(),
        })
    }

    /// Grants a membership to somebody whose proof was reviewed. Needs `MEMBER_MANAGE`; nobody grants one to oneself.
    async fn membership_grant(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "To whom, and why.")] mut input: MembershipGrantInput,
    ) -> Result<MembershipGrantPayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        let command = MembershipGrant {
            member: ids::parse(&input.member)?,
            tier: input.tier,
            days: input.days.map(i64::from),
            reason: input.reason,
        };
        Ok(match settle(view.service().membership_grant(&op, command).await)? {
            Ok(id) => Member::fresh(view, id).await?.into(),
            Err(broken) => broken.into(),
        })
    }
}
