//! Points.

use async_graphql::{Context, Enum, ID, InputObject, Object};
use domain::kernel::PageRequest;
use service::members::{MemberCard, PointsAdjust, PointsEntry as Entry, PointsSpend};

use super::types::Member;
use crate::graphql::View;
use crate::graphql::connection::{Item, Key, Page, connection};
use crate::graphql::error::Result;
use crate::graphql::ids;
use crate::graphql::payload::payloads;
use crate::graphql::scalars::DateTime;
use crate::graphql::user_error::settle;

/// Why points came or went.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::members::PointsReason")]
pub(crate) enum PointsReason {
    /// For being there on a day.
    SignIn,
    /// Somebody invited has registered.
    InviteeRegistered,
    /// Somebody invited has paid, and can no longer take it back.
    InviteePaid,
    /// For having been invited, once that was paid.
    Invited,
    /// Turned into days.
    Days,
    /// Their day has come.
    Expired,
    /// What an earlier entry brought is taken back.
    Reversal,
    /// By headquarters, with a reason.
    Adjustment,
    /// From a file.
    Import,
    /// Brought along by a member found to be the same person.
    Merge,
}

/// An entry of the ledger.
#[derive(Debug, Clone)]
pub(crate) struct PointsEntry(Entry);

/// One change of a member's points. What came in expires after 24 months; what expires first is spent first.
#[Object]
impl PointsEntry {
    /// Global id, `pnts_…`.
    async fn id(&self) -> ID {
        self.0.id.into()
    }

    /// How many came; below zero, how many went.
    async fn points(&self) -> i32 {
        self.0.delta
    }

    /// The reason for it.
    async fn reason(&self) -> PointsReason {
        self.0.reason.into()
    }

    /// What headquarters said to it. Null where it is by rule.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }

    /// When it was.
    async fn at(&self) -> DateTime {
        DateTime(self.0.at)
    }
}

connection!(
    "A page of what came and went of a member's points.",
    PointsEntryConnection,
    "A change with its place in a list.",
    PointsEntryEdge,
    "The change.",
    PointsEntry
);

/// A page of a member's changes.
pub(super) async fn points_entries(
    view: &View,
    card: &MemberCard,
    page: &PageRequest,
) -> Result<PointsEntryConnection> {
    let slice = view.service().points_entries(view.viewer(), card, page).await?;
    Ok(PointsEntryConnection(Page::of(slice, |entry| Some(Item::new(Key::Number(entry.id.0), PointsEntry(entry))))))
}

/// What turns points into days.
#[derive(InputObject, Debug)]
pub(crate) struct PointsSpendInput {
    /// The member.
    member: ID,
    /// How many: 10 are a day, so a multiple of 10.
    points: i32,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    request_key: Option<String>,
}

/// What signs in for the points of the day.
#[derive(InputObject, Debug)]
pub(crate) struct PointsSignInInput {
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    request_key: Option<String>,
}

/// What adjusts points.
#[derive(InputObject, Debug)]
pub(crate) struct PointsAdjustInput {
    /// The member.
    member: ID,
    /// How many more; below zero, how many fewer.
    points: i32,
    /// Why, in 1 to 200 characters: it is logged, and the member reads it.
    reason: String,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    request_key: Option<String>,
}

payloads! {
    /// What spending points led to.
    PointsSpendPayload {
        /// The member. Null if a rule was broken.
        member: Member
    }
    /// What signing in for points led to.
    PointsSignInPayload {
        /// The member. Null if a rule was broken.
        member: Member
    }
    /// What adjusting points led to.
    PointsAdjustPayload {
        /// The member. Null if a rule was broken.
        member: Member
    }
}

/// Changes of points.
#[derive(Debug, Default)]
pub(crate) struct PointsMutation;

/// Changes of points.
#[Object]
impl PointsMutation {
    /// Turns points into days of the annual tier: yourself, or with `MEMBER_MANAGE`.
    async fn points_spend(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Whose, and how many.")] mut input: PointsSpendInput,
    ) -> Result<PointsSpendPayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        let command = PointsSpend { member: ids::parse(&input.member)?, points: input.points.into() };
        Ok(match settle(view.service().points_spend(&op, command).await)? {
            Ok(id) => Member::fresh(view, id).await?.into(),
            Err(broken) => broken.into(),
        })
    }

    /// Takes your points for today: 5 with a membership, 2 without. A second time on one day changes nothing.
    async fn points_sign_in(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Nothing but a key.")] mut input: PointsSignInInput,
    ) -> Result<PointsSignInPayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        Ok(match settle(view.service().points_sign_in(&op).await)? {
            Ok(id) => Member::fresh(view, id).await?.into(),
            Err(broken) => broken.into(),
        })
    }

    /// Gives or takes points by hand, never below zero. Needs `MEMBER_MANAGE`; nobody adjusts one's own.
    async fn points_adjust(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Whose, how many, and why.")] mut input: PointsAdjustInput,
    ) -> Result<PointsAdjustPayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        let command =
            PointsAdjust { member: ids::parse(&input.member)?, points: input.points.into(), reason: input.reason };
        Ok(match settle(view.service().points_adjust(&op, command).await)? {
            Ok(id) => Member::fresh(view, id).await?.into(),
            Err(broken) => broken.into(),
        })
    }
}
