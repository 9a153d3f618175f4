//! Publishes a version: from this commit on it travels down the tree, whatever crashes.

use domain::access::Permission;
use domain::kernel::{Code, PolicyVersionId, Violation};
use domain::policies::{PolicyVersion, Publication, VersionState};
use serde::Serialize;
use serde_json::json;
use store::dialect::TreeLock;
use store::policies::{policy, push, version};

use super::push_advance::PUSH_STREAM;
use super::version_draft;
use crate::signals::Topic;
use crate::write::Change;
use crate::{Op, Result, Service, ServiceError, Write};

/// What publishes a version.
#[derive(Debug, Clone, Serialize)]
pub struct VersionPublish {
    pub id: PolicyVersionId,
}

impl Service {
    /// Publishes a draft. In one transaction: its state, the version before it superseded, the push, the audit entry and
    /// the message in the outbox.
    ///
    /// # Errors
    /// Rules: not a draft, a newer one is published, nobody in scope, the value no longer fits what stands above.
    pub async fn version_publish(&self, op: &Op, input: VersionPublish) -> Result<PolicyVersionId> {
        let input = &input;
        self.write(op, "policies.publish", input, |w| Box::pin(publish(w, input))).await
    }
}

/// Loads a version, and refuses unless the actor may do this to it. Versions are counted, so that their ids are soon
/// guessed: who may not read a draft must not learn of it here.
pub(super) async fn require_over(
    w: &mut Write<'_>,
    permission: Permission,
    id: PolicyVersionId,
) -> Result<PolicyVersion> {
    let found = version::load(w.db(), id).await?;
    let issuer = found.content.issuer;
    match w.require(permission, issuer).await {
        Err(ServiceError::Denied(_)) if found.state == VersionState::Draft => {
            w.require(Permission::PolicyRead, issuer).await.map_err(|_| ServiceError::NotFound)?;
            Err(ServiceError::Denied(permission))
        }
        outcome => outcome.map(|()| found),
    }
}

async fn publish(w: &mut Write<'_>, input: &VersionPublish) -> Result<PolicyVersionId> {
    let by = w.actor().account().ok_or(ServiceError::Unauthenticated)?;
    let found = require_over(w, Permission::PolicyPublish, input.id).await?;
    let issuer = found.content.issuer;
    // The shape of the tree holds still while the push is begun; then locks in the order that pushes take them.
    w.lock_tree(TreeLock::Shared).await?;
    let spec = policy::load_for_update(w.db(), &found.content.key).await?;
    let spec = spec.ok_or_else(|| ServiceError::internal("a version without its key"))?;
    let draft = version::load_for_update(w.db(), input.id).await?;
    let newest = version::newest_number(w.db(), &spec.key, issuer).await?;
    let published = draft.publish(Publication { by, at: w.now() }, newest)?;
    version_draft::check(w, &spec, &published.content).await?;
    if let Some(current) = version::published(w.db(), &spec.key, issuer).await? {
        let replaced = current.supersede(published.number)?;
        version::update_state(w.db(), &replaced, VersionState::Published).await?;
        w.signal(Topic::Rollout, replaced.id.to_string());
    }
    version::update_state(w.db(), &published, VersionState::Draft).await?;
    if !push::has_audience(w.db(), published.id).await? {
        let message = "no chapter is in scope; widen the levels or divisions";
        return Err(Violation::new(Code::PoliciesScopeEmpty, "scope", message).into());
    }
    let push = push::insert(w.db(), published.id, issuer, w.now()).await?;
    w.outbox(PUSH_STREAM, &published.id.to_string(), &json!({ "push": push })).await?;
    let after = json!({
        "key": spec.key.as_str(), "number": published.number, "hash": published.hash.to_string(),
    });
    let change =
        Change { target: published.id.to_string(), chapter: Some(issuer), after: Some(after), ..Change::default() };
    w.audit(change).await?;
    Ok(published.id)
}
