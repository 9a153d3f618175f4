//! Changes of imports.

use async_graphql::{Context, ID, InputObject, Object};
use service::integrations::{ImportCancel, ImportStart};

use super::types::Import;
use crate::graphql::View;
use crate::graphql::error::Result;
use crate::graphql::ids;
use crate::graphql::payload::payloads;
use crate::graphql::user_error::settle;

/// What starts an import.
#[derive(InputObject, Debug)]
pub(crate) struct ImportStartInput {
    /// The import.
    import: ID,
    /// Whether rows with errors are left out. Without it, an import that has any is refused.
    #[graphql(default)]
    skip_errors: bool,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    request_key: Option<String>,
}

/// What stops an import.
#[derive(InputObject, Debug)]
pub(crate) struct ImportCancelInput {
    /// The import.
    import: ID,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    request_key: Option<String>,
}

payloads! {
    /// What starting an import led to.
    ImportStartPayload {
        /// The import. Null if a rule was broken.
        import: Import
    }
    /// What stopping an import led to.
    ImportCancelPayload {
        /// The import. Null if a rule was broken.
        import: Import
    }
}

/// Changes of imports.
#[derive(Debug, Default)]
pub(crate) struct IntegrationsMutation;

/// Changes of imports.
#[Object]
impl IntegrationsMutation {
    /// Adds the members of a file that was checked. Needs `MEMBER_IMPORT`; rows that have a membership need `MEMBER_MANAGE`
    /// too.
    async fn import_start(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which import, and what of rows with errors.")] mut input: ImportStartInput,
    ) -> Result<ImportStartPayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        let command = ImportStart { import: ids::parse(&input.import)?, skip_errors: input.skip_errors };
        Ok(match settle(view.service().import_start(&op, command).await)? {
            Ok(id) => Import::fresh(view, id).await?.into(),
            Err(broken) => broken.into(),
        })
    }

    /// Stops an import, and deletes its file; members that were added stay. Needs `MEMBER_IMPORT`.
    async fn import_cancel(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which import.")] mut input: ImportCancelInput,
    ) -> Result<ImportCancelPayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        let command = ImportCancel { import: ids::parse(&input.import)? };
        Ok(match settle(view.service().import_cancel(&op, command).await)? {
            Ok(id) => Import::fresh(view, id).await?.into(),
            Err(broken) => broken.into(),
        })
    }
}
