//! Lets the worker add the members of a file that was checked.

use domain::access::Permission;
use domain::integrations::ImportMove;
use domain::kernel::{Code, ImportId, Violation};
use serde::Serialize;
use serde_json::json;
use store::integrations::import::{self, Import};

use crate::write::Change;
use crate::{Op, Result, Service, ServiceError, Write};

/// What starts an import.
#[derive(Debug, Clone, Serialize)]
pub struct ImportStart {
    pub import: ImportId,
    /// Whether rows with errors are left out.
    pub skip_errors: bool,
}

impl Service {
    /// Starts an import, with `MemberImport` at its chapter. Members are added by the right of whoever starts it.
    ///
    /// # Errors
    /// Rules: it is not checked, or some rows have errors and nobody said to leave them out.
    pub async fn import_start(&self, op: &Op, input: ImportStart) -> Result<ImportId> {
        let input = &input;
        self.write(op, "integrations.import_start", input, |w| Box::pin(start(w, input))).await
    }
}

async fn start(w: &mut Write<'_>, input: &ImportStart) -> Result<ImportId> {
    let held = load(w, input.import).await?;
    let by = w.actor().account().ok_or(ServiceError::Unauthenticated)?;
    let next = held.state.after(ImportMove::Start)?;
    if held.counts.wrong > 0 && !input.skip_errors {
        let message =
            format!("{} rows have errors: mend the file, or say `skipErrors` to leave them out", held.counts.wrong);
        return Err(Violation::new(Code::IntegrationsImportHasErrors, "skipErrors", message).into());
    }
    import::set_state(w.db(), held.id, (held.state, next), w.now()).await?;
    import::set_started(w.db(), held.id, by, input.skip_errors, w.now()).await?;
    let change = Change {
        target: held.id.to_string(),
        chapter: Some(held.chapter),
        before: Some(json!({ "state": held.state })),
        after: Some(json!({ "state": next, "skipErrors": input.skip_errors, "rows": held.counts.new })),
        ..Change::default()
    };
    w.audit(change).await?;
    Ok(held.id)
}

/// An import, locked until the end of the transaction. Who may not import at its chapter must not learn that there is one.
pub(super) async fn load(w: &mut Write<'_>, id: ImportId) -> Result<Import> {
    let held = import::load_for_update(w.db(), id).await?;
    match w.require(Permission::MemberImport, held.chapter).await {
        Err(ServiceError::Denied(_)) => Err(ServiceError::NotFound),
        outcome => outcome.map(|()| held),
    }
}
