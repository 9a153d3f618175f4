//! Follows the chain from its first link to its head, and looks for what does not belong.

use std::fmt;
use std::time::{Duration, Instant};

use domain::access::Permission;
use domain::audit::{Break, BreakKind, Verifier};
use store::audit::seal::{self, Place, Strays};

use crate::{Result, Service, Viewer};

/// How many rows are read at a time.
const PAGE: i64 = 2_000;
/// How long somebody who asks over the API has the log followed: well below the time that a request may take.
const BUDGET: Duration = Duration::from_secs(20);

/// Something that a whole log would not show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finding {
    /// The chain breaks.
    Broken(Break),
    /// Entries that are neither sealed nor waiting to be: put in past the log, or their seal was taken away.
    Unaccounted(i64),
    /// Seals beyond the recorded head.
    BeyondHead(i64),
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Broken(at) => at.fmt(f),
            Self::Unaccounted(n) => write!(f, "{n} entries are neither sealed nor waiting to be"),
            Self::BeyondHead(n) => write!(f, "{n} seals lie beyond the recorded head"),
        }
    }
}

/// What checking the log came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// How many entries are sealed and true.
    pub verified: u64,
    /// How many are sealed.
    pub sealed: u64,
    /// Whether all of the chain was followed, or as far as it holds. If not, time ran out and what follows was not looked at.
    pub complete: bool,
    /// How many wait to be sealed.
    pub waiting: i64,
    /// What is wrong in what was looked at; empty for a whole log.
    pub findings: Vec<Finding>,
}

impl Verdict {
    /// Whether nothing is wrong in what was looked at.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.findings.is_empty()
    }
}

impl Service {
    /// The same for one who may read all of the log, as far as it is followed in twenty seconds. Those who ask at the same
    /// time take turns, and the wait counts.
    pub async fn audit_verification(&self, viewer: &Viewer) -> Result<Verdict> {
        viewer.require_at_headquarters(Permission::AuditRead)?;
        let until = Instant::now() + BUDGET;
        let _turn = self.verifying.lock().await;
        self.audit_verify(Some(until)).await
    }

    /// Checks the whole log, a page at a time, while it goes on growing. Stops at the first break of the chain, or when it
    /// is that late.
    pub async fn audit_verify(&self, until: Option<Instant>) -> Result<Verdict> {
        let vault = self.store.vault();
        let mut verifier = Verifier::new(|bytes: &[u8]| vault.audit_mac(bytes));
        // What is sealed after this is for the next check.
        let head = seal::head(self.store.read()).await?;
        let mut broken = None;
        let mut after = 0;
        let mut complete = true;
        while broken.is_none() && after < head.seq {
            complete = until.is_none_or(|until| Instant::now() < until);
            if !complete {
                break;
            }
            let page = seal::page(self.store.read(), after, head.seq, PAGE).await?;
            if page.is_empty() {
                break;
            }
            for place in page {
                let (seq, followed) = match &place {
                    Place::Row(_, row) => (row.seq, verifier.follow(row)),
                    Place::Unreadable(seq) => (*seq, Err(Break { seq: *seq, kind: BreakKind::Removed })),
                };
                after = seq;
                if let Err(at) = followed {
                    broken = Some(at);
                    break;
                }
            }
        }
        let reached = verifier.verified().seq;
        // What was not reached does not have to end in the head.
        let broken = broken.or_else(|| if complete { verifier.finish(&head).err() } else { None });
        let Strays { unaccounted, beyond_head, waiting } = seal::strays(self.store.read()).await?;
        let findings = [
            broken.map(Finding::Broken),
            (unaccounted > 0).then_some(Finding::Unaccounted(unaccounted)),
            (beyond_head > 0).then_some(Finding::BeyondHead(beyond_head)),
        ];
        let findings = findings.into_iter().flatten().collect();
        Ok(Verdict { verified: reached, sealed: head.seq, complete, waiting, findings })
    }
}
