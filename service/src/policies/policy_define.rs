//! Defines a policy key: its title, the schema of its value, and how it is inherited.

use domain::access::Permission;
use domain::kernel::{Code, Violation};
use domain::policies::{Mode, PolicyKey, PolicySpec};
use serde::Serialize;
use serde_json::{Value, json};
use store::StoreError;
use store::chapters::chapter;
use store::policies::policy;

use crate::write::Change;
use crate::{Op, Result, Service, Write};

/// What defines a policy key.
#[derive(Debug, Clone, Serialize)]
pub struct PolicyDefine {
    pub key: String,
    pub title: String,
    /// JSON Schema of the value.
    pub schema: Value,
    pub mode: Mode,
}

impl Service {
    /// Defines a policy key; headquarters alone does.
    ///
    /// # Errors
    /// Rules: a bad key, title or schema; the key is there already.
    pub async fn policy_define(&self, op: &Op, input: PolicyDefine) -> Result<PolicyKey> {
        let input = &input;
        self.write(op, "policies.define", input, |w| Box::pin(define(w, input))).await
    }
}

async fn define(w: &mut Write<'_>, input: &PolicyDefine) -> Result<PolicyKey> {
    let root = chapter::headquarters(w.db()).await?;
    w.require(Permission::PolicyKeyManage, root).await?;
    let spec = PolicySpec {
        key: input.key.parse()?,
        title: input.title.clone(),
        schema: input.schema.clone(),
        mode: input.mode,
    };
    spec.validate()?;
    match policy::insert(w.db(), &spec, w.now()).await {
        Err(StoreError::Duplicate(_)) => {
            let message = format!("the key {} is defined already", spec.key);
            return Err(Violation::new(Code::PoliciesKeyExists, "key", message).into());
        }
        outcome => outcome?,
    }
    let after = json!({ "title": spec.title, "mode": spec.mode.as_str(), "schema": spec.schema });
    let change = Change { target: spec.key.to_string(), chapter: Some(root), after: Some(after), ..Change::default() };
    w.audit(change).await?;
    Ok(spec.key)
}
