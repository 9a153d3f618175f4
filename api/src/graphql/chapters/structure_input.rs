//! What changes the tree.

use async_graphql::{ID, InputObject};
use service::process::{ChapterClose, ChapterMerge, ChapterMove, ChapterOpen, ChapterRename, ChapterSplit};

use super::ChapterLevel;
use crate::graphql::error::Result;
use crate::graphql::ids;

/// What opens a chapter.
#[derive(InputObject, Debug)]
pub(crate) struct ChapterOpenInput {
    /// The chapter it will stand below.
    parent: ID,
    /// Its level: lower than the parent's.
    level: ChapterLevel,
    /// Its name: 1 to 60 characters.
    name: String,
    /// Codes of the divisions that become its exclusive territory; at least one, of its level.
    divisions: Vec<String>,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    pub(crate) request_key: Option<String>,
}

impl ChapterOpenInput {
    pub(crate) fn command(self) -> Result<ChapterOpen> {
        let parent = ids::parse(&self.parent)?;
        Ok(ChapterOpen { parent, level: self.level.into(), name: self.name, divisions: self.divisions })
    }
}

/// What renames a chapter.
#[derive(InputObject, Debug)]
pub(crate) struct ChapterRenameInput {
    /// The chapter.
    id: ID,
    /// Its new name: 1 to 60 characters.
    name: String,
    /// The version of the chapter that you have seen.
    version: i32,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    pub(crate) request_key: Option<String>,
}

impl ChapterRenameInput {
    pub(crate) fn command(self) -> Result<ChapterRename> {
        Ok(ChapterRename { id: ids::parse(&self.id)?, name: self.name, version: self.version })
    }
}

/// What moves a chapter.
#[derive(InputObject, Debug)]
pub(crate) struct ChapterMoveInput {
    /// The chapter; all that stands below goes along.
    id: ID,
    /// The chapter it will stand below.
    parent: ID,
    /// The version of the chapter that you have seen.
    version: i32,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    pub(crate) request_key: Option<String>,
}

impl ChapterMoveInput {
    pub(crate) fn command(self) -> Result<ChapterMove> {
        let (id, parent) = (ids::parse(&self.id)?, ids::parse(&self.parent)?);
        Ok(ChapterMove { id, parent, version: self.version })
    }
}

/// What merges two chapters.
#[derive(InputObject, Debug)]
pub(crate) struct ChapterMergeInput {
    /// The chapter that ends.
    source: ID,
    /// The chapter of the same level that takes over its territory and children.
    target: ID,
    /// The version of the source that you have seen.
    version: i32,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    pub(crate) request_key: Option<String>,
}

impl ChapterMergeInput {
    pub(crate) fn command(self) -> Result<ChapterMerge> {
        let (source, target) = (ids::parse(&self.source)?, ids::parse(&self.target)?);
        Ok(ChapterMerge { source, target, version: self.version })
    }
}

/// What splits a chapter.
#[derive(InputObject, Debug)]
pub(crate) struct ChapterSplitInput {
    /// The chapter that gives a part away.
    source: ID,
    /// The new chapter's name: 1 to 60 characters.
    name: String,
    /// Codes of the divisions that pass to the new chapter; at least one stays.
    divisions: Vec<String>,
    /// Which of the source's children go along; none if nothing is said.
    #[graphql(default)]
    children: Vec<ID>,
    /// The version of the source that you have seen.
    version: i32,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    pub(crate) request_key: Option<String>,
}

impl ChapterSplitInput {
    pub(crate) fn command(self) -> Result<ChapterSplit> {
        let (source, children) = (ids::parse(&self.source)?, ids::parse_all(&self.children)?);
        Ok(ChapterSplit { source, name: self.name, divisions: self.divisions, children, version: self.version })
    }
}

/// What closes a chapter.
#[derive(InputObject, Debug)]
pub(crate) struct ChapterCloseInput {
    /// The chapter; no open one may stand below.
    id: ID,
    /// The version of the chapter that you have seen.
    version: i32,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    pub(crate) request_key: Option<String>,
}

impl ChapterCloseInput {
    pub(crate) fn command(self) -> Result<ChapterClose> {
        Ok(ChapterClose { id: ids::parse(&self.id)?, version: self.version })
    }
}
