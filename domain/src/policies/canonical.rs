//! The canonical form of a version and its hash: what a helmsman's receipt carries.

use std::fmt;
use std::str::FromStr;

use chrono::SecondsFormat;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

use super::{Mode, PolicyKey, Scope, Urgency};
use crate::kernel::{ChapterId, Timestamp, canonical_json};

/// Everything about a version that binds those who receive it.
#[derive(Debug, Clone, Copy)]
pub struct Content<'a> {
    pub key: &'a PolicyKey,
    pub mode: Mode,
    pub issuer: ChapterId,
    pub number: i32,
    pub scope: &'a Scope,
    pub effective_at: Timestamp,
    /// Hours from delivery to the deadline, after the default of the urgency was filled in.
    pub acknowledge_within_hours: u32,
    pub vacant_must_acknowledge: bool,
    pub urgency: Urgency,
    pub body: &'a str,
    pub value: &'a Value,
}

impl Content<'_> {
    /// The canonical text: JSON after RFC 8785 (see [`canonical_json`]), the body as [`normalise_body`] gives it, times as
    /// RFC 3339 in UTC with microseconds.
    #[must_use]
    pub fn canonical(&self) -> String {
        canonical_json(&json!({
            "format": "flotilla/policy-version/1",
            "key": self.key.as_str(),
            "mode": self.mode.as_str(),
            "issuer": self.issuer,
            "number": self.number,
            "scope": self.scope,
            "effective_at": self.effective_at.to_rfc3339_opts(SecondsFormat::Micros, true),
            "acknowledge_within_hours": self.acknowledge_within_hours,
            "vacant_must_acknowledge": self.vacant_must_acknowledge,
            "urgency": self.urgency.as_str(),
            "body": normalise_body(self.body),
            "value": self.value,
        }))
    }

    /// SHA-256 over the canonical text.
    #[must_use]
    pub fn hash(&self) -> ContentHash {
        ContentHash(Sha256::digest(self.canonical().as_bytes()).into())
    }
}

/// A body as it is hashed and kept: Unicode NFC, lines ended by `\n`.
#[must_use]
pub fn normalise_body(body: &str) -> String {
    body.replace("\r\n", "\n").replace('\r', "\n").nfc().collect()
}

/// SHA-256 over the canonical form of a version. As text, 64 lowercase hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ContentHash(pub [u8; 32]);

/// A text that is not a content hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a content hash: it has 64 hexadecimal digits")]
pub struct ParseHashError;

impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ContentHash({self})")
    }
}

impl FromStr for ContentHash {
    type Err = ParseHashError;

    /// Reads either case, since people copy hashes by hand.
    fn from_str(text: &str) -> Result<Self, ParseHashError> {
        if text.len() != 64 || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(ParseHashError);
        }
        let mut hash = [0; 32];
        for (byte, pair) in hash.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            let pair = std::str::from_utf8(pair).map_err(|_| ParseHashError)?;
            *byte = u8::from_str_radix(pair, 16).map_err(|_| ParseHashError)?;
        }
        Ok(Self(hash))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::from_micros;

    #[test]
    fn the_form_is_fixed() {
        let key = "membership.annual.price".parse().expect("a key");
        let value = json!({"min": 30000, "max": 36500});
        let scope = Scope::everyone();
        let content = Content {
            key: &key,
            mode: Mode::Bounded,
            issuer: ChapterId(1),
            number: 3,
            scope: &scope,
            effective_at: from_micros(1_790_000_000_000_001),
            acknowledge_within_hours: 72,
            vacant_must_acknowledge: false,
            urgency: Urgency::Normal,
            body: "年费\r\nCafe\u{301}",
            value: &value,
        };
        // A change of this text breaks every receipt ever given.
        let expected = concat!(
            r#"{"acknowledge_within_hours":72,"body":"年费\nCafé","effective_at":"2026-09-21T14:13:20.000001Z","#,
            r#""format":"flotilla/policy-version/1","issuer":"chap_1","key":"membership.annual.price","mode":"bounded","#,
            r#""number":3,"scope":{"divisions":[],"levels":[]},"urgency":"normal","vacant_must_acknowledge":false,"#,
            r#""value":{"max":36500,"min":30000}}"#,
        );
        assert_eq!(content.canonical(), expected);
        let same = Content { body: "年费\nCafé", ..content };
        assert_eq!(same.hash(), content.hash());
    }

    #[test]
    fn hashes_as_text() {
        let hash = ContentHash(std::array::from_fn(|n| u8::try_from(n * 8).unwrap_or_default()));
        assert_eq!(hash.to_string().parse(), Ok(hash));
        assert_eq!(hash.to_string().to_uppercase().parse(), Ok(hash));
        for bad in ["", "00", &"g".repeat(64), &"é".repeat(32), &"0".repeat(65)] {
            assert_eq!(bad.parse::<ContentHash>(), Err(ParseHashError), "{bad}");
        }
    }
}
