//! The four levels of the tree.

use std::fmt;
use std::str::FromStr;

/// Where a chapter stands: HQ › province › prefecture › county.
///
/// The order is strict, but steps may be left out: the counties of a municipality (Beijing, Shanghai…) and the directly
/// governed counties hang on their province.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    Headquarters,
    Province,
    Prefecture,
    County,
}

impl Level {
    /// All levels, highest first.
    pub const ALL: [Self; 4] = [Self::Headquarters, Self::Province, Self::Prefecture, Self::County];

    /// As the store keeps it: 0 for HQ to 3 for a county.
    #[must_use]
    pub const fn rank(self) -> i16 {
        match self {
            Self::Headquarters => 0,
            Self::Province => 1,
            Self::Prefecture => 2,
            Self::County => 3,
        }
    }

    /// The level with this rank.
    #[must_use]
    pub fn of_rank(rank: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.rank() == rank)
    }

    /// Whether a chapter of this level may stand directly under one of level `parent`.
    #[must_use]
    pub fn may_stand_under(self, parent: Self) -> bool {
        parent < self
    }

    /// The word in the data and the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Headquarters => "headquarters",
            Self::Province => "province",
            Self::Prefecture => "prefecture",
            Self::County => "county",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Level {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|level| level.as_str() == text)
            .ok_or_else(|| format!("`{text}` is not a level; use headquarters, province, prefecture or county"))
    }
}
