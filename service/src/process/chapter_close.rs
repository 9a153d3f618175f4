//! Closes a chapter that has no open chapters below it.

use domain::access::Permission;
use domain::chapters::check_close;
use domain::kernel::ChapterId;
use serde::Serialize;
use store::chapters::chapter;

use super::structure;
use crate::{Op, Result, Service, Write};

/// What closes a chapter.
#[derive(Debug, Clone, Serialize)]
pub struct ChapterClose {
    pub id: ChapterId,
    /// The version of the chapter that the client has seen.
    pub version: i32,
}

impl Service {
    /// Closes a chapter: its territory becomes free, its helmsman's term ends, its history stays.
    ///
    /// # Errors
    /// Rules: open chapters below, headquarters, a stale version.
    pub async fn chapter_close(&self, op: &Op, input: ChapterClose) -> Result<ChapterId> {
        let input = &input;
        self.write(op, "chapters.close", input, |w| Box::pin(close(w, input))).await
    }
}

pub(super) async fn close(w: &mut Write<'_>, input: &ChapterClose) -> Result<ChapterId> {
    w.require(Permission::ChapterManage, input.id).await?;
    let closing = structure::lock_and_load(w, input.id).await?;
    // Closing is the parent's business: nobody closes the chapter that their own right stands on.
    w.require(Permission::ChapterManage, closing.parent.unwrap_or(closing.id)).await?;
    structure::expect_version(&closing, input.version)?;
    let children = chapter::open_children(w.db(), closing.id).await?;
    check_close(&closing, children.len())?;
    structure::close(w, &closing, None).await?;
    Ok(closing.id)
}
