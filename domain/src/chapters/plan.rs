//! What a structural change must satisfy, computed without touching a row.

use crate::kernel::{ChapterId, Code, Violation, Violations};

use super::{Chapter, ChapterStatus, Level};

fn check_open(field: &str, chapter: &Chapter) -> Result<(), Violation> {
    match chapter.status {
        ChapterStatus::Open => Ok(()),
        ChapterStatus::Closed => {
            Err(Violation::new(Code::ChaptersNotOpen, field, format!("{} is closed", chapter.name)))
        }
    }
}

/// Whether a chapter of `level` may stand directly under `parent`.
pub fn check_parent(level: Level, parent: &Chapter) -> Result<(), Violations> {
    check_open("parent", parent)?;
    if !level.may_stand_under(parent.level) {
        let message = format!("a {level} cannot stand under {}, a {}", parent.name, parent.level);
        return Err(Violation::new(Code::ChaptersLevelOrder, "parent", message).into());
    }
    Ok(())
}

/// Whether `chapter` may move under `parent`, whose path to the root (itself included) is `parent_path`.
pub fn check_move(chapter: &Chapter, parent: &Chapter, parent_path: &[ChapterId]) -> Result<(), Violations> {
    check_open("id", chapter)?;
    if chapter.parent.is_none() {
        return Err(Violation::new(Code::ChaptersLevelOrder, "id", "headquarters cannot move").into());
    }
    if parent_path.contains(&chapter.id) {
        let message = format!("{} stands in the subtree of {}; that would be a loop", parent.name, chapter.name);
        return Err(Violation::new(Code::ChaptersLoop, "parent", message).into());
    }
    check_parent(chapter.level, parent)
}

/// Whether a chapter may close: headquarters never, and no chapter with open children.
pub fn check_close(chapter: &Chapter, open_children: usize) -> Result<(), Violations> {
    check_open("id", chapter)?;
    if chapter.parent.is_none() {
        return Err(Violation::new(Code::ChaptersLevelOrder, "id", "headquarters cannot close").into());
    }
    if open_children > 0 {
        let message = format!("{open_children} open chapters stand under it; move, merge or close them first");
        return Err(Violation::new(Code::ChaptersHasChildren, "id", message).into());
    }
    Ok(())
}

/// One chapter goes up in another of its level: territory and children pass over, the successor is named.
#[derive(Debug, Clone, Copy)]
pub struct MergePlan<'a> {
    pub source: &'a Chapter,
    pub target: &'a Chapter,
    /// The target's path to the root, itself included.
    pub target_path: &'a [ChapterId],
}

impl MergePlan<'_> {
    /// Whether the merge is possible.
    pub fn check(&self) -> Result<(), Violations> {
        check_open("source", self.source)?;
        check_open("target", self.target)?;
        let refuse = |message: &str| Err(Violation::new(Code::ChaptersMergeMismatch, "target", message).into());
        if self.source.id == self.target.id {
            return refuse("a chapter cannot merge into itself");
        }
        if self.source.level != self.target.level || self.source.parent.is_none() {
            return refuse("only chapters of the same level below headquarters can merge");
        }
        if self.target_path.contains(&self.source.id) {
            return Err(Violation::new(Code::ChaptersLoop, "target", "the target stands under the source").into());
        }
        Ok(())
    }
}

/// A part of a chapter's territory and some of its children become a chapter of their own beside it.
#[derive(Debug, Clone, Copy)]
pub struct SplitPlan<'a> {
    pub source: &'a Chapter,
    /// All that the source holds now.
    pub territory: &'a [String],
    /// What the new chapter takes.
    pub divisions: &'a [String],
    /// The source's open children.
    pub children: &'a [ChapterId],
    /// Those that go along.
    pub moving: &'a [ChapterId],
}

impl SplitPlan<'_> {
    /// Whether the split is possible.
    pub fn check(&self) -> Result<(), Violations> {
        check_open("source", self.source)?;
        let mut broken = Violations::default();
        if self.source.parent.is_none() {
            broken.add(Code::ChaptersSplitInvalid, "source", "headquarters cannot be split");
        }
        if self.divisions.is_empty() || self.divisions.len() >= self.territory.len() {
            let message = "the new chapter takes at least one division, and at least one stays";
            broken.add(Code::ChaptersSplitInvalid, "divisions", message);
        }
        for (index, code) in self.divisions.iter().enumerate() {
            if !self.territory.contains(code) {
                let message = format!("{code} is not in the territory of {}", self.source.name);
                broken.add(Code::ChaptersSplitInvalid, &format!("divisions.{index}"), message);
            }
        }
        for (index, child) in self.moving.iter().enumerate() {
            if !self.children.contains(child) {
                let message = format!("{child} is not an open child of {}", self.source.name);
                broken.add(Code::ChaptersSplitInvalid, &format!("children.{index}"), message);
            }
        }
        broken.check()
    }
}
