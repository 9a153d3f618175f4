//! Opens a chapter under a parent, with its territory.

use domain::access::Permission;
use domain::chapters::{Chapter, ChapterStatus, Level, check_divisions, check_name, check_parent};
use domain::kernel::{ChapterId, Violations};
use serde::Serialize;
use store::chapters::{chapter, closure, division, history};

use super::structure;
use crate::policies::inherit_deliveries;
use crate::write::Change;
use crate::{Op, Result, Service, Write};

/// What opens a chapter.
#[derive(Debug, Clone, Serialize)]
pub struct ChapterOpen {
    pub parent: ChapterId,
    pub level: Level,
    pub name: String,
    /// Codes of the divisions that become its exclusive territory.
    pub divisions: Vec<String>,
}

impl Service {
    /// Opens a chapter; it gets the policies in force above it in the same transaction.
    ///
    /// # Errors
    /// Rules: wrong level order, closed parent, overlapping, unknown or unlicensable territory, a bad name.
    pub async fn chapter_open(&self, op: &Op, input: ChapterOpen) -> Result<ChapterId> {
        let input = &input;
        self.write(op, "chapters.open", input, |w| Box::pin(open(w, input))).await
    }
}

async fn open(w: &mut Write<'_>, input: &ChapterOpen) -> Result<ChapterId> {
    w.require(Permission::ChapterManage, input.parent).await?;
    let parent = structure::lock_and_load(w, input.parent).await?;
    let mut broken = Violations::default();
    broken.0.extend(check_name("name", &input.name).err());
    broken.0.extend(check_parent(input.level, &parent).err().into_iter().flat_map(|broken| broken.0));
    let found = division::load(w.db(), &input.divisions).await?;
    let territory = check_divisions(input.level, &input.divisions, &found, w.now());
    broken.0.extend(territory.err().into_iter().flat_map(|broken| broken.0));
    broken.check()?;

    let opened = Chapter {
        id: chapter::next_id(w.db()).await?,
        parent: Some(parent.id),
        level: input.level,
        name: input.name.clone(),
        status: ChapterStatus::Open,
        staffed: false,
        opened_on: w.now(),
        closed_on: None,
        successor: None,
        version: 1,
    };
    insert(w, &opened, &input.divisions).await?;
    inherit_deliveries(w, opened.id).await?;
    Ok(opened.id)
}

/// Adds a chapter with its territory, place in the closure, history and audit entry.
pub(super) async fn insert(w: &mut Write<'_>, opened: &Chapter, divisions: &[String]) -> Result<()> {
    let tree_version = w.tree_version().await?;
    chapter::insert(w.db(), opened, tree_version).await?;
    closure::insert_leaf(w.db(), opened.id, opened.parent).await?;
    structure::assign_territory(w, opened, divisions).await?;
    history::record(w.db(), opened, w.now()).await?;
    let change = Change {
        target: opened.id.to_string(),
        chapter: Some(opened.id),
        after: Some(structure::describe(opened)),
        ..Change::default()
    };
    w.audit(change).await
}
