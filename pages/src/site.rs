//! Where the files of one app come from.

use std::borrow::Cow;

use rust_embed::{Embed, EmbeddedFile};

/// One app: its name, which is its path too, and its files.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Site {
    pub(crate) name: &'static str,
    source: fn(&str) -> Option<EmbeddedFile>,
}

/// A file as it was built.
pub(crate) struct File {
    pub(crate) bytes: Cow<'static, [u8]>,
    pub(crate) digest: [u8; 32],
}

impl Site {
    pub(crate) const fn of<E: Embed>(name: &'static str) -> Self {
        Self { name, source: E::get }
    }

    /// The file at a path below the app's folder. A path that could lead out of it has none.
    pub(crate) fn file(&self, path: &str) -> Option<File> {
        if !is_plain(path) {
            return None;
        }
        let found = (self.source)(path)?;
        Some(File { digest: found.metadata.sha256_hash(), bytes: found.data })
    }

    /// Whether there is anything to show.
    pub(crate) fn is_built(&self) -> bool {
        self.file("index.html").is_some()
    }
}

/// Names as the build makes them: letters, digits and a few signs, parted by single slashes, none beginning with a dot.
/// What a URL writes with `%` is never one of them, so that nothing is decoded and nothing can be decoded twice.
fn is_plain(path: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~' | b'@' | b'+');
    let plain = |name: &str| !name.is_empty() && !name.starts_with('.') && name.bytes().all(fits);
    path.len() <= 512 && path.split('/').all(plain)
}
