//! Reads of the tree.

use async_graphql::{Context, ID, Object};
use domain::chapters::is_division_code;
use domain::kernel::{ChapterId, Slice};

use super::connection::{Below, ChapterConnection};
use super::division::Division;
use super::listing::ChapterListing;
use super::tree::Tree;
use super::{Chapter, ChapterLevel};
use crate::graphql::View;
use crate::graphql::connection::{limit, page};
use crate::graphql::error::{Fault, Result, found};
use crate::graphql::ids;
use crate::graphql::list::List;
use crate::graphql::scalars::DateTime;

/// Reads of the tree.
#[derive(Debug, Default)]
pub(crate) struct ChaptersQuery;

/// Reads of the tree.
#[Object]
impl ChaptersQuery {
    /// A chapter. Null if there is none, or if you may not see it.
    async fn chapter(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The chapter's id.")] id: ID,
    ) -> Result<Option<Chapter>> {
        let (view, id) = (View::of(context)?, ids::parse::<ChapterId>(&id)?);
        Ok(found(view.viewer().chapter(id))?.map(|node| Chapter::new(node, view.clone())))
    }

    /// The chapter whose territory a division is now. Null if there is none, or if you may not see it.
    async fn chapter_by_division(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The division's code, six digits.")] code: String,
        #[graphql(desc = "At which level, if chapters of several hold it; the highest if nothing is said.")]
        level: Option<ChapterLevel>,
    ) -> Result<Option<Chapter>> {
        let view = View::of(context)?;
        view.signed_in()?;
        if !is_division_code(&code) {
            return Err(Fault::bad_input("a division code has six digits"));
        }
        let holders = view.viewer().chapters_by_division(&code).into_iter();
        let wanted = holders.filter(|node| level.is_none_or(|level| ChapterLevel::from(node.level) == level));
        Ok(wanted.min_by_key(|node| node.level).map(|node| Chapter::new(node, view.clone())))
    }

    /// The root of the tree. Null only before there is one.
    async fn headquarters(&self, context: &Context<'_>) -> Result<Option<Chapter>> {
        let view = View::of(context)?;
        view.signed_in()?;
        Ok(view.viewer().tree.root().and_then(|root| view.chapter(root)))
    }

    /// Open chapters by name, pinyin (whole or initials) or division code: what matches whole or begins so comes first,
    /// and higher levels before lower ones.
    async fn chapter_search(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What to look for: 杭州, hangzhou, hz or 330100.")] text: String,
        #[graphql(desc = "How many, 0 to 100.", default = 10)] first: i32,
    ) -> Result<List<Chapter>> {
        let view = View::of(context)?;
        view.signed_in()?;
        let nodes = view.viewer().search(&text, limit(first)?);
        Ok(nodes.into_iter().map(|node| Chapter::new(node, view.clone())).collect())
    }

    /// The directory: open chapters by name, pinyin (whole or initials) or division code, as everybody may know them. The
    /// best come first.
    async fn chapter_directory(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What to look for: 杭州, hangzhou, hz or 330100.")] text: String,
        #[graphql(desc = "How many, 0 to 100.", default = 10)] first: i32,
    ) -> Result<List<ChapterListing>> {
        let found = View::of(context)?.service().chapter_directory(&text, limit(first)?);
        Ok(found.into_iter().map(ChapterListing::from).collect())
    }

    /// The tree in one compact answer, as far as you see it.
    async fn tree(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Only this chapter and what stands below; headquarters if nothing is said.")] root: Option<ID>,
        #[graphql(desc = "The tree as it was then; as it is now if nothing is said.")] as_of: Option<DateTime>,
    ) -> Result<Tree> {
        let root = ids::parse_opt::<ChapterId>(root.as_ref())?;
        let view = at(View::of(context)?, as_of).await?;
        let nodes = view.viewer().whole(root)?;
        Tree::new(view.viewer().tree.version(), nodes)
    }

    /// All chapters below headquarters that you see, branch by branch from the top down.
    async fn chapters(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Only those that nobody leads.", default = false)] vacant_only: bool,
        #[graphql(desc = "As they were then; as they are now if nothing is said.")] as_of: Option<DateTime>,
        #[graphql(desc = "How many from the start, 0 to 100; 20 if nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 0 to 100; not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<ChapterConnection> {
        let page = page(first, after, last, before)?;
        let view = at(View::of(context)?, as_of).await?;
        let root = view.viewer().tree.root();
        let slice = match root {
            Some(root) => view.viewer().descendants(root, vacant_only, &page)?,
            None => Slice { items: Vec::new(), has_previous: false, has_next: false },
        };
        let root = root.unwrap_or(ChapterId(0));
        Ok(ChapterConnection::new(slice, &view, Below::All { root, vacant_only }))
    }

    /// Divisions by a part of their name, or by the beginning of their code.
    async fn divisions(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What to look for: 鼓楼 or 3301.")] text: String,
        #[graphql(desc = "How many, 0 to 100.", default = 20)] first: i32,
    ) -> Result<List<Division>> {
        let view = View::of(context)?;
        let divisions = view.service().divisions(view.viewer(), &text, limit(first)?).await?;
        Ok(divisions.into_iter().map(|division| Division::new(division, view.clone())).collect())
    }

    /// A division. Null if there is none.
    async fn division(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The division's code, six digits.")] code: String,
    ) -> Result<Option<Division>> {
        let view = View::of(context)?;
        let division = view.service().division(view.viewer(), &code).await?;
        Ok(division.map(|division| Division::new(division, view.clone())))
    }
}

/// The view of a date, or the present one.
async fn at(view: &View, as_of: Option<DateTime>) -> Result<View> {
    view.signed_in()?;
    match as_of {
        Some(DateTime(at)) => view.as_of(at).await,
        None => Ok(view.clone()),
    }
}
