//! Moves a chapter with its subtree under another parent.

use domain::access::Permission;
use domain::chapters::{Chapter, check_move};
use domain::kernel::ChapterId;
use serde::Serialize;
use store::chapters::{chapter, closure};
use store::members::count;

use super::structure;
use crate::policies::inherit_deliveries;
use crate::{Op, Result, Service, Write};

/// What moves a chapter.
#[derive(Debug, Clone, Serialize)]
pub struct ChapterMove {
    pub id: ChapterId,
    pub parent: ChapterId,
    /// The version of the chapter that the client has seen.
    pub version: i32,
}

impl Service {
    /// Moves a chapter; its subtree gets what it newly inherits in the same transaction.
    ///
    /// # Errors
    /// Rules: a loop, wrong level order, a closed parent, a stale version.
    pub async fn chapter_move(&self, op: &Op, input: ChapterMove) -> Result<ChapterId> {
        let input = &input;
        self.write(op, "chapters.move", input, |w| Box::pin(relocate(w, input))).await
    }
}

pub(super) async fn relocate(w: &mut Write<'_>, input: &ChapterMove) -> Result<ChapterId> {
    w.require(Permission::ChapterManage, input.id).await?;
    w.require(Permission::ChapterManage, input.parent).await?;
    let moving = structure::lock_and_load(w, input.id).await?;
    // The right is asked for where the chapter stands now, too: it leaves that subtree.
    if let Some(old_parent) = moving.parent {
        w.require(Permission::ChapterManage, old_parent).await?;
    }
    structure::expect_version(&moving, input.version)?;
    hang(w, &moving, input.parent).await?;
    Ok(input.id)
}

/// Hangs a chapter under another parent and hands down what it inherits there.
pub(super) async fn hang(w: &mut Write<'_>, moving: &Chapter, parent: ChapterId) -> Result<()> {
    let parent = chapter::load(w.db(), parent).await?;
    let path = closure::path(w.db(), parent.id).await?;
    check_move(moving, &parent, &path)?;
    let after = Chapter { parent: Some(parent.id), ..moving.clone() };
    structure::save(w, moving, after).await?;
    closure::move_subtree(w.db(), moving.id, parent.id).await?;
    let changed: Vec<ChapterId> = moving.parent.into_iter().chain([moving.id]).collect();
    count::add_up_again(w.db(), &changed).await?;
    inherit_deliveries(w, moving.id).await
}
