//! The audit log in the schema.

mod query;
mod types;

pub(crate) use query::AuditQuery;
pub(crate) use types::AuditEntry;
