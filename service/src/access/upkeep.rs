//! What is past use goes, and what an old key sealed is sealed anew.

use std::time::Duration;

use domain::kernel::{AccountId, RequestId};
use serde_json::json;
use store::access::{account, attempt, code, session};

use super::session_begin::delta;
use crate::write::Change;
use crate::{Op, Result, Service};

/// Sessions are kept for a while after their end, so that a reused token is still told from an unknown one.
const SESSIONS_KEPT: Duration = Duration::from_hours(7 * 24);

/// How many sessions one transaction forgets.
const BATCH: i64 = 1_000;

impl Service {
    /// Forgets attempts, codes and sessions that are past use.
    pub(crate) async fn access_prune(&self) -> Result<()> {
        let now = self.now();
        let window = self.access.settings.limits.map_or(Duration::from_hours(1), |limits| limits.window);
        let work = self.store.begin().await?;
        attempt::prune(work.db(), now - delta(window)).await?;
        code::prune(work.db(), now).await?;
        work.commit().await?;
        loop {
            let work = self.store.begin().await?;
            let gone = session::prune(work.db(), now - delta(SESSIONS_KEPT), BATCH).await?;
            work.commit().await?;
            if gone < BATCH.unsigned_abs() {
                return Ok(());
            }
        }
    }

    /// Seals with the newest key all personal data that an older one sealed; answers how many accounts were changed.
    ///
    /// Afterwards the older keys can be taken out of the configuration.
    pub async fn accounts_reseal(&self) -> Result<usize> {
        let (mut after, mut changed): (Option<AccountId>, usize) = (None, 0);
        loop {
            let work = self.store.begin().await?;
            let batch = account::reseal(work.db(), self.store.vault(), after, 500).await?;
            work.commit().await?;
            changed += batch.changed;
            let Some(last) = batch.last else { break };
            after = Some(last);
        }
        let op = Op::system("keys.reseal", RequestId(self.ids.next()));
        self.write(&op, "access.accounts_reseal", &(), |w| {
            Box::pin(async move {
                w.audit(Change {
                    target: "accounts".to_owned(),
                    after: Some(json!({ "resealed": changed })),
                    ..Change::default()
                })
                .await?;
                Ok(changed)
            })
        })
        .await
    }
}
