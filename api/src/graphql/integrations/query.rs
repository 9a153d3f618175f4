//! Reads of imports.

use async_graphql::{Context, ID, Object};

use super::types::{Import, ImportConnection};
use crate::graphql::View;
use crate::graphql::connection::{Item, Key, Page, page};
use crate::graphql::error::{Result, found};
use crate::graphql::ids;

/// Reads of imports.
#[derive(Debug, Default)]
pub(crate) struct IntegrationsQuery;

/// Reads of imports.
#[Object]
impl IntegrationsQuery {
    /// An import. Needs `MEMBER_IMPORT`. Null if there is none, or if you may not see it.
    async fn import(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The import's id.")] id: ID,
    ) -> Result<Option<Import>> {
        let view = View::of(context)?;
        let card = found(view.service().import(view.viewer(), ids::parse(&id)?).await)?;
        Ok(card.map(|card| Import::new(card, view.clone())))
    }

    /// The imports of a chapter, the newest first. Needs `MEMBER_IMPORT`.
    async fn imports(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The chapter.")] chapter: ID,
        #[graphql(desc = "How many from the start, 0 to 100; 20 if nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 0 to 100; not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<ImportConnection> {
        let view = View::of(context)?;
        let page = page(first, after, last, before)?;
        let slice = view.service().imports(view.viewer(), ids::parse(&chapter)?, &page).await?;
        Ok(ImportConnection(Page::of(slice, |card| {
            let key = Key::Text(card.import.id.to_string());
            Some(Item::new(key, Import::new(card, view.clone())))
        })))
    }
}
