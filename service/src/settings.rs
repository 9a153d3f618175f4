//! What an installation may set about the use cases.

use std::time::Duration;

use crate::integrations::ImportSettings;

/// Settings of the use cases.
#[derive(Debug, Clone)]
pub struct ServiceSettings {
    /// Subtrees larger than this are pushed as one push per child, so that several workers share them (chapters).
    pub fork_above: i64,
    /// Whether this process holds the tree in memory: whoever answers reads does, a mere worker need not.
    pub hold_tree: bool,
    /// How long a request key protects against a second effect.
    pub request_key_life: Duration,
    /// Where browsers reach the pages, without a slash at its end; empty: links stay relative.
    pub public_url: String,
    /// What is taken in files.
    pub imports: ImportSettings,
}

impl Default for ServiceSettings {
    fn default() -> Self {
        Self {
            fork_above: 200_000,
            hold_tree: true,
            request_key_life: Duration::from_hours(24),
            public_url: String::new(),
            imports: ImportSettings::default(),
        }
    }
}
