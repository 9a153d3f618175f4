//! Whom a version is for, below its issuer.

use serde::{Deserialize, Serialize};

use crate::chapters::Level;
use crate::kernel::{Code, Violation};

const MAX_DIVISIONS: usize = 500;
const CODE_DIGITS: usize = 6;

/// Which chapters of the issuer's subtree a version is for. An empty list means "all".
///
/// Kept sorted and without repeats, so that one scope has one form (and one hash).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Parts")]
pub struct Scope {
    levels: Vec<Level>,
    divisions: Vec<String>,
}

/// A scope as it is written down, before it is checked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Parts {
    #[serde(default)]
    levels: Vec<Level>,
    #[serde(default)]
    divisions: Vec<String>,
}

impl TryFrom<Parts> for Scope {
    type Error = Violation;

    fn try_from(parts: Parts) -> Result<Self, Violation> {
        Self::new(parts.levels, parts.divisions)
    }
}

impl Scope {
    /// The chapters of these levels with territory in these divisions or below them.
    ///
    /// # Errors
    /// `PoliciesScopeInvalid`: more than 500 divisions, or a code that is not six digits. Whether a division exists, and
    /// whether anyone is left in scope, only the tree can tell.
    pub fn new(mut levels: Vec<Level>, mut divisions: Vec<String>) -> Result<Self, Violation> {
        let refuse = |why: String| Violation::new(Code::PoliciesScopeInvalid, "scope.divisions", why);
        levels.sort_unstable();
        levels.dedup();
        divisions.sort_unstable();
        divisions.dedup();
        if divisions.len() > MAX_DIVISIONS {
            return Err(refuse(format!("a scope names at most {MAX_DIVISIONS} divisions")));
        }
        let is_code = |code: &&String| code.len() == CODE_DIGITS && code.bytes().all(|b| b.is_ascii_digit());
        if let Some(bad) = divisions.iter().find(|code| !is_code(code)) {
            let shown: String = bad.chars().take(20).collect();
            return Err(refuse(format!("`{shown}` is not a division code: it has six digits")));
        }
        Ok(Self { levels, divisions })
    }

    /// Everyone below the issuer.
    #[must_use]
    pub fn everyone() -> Self {
        Self::default()
    }

    /// The levels in scope, highest first; empty for all.
    #[must_use]
    pub fn levels(&self) -> &[Level] {
        &self.levels
    }

    /// The division codes in scope, ascending; empty for all.
    #[must_use]
    pub fn divisions(&self) -> &[String] {
        &self.divisions
    }

    /// Whether a chapter is in scope.
    ///
    /// `territory_paths` has one path for each division of its territory: the division's code and those of the divisions
    /// it lies in, in any order.
    #[must_use]
    pub fn covers(&self, level: Level, territory_paths: &[&[&str]]) -> bool {
        let named = |code: &&str| self.divisions.binary_search_by(|division| division.as_str().cmp(code)).is_ok();
        (self.levels.is_empty() || self.levels.contains(&level))
            && (self.divisions.is_empty() || territory_paths.iter().copied().flatten().any(named))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn covers_by_level_and_by_division_or_what_it_lies_in() {
        let hangzhou: &[&[&str]] = &[&["330100", "330000"]];
        let scope = Scope::new(vec![Level::Prefecture, Level::Prefecture], vec!["330000".into()]).expect("a scope");
        assert!(scope.covers(Level::Prefecture, hangzhou));
        assert!(!scope.covers(Level::County, hangzhou));
        assert!(!scope.covers(Level::Prefecture, &[&["320100", "320000"]]));
        assert!(scope.covers(Level::Prefecture, &[&["320100", "320000"], &["330100", "330000"]]));
        assert!(!scope.covers(Level::Prefecture, &[]));
        assert!(Scope::everyone().covers(Level::Headquarters, &[]));
    }

    #[test]
    fn one_form_per_scope() {
        let codes = |list: &[&str]| list.iter().map(|&code| code.to_owned()).collect::<Vec<_>>();
        let a = Scope::new(vec![Level::County, Level::Province], codes(&["330000", "110000", "330000"]));
        let b = Scope::new(vec![Level::Province, Level::County], codes(&["110000", "330000"]));
        assert_eq!(a, b);
        for bad in ["33000", "3300000", "33000a", "３３００００", ""] {
            assert!(Scope::new(vec![], codes(&[bad])).is_err(), "{bad}");
        }
        let many = (0..501).map(|n| format!("{n:06}")).collect();
        assert!(Scope::new(vec![], many).is_err());
    }

    #[test]
    fn what_is_read_back_is_checked() {
        let scope = Scope::new(vec![Level::County], vec!["110000".into()]).expect("a scope");
        let text = serde_json::to_string(&scope).expect("text");
        assert_eq!(serde_json::from_str::<Scope>(&text).expect("a scope"), scope);
        assert!(serde_json::from_str::<Scope>(r#"{"divisions": ["x"]}"#).is_err());
        assert!(serde_json::from_str::<Scope>(r#"{"levels": ["village"]}"#).is_err());
    }
}
