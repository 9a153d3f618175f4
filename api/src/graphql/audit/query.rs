//! Reads of the audit log.

use async_graphql::{Context, ID, Object};
use domain::kernel::ChapterId;
use service::audit::AuditFilter;

use super::types::{AuditEntry, AuditEntryConnection};
use crate::graphql::View;
use crate::graphql::connection::{Item, Key, Page, page};
use crate::graphql::error::Result;
use crate::graphql::ids;

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
        #[graphql(desc = "How many from the start, 0 to 100; 20 if nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 0 to 100; not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<AuditEntryConnection> {
        let chapter = ids::parse_opt::<ChapterId>(chapter.as_ref())?;
        let filter = AuditFilter { chapter, target, actor, action, period: None };
        let (view, page) = (View::of(context)?, page(first, after, last, before)?);
        let slice = view.service().audit_log(view.viewer(), &filter, &page).await?;
        let page = Page::of(slice, |record| {
            Some(Item::new(Key::Text(record.id.to_string()), AuditEntry::new(record, view.clone())))
        });
        Ok(AuditEntryConnection { page, filter, view: view.clone() })
    }
}
