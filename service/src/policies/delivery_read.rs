//! Records that a helmsman opened a policy.

use domain::access::Permission;
use domain::kernel::{ChapterId, PolicyVersionId};
use domain::policies::Delivery;
use serde::Serialize;
use serde_json::json;
use store::policies::delivery;

use crate::signals::Topic;
use crate::write::Change;
use crate::{Op, Result, Service, Write};

/// What records the opening.
#[derive(Debug, Clone, Serialize)]
pub struct DeliveryMarkRead {
    pub version: PolicyVersionId,
    pub chapter: ChapterId,
}

impl Service {
    /// Records the first opening of a policy by whoever acknowledges for the chapter; later ones change nothing.
    ///
    /// # Errors
    /// Rules: the version has not been delivered to the chapter.
    pub async fn delivery_mark_read(&self, op: &Op, input: DeliveryMarkRead) -> Result<PolicyVersionId> {
        let input = &input;
        self.write(op, "policies.read", input, |w| Box::pin(mark(w, input))).await
    }
}

async fn mark(w: &mut Write<'_>, input: &DeliveryMarkRead) -> Result<PolicyVersionId> {
    w.require(Permission::DeliveryAcknowledge, input.chapter).await?;
    let found = delivery::load(w.db(), input.version, input.chapter).await?;
    Delivery::arrived(found.map(|found| found.delivery))?;
    let first = delivery::mark_read(w.db(), input.version, input.chapter, w.now()).await?;
    let change = Change {
        target: input.version.to_string(),
        chapter: Some(input.chapter),
        after: Some(json!({ "chapter": input.chapter, "first": first })),
        ..Change::default()
    };
    w.audit(change).await?;
    w.signal(Topic::Rollout, input.version.to_string());
    Ok(input.version)
}
