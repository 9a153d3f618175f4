//! A helmsman's (舵手) time in office.

use crate::kernel::{AccountId, ChapterId, TermId, Timestamp};

/// Which office a person holds in a chapter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Office {
    /// Leads the chapter; one per chapter, and one chapter per person.
    Helmsman,
    /// Stands in for the helmsman.
    Deputy,
}

impl Office {
    /// As the store keeps it.
    #[must_use]
    pub const fn rank(self) -> i16 {
        match self {
            Self::Helmsman => 1,
            Self::Deputy => 2,
        }
    }

    /// The office with this rank.
    #[must_use]
    pub const fn of_rank(rank: i16) -> Option<Self> {
        match rank {
            1 => Some(Self::Helmsman),
            2 => Some(Self::Deputy),
            _ => None,
        }
    }
}

/// A term of office. Ending it never deletes the chapter's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    pub id: TermId,
    pub chapter: ChapterId,
    pub account: AccountId,
    pub office: Office,
    pub starts_at: Timestamp,
    /// When it ends by itself.
    pub ends_at: Option<Timestamp>,
    /// When it really ended.
    pub ended_at: Option<Timestamp>,
}
