//! Merges, and how they are undone.

use async_graphql::{Context, ID, InputObject, Object};
use domain::kernel::MergeId;
use service::process::{MemberMerge as Merge, MemberUnmerge};

use super::merge::MemberMerge;
use crate::graphql::View;
use crate::graphql::error::Result;
use crate::graphql::ids;
use crate::graphql::payload::payloads;
use crate::graphql::user_error::settle;

/// What merges two members.
#[derive(InputObject, Debug)]
pub(crate) struct MemberMergeInput {
    /// The member who stays: the one whose phone the person holds.
    kept: ID,
    /// The member who goes.
    gone: ID,
    /// Why the two are one person, in 1 to 200 characters: it is logged.
    reason: String,
    /// The version of the member who stays, as it was previewed.
    kept_version: i32,
    /// The version of the member who goes, as it was previewed.
    gone_version: i32,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    request_key: Option<String>,
}

/// What undoes a merge.
#[derive(InputObject, Debug)]
pub(crate) struct MemberUnmergeInput {
    /// The merge.
    merge: ID,
    /// Why they are two after all, in 1 to 200 characters: it is logged.
    reason: String,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    request_key: Option<String>,
}

payloads! {
    /// What merging led to.
    MemberMergePayload {
        /// The merge. Null if a rule was broken.
        merge: MemberMerge
    }
    /// What undoing a merge led to.
    MemberUnmergePayload {
        /// The merge, undone. Null if a rule was broken.
        merge: MemberMerge
    }
}

/// Merges of members.
#[derive(Debug, Default)]
pub(crate) struct MergeMutation;

/// Merges of members.
#[Object]
impl MergeMutation {
    /// Makes two members one: what is left of terms, points, orders, cards, referrals, follows and consents come along.
    /// It can be undone within 30 days. Needs `MEMBER_MANAGE` at both homes.
    async fn member_merge(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Who stays, who goes, and why.")] mut input: MemberMergeInput,
    ) -> Result<MemberMergePayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        let merge = Merge {
            kept: ids::parse(&input.kept)?,
            gone: ids::parse(&input.gone)?,
            reason: input.reason,
            versions: (input.kept_version, input.gone_version),
        };
        Ok(match settle(view.service().member_merge(&op, merge).await)? {
            Ok(id) => fresh(view, id).await?.into(),
            Err(broken) => broken.into(),
        })
    }

    /// Undoes a merge within 30 days: what came along goes back; what happened since stays with the member who stayed.
    /// Needs `MEMBER_MANAGE` at both homes.
    async fn member_unmerge(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which merge, and why.")] mut input: MemberUnmergeInput,
    ) -> Result<MemberUnmergePayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        let unmerge = MemberUnmerge { merge: ids::parse(&input.merge)?, reason: input.reason };
        Ok(match settle(view.service().member_unmerge(&op, unmerge).await)? {
            Ok(id) => fresh(view, id).await?.into(),
            Err(broken) => broken.into(),
        })
    }
}

async fn fresh(view: &View, id: MergeId) -> Result<MemberMerge> {
    let view = view.fresh();
    let made = view.service().merge(view.viewer(), id).await?;
    Ok(MemberMerge::new(made, view))
}
