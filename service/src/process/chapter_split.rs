//! Splits a part of a chapter's territory, and some of its children, off into a new chapter beside it.

use domain::access::Permission;
use domain::chapters::{Chapter, ChapterStatus, SplitPlan, check_name};
use domain::kernel::ChapterId;
use serde::Serialize;
use serde_json::json;
use store::chapters::{chapter, territory};

use super::{chapter_move, chapter_open, structure};
use crate::policies::inherit_deliveries;
use crate::write::Change;
use crate::{Op, Result, Service, ServiceError, Write};

/// What splits a chapter.
#[derive(Debug, Clone, Serialize)]
pub struct ChapterSplit {
    pub source: ChapterId,
    /// The new chapter's name.
    pub name: String,
    /// What it takes of the source's territory; at least one division stays.
    pub divisions: Vec<String>,
    /// Which of the source's children go along.
    pub children: Vec<ChapterId>,
    /// The version of the source that the client has seen.
    pub version: i32,
}

impl Service {
    /// Splits a chapter; answers the new one.
    ///
    /// # Errors
    /// Rules: a division or child that is not the source's, nothing left or nothing taken, a bad name, a stale version.
    pub async fn chapter_split(&self, op: &Op, input: ChapterSplit) -> Result<ChapterId> {
        let input = &input;
        self.write(op, "chapters.split", input, |w| Box::pin(split(w, input))).await
    }
}

pub(super) async fn split(w: &mut Write<'_>, input: &ChapterSplit) -> Result<ChapterId> {
    w.require(Permission::ChapterManage, input.source).await?;
    let source = structure::lock_and_load(w, input.source).await?;
    structure::expect_version(&source, input.version)?;
    check_name("name", &input.name)?;
    let held = territory::held(w.db(), source.id, w.now()).await?;
    let children = chapter::open_children(w.db(), source.id).await?;
    let plan = SplitPlan {
        source: &source,
        territory: &held,
        divisions: &input.divisions,
        children: &children,
        moving: &input.children,
    };
    plan.check()?;
    let parent = source.parent.ok_or_else(|| ServiceError::internal("a chapter below headquarters has no parent"))?;
    w.require(Permission::ChapterManage, parent).await?;

    territory::release(w.db(), source.id, &input.divisions, w.now()).await?;
    let opened = Chapter {
        id: chapter::next_id(w.db()).await?,
        parent: Some(parent),
        level: source.level,
        name: input.name.clone(),
        status: ChapterStatus::Open,
        staffed: false,
        opened_on: w.now(),
        closed_on: None,
        successor: None,
        version: 1,
    };
    chapter_open::insert(w, &opened, &input.divisions).await?;
    inherit_deliveries(w, opened.id).await?;
    for child in &input.children {
        let child = chapter::load_for_update(w.db(), *child).await?;
        chapter_move::hang(w, &child, opened.id).await?;
    }
    bump(w, &source, &opened, &input.divisions).await?;
    Ok(opened.id)
}

/// The source keeps its place but not all of its territory: a new version of it, so that other writers notice.
async fn bump(w: &mut Write<'_>, source: &Chapter, opened: &Chapter, gone: &[String]) -> Result<()> {
    let after = structure::save(w, source, source.clone()).await?;
    w.audit(Change {
        target: after.id.to_string(),
        chapter: Some(after.id),
        after: Some(json!({ "splitOff": opened.id.to_string(), "divisions": gone })),
        ..Change::default()
    })
    .await
}
