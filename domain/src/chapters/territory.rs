//! Divisions (行政区划) and the exclusive territory (区域保护) they make up.

use crate::kernel::{Code, Timestamp, Violations};

use super::Level;

/// Whether a division can be licensed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DivisionKind {
    Administrative,
    /// A development zone: no chapter is licensed for it.
    FunctionalZone,
}

impl DivisionKind {
    /// As the store keeps it.
    #[must_use]
    pub const fn rank(self) -> i16 {
        match self {
            Self::Administrative => 1,
            Self::FunctionalZone => 2,
        }
    }

    /// The kind with this rank.
    #[must_use]
    pub const fn of_rank(rank: i16) -> Option<Self> {
        match rank {
            1 => Some(Self::Administrative),
            2 => Some(Self::FunctionalZone),
            _ => None,
        }
    }
}

/// An administrative division. Names repeat (鼓楼区 stands four times): the six-digit code (GB/T 2260) is the key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Division {
    pub code: String,
    pub parent: Option<String>,
    pub level: Level,
    pub name: String,
    pub kind: DivisionKind,
    pub valid_from: Timestamp,
    pub valid_to: Option<Timestamp>,
}

impl Division {
    /// Whether it exists at this time.
    #[must_use]
    pub fn is_valid_at(&self, at: Timestamp) -> bool {
        self.valid_from <= at && self.valid_to.is_none_or(|until| at < until)
    }
}

/// Whether a text has the form of a division code: six digits.
#[must_use]
pub fn is_division_code(text: &str) -> bool {
    text.len() == 6 && text.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a chapter of `level` may be licensed for these divisions.
///
/// `found` are the divisions that exist among the codes `asked` for.
pub fn check_divisions(level: Level, asked: &[String], found: &[Division], now: Timestamp) -> Result<(), Violations> {
    let mut broken = Violations::default();
    if asked.is_empty() && level != Level::Headquarters {
        broken.add(Code::ChaptersTerritoryEmpty, "divisions", "name at least one division as the chapter's territory");
    }
    for (index, code) in asked.iter().enumerate() {
        let field = format!("divisions.{index}");
        let Some(division) = found.iter().find(|division| division.code == *code && division.is_valid_at(now)) else {
            let message = format!("there is no division {code} now; look it up by name with `divisions`");
            broken.add(Code::ChaptersTerritoryUnknown, &field, message);
            continue;
        };
        if division.kind == DivisionKind::FunctionalZone {
            let message = format!("{} ({code}) is a development zone; no chapter is licensed for it", division.name);
            broken.add(Code::ChaptersTerritoryNotLicensable, &field, message);
        }
        if division.level != level {
            let message = format!("{} ({code}) is a {}, the chapter a {level}", division.name, division.level);
            broken.add(Code::ChaptersTerritoryNotLicensable, &field, message);
        }
        if asked.iter().take(index).any(|earlier| earlier == code) {
            broken.add(Code::ChaptersTerritoryOverlap, &field, format!("{code} is named twice"));
        }
    }
    broken.check()
}
