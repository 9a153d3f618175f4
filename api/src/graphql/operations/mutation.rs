//! Changes of operations.

use async_graphql::{Context, ID, InputObject, Object};
use service::operations::DeadLetterRetry;

use crate::graphql::View;
use crate::graphql::error::Result;
use crate::graphql::payload::payloads;
use crate::graphql::user_error::settle;

/// What puts a message back to work.
#[derive(InputObject, Debug)]
pub(crate) struct DeadLetterRetryInput {
    /// The stream it is of, `push`.
    stream: String,
    /// Its id on the bus: `DeadLetter.id`.
    id: ID,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    request_key: Option<String>,
}

payloads! {
    /// What putting a message back led to.
    DeadLetterRetryPayload {
        /// Whether it was put back: false if it is not there any more, for instance because it was put back already. Null
        /// if a rule was broken.
        retried: bool
    }
}

/// Changes of operations.
#[derive(Debug, Default)]
pub(crate) struct OperationsMutation;

/// Changes of operations.
#[Object]
impl OperationsMutation {
    /// Puts a message that workers gave up on back in its stream, once, with its attempts forgotten. Needs
    /// `OPERATIONS_MANAGE` at headquarters.
    async fn dead_letter_retry(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which message.")] mut input: DeadLetterRetryInput,
    ) -> Result<DeadLetterRetryPayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        let command = DeadLetterRetry { stream: input.stream, id: input.id.0 };
        Ok(match settle(view.service().dead_letter_retry(&op, command).await)? {
            Ok(retried) => retried.into(),
            Err(broken) => broken.into(),
        })
    }
}
