//! Titles of invoices that an old key sealed are sealed anew.

use domain::kernel::{InvoiceId, RequestId};
use serde_json::json;
use store::money::invoice;

use crate::write::Change;
use crate::{Op, Result, Service};

const BATCH: i64 = 1_000;

impl Service {
    /// Seals with the newest key all titles of invoices that an older one sealed; answers how many.
    pub async fn invoices_reseal(&self) -> Result<usize> {
        let (mut after, mut changed): (Option<InvoiceId>, usize) = (None, 0);
        loop {
            let work = self.store.begin().await?;
            let (sealed, last) = invoice::reseal(work.db(), self.store.vault(), after, BATCH).await?;
            work.commit().await?;
            changed += sealed;
            let Some(last) = last else { break };
            after = Some(last);
        }
        let op = Op::system("keys.reseal", RequestId(self.ids.next()));
        self.write(&op, "money.invoices_reseal", &(), |w| {
            Box::pin(async move {
                let after = Some(json!({ "resealed": changed }));
                w.audit(Change { target: "invoices".to_owned(), after, ..Change::default() }).await?;
                Ok(changed)
            })
        })
        .await
    }
}
