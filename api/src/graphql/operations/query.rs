//! Reads of operations.

use async_graphql::{Context, Object};
use domain::access::Permission;

use super::types::Operations;
use crate::graphql::View;
use crate::graphql::error::Result;

/// Reads of operations.
#[derive(Debug, Default)]
pub(crate) struct OperationsQuery;

/// Reads of operations.
#[Object]
impl OperationsQuery {
    /// How the parts that do the work are. Needs `OPERATIONS_READ` at headquarters.
    async fn operations(&self, context: &Context<'_>) -> Result<Operations> {
        let view = View::of(context)?;
        view.viewer().require_at_headquarters(Permission::OperationsRead)?;
        Ok(Operations { view: view.clone() })
    }
}
