//! What has happened. ("Event" is a word of the product: an offline event.)

use serde::{Deserialize, Serialize};

use super::{FactId, Timestamp};

/// The envelope of something that has happened, written to the outbox in the transaction that made it so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    pub id: FactId,
    /// What kind, in the past tense: `policies.published`.
    pub topic: String,
    /// What it is about; facts with the same key are delivered in order.
    pub key: String,
    pub at: Timestamp,
    /// The details, as the topic defines them.
    pub body: serde_json::Value,
}
