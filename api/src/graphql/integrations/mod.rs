//! Integrations in the schema: imports of members from files.

mod enums;
mod mutation;
mod query;
mod row_error;
mod types;

pub(crate) use mutation::IntegrationsMutation;
pub(crate) use query::IntegrationsQuery;
pub(crate) use types::Import;
