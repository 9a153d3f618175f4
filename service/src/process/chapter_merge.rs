//! Merges a chapter into another of its level.

use domain::access::Permission;
use domain::chapters::MergePlan;
use domain::kernel::ChapterId;
use serde::Serialize;
use store::chapters::{chapter, closure, territory};

use super::{chapter_move, structure};
use crate::{Op, Result, Service, Write};

/// What merges two chapters.
#[derive(Debug, Clone, Serialize)]
pub struct ChapterMerge {
    /// The chapter that ends.
    pub source: ChapterId,
    /// The chapter that takes over its territory and children.
    pub target: ChapterId,
    /// The version of the source that the client has seen.
    pub version: i32,
}

impl Service {
    /// Merges `source` into `target`: territory and children pass over, the source closes and names its successor.
    ///
    /// # Errors
    /// Rules: different levels, a closed chapter, a loop, a stale version.
    pub async fn chapter_merge(&self, op: &Op, input: ChapterMerge) -> Result<ChapterId> {
        let input = &input;
        self.write(op, "chapters.merge", input, |w| Box::pin(merge(w, input))).await
    }
}

pub(super) async fn merge(w: &mut Write<'_>, input: &ChapterMerge) -> Result<ChapterId> {
    w.require(Permission::ChapterManage, input.source).await?;
    w.require(Permission::ChapterManage, input.target).await?;
    let source = structure::lock_and_load(w, input.source).await?;
    structure::expect_version(&source, input.version)?;
    let target = chapter::load_for_update(w.db(), input.target).await?;
    let target_path = closure::path(w.db(), target.id).await?;
    MergePlan { source: &source, target: &target, target_path: &target_path }.check()?;
    if let Some(parent) = source.parent {
        w.require(Permission::ChapterManage, parent).await?;
    }

    let held = territory::held(w.db(), source.id, w.now()).await?;
    territory::release(w.db(), source.id, &held, w.now()).await?;
    structure::assign_territory(w, &target, &held).await?;
    for child in chapter::open_children(w.db(), source.id).await? {
        let child = chapter::load_for_update(w.db(), child).await?;
        chapter_move::hang(w, &child, target.id).await?;
    }
    structure::close(w, &source, Some(target.id)).await?;
    // The target's territory has grown: every snapshot must read it again.
    let tree_version = w.tree_version().await?;
    chapter::touch(w.db(), target.id, tree_version).await?;
    crate::policies::inherit_deliveries(w, target.id).await?;
    Ok(target.id)
}
