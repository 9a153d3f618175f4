//! What was done: reading the log, sealing it, and checking that nobody has touched it.

mod read;
mod seal;
mod verify;

pub use read::{AuditFilter, AuditRecord};
pub use seal::AuditBacklog;
pub use verify::{Finding, Verdict};
