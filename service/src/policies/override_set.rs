//! Sets a chapter's own value for a policy key, where what stands above allows it.

use domain::access::Permission;
use domain::kernel::{ChapterId, Code, OverrideId, Violation};
use domain::policies::{PolicyKey, may_override};
use serde::Serialize;
use serde_json::{Value, json};
use store::dialect::TreeLock;
use store::policies::local::LocalValue;
use store::policies::{local, policy};

use super::in_force;
use crate::write::Change;
use crate::{Op, Result, Service, Write};

/// What sets a chapter's own value.
#[derive(Debug, Clone, Serialize)]
pub struct OverrideSet {
    pub chapter: ChapterId,
    pub key: String,
    pub value: Value,
}

impl Service {
    /// Sets a chapter's own value, for itself and what stands below it.
    ///
    /// # Errors
    /// Rules: locked or out of bounds, naming the ancestor that forbids it; nothing in force; against the schema.
    pub async fn override_set(&self, op: &Op, input: OverrideSet) -> Result<OverrideId> {
        let input = &input;
        self.write(op, "policies.override_set", input, |w| Box::pin(set(w, input))).await
    }
}

async fn set(w: &mut Write<'_>, input: &OverrideSet) -> Result<OverrideId> {
    w.require(Permission::OverrideSet, input.chapter).await?;
    w.lock_tree(TreeLock::Shared).await?;
    let key: PolicyKey = input.key.parse()?;
    let Some(spec) = policy::load_for_update(w.db(), &key).await? else {
        let message = format!("there is no policy key {key}; `policies` lists them");
        return Err(Violation::new(Code::PoliciesKeyUnknown, "key", message).into());
    };
    let above = in_force::without_override(w.db(), input.chapter, &key, spec.mode, w.now()).await?;
    may_override(spec.mode, above.as_ref(), &input.value, &spec.validate()?)?;
    let before = local::current(w.db(), input.chapter, &key).await?;
    let own = LocalValue {
        id: OverrideId(w.next_id()),
        chapter: input.chapter,
        key,
        value: input.value.clone(),
        set_at: w.now(),
    };
    local::set(w.db(), &own, w.actor().account()).await?;
    let change = Change {
        target: own.id.to_string(),
        chapter: Some(input.chapter),
        before: before.map(|before| before.value),
        after: Some(json!({ "key": own.key.as_str(), "value": own.value })),
        action: None,
    };
    w.audit(change).await?;
    Ok(own.id)
}
