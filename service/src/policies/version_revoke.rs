//! Revokes a published version: it is in force nowhere from now on, and every chapter that has it is told.

use domain::access::Permission;
use domain::kernel::PolicyVersionId;
use domain::policies::{Revocation, VersionState};
use serde::Serialize;
use serde_json::json;
use store::policies::{push, version};

use super::version_publish::require_over;
use crate::signals::Topic;
use crate::write::Change;
use crate::{Op, Result, Service, ServiceError, Write};

/// What revokes a version.
#[derive(Debug, Clone, Serialize)]
pub struct VersionRevoke {
    pub id: PolicyVersionId,
    /// Why: the chapters read it.
    pub reason: String,
}

impl Service {
    /// Revokes a published version.
    ///
    /// # Errors
    /// Rules: not published, no reason.
    pub async fn version_revoke(&self, op: &Op, input: VersionRevoke) -> Result<PolicyVersionId> {
        let input = &input;
        self.write(op, "policies.revoke", input, |w| Box::pin(revoke(w, input))).await
    }
}

async fn revoke(w: &mut Write<'_>, input: &VersionRevoke) -> Result<PolicyVersionId> {
    let by = w.actor().account().ok_or(ServiceError::Unauthenticated)?;
    let issuer = require_over(w, Permission::PolicyRevoke, input.id).await?.content.issuer;
    let found = version::load_for_update(w.db(), input.id).await?;
    let revoked = found.revoke(Revocation::new(by, w.now(), &input.reason)?)?;
    version::update_state(w.db(), &revoked, VersionState::Published).await?;
    let change = Change {
        target: revoked.id.to_string(),
        chapter: Some(issuer),
        before: Some(json!({ "state": "published" })),
        after: Some(json!({ "state": "revoked", "reason": input.reason })),
        ..Change::default()
    };
    w.audit(change).await?;
    w.signal(Topic::Feed, revoked.id.to_string());
    w.signal(Topic::Rollout, revoked.id.to_string());
    push::withdraw_step(w.db(), revoked.id, issuer, w.now()).await?;
    Ok(revoked.id)
}
