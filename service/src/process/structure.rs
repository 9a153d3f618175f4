//! What every change to the shape of the tree does alike.

use domain::chapters::{Chapter, ChapterStatus};
use domain::kernel::{ChapterId, Code, Violation};
use serde_json::{Value, json};
use store::StoreError;
use store::chapters::{chapter, history, term, territory};
use store::dialect::TreeLock;
use store::members::home;

use crate::process::helmsman_step_down::end_term;
use crate::write::Change;
use crate::{Result, ServiceError, Write};

/// Takes the structural lock, then reads the chapter: what was read before the lock may be old.
pub(super) async fn lock_and_load(w: &mut Write<'_>, id: ChapterId) -> Result<Chapter> {
    w.lock_tree(TreeLock::Exclusive).await?;
    Ok(chapter::load_for_update(w.db(), id).await?)
}

/// Refuses if the chapter has changed since the client read it.
pub(super) fn expect_version(chapter: &Chapter, expected: i32) -> Result<()> {
    if chapter.version == expected {
        return Ok(());
    }
    let message =
        format!("{} has version {} now, not {expected}; read it again and repeat", chapter.name, chapter.version);
    Err(Violation::new(Code::VersionStale, "version", message).into())
}

/// Writes a changed chapter as its next version, with its history and its audit entry.
pub(super) async fn save(w: &mut Write<'_>, before: &Chapter, mut after: Chapter) -> Result<Chapter> {
    let tree_version = w.tree_version().await?;
    after.version = before.version + 1;
    chapter::update(w.db(), &after, tree_version).await?;
    history::record(w.db(), &after, w.now()).await?;
    let change = Change {
        target: after.id.to_string(),
        chapter: Some(after.id),
        before: Some(describe(before)),
        after: Some(describe(&after)),
        action: None,
    };
    w.audit(change).await?;
    Ok(after)
}

/// A chapter as the audit log shows it.
pub(super) fn describe(chapter: &Chapter) -> Value {
    json!({
        "name": chapter.name,
        "level": chapter.level.as_str(),
        "parent": chapter.parent.map(|id| id.to_string()),
        "status": if chapter.status == ChapterStatus::Open { "open" } else { "closed" },
        "successor": chapter.successor.map(|id| id.to_string()),
        "version": chapter.version,
    })
}

/// Gives divisions to a chapter; an overlap is a broken rule that names the holder.
pub(super) async fn assign_territory(w: &mut Write<'_>, chapter: &Chapter, codes: &[String]) -> Result<()> {
    for (index, code) in codes.iter().enumerate() {
        // Looked up first, since a failed statement ends a PostgreSQL transaction; the constraint settles a race.
        if let Some(holder) = territory::holder(w.db(), code, chapter.level, w.now()).await? {
            return Err(overlap(index, code, Some(holder)));
        }
    }
    match territory::assign(w.db(), chapter.id, chapter.level, codes, w.now()).await {
        Err(StoreError::Duplicate(_)) => Err(overlap(0, codes.first().map_or("", String::as_str), None)),
        outcome => Ok(outcome?),
    }
}

fn overlap(index: usize, code: &str, holder: Option<ChapterId>) -> ServiceError {
    let who = holder.map_or_else(|| "another chapter".to_owned(), |id| id.to_string());
    let message = format!("{code} is the exclusive territory of {who} now; choose another or release it first");
    Violation::new(Code::ChaptersTerritoryOverlap, &format!("divisions.{index}"), message).into()
}

/// Closes a chapter: its territory is released, its terms of office end, its members go to the successor or else to the
/// parent, its history stays.
pub(super) async fn close(w: &mut Write<'_>, before: &Chapter, successor: Option<ChapterId>) -> Result<Chapter> {
    let held = territory::held(w.db(), before.id, w.now()).await?;
    territory::release(w.db(), before.id, &held, w.now()).await?;
    for term in term::serving(w.db(), before.id).await? {
        end_term(w, &term).await?;
    }
    if let Some(heir) = successor.or(before.parent) {
        let by = w.actor().account();
        home::rehome_all(w.db(), (before.id, heir), w.now(), ("the chapter was closed", by)).await?;
    }
    let mut after = chapter::load(w.db(), before.id).await?;
    after.status = ChapterStatus::Closed;
    after.closed_on = Some(w.now());
    after.successor = successor;
    save(w, before, after).await
}
