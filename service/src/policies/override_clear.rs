//! Takes a chapter's own value back: what stands above holds again.

use domain::access::Permission;
use domain::kernel::{ChapterId, Code, Violation};
use domain::policies::PolicyKey;
use serde::Serialize;
use serde_json::json;
use store::policies::local;

use crate::write::Change;
use crate::{Op, Result, Service, Write};

/// What takes a chapter's own value back.
#[derive(Debug, Clone, Serialize)]
pub struct OverrideClear {
    pub chapter: ChapterId,
    pub key: String,
}

impl Service {
    /// Takes a chapter's own value back.
    ///
    /// # Errors
    /// Rules: the chapter has no value of its own.
    pub async fn override_clear(&self, op: &Op, input: OverrideClear) -> Result<ChapterId> {
        let input = &input;
        self.write(op, "policies.override_clear", input, |w| Box::pin(clear(w, input))).await
    }
}

async fn clear(w: &mut Write<'_>, input: &OverrideClear) -> Result<ChapterId> {
    w.require(Permission::OverrideSet, input.chapter).await?;
    let key: PolicyKey = input.key.parse()?;
    let before = local::current(w.db(), input.chapter, &key).await?;
    let Some(before) = before else {
        let message = format!("the chapter has no value of its own for {key}");
        return Err(Violation::new(Code::PoliciesOverrideUnknown, "key", message).into());
    };
    local::clear(w.db(), input.chapter, &key, w.now()).await?;
    let change = Change {
        target: before.id.to_string(),
        chapter: Some(input.chapter),
        before: Some(json!({ "key": key.as_str(), "value": before.value })),
        ..Change::default()
    };
    w.audit(change).await?;
    Ok(input.chapter)
}
