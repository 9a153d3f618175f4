//! What a policy is about: its key, the mode it is inherited in, and the shape of its value.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::ValueSchema;
use crate::kernel::{Code, Violation, Violations};

const KEY_LENGTH: std::ops::RangeInclusive<usize> = 3..=120;
const MAX_TITLE: usize = 200;

/// The name of a policy: lowercase words with dots between them, `membership.annual.price`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PolicyKey(String);

impl PolicyKey {
    /// The text of the key.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PolicyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for PolicyKey {
    type Err = Violation;

    fn from_str(text: &str) -> Result<Self, Violation> {
        let is_word =
            |word: &str| !word.is_empty() && word.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'_'));
        if KEY_LENGTH.contains(&text.len()) && text.contains('.') && text.split('.').all(is_word) {
            return Ok(Self(text.to_owned()));
        }
        Err(Violation::new(
            Code::PoliciesKeyInvalid,
            "key",
            "a key is two or more words of a-z, 0-9 and _ with dots between them, 3 to 120 characters in all, \
             such as `membership.annual.price`",
        ))
    }
}

impl TryFrom<String> for PolicyKey {
    type Error = Violation;

    fn try_from(text: String) -> Result<Self, Violation> {
        text.parse()
    }
}

impl From<PolicyKey> for String {
    fn from(key: PolicyKey) -> Self {
        key.0
    }
}

/// What descendants may do with the value that stands above them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Nothing: the topmost value holds everywhere below.
    Locked,
    /// Narrow it: ranges shrink, sets become subsets.
    Bounded,
    /// Replace it.
    Open,
}

impl Mode {
    /// All modes, strictest first.
    pub const ALL: [Self; 3] = [Self::Locked, Self::Bounded, Self::Open];

    /// As the store keeps it.
    #[must_use]
    pub const fn rank(self) -> i16 {
        match self {
            Self::Locked => 0,
            Self::Bounded => 1,
            Self::Open => 2,
        }
    }

    /// The mode with this rank.
    #[must_use]
    pub fn of_rank(rank: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.rank() == rank)
    }

    /// The word in the data and the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Locked => "locked",
            Self::Bounded => "bounded",
            Self::Open => "open",
        }
    }
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A policy as the library lists it. Its versions carry the values.
#[derive(Debug, Clone, PartialEq)]
pub struct PolicySpec {
    pub key: PolicyKey,
    /// For people, in Chinese.
    pub title: String,
    /// The JSON Schema that every value must meet.
    pub schema: Value,
    pub mode: Mode,
}

impl PolicySpec {
    /// Checks the title and compiles the schema.
    ///
    /// # Errors
    /// A title that is empty, too long or has control characters; a schema that [`ValueSchema::compile`] refuses.
    pub fn validate(&self) -> Result<ValueSchema, Violations> {
        let mut broken = Violations::default();
        let length = self.title.chars().count();
        if self.title.trim().is_empty() || length > MAX_TITLE || self.title.chars().any(char::is_control) {
            broken.add(Code::PoliciesTitleInvalid, "title", "a title is one line of 1 to 200 characters");
        }
        match ValueSchema::compile(&self.schema) {
            Ok(schema) => broken.check().map(|()| schema),
            Err(violation) => {
                broken.0.push(violation);
                Err(broken)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_have_one_spelling() {
        for good in ["a.b", "membership.annual.price", "event.min_per_month", "koc.tier_2.score"] {
            assert_eq!(good.parse::<PolicyKey>().map(String::from), Ok(good.to_owned()));
        }
        let long = format!("a.{}", "b".repeat(119));
        for bad in ["", "ab", "price", "a..b", ".a.b", "a.b.", "A.b", "a-b.c", "价.格", "a b.c", long.as_str()] {
            assert!(bad.parse::<PolicyKey>().is_err(), "{bad}");
        }
    }

    #[test]
    fn ranks_and_words_are_distinct() {
        for mode in Mode::ALL {
            assert_eq!(Mode::of_rank(mode.rank()), Some(mode));
        }
        assert_eq!(Mode::of_rank(3), None);
    }

    #[test]
    fn a_spec_reports_all_that_is_wrong() {
        let spec = PolicySpec {
            key: "a.b".parse().expect("a key"),
            title: " ".into(),
            schema: serde_json::json!({"type": "nonsense"}),
            mode: Mode::Open,
        };
        let codes: Vec<_> = spec.validate().expect_err("two faults").0.into_iter().map(|v| v.code).collect();
        assert_eq!(codes, [Code::PoliciesTitleInvalid, Code::PoliciesSchemaInvalid]);
    }
}
