//! Seeds synthetic members, tens of millions if need be.

use std::sync::Arc;

use domain::kernel::ChapterId;
use serde_json::json;
use store::StoreError;
use store::dialect::TreeLock;
use store::members::count;
use store::seed_members::{SealedMembers, seal, tier_numbers};

use crate::write::Change;
use crate::{Op, Result, Service, ServiceError};

pub use store::seed_members::{SeedMember, SeedTerm};

/// How many members are sealed and written together.
const BATCH: usize = 20_000;

impl Service {
    /// Adds synthetic members and counts all anew; answers how many it added. Only the system does. One that is cut off adds
    /// nobody; in the moment after, while they are counted, it leaves counts that `flotilla doctor --rebuild-member-counts`
    /// makes again. On PostgreSQL everybody else who asks for members waits until it ends: servers should be stopped.
    ///
    /// # Errors
    /// `BadInput` if there are members already.
    pub async fn seed_members<I>(&self, op: &Op, members: I) -> Result<u64>
    where
        I: Iterator<Item = SeedMember> + Send,
    {
        let tiers = Arc::new(tier_numbers(self.store.read()).await?);
        let (mut members, mut added) = (members.fuse(), 0_u64);
        let mut load = match self.store.load_members().await {
            Err(StoreError::Duplicate(_)) => {
                return Err(ServiceError::BadInput("there are members already; seed a network without any".into()));
            }
            outcome => outcome?,
        };
        let mut ready: Option<SealedMembers> = None;
        loop {
            let batch: Vec<SeedMember> = members.by_ref().take(BATCH).collect();
            let size = batch.len() as u64;
            // The next batch is sealed while the last is written.
            let sealing = (size > 0).then(|| {
                let (store, tiers) = (self.store.clone(), Arc::clone(&tiers));
                tokio::task::spawn_blocking(move || seal(store.vault(), &tiers, &batch))
            });
            if let Some(sealed) = ready.take() {
                load.add(sealed).await?;
            }
            let Some(sealing) = sealing else { break };
            ready = Some(sealing.await.map_err(|error| ServiceError::internal(error.to_string()))??);
            added += size;
        }
        load.commit().await?;
        self.count_seeded(op, added).await?;
        Ok(added)
    }

    async fn count_seeded(&self, op: &Op, added: u64) -> Result<()> {
        let counted = self.write(op, "process.seed_members", &(), |w| {
            Box::pin(async move {
                w.require_system()?;
                w.lock_tree(TreeLock::Exclusive).await?;
                count::rebuild(w.db()).await?;
                let change = Change {
                    target: ChapterId(1).to_string(),
                    chapter: Some(ChapterId(1)),
                    after: Some(json!({ "members": added })),
                    ..Change::default()
                };
                w.audit(change).await?;
                Ok(true)
            })
        });
        counted.await.map(|_| ())
    }
}
