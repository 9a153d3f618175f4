//! What the worker does for imports: the dry run of one, or the next parts of one that was started.

use domain::integrations::ImportState;
use store::integrations::import;

use crate::{Op, Result, Service, ServiceError};

impl Service {
    /// Moves on the import that has waited longest: its dry run, or so many parts of its real run. Answers whether there was
    /// one. Only the system does.
    ///
    /// It may be called by several at once: one of them goes on, and the others find that out.
    pub async fn imports_advance(&self, op: &Op, parts: usize) -> Result<bool> {
        let Some(id) = import::waiting(self.store.read()).await? else { return Ok(false) };
        let import = import::load(self.store.read(), id).await?;
        let outcome = match import.state {
            ImportState::Uploaded | ImportState::Checking => self.import_check(op, &import).await,
            ImportState::Importing => self.import_run(op, &import, parts).await,
            _ => Ok(()),
        };
        match outcome {
            Ok(()) => Ok(true),
            // Another worker goes on with it, or somebody cancelled it.
            Err(ServiceError::Rules(_)) => Ok(false),
            Err(error) => {
                // The others are not to wait for one that fails.
                let work = self.store.begin().await?;
                import::touch(work.db(), id, self.now()).await?;
                work.commit().await?;
                Err(error)
            }
        }
    }
}
