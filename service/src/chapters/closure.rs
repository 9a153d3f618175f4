//! The closure against the parents: verified, and written anew.

use domain::kernel::ChapterId;
use serde_json::json;
use store::chapters::closure;
use store::dialect::TreeLock;

use crate::write::Change;
use crate::{Op, Result, Service};

pub use store::chapters::closure::Drift;

impl Service {
    /// Compares the closure with the parents.
    pub async fn closure_verify(&self) -> Result<Drift> {
        Ok(closure::verify(self.store.read()).await?)
    }

    /// Writes the closure anew from the parents; answers how many pairs it has. Only the system does.
    pub async fn closure_rebuild(&self, op: &Op) -> Result<u64> {
        self.write(op, "chapters.closure_rebuild", &(), |w| {
            Box::pin(async move {
                w.require_system()?;
                w.lock_tree(TreeLock::Exclusive).await?;
                let before = closure::verify(w.db()).await?;
                let pairs = closure::rebuild(w.db()).await?;
                w.audit(Change {
                    target: ChapterId(1).to_string(),
                    before: Some(json!({ "missing": before.missing, "surplus": before.surplus })),
                    after: Some(json!({ "pairs": pairs })),
                    ..Change::default()
                })
                .await?;
                Ok(pairs)
            })
        })
        .await
    }
}
