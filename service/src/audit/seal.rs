//! Seals what was written since the last batch: the worker does it within a second, so that writes never queue on the
//! chain's head.

use std::time::Duration;

use domain::audit::{Head, link};
use store::audit::entry;
use store::audit::seal::{self, Link};

use crate::{Result, Service};

/// What waits to be sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuditBacklog {
    pub waiting: i64,
    /// How long the oldest entry has waited.
    pub oldest: Option<Duration>,
}

impl Service {
    /// Seals up to `limit` entries behind the chain's head, in one transaction; answers how many.
    pub async fn audit_seal_batch(&self, limit: i64) -> Result<usize> {
        if seal::waiting(self.store.read(), 1).await?.is_empty() {
            return Ok(0);
        }
        let work = self.store.begin().await?;
        // The head first: while it is locked, nobody else seals, and what waits is read after what was sealed before.
        let before = seal::head_for_update(work.db()).await?;
        let waiting = seal::waiting(work.db(), limit).await?;
        let vault = self.store.vault();
        let mac = |bytes: &[u8]| vault.audit_mac(bytes);
        let mut head = before;
        let links: Vec<Link> = waiting
            .iter()
            .map(|entry| {
                let seq = head.seq + 1;
                head = Head { seq, link: link(&mac, &head.link, seq, &entry.mac) };
                Link { seq, entry: entry.id, link: head.link }
            })
            .collect();
        seal::append(work.db(), &before, &links).await?;
        work.commit().await?;
        Ok(links.len())
    }

    /// What waits to be sealed: for metrics and readiness.
    pub async fn audit_backlog(&self) -> Result<AuditBacklog> {
        let (waiting, oldest) = entry::unsealed(self.store.read()).await?;
        let oldest = oldest.map(|at| (self.now() - at).to_std().unwrap_or_default());
        Ok(AuditBacklog { waiting, oldest })
    }
}
