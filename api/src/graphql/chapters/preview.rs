//! What a change of the tree would do.

use async_graphql::{Context, Object, SimpleObject};
use service::process::ValueChange;

use super::structure_input::{ChapterCloseInput, ChapterMergeInput, ChapterMoveInput, ChapterSplitInput};
use super::{Division, Term};
use crate::graphql::View;
use crate::graphql::error::Result;
use crate::graphql::list::List;
use crate::graphql::scalars::Json;
use crate::graphql::user_error::{UserError, settle};

/// What a change of the tree would do if it were made now. Nothing has been written.
#[derive(SimpleObject, Debug, Default)]
pub(crate) struct ChapterPreview {
    /// How many open chapters change their place, begin or end.
    chapters: i32,
    /// Divisions that change hands, or that nobody holds afterwards.
    territory: List<Division>,
    /// Terms of office that would end.
    terms: List<Term>,
    /// How many deliveries chapters would newly get.
    deliveries: i32,
    /// Values in force that would change, by key: of a move at the chapter itself; of a merge from the source to the
    /// target; of a split from the source to the new chapter.
    values: List<PolicyValueChange>,
    /// The rules that stand in the way; empty if it can be done.
    user_errors: Vec<UserError>,
}

/// A value in force that would change.
#[derive(SimpleObject, Debug)]
pub(crate) struct PolicyValueChange {
    /// Key of the policy.
    key: String,
    /// Its title, in Chinese.
    title: String,
    /// What holds now. Null if nothing is in force.
    before: Option<Json>,
    /// What would hold. Null if nothing would be in force.
    after: Option<Json>,
}

impl From<ValueChange> for PolicyValueChange {
    fn from(change: ValueChange) -> Self {
        Self {
            key: change.spec.key.to_string(),
            title: change.spec.title,
            before: change.before.map(Json),
            after: change.after.map(Json),
        }
    }
}

/// What changes of the tree would do.
#[derive(Debug, Default)]
pub(crate) struct PreviewQuery;

/// What changes of the tree would do. A preview makes the change and takes it back, so it takes the same locks; a
/// `requestKey` has no effect in it.
#[Object]
impl PreviewQuery {
    /// What closing a chapter would do. Nothing is written. Needs what `chapterClose` needs.
    async fn chapter_close_preview(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "As for `chapterClose`; a request key has no effect.")] input: ChapterCloseInput,
    ) -> Result<ChapterPreview> {
        let view = View::of(context)?;
        show(view, view.service().chapter_close_preview(&view.op(None), input.command()?).await).await
    }

    /// What merging two chapters would do. Nothing is written. Needs what `chapterMerge` needs.
    async fn chapter_merge_preview(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "As for `chapterMerge`; a request key has no effect.")] input: ChapterMergeInput,
    ) -> Result<ChapterPreview> {
        let view = View::of(context)?;
        show(view, view.service().chapter_merge_preview(&view.op(None), input.command()?).await).await
    }

    /// What moving a chapter would do. Nothing is written. Needs what `chapterMove` needs.
    async fn chapter_move_preview(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "As for `chapterMove`; a request key has no effect.")] input: ChapterMoveInput,
    ) -> Result<ChapterPreview> {
        let view = View::of(context)?;
        show(view, view.service().chapter_move_preview(&view.op(None), input.command()?).await).await
    }

    /// What splitting a chapter would do. Nothing is written. Needs what `chapterSplit` needs.
    async fn chapter_split_preview(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "As for `chapterSplit`; a request key has no effect.")] input: ChapterSplitInput,
    ) -> Result<ChapterPreview> {
        let view = View::of(context)?;
        show(view, view.service().chapter_split_preview(&view.op(None), input.command()?).await).await
    }
}

/// What was seen, or the rules that stand in the way.
async fn show(view: &View, outcome: service::Result<service::process::ChapterPreview>) -> Result<ChapterPreview> {
    let seen = match settle(outcome)? {
        Ok(seen) => seen,
        Err(user_errors) => return Ok(ChapterPreview { user_errors, ..ChapterPreview::default() }),
    };
    Ok(ChapterPreview {
        chapters: i32::try_from(seen.chapters).unwrap_or(i32::MAX),
        territory: view.divisions(&seen.territory).await?,
        terms: seen.terms.into_iter().map(|term| Term::new(term, view.clone())).collect(),
        deliveries: i32::try_from(seen.deliveries).unwrap_or(i32::MAX),
        values: seen.values.into_iter().map(PolicyValueChange::from).collect(),
        user_errors: Vec::new(),
    })
}
