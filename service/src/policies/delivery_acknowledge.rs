//! Acknowledges exactly the version that was received.

use domain::access::Permission;
use domain::kernel::{ChapterId, Code, PolicyVersionId, Violation};
use domain::policies::{ContentHash, Delivery, Receipt};
use serde::Serialize;
use serde_json::json;
use store::policies::{delivery, version};

use crate::signals::Topic;
use crate::write::Change;
use crate::{Op, Result, Service, ServiceError, Write};

/// What acknowledges a delivery.
#[derive(Debug, Clone, Serialize)]
pub struct DeliveryAcknowledge {
    pub version: PolicyVersionId,
    pub chapter: ChapterId,
    /// The content hash of what was read, in hexadecimal.
    pub hash: String,
}

impl Service {
    /// Acknowledges a version for a chapter, bound to its content hash. A repeated call is no error.
    ///
    /// # Errors
    /// Rules: not delivered, another hash, exempt, replaced or revoked meanwhile.
    pub async fn delivery_acknowledge(&self, op: &Op, input: DeliveryAcknowledge) -> Result<PolicyVersionId> {
        let input = &input;
        self.write(op, "policies.acknowledge", input, |w| Box::pin(acknowledge(w, input))).await
    }
}

async fn acknowledge(w: &mut Write<'_>, input: &DeliveryAcknowledge) -> Result<PolicyVersionId> {
    w.require(Permission::DeliveryAcknowledge, input.chapter).await?;
    let by = w.actor().account().ok_or(ServiceError::Unauthenticated)?;
    let given: ContentHash = input
        .hash
        .parse()
        .map_err(|_| Violation::new(Code::PoliciesHashMismatch, "hash", "a content hash has 64 hexadecimal digits"))?;
    delivery::lock(w.db(), input.version, input.chapter).await?;
    let found = delivery::load(w.db(), input.version, input.chapter).await?;
    let arrived = Delivery::arrived(found.map(|found| found.delivery))?;
    let acknowledged = version::load(w.db(), input.version).await?;
    let receipt = arrived.acknowledge(acknowledged.hash, given)?;
    if receipt == Receipt::New {
        delivery::mark_acknowledged(w.db(), input.version, input.chapter, by, w.now()).await?;
    }
    let after = json!({
        "chapter": input.chapter, "hash": given.to_string(), "again": receipt == Receipt::Already,
    });
    let change = Change {
        target: input.version.to_string(),
        chapter: Some(input.chapter),
        after: Some(after),
        ..Change::default()
    };
    w.audit(change).await?;
    w.signal(Topic::Rollout, input.version.to_string());
    Ok(input.version)
}
