//! Changes of policies.

use std::sync::Arc;

use async_graphql::{Context, Object};
use domain::kernel::{ChapterId, PolicyVersionId};

use super::input::{
    PolicyDefineInput, PolicyDraftInput, PolicyOverrideClearInput, PolicyOverrideSetInput, PolicyPublishInput,
    PolicyRevokeInput,
};
use super::push::{PolicyResendInput, PolicyResendPayload};
use super::types::Policy;
use super::value::{PolicyValue, known_key};
use super::version::Version;
use crate::graphql::View;
use crate::graphql::error::Result;
use crate::graphql::payload::payloads;
use crate::graphql::user_error::{Broken, settle};

payloads! {
    /// What defining a policy led to.
    PolicyDefinePayload {
        /// The policy. Null if a rule was broken.
        policy: Policy
    }
    /// What drafting a version led to.
    PolicyDraftPayload {
        /// The draft. Null if a rule was broken.
        version: Version
    }
    /// What publishing a version led to.
    PolicyPublishPayload {
        /// The published version. Null if a rule was broken.
        version: Version
    }
    /// What taking a version back led to.
    PolicyRevokePayload {
        /// The revoked version. Null if a rule was broken.
        version: Version
    }
    /// What setting a chapter's own value led to.
    PolicyOverrideSetPayload {
        /// What holds for the chapter now. Null if a rule was broken.
        value: PolicyValue
    }
    /// What taking a chapter's own value back led to.
    PolicyOverrideClearPayload {
        /// What holds for the chapter now. Null if a rule was broken.
        value: PolicyValue
    }
}

/// Changes of policies.
#[derive(Debug, Default)]
pub(crate) struct PoliciesMutation;

/// Changes of policies.
#[Object]
impl PoliciesMutation {
    /// Adds a policy to the library. Needs `POLICY_KEY_MANAGE` at headquarters.
    async fn policy_define(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What the policy is about.")] mut input: PolicyDefineInput,
    ) -> Result<PolicyDefinePayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        let key = match settle(view.service().policy_define(&op, input.command()).await)? {
            Ok(key) => key,
            Err(broken) => return Ok(broken.into()),
        };
        let view = view.fresh();
        let spec = view.service().policy(view.viewer(), &key).await?;
        Ok(spec.map(|spec| Policy::new(Arc::new(spec), view.clone())).into())
    }

    /// Drafts a version, from headquarters for all or from a chapter for its own subtree. Needs `POLICY_DRAFT` on the
    /// issuer.
    async fn policy_draft(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What the version says, and for whom.")] mut input: PolicyDraftInput,
    ) -> Result<PolicyDraftPayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        show(view, view.service().version_draft(&op, input.command()?).await).await
    }

    /// Publishes a draft: from now on it travels down the tree, level by level, and replaces the version before it. Needs
    /// `POLICY_PUBLISH` on the issuer.
    async fn policy_publish(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which draft.")] mut input: PolicyPublishInput,
    ) -> Result<PolicyPublishPayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        show(view, view.service().version_publish(&op, input.command()?).await).await
    }

    /// Sends the pushes of a version that have not finished on their way again, but for those that are on it; whoever has the
    /// version gets nothing twice. Needs `POLICY_PUBLISH` on the issuer.
    async fn policy_resend(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which version.")] mut input: PolicyResendInput,
    ) -> Result<PolicyResendPayload> {
        let view = View::of(context)?;
        let (op, command) = (view.op(input.request_key.take()), input.command()?);
        let id = command.version;
        Ok(match settle(view.service().push_resend(&op, command).await)? {
            Ok(pushes) => PolicyResendPayload {
                version: view.fresh().version(id).await?,
                pushes: Some(pushes),
                user_errors: Vec::new(),
            },
            Err(broken) => broken.into(),
        })
    }

    /// Takes a published version back: it is in force nowhere from now on, and every chapter that has it is told. Needs
    /// `POLICY_REVOKE` on the issuer.
    async fn policy_revoke(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which version, and why.")] mut input: PolicyRevokeInput,
    ) -> Result<PolicyRevokePayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        show(view, view.service().version_revoke(&op, input.command()?).await).await
    }

    /// Sets a chapter's own value, for itself and all below, where what stands above allows it. Needs `OVERRIDE_SET`.
    async fn policy_override_set(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which chapter and policy, and the value.")] mut input: PolicyOverrideSetInput,
    ) -> Result<PolicyOverrideSetPayload> {
        let view = View::of(context)?;
        let (op, command) = (view.op(input.request_key.take()), input.command()?);
        let (chapter, key) = (command.chapter, command.key.clone());
        Ok(match settle(view.service().override_set(&op, command).await)? {
            Ok(_) => in_force(view, chapter, &key).await?.into(),
            Err(broken) => broken.into(),
        })
    }

    /// Takes a chapter's own value back: what stands above holds again. Needs `OVERRIDE_SET`.
    async fn policy_override_clear(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which chapter and policy.")] mut input: PolicyOverrideClearInput,
    ) -> Result<PolicyOverrideClearPayload> {
        let view = View::of(context)?;
        let (op, command) = (view.op(input.request_key.take()), input.command()?);
        let key = command.key.clone();
        Ok(match settle(view.service().override_clear(&op, command).await)? {
            Ok(chapter) => in_force(view, chapter, &key).await?.into(),
            Err(broken) => broken.into(),
        })
    }
}

/// The version as it is after the change, or why there was none.
async fn show<P>(view: &View, outcome: service::Result<PolicyVersionId>) -> Result<P>
where
    P: From<Option<Version>> + From<Broken>,
{
    Ok(match settle(outcome)? {
        Ok(id) => view.fresh().version(id).await?.into(),
        Err(broken) => broken.into(),
    })
}

/// What holds for a chapter after the change.
async fn in_force(view: &View, chapter: ChapterId, key: &str) -> Result<Option<PolicyValue>> {
    let view = view.fresh();
    let value = view.service().value_in_force(view.viewer(), chapter, key).await;
    known_key(value.map(|value| PolicyValue::new(value, view.clone())))
}
