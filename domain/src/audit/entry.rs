//! One thing that was done: who, when, what, on what, before and after.

use serde_json::Value;

use crate::kernel::{ChapterId, RequestId, Timestamp, canonical_json, micros};

/// One entry of the audit log, written in the transaction of the write it tells of.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    pub at: Timestamp,
    /// Who: an account's id, or `system:` and the part that acted.
    pub actor: String,
    /// What: the name of the use case, `chapterMove`.
    pub action: String,
    /// On what: the id of the thing.
    pub target: String,
    /// The chapter it belongs to: whoever may read that chapter's log may read the entry.
    pub chapter: Option<ChapterId>,
    pub before: Option<Value>,
    pub after: Option<Value>,
    pub request_id: RequestId,
}

impl Entry {
    /// The bytes that are sealed: every field behind its length, so that no two entries share them.
    ///
    /// JSON is written canonically ([`canonical_json`]): a database that reorders keys does not break the seal.
    #[must_use]
    pub fn canonical_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(256);
        let mut field = |content: Option<&[u8]>| {
            // A missing value is not an empty one, and no length is this large.
            let length = content.map_or(u64::MAX, |content| u64::try_from(content.len()).unwrap_or(u64::MAX));
            bytes.extend_from_slice(&length.to_be_bytes());
            bytes.extend_from_slice(content.unwrap_or_default());
        };
        field(Some(b"flotilla/audit-entry/1"));
        field(Some(&micros(self.at).to_be_bytes()));
        field(Some(self.actor.as_bytes()));
        field(Some(self.action.as_bytes()));
        field(Some(self.target.as_bytes()));
        field(self.chapter.map(|chapter| chapter.0.to_be_bytes()).as_ref().map(<[u8; 4]>::as_slice));
        for value in [&self.before, &self.after] {
            field(value.as_ref().map(canonical_json).as_deref().map(str::as_bytes));
        }
        field(Some(self.request_id.0.as_bytes()));
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::from_micros;
    use serde_json::json;
    use std::collections::BTreeSet;

    fn entry() -> Entry {
        Entry {
            at: from_micros(1_790_000_000_000_000),
            actor: "acct_1".into(),
            action: "chapterMove".into(),
            target: "chap_3".into(),
            chapter: Some(ChapterId(3)),
            before: Some(json!({"parent": "chap_1", "version": 4})),
            after: None,
            request_id: RequestId(uuid::Uuid::from_u128(9)),
        }
    }

    #[test]
    fn every_field_counts() {
        let other = || "x".to_owned();
        let entries = [
            entry(),
            Entry { chapter: None, ..entry() },
            Entry { at: from_micros(1), ..entry() },
            Entry { actor: other(), ..entry() },
            Entry { action: other(), ..entry() },
            Entry { target: other(), ..entry() },
            Entry { before: None, after: entry().before, ..entry() },
            Entry { before: None, ..entry() },
            Entry { after: Some(Value::Null), ..entry() },
            Entry { request_id: RequestId(uuid::Uuid::from_u128(10)), ..entry() },
            // What moves over a field's border is another entry.
            Entry { actor: "acct_1c".into(), action: "hapterMove".into(), ..entry() },
            Entry { actor: "acct_".into(), action: "1chapterMove".into(), ..entry() },
        ];
        let distinct: BTreeSet<_> = entries.iter().map(Entry::canonical_bytes).collect();
        assert_eq!(distinct.len(), entries.len());
    }

    #[test]
    fn the_order_of_keys_does_not_count() {
        let text = r#"{"version": 4.0, "parent": "chap_1"}"#;
        let same = Entry { before: serde_json::from_str(text).ok(), ..entry() };
        assert_eq!(same.canonical_bytes(), entry().canonical_bytes());
    }
}
