//! The documents that an app was built with, each checked to be what its key says.

use std::collections::HashMap;
use std::fmt::Write as _;

use aws_lc_rs::digest;

use crate::site::Site;

const FILE: &str = "documents.json";

/// The documents of one app, by the SHA-256 of their text.
pub(crate) fn of(site: &Site) -> HashMap<String, String> {
    let Some(file) = site.file(FILE) else { return HashMap::new() };
    read(site.name, &file.bytes)
}

fn read(app: &str, bytes: &[u8]) -> HashMap<String, String> {
    let listed: HashMap<String, String> = serde_json::from_slice(bytes).unwrap_or_else(|error| {
        tracing::warn!(app, %error, "the documents of the pages cannot be read; their full text is needed");
        HashMap::new()
    });
    let kept = |(key, text): &(String, String)| {
        let good = hash(text) == *key;
        if !good {
            tracing::warn!(app, key, "a document is left out: its key is not the SHA-256 of its text");
        }
        good
    };
    listed.into_iter().filter(kept).collect()
}

fn hash(text: &str) -> String {
    let digest = digest::digest(&digest::SHA256, text.as_bytes());
    digest.as_ref().iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _infallible = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_its_key_says_is_kept() {
        let text = "query Q { headquarters { id } }";
        let listed = serde_json::json!({ hash(text): text, "00": text, hash("x"): "y" });
        let kept = read("console", listed.to_string().as_bytes());
        assert_eq!(kept, HashMap::from([(hash(text), text.to_owned())]));
        assert_eq!(hash(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assert!(read("console", b"[").is_empty());
    }
}
