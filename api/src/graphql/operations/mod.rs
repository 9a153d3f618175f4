//! How the parts that do the work are, in the schema.

mod mutation;
mod query;
mod types;

pub(crate) use mutation::OperationsMutation;
pub(crate) use query::OperationsQuery;
