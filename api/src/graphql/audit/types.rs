//! Entries of the log.

use async_graphql::{ID, Object, SimpleObject};
use domain::kernel::Timestamp;
use service::audit::{AuditFilter, AuditRecord, Verdict};

use crate::graphql::View;
use crate::graphql::access::Account;
use crate::graphql::chapters::Chapter;
use crate::graphql::connection::{Page, PageInfo, edge};
use crate::graphql::error::Result;
use crate::graphql::list::List;
use crate::graphql::scalars::{DateTime, Json, Long};

/// An entry.
#[derive(Debug, Clone)]
pub(crate) struct AuditEntry {
    record: AuditRecord,
    view: View,
}

impl AuditEntry {
    pub(crate) fn new(record: AuditRecord, view: View) -> Self {
        Self { record, view }
    }
}

/// One thing that was done. Entries are sealed into a chain soon after they are written; nothing changes or removes one
/// unnoticed.
#[Object]
impl AuditEntry {
    /// Global id, `audt_9`. It counts up.
    pub(crate) async fn id(&self) -> ID {
        self.record.id.into()
    }

    /// When it was done.
    async fn at(&self) -> DateTime {
        DateTime(self.record.entry.at)
    }

    /// Who did it: an account's id, `system:` and the part that acted, or `anonymous`.
    async fn actor(&self) -> &str {
        &self.record.entry.actor
    }

    /// The person behind `actor`. Null for the system and for strangers, or where you may not see them.
    async fn person(&self) -> Result<Option<Account>> {
        self.view.account_opt(self.record.entry.actor.parse().ok()).await
    }

    /// What was done, `policies.publish`.
    async fn action(&self) -> &str {
        &self.record.entry.action
    }

    /// On what: the id of the thing.
    async fn target(&self) -> &str {
        &self.record.entry.target
    }

    /// The chapter it belongs to. Null if it belongs to none, or if you may not see it.
    async fn chapter(&self) -> Option<Chapter> {
        self.record.entry.chapter.and_then(|id| self.view.chapter(id))
    }

    /// What it was before. Null for what was made.
    async fn before(&self) -> Option<Json> {
        self.record.entry.before.clone().map(Json)
    }

    /// What it was after. Null for what was removed.
    async fn after(&self) -> Option<Json> {
        self.record.entry.after.clone().map(Json)
    }

    /// Id of the request that did it, `rqst_…`.
    async fn request_id(&self) -> String {
        self.record.entry.request_id.to_string()
    }
}

/// A page of the log.
#[derive(Debug)]
pub(crate) struct AuditEntryConnection {
    pub(super) page: Page<AuditEntry>,
    pub(super) filter: AuditFilter,
    pub(super) view: View,
}

/// A page of the audit log, the newest entry first.
#[Object]
impl AuditEntryConnection {
    /// The entries of this page with their cursors.
    async fn edges(&self) -> List<AuditEntryEdge<'_>> {
        self.page.items.iter().map(AuditEntryEdge).collect()
    }

    /// The entries of this page.
    async fn nodes(&self) -> List<&AuditEntry> {
        self.page.nodes()
    }

    /// Where this page lies in the list.
    async fn page_info(&self) -> PageInfo {
        self.page.info()
    }

    /// How many entries the whole list has; counted when asked for.
    async fn total_count(&self) -> Result<i32> {
        let count = self.view.service().audit_count(self.view.viewer(), &self.filter).await?;
        Ok(i32::try_from(count).unwrap_or(i32::MAX))
    }
}

edge!("An entry with its place in the list.", AuditEntryEdge, "The entry.", AuditEntry);

/// What checking the audit log came to.
#[derive(SimpleObject, Debug)]
pub(crate) struct AuditVerification {
    /// Whether nothing is wrong in what was checked.
    whole: bool,
    /// Whether all of the chain was followed, or as far as it holds. False if time ran out: entries after the `verified`
    /// ones were not checked.
    complete: bool,
    /// How many entries, from the first on, are sealed and true.
    verified: Long,
    /// How many entries are sealed.
    sealed: Long,
    /// How many entries wait to be sealed.
    waiting: Long,
    /// What is wrong in what was checked, a sentence for each finding; empty for a whole log.
    findings: Vec<String>,
    /// When it was checked.
    as_of: DateTime,
}

impl AuditVerification {
    pub(super) fn new(verdict: &Verdict, as_of: Timestamp) -> Self {
        Self {
            whole: verdict.is_whole(),
            complete: verdict.complete,
            verified: long(verdict.verified),
            sealed: long(verdict.sealed),
            waiting: Long(verdict.waiting),
            findings: verdict.findings.iter().map(ToString::to_string).collect(),
            as_of: DateTime(as_of),
        }
    }
}

fn long(count: u64) -> Long {
    Long(i64::try_from(count).unwrap_or(i64::MAX))
}
