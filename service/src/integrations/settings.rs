//! What an installation takes in files.

use std::time::Duration;

/// Settings of imports.
#[derive(Debug, Clone, Copy)]
pub struct ImportSettings {
    /// The largest file, in bytes.
    pub max_bytes: u64,
    /// The most people in one file.
    pub max_rows: usize,
    /// How many rows are checked, and how many members added, in one transaction.
    pub batch: usize,
    /// How many imports of one account may be open.
    pub max_open: i64,
    /// For how long a file is kept that nobody imports.
    pub keep: Duration,
    /// An upload of which nothing has come for so long has broken off.
    pub patience: Duration,
}

impl Default for ImportSettings {
    fn default() -> Self {
        Self {
            max_bytes: 64 << 20,
            max_rows: 1_000_000,
            batch: 1_000,
            max_open: 5,
            keep: Duration::from_hours(7 * 24),
            patience: Duration::from_mins(5),
        }
    }
}
