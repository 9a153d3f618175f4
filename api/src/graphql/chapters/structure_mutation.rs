//! Changes of the tree.

use async_graphql::{Context, Object};
use domain::kernel::ChapterId;

use super::Chapter;
use super::structure_input::{
    ChapterCloseInput, ChapterMergeInput, ChapterMoveInput, ChapterOpenInput, ChapterRenameInput, ChapterSplitInput,
};
use crate::graphql::View;
use crate::graphql::error::Result;
use crate::graphql::payload::payloads;
use crate::graphql::user_error::{Broken, settle};

payloads! {
    /// What opening a chapter led to.
    ChapterOpenPayload {
        /// The new chapter. Null if a rule was broken.
        chapter: Chapter
    }
    /// What renaming a chapter led to.
    ChapterRenamePayload {
        /// The chapter with its new name. Null if a rule was broken.
        chapter: Chapter
    }
    /// What moving a chapter led to.
    ChapterMovePayload {
        /// The chapter in its new place. Null if a rule was broken.
        chapter: Chapter
    }
    /// What merging two chapters led to.
    ChapterMergePayload {
        /// The chapter that took over. Null if a rule was broken.
        chapter: Chapter
    }
    /// What splitting a chapter led to.
    ChapterSplitPayload {
        /// The new chapter. Null if a rule was broken.
        chapter: Chapter
    }
    /// What closing a chapter led to.
    ChapterClosePayload {
        /// The closed chapter. Null if a rule was broken.
        chapter: Chapter
    }
}

/// Changes of the tree.
#[derive(Debug, Default)]
pub(crate) struct StructureMutation;

/// Changes of the tree.
#[Object]
impl StructureMutation {
    /// Opens a chapter; it gets the policies in force above it at once. Needs `CHAPTER_MANAGE` on the parent.
    async fn chapter_open(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which chapter, and where.")] mut input: ChapterOpenInput,
    ) -> Result<ChapterOpenPayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        show(view, view.service().chapter_open(&op, input.command()?).await)
    }

    /// Gives a chapter another name; the old one stays in its history. Needs `CHAPTER_MANAGE`.
    async fn chapter_rename(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which chapter, and its new name.")] mut input: ChapterRenameInput,
    ) -> Result<ChapterRenamePayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        show(view, view.service().chapter_rename(&op, input.command()?).await)
    }

    /// Moves a chapter, with all that stands below, under another. What they newly inherit reaches them at once. Needs
    /// `CHAPTER_MANAGE` on the chapter and on both parents.
    async fn chapter_move(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which chapter, and where to.")] mut input: ChapterMoveInput,
    ) -> Result<ChapterMovePayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        show(view, view.service().chapter_move(&op, input.command()?).await)
    }

    /// Merges a chapter into another of its level: territory and children pass over, the source closes and names its
    /// successor. Needs `CHAPTER_MANAGE` on both and on the source's parent.
    async fn chapter_merge(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which chapters.")] mut input: ChapterMergeInput,
    ) -> Result<ChapterMergePayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        show(view, view.service().chapter_merge(&op, input.command()?).await)
    }

    /// Splits a part of a chapter's territory, and some of its children, off into a new chapter beside it. Needs
    /// `CHAPTER_MANAGE` on the chapter and its parent.
    async fn chapter_split(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which chapter, and what goes to the new one.")] mut input: ChapterSplitInput,
    ) -> Result<ChapterSplitPayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        show(view, view.service().chapter_split(&op, input.command()?).await)
    }

    /// Closes a chapter below which no open one stands: its territory becomes free, its terms of office end, its history
    /// stays. Needs `CHAPTER_MANAGE` on the chapter and its parent.
    async fn chapter_close(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which chapter.")] mut input: ChapterCloseInput,
    ) -> Result<ChapterClosePayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        show(view, view.service().chapter_close(&op, input.command()?).await)
    }
}

/// The chapter as it is after the change, or why there was none.
fn show<P>(view: &View, outcome: service::Result<ChapterId>) -> Result<P>
where
    P: From<Option<Chapter>> + From<Broken>,
{
    Ok(match settle(outcome)? {
        Ok(id) => view.fresh().chapter(id).into(),
        Err(broken) => broken.into(),
    })
}
