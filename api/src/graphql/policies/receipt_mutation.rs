//! Receipts: what a chapter does with a policy it received.

use std::sync::Arc;

use async_graphql::{Context, Object};
use domain::kernel::{ChapterId, PolicyVersionId};

use super::delivery::Delivery;
use super::input::{PolicyAcknowledgeInput, PolicyMarkReadInput};
use crate::graphql::View;
use crate::graphql::error::Result;
use crate::graphql::payload::payloads;
use crate::graphql::user_error::settle;

payloads! {
    /// What opening a policy led to.
    PolicyMarkReadPayload {
        /// The chapter's copy of the version. Null if a rule was broken.
        delivery: Delivery
    }
    /// What acknowledging a policy led to.
    PolicyAcknowledgePayload {
        /// The chapter's copy of the version, with its receipt. Null if a rule was broken.
        delivery: Delivery
    }
}

/// Receipts.
#[derive(Debug, Default)]
pub(crate) struct ReceiptMutation;

/// Receipts.
#[Object]
impl ReceiptMutation {
    /// Records that a policy was opened; only the first time counts. Needs `DELIVERY_ACKNOWLEDGE`.
    async fn policy_mark_read(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which version, by which chapter.")] mut input: PolicyMarkReadInput,
    ) -> Result<PolicyMarkReadPayload> {
        let view = View::of(context)?;
        let (op, command) = (view.op(input.request_key.take()), input.command()?);
        let chapter = command.chapter;
        Ok(match settle(view.service().delivery_mark_read(&op, command).await)? {
            Ok(version) => read(view, version, chapter).await?.into(),
            Err(broken) => broken.into(),
        })
    }

    /// Acknowledges exactly the version that was read, for a chapter; again and again is no error. Needs
    /// `DELIVERY_ACKNOWLEDGE`.
    async fn policy_acknowledge(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which version, by which chapter, and the hash of what was read.")]
        mut input: PolicyAcknowledgeInput,
    ) -> Result<PolicyAcknowledgePayload> {
        let view = View::of(context)?;
        let (op, command) = (view.op(input.request_key.take()), input.command()?);
        let chapter = command.chapter;
        Ok(match settle(view.service().delivery_acknowledge(&op, command).await)? {
            Ok(version) => read(view, version, chapter).await?.into(),
            Err(broken) => broken.into(),
        })
    }
}

/// The delivery as it is after the change.
async fn read(view: &View, version: PolicyVersionId, chapter: ChapterId) -> Result<Option<Delivery>> {
    let view = view.fresh();
    let delivered = view.service().delivery(view.viewer(), version, chapter).await?;
    Ok(delivered.map(|delivered| Delivery::new(Arc::new(delivered), view)))
}
