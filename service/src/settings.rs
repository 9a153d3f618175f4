//! What an installation may set about the use cases.

use std::time::Duration;

/// Settings of the use cases.
#[derive(Debug, Clone)]
pub struct ServiceSettings {
    /// Subtrees larger than this are pushed as one push per child, so that several workers share them (chapters).
    pub fork_above: i64,
    /// How long a request key protects against a second effect.
    pub request_key_life: Duration,
}

impl Default for ServiceSettings {
    fn default() -> Self {
        Self { fork_above: 40_000, request_key_life: Duration::from_secs(24 * 3600) }
    }
}
