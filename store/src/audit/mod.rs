//! Rows of the audit log: entries are only ever added, and sealed into a chain.

pub mod entry;
pub mod seal;
