//! Reads of the audit log.

use async_graphql::{Context, ID, Object};
use domain::kernel::{ChapterId, Period, from_micros};
use service::audit::AuditFilter;

use super::types::{AuditEntry, AuditEntryConnection, AuditVerification};
use crate::graphql::View;
use crate::graphql::connection::{Item, Key, Page, page};
use crate::graphql::error::{Fault, Result};
use crate::graphql::ids;
use crate::graphql::scalars::DateTime;

/// Reads of the audit log.
#[derive(Debug, Default)]
pub(crate) struct AuditQuery;

/// Reads of the audit log.
#[Object]
impl AuditQuery {
    /// What was done in your part of the tree, the newest first. Needs `AUDIT_READ`.
    async fn audit_entries(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Only what was done on this thing, by its id.")] target: Option<String>,
        #[graphql(desc = "Only what this one did: an account's id, or `system:` and a part.")] actor: Option<String>,
        #[graphql(desc = "Only actions that begin so: `policies.` or `policies.publish`.")] action: Option<String>,
        #[graphql(desc = "Only what belongs to this chapter or one below.")] chapter: Option<ID>,
        #[graphql(desc = "Only what was done then or later.")] since: Option<DateTime>,
        #[graphql(desc = "Only what was done before then.")] until: Option<DateTime>,
        #[graphql(desc = "How many from the start, 0 to 100; 20 if nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 0 to 100; not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<AuditEntryConnection> {
        let chapter = ids::parse_opt::<ChapterId>(chapter.as_ref())?;
        let filter = AuditFilter { chapter, target, actor, action, period: period(since, until)? };
        let (view, page) = (View::of(context)?, page(first, after, last, before)?);
        let slice = view.service().audit_log(view.viewer(), &filter, &page).await?;
        let page = Page::of(slice, |record| {
            Some(Item::new(Key::Text(record.id.to_string()), AuditEntry::new(record, view.clone())))
        });
        Ok(AuditEntryConnection { page, filter, view: view.clone() })
    }

    /// Whether the audit log is whole. Follows the chain for up to twenty seconds, which is not enough for a very long log:
    /// see `complete`. Needs `AUDIT_READ` at headquarters.
    async fn audit_verification(&self, context: &Context<'_>) -> Result<AuditVerification> {
        let view = View::of(context)?;
        let verdict = view.service().audit_verification(view.viewer()).await?;
        Ok(AuditVerification::new(&verdict, view.viewer().now))
    }
}

/// The span that is asked for; nothing if neither end is said.
fn period(since: Option<DateTime>, until: Option<DateTime>) -> Result<Option<Period>> {
    if since.is_none() && until.is_none() {
        return Ok(None);
    }
    // Nothing was done before the year 1970.
    let period =
        Period { from: since.map_or_else(|| from_micros(0), |since| since.0), until: until.map(|until| until.0) };
    if since.is_some() && !period.is_valid() {
        return Err(Fault::bad_input("`until` must be later than `since`"));
    }
    Ok(Some(period))
}
