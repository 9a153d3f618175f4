//! Takes back the cards of a batch that nobody has redeemed.

use domain::access::Permission;
use domain::kernel::{CardBatchId, Code, Violation};
use serde::Serialize;
use serde_json::json;
use store::members::card;

use crate::write::Change;
use crate::{Op, Result, Service, ServiceError, Write};

/// What takes a batch back.
#[derive(Debug, Clone, Serialize)]
pub struct CardBatchVoid {
    pub batch: CardBatchId,
}

impl Service {
    /// Takes a batch back, with `CardIssue` at its issuer; what was redeemed stays the members'.
    ///
    /// # Errors
    /// Rules: nothing is left to be taken back.
    pub async fn card_batch_void(&self, op: &Op, input: CardBatchVoid) -> Result<CardBatchId> {
        let input = &input;
        self.write(op, "members.card_batch_void", input, |w| Box::pin(void(w, input))).await
    }
}

async fn void(w: &mut Write<'_>, input: &CardBatchVoid) -> Result<CardBatchId> {
    let batch = card::batch(w.db(), input.batch).await?;
    match w.require(Permission::CardRead, batch.issuer).await {
        // Whoever may not read a chapter's batches must not learn which ids are taken.
        Err(ServiceError::Denied(_)) => return Err(ServiceError::NotFound),
        outcome => outcome?,
    }
    w.require(Permission::CardIssue, batch.issuer).await?;
    let taken = card::void(w.db(), batch.id, w.now()).await?;
    if taken == 0 {
        let message = "no card of this batch is left: all were redeemed or taken back";
        return Err(Violation::new(Code::MembersCardUsed, "batch", message).into());
    }
    let change = Change {
        target: batch.id.to_string(),
        chapter: Some(batch.issuer),
        after: Some(json!({ "void": taken })),
        ..Change::default()
    };
    w.audit(change).await?;
    Ok(batch.id)
}
