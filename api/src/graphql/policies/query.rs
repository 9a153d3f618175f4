//! Reads of policies.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use domain::kernel::{ChapterId, PageRequest, PolicyVersionId};
use domain::policies::PolicyKey;
use service::policies::VersionFilter;

use super::enums::VersionState;
use super::reach::PolicyReach;
use super::types::Policy;
use super::version::{PolicyVersionConnection, Version};
use crate::graphql::View;
use crate::graphql::chapters::ChapterLevel;
use crate::graphql::connection::{Item, Key, Page, page};
use crate::graphql::error::Result;
use crate::graphql::ids;
use crate::graphql::list::List;

/// Reads of policies.
#[derive(Debug, Default)]
pub(crate) struct PoliciesQuery;

/// Reads of policies.
#[Object]
impl PoliciesQuery {
    /// The library: all policies, by key.
    async fn policies(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Only keys that begin so.", default)] prefix: String,
        #[graphql(desc = "How many, 0 to 100.", default = 100)] first: i32,
    ) -> Result<List<Policy>> {
        let view = View::of(context)?;
        let limit = crate::graphql::connection::limit(first)?;
        let specs = view.service().policies(view.viewer()).await?.into_iter();
        let wanted = specs.filter(|spec| spec.key.as_str().starts_with(&prefix)).take(limit);
        Ok(wanted.map(|spec| Policy::new(Arc::new(spec), view.clone())).collect())
    }

    /// A policy of the library. Null if there is none.
    async fn policy(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Its key, `membership.annual.price`.")] key: String,
    ) -> Result<Option<Policy>> {
        let view = View::of(context)?;
        let spec = view.service().policy(view.viewer(), &key.parse()?).await?;
        Ok(spec.map(|spec| Policy::new(Arc::new(spec), view.clone())))
    }

    /// A version. Null if there is none, or if you may not read it.
    async fn policy_version(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The version's id.")] id: ID,
    ) -> Result<Option<Version>> {
        let (view, id) = (View::of(context)?, ids::parse::<PolicyVersionId>(&id)?);
        view.signed_in()?;
        view.version(id).await
    }

    /// Whom a version with this scope would reach if it were published now. Needs `POLICY_READ` on the issuer.
    async fn policy_reach(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The chapter that would issue it, for itself and all below.")] issuer: ID,
        #[graphql(desc = "Levels in scope; all if nothing is said.", default)] levels: Vec<ChapterLevel>,
        #[graphql(
            desc = "Codes of the divisions in scope, with all that lies in them; all if nothing is said. 500 at most.",
            default
        )]
        divisions: Vec<String>,
    ) -> Result<PolicyReach> {
        let (view, issuer) = (View::of(context)?, ids::parse::<ChapterId>(&issuer)?);
        let levels = levels.into_iter().map(Into::into).collect();
        let reach = view.service().policy_reach(view.viewer(), issuer, (levels, divisions)).await?;
        Ok(PolicyReach::new(reach, view.clone()))
    }

    /// The versions that you may read, the newest first: those issued in your subtree, and the published ones of the
    /// chapters above.
    async fn policy_versions(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Only versions of this policy.")] key: Option<String>,
        #[graphql(desc = "Only versions in this state.")] state: Option<VersionState>,
        #[graphql(desc = "Only versions that this chapter issued.")] issuer: Option<ID>,
        #[graphql(desc = "How many from the start, 0 to 100; 20 if nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 0 to 100; not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<PolicyVersionConnection> {
        let key = key.map(|key| key.parse::<PolicyKey>()).transpose()?;
        let page = page(first, after, last, before)?;
        versions(View::of(context)?, VersionsWanted { key, state, issuer }, &page).await
    }
}

/// Which versions to list.
pub(super) struct VersionsWanted {
    pub(super) key: Option<PolicyKey>,
    pub(super) state: Option<VersionState>,
    pub(super) issuer: Option<ID>,
}

/// A page of versions.
pub(super) async fn versions(
    view: &View,
    wanted: VersionsWanted,
    page: &PageRequest,
) -> Result<PolicyVersionConnection> {
    let issuer = ids::parse_opt::<ChapterId>(wanted.issuer.as_ref())?;
    let filter = VersionFilter {
        key: wanted.key,
        state: wanted.state.map(Into::into),
        issuer: issuer.map(|id| id.0),
        ..VersionFilter::default()
    };
    let slice = view.service().versions(view.viewer(), filter, page).await?;
    Ok(PolicyVersionConnection(Page::of(slice, |version| {
        Some(Item::new(Key::Number(version.id.0), view.show_version(Arc::new(version))))
    })))
}
