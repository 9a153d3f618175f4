//! The chapter and its status.

use crate::kernel::text::is_line;
use crate::kernel::{ChapterId, Code, Timestamp, Violation};

use super::Level;

/// Whether a chapter works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChapterStatus {
    Open,
    /// It has ended; its history stays, and a merged one names its successor.
    Closed,
}

impl ChapterStatus {
    /// As the store keeps it.
    #[must_use]
    pub const fn rank(self) -> i16 {
        match self {
            Self::Open => 1,
            Self::Closed => 2,
        }
    }

    /// The status with this rank.
    #[must_use]
    pub const fn of_rank(rank: i16) -> Option<Self> {
        match rank {
            1 => Some(Self::Open),
            2 => Some(Self::Closed),
            _ => None,
        }
    }
}

/// A chapter as the store has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chapter {
    pub id: ChapterId,
    /// Nothing stands above headquarters.
    pub parent: Option<ChapterId>,
    pub level: Level,
    pub name: String,
    pub status: ChapterStatus,
    /// Whether a helmsman serves here now; if not, the parent's helmsman is the caretaker.
    pub staffed: bool,
    pub opened_on: Timestamp,
    pub closed_on: Option<Timestamp>,
    /// The chapter that took over, after a merge.
    pub successor: Option<ChapterId>,
    /// Grows with every change; a write names the version it has seen.
    pub version: i32,
}

/// A chapter's name: 1 to 60 characters, no control characters, no blank ends.
pub fn check_name(field: &str, name: &str) -> Result<(), Violation> {
    if is_line(name, 60) {
        return Ok(());
    }
    let message = "a name has 1 to 60 characters, no control characters, and no blanks at its ends";
    Err(Violation::new(Code::ChaptersNameInvalid, field, message))
}
