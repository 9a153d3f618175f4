//! Gives up what nobody goes on with: uploads that broke off, and files that nobody imports.

use domain::integrations::{ImportFailure, ImportState, Trouble};
use domain::kernel::ImportId;
use serde_json::json;
use store::StoreError;
use store::integrations::file::{self, Pieces};
use store::integrations::import;

use crate::write::Change;
use crate::{Op, Result, Service, ServiceError, Write};

impl Service {
    /// Gives up imports with which nobody goes on, `limit` at most of each kind; answers how many. Only the system does.
    pub async fn imports_expire(&self, op: &Op, limit: i64) -> Result<usize> {
        let settings = self.settings.imports;
        let (now, mut given_up) = (self.now(), 0);
        let broken_off = Trouble::new(ImportFailure::UploadIncomplete, "the upload broke off: send the file again");
        let expired = Trouble::new(ImportFailure::Expired, "nobody started this import: send the file again");
        for (state, since, trouble) in [
            (ImportState::Uploading, now - settings.patience, &broken_off),
            (ImportState::Checked, now - settings.keep, &expired),
        ] {
            for id in import::idle(self.store.read(), state, since, limit).await? {
                match self.import_fail(op, id, state, trouble).await {
                    // Somebody went on with it meanwhile.
                    Err(ServiceError::Rules(_)) => {}
                    outcome => {
                        outcome?;
                        given_up += 1;
                    }
                }
            }
        }
        Ok(given_up)
    }

    /// Ends an import for a reason, if it is still in this state, and deletes its file.
    pub(crate) async fn import_fail(
        &self,
        op: &Op,
        id: ImportId,
        from: ImportState,
        trouble: &Trouble,
    ) -> Result<ImportId> {
        self.write(op, "integrations.import_fail", &id, |w| Box::pin(fail(w, id, from, trouble))).await
    }
}

async fn fail(w: &mut Write<'_>, id: ImportId, from: ImportState, trouble: &Trouble) -> Result<ImportId> {
    w.require_system()?;
    let held = import::load_for_update(w.db(), id).await?;
    if held.state != from {
        return Err(StoreError::Stale.into());
    }
    import::set_state(w.db(), id, (from, ImportState::Failed), w.now()).await?;
    import::set_trouble(w.db(), id, trouble).await?;
    for pieces in [Pieces::Chunks, Pieces::Parts] {
        file::forget(w.db(), pieces, id).await?;
    }
    let change = Change {
        target: id.to_string(),
        chapter: Some(held.chapter),
        before: Some(json!({ "state": from })),
        after: Some(json!({ "state": ImportState::Failed, "failure": trouble.failure })),
        ..Change::default()
    };
    w.audit(change).await?;
    Ok(id)
}
