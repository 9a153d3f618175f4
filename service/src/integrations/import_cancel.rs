//! Stops an import. What was added before stays.

use domain::integrations::ImportMove;
use domain::kernel::ImportId;
use serde::Serialize;
use serde_json::json;
use store::integrations::file::{self, Pieces};
use store::integrations::import;

use super::import_start::load;
use crate::write::Change;
use crate::{Op, Result, Service, Write};

/// What stops an import.
#[derive(Debug, Clone, Serialize)]
pub struct ImportCancel {
    pub import: ImportId,
}

impl Service {
    /// Stops an import, with `MemberImport` at its chapter, and deletes its file.
    ///
    /// # Errors
    /// Rules: it is over.
    pub async fn import_cancel(&self, op: &Op, input: ImportCancel) -> Result<ImportId> {
        let input = &input;
        self.write(op, "integrations.import_cancel", input, |w| Box::pin(cancel(w, input))).await
    }
}

async fn cancel(w: &mut Write<'_>, input: &ImportCancel) -> Result<ImportId> {
    let held = load(w, input.import).await?;
    let next = held.state.after(ImportMove::Cancel)?;
    import::set_state(w.db(), held.id, (held.state, next), w.now()).await?;
    for pieces in [Pieces::Chunks, Pieces::Parts] {
        file::forget(w.db(), pieces, held.id).await?;
    }
    let change = Change {
        target: held.id.to_string(),
        chapter: Some(held.chapter),
        before: Some(json!({ "state": held.state })),
        after: Some(json!({ "state": next, "added": held.counts.added })),
        ..Change::default()
    };
    w.audit(change).await?;
    Ok(held.id)
}
