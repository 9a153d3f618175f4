//! What the compiler and clippy cannot hold: the arrows between crates and contexts, sizes, and docs that
//! name files. Reads sources only and builds nothing.

mod arrows;
mod contexts;
mod docs;
mod lints;
mod manifest;
mod scrub;
mod size;
mod sources;

use std::fmt;
use std::path::{Path, PathBuf};

use anyhow::Result;

use sources::Sources;

/// One thing to put right.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Relative to the root of the repository.
    pub path: PathBuf,
    /// Counted from 1.
    pub line: usize,
    /// What is wrong, and what to do about it.
    pub message: String,
}

impl Finding {
    fn new(path: impl Into<PathBuf>, line: usize, message: impl Into<String>) -> Self {
        Self { path: path.into(), line, message: message.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path.display(), self.line, self.message)
    }
}

/// Checks the repository at `root`; what is wrong comes ordered by place.
///
/// # Errors
/// When a file cannot be read.
pub fn check(root: &Path) -> Result<Vec<Finding>> {
    let sources = Sources::read(root)?;
    let mut findings = Vec::new();
    findings.extend(arrows::check(&sources));
    findings.extend(lints::check(&sources));
    findings.extend(size::check(&sources));
    findings.extend(contexts::check(&sources));
    findings.extend(docs::check(&sources));
    findings.sort();
    findings.dedup();
    Ok(findings)
}
