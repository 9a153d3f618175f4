//! Keys of members that an old key sealed are sealed anew.

use domain::kernel::{MemberId, RequestId};
use serde_json::json;
use store::members::person;

use crate::write::Change;
use crate::{Op, Result, Service};

const BATCH: i64 = 1_000;

impl Service {
    /// Seals with the newest key the keys of all members that an older one sealed; answers how many.
    ///
    /// Afterwards, and after [`Service::accounts_reseal`], the older keys can be taken out of the configuration.
    pub async fn members_reseal(&self) -> Result<usize> {
        let (mut after, mut changed): (Option<MemberId>, usize) = (None, 0);
        loop {
            let work = self.store.begin().await?;
            let batch = person::reseal(work.db(), self.store.vault(), after, BATCH).await?;
            work.commit().await?;
            changed += batch.changed;
            let Some(last) = batch.last else { break };
            after = Some(last);
        }
        let op = Op::system("keys.reseal", RequestId(self.ids.next()));
        self.write(&op, "members.reseal", &(), |w| {
            Box::pin(async move {
                let after = Some(json!({ "resealed": changed }));
                w.audit(Change { target: "members".to_owned(), after, ..Change::default() }).await?;
                Ok(changed)
            })
        })
        .await
    }
}
