//! Reads of the audit log.

use domain::access::Permission;
use domain::audit::Entry;
use domain::kernel::{AuditId, ChapterId, Cursor, PageRequest, Period, Slice};
use store::audit::entry::{self, Filter, Recorded};

use crate::{Result, Service, ServiceError, Viewer};

/// Which entries to read; without anything, all that the viewer may see.
#[derive(Debug, Clone, Default)]
pub struct AuditFilter {
    /// Only entries of this chapter and all below it.
    pub chapter: Option<ChapterId>,
    /// Exactly what was changed, by its id.
    pub target: Option<String>,
    /// Exactly who acted: an account's id, `system:…` or `anonymous`.
    pub actor: Option<String>,
    /// How the action's name begins: `policies.`
    pub action: Option<String>,
    pub period: Option<Period>,
}

/// An entry of the log.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditRecord {
    pub id: AuditId,
    pub entry: Entry,
}

impl AuditRecord {
    /// Where the entry stands in a list.
    #[must_use]
    pub fn cursor(&self) -> Cursor {
        Cursor::of(&self.id)
    }
}

impl From<Recorded> for AuditRecord {
    fn from(row: Recorded) -> Self {
        Self { id: row.id, entry: row.entry }
    }
}

impl Service {
    /// A page of the log, newest first, as far as the viewer may see it. Entries of no chapter are for those who may read
    /// all of it.
    pub async fn audit_log(
        &self,
        viewer: &Viewer,
        filter: &AuditFilter,
        page: &PageRequest,
    ) -> Result<Slice<AuditRecord>> {
        let filter = scoped(viewer, filter)?;
        let from = page.from.as_ref().map(Cursor::key::<AuditId>).transpose()?;
        let slice = entry::list(self.store.read(), &filter, page, from).await?;
        Ok(slice.map(AuditRecord::from))
    }

    /// How many entries the viewer may see of those.
    pub async fn audit_count(&self, viewer: &Viewer, filter: &AuditFilter) -> Result<i64> {
        Ok(entry::count(self.store.read(), &scoped(viewer, filter)?).await?)
    }

    /// An entry, if the viewer may see it.
    pub async fn audit_entry(&self, viewer: &Viewer, id: AuditId) -> Result<AuditRecord> {
        viewer.account_or_system()?;
        let found = entry::load(self.store.read(), id).await?;
        let at = found.entry.chapter.or(viewer.tree.root()).ok_or(ServiceError::NotFound)?;
        // Whoever may not read the log must not learn which of its numbers are taken.
        viewer.require(Permission::AuditRead, at).map_err(|_| ServiceError::NotFound)?;
        Ok(found.into())
    }
}

impl Viewer {
    fn account_or_system(&self) -> Result<()> {
        match self.op.actor {
            domain::access::Actor::System(_) => Ok(()),
            _ => self.account().map(|_| ()),
        }
    }
}

/// The filter within what the viewer may see.
fn scoped(viewer: &Viewer, wanted: &AuditFilter) -> Result<Filter> {
    viewer.account_or_system()?;
    if let Some(chapter) = wanted.chapter {
        viewer.require(Permission::AuditRead, chapter)?;
    }
    let roots = viewer.scope(Permission::AuditRead).roots;
    if roots.is_empty() {
        return Err(ServiceError::Denied(Permission::AuditRead));
    }
    let all = viewer.tree.root().is_some_and(|root| roots.contains(&root));
    Ok(Filter {
        within: (!all).then_some(roots),
        subtree: wanted.chapter,
        target: wanted.target.clone(),
        actor: wanted.actor.clone(),
        action: wanted.action.clone(),
        period: wanted.period,
    })
}
