//! What is behind in this process, and since when.

use std::time::Duration;

use chrono::{SecondsFormat, TimeDelta};
use domain::kernel::Timestamp;

use crate::Service;
use crate::policies::PUSH_STUCK_AFTER;

/// An outbox whose oldest message waits longer is behind.
const OUTBOX_BEHIND: Duration = Duration::from_secs(10);
/// A tree that the store has not confirmed for longer may be old: it is asked twice a second.
const TREE_BEHIND: TimeDelta = TimeDelta::seconds(5);

/// One part of readiness.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    pub name: &'static str,
    pub ok: bool,
    /// Since when this part has been behind.
    pub since: Option<Timestamp>,
    pub detail: Option<String>,
}

impl Check {
    fn good(name: &'static str, detail: Option<String>) -> Self {
        Self { name, ok: true, since: None, detail }
    }

    fn bad(name: &'static str, since: Option<Timestamp>, detail: impl Into<String>) -> Self {
        Self { name, ok: false, since, detail: Some(detail.into()) }
    }

    /// What is wrong, in a sentence; nothing if it is well.
    #[must_use]
    pub fn problem(&self) -> Option<String> {
        if self.ok {
            return None;
        }
        let since = self.since.map(|since| format!(", since {}", since.to_rfc3339_opts(SecondsFormat::Secs, true)));
        Some(format!("{}: {}{}", self.name, self.detail.as_deref().unwrap_or("behind"), since.unwrap_or_default()))
    }
}

impl Service {
    /// Whether the parts that this process stands on are well; the database first. Without it nothing can be served, and
    /// what lies in it is not asked about; if one of the others is behind, all is served, only slower.
    pub async fn readiness(&self) -> Vec<Check> {
        let database = self.check_database().await;
        let reachable = database.ok;
        let mut checks = vec![database, self.check_bus(), self.check_tree()];
        if reachable {
            checks.push(self.check_outbox().await);
            checks.push(self.check_pushes().await);
        }
        checks
    }

    async fn check_database(&self) -> Check {
        match self.ping().await {
            Ok(()) => Check::good("database", None),
            Err(error) => {
                tracing::warn!(%error, "the database does not answer");
                Check::bad("database", None, "it does not answer")
            }
        }
    }

    fn check_bus(&self) -> Check {
        let health = *self.bus.health().borrow();
        if health.live {
            return Check::good("bus", None);
        }
        let since = self.now() - health.since.elapsed();
        Check::bad("bus", Some(since), "signals do not arrive; what they hasten is done by looking")
    }

    fn check_tree(&self) -> Check {
        let tree = self.tree();
        let confirmed = self.tree_confirmed();
        if confirmed.is_some_and(|at| self.now() - at > TREE_BEHIND) {
            return Check::bad("tree", confirmed, "it may be old: the store does not confirm it");
        }
        match tree.root() {
            Some(_) => {
                let detail = format!("{} chapters at version {}", tree.preorder().len(), tree.version());
                Check::good("tree", Some(detail))
            }
            None => Check::bad("tree", None, "there is no headquarters; seed the installation"),
        }
    }

    async fn check_outbox(&self) -> Check {
        let Ok(outbox) = self.outbox_state().await else {
            return Check::bad("outbox", None, "it cannot be read");
        };
        let detail = format!("{} messages wait", outbox.waiting);
        match outbox.oldest {
            Some(age) if age > OUTBOX_BEHIND => Check::bad("outbox", outbox.since, detail),
            _ => Check::good("outbox", Some(detail)),
        }
    }

    async fn check_pushes(&self) -> Check {
        let Ok(unfinished) = self.pushes_unfinished().await else {
            return Check::bad("pushes", None, "they cannot be read");
        };
        let detail = format!("{} on their way", unfinished.count);
        match unfinished.since.filter(|since| self.now() - *since > PUSH_STUCK_AFTER) {
            Some(since) => Check::bad("pushes", Some(since), detail),
            None => Check::good("pushes", Some(detail)),
        }
    }
}
