//! Gives a chapter another name.

use domain::access::Permission;
use domain::chapters::{Chapter, check_name};
use domain::kernel::ChapterId;
use serde::Serialize;

use super::structure;
use crate::{Op, Result, Service};

/// What renames a chapter.
#[derive(Debug, Clone, Serialize)]
pub struct ChapterRename {
    pub id: ChapterId,
    pub name: String,
    /// The version of the chapter that the client has seen.
    pub version: i32,
}

impl Service {
    /// Renames a chapter; the old name stays in its history.
    ///
    /// # Errors
    /// Rules: a bad name, a stale version.
    pub async fn chapter_rename(&self, op: &Op, input: ChapterRename) -> Result<ChapterId> {
        let input = &input;
        self.write(op, "chapters.rename", input, |w| {
            Box::pin(async move {
                w.require(Permission::ChapterManage, input.id).await?;
                check_name("name", &input.name)?;
                let before = structure::lock_and_load(w, input.id).await?;
                structure::expect_version(&before, input.version)?;
                let after = Chapter { name: input.name.clone(), ..before.clone() };
                structure::save(w, &before, after).await?;
                Ok(input.id)
            })
        })
        .await
    }
}
