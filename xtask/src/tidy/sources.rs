//! The files that are checked, read once.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use super::manifest::Manifest;
use super::scrub::scrub;

/// Folders with nothing of ours to check.
const PASSED_OVER: [&str; 3] = ["target", "node_modules", "dist"];

#[derive(Debug, Default)]
pub(super) struct Sources {
    pub(super) root: PathBuf,
    /// The root package's first.
    pub(super) manifests: Vec<Manifest>,
    pub(super) rust: Vec<RustFile>,
    /// README.md and everything under docs/.
    pub(super) docs: Vec<TextFile>,
    /// The patterns of the root's .gitignore.
    pub(super) ignored: Vec<String>,
}

#[derive(Debug)]
pub(super) struct TextFile {
    /// Relative to the root.
    pub(super) path: PathBuf,
    pub(super) text: String,
}

#[derive(Debug)]
pub(super) struct RustFile {
    /// Relative to the root.
    pub(super) path: PathBuf,
    pub(super) text: String,
    /// The text with comments and the insides of literals blanked out, line for line.
    pub(super) code: String,
}

impl RustFile {
    pub(super) fn new(path: impl Into<PathBuf>, text: impl Into<String>) -> Self {
        let text = text.into();
        let code = scrub(&text);
        Self { path: path.into(), text, code }
    }

    /// Whether the path says that it only holds tests.
    pub(super) fn is_test(&self) -> bool {
        let in_tests = self.path.iter().any(|part| part == "tests" || part == "benches");
        let named = self.path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        in_tests || named == "tests" || named.ends_with("_tests")
    }

    /// Whether a program wrote it, which it says in one of its first lines.
    pub(super) fn is_generated(&self) -> bool {
        self.text.lines().take(5).any(|line| line.starts_with("//") && line.contains("@generated"))
    }
}

impl Sources {
    pub(super) fn read(root: &Path) -> Result<Self> {
        let mut sources = Self { root: root.to_path_buf(), ..Self::default() };
        let ignored = fs::read_to_string(root.join(".gitignore")).unwrap_or_default();
        sources.ignored = ignored.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
        sources.walk(root)?;
        sources.manifests.sort_by_key(|manifest| manifest.path.components().count());
        Ok(sources)
    }

    fn walk(&mut self, folder: &Path) -> Result<()> {
        let entries = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
        for entry in entries {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = entry.path();
            let kind = entry.file_type()?;
            if kind.is_dir() {
                if !name.starts_with('.') && !PASSED_OVER.contains(&name.as_str()) {
                    self.walk(&path)?;
                }
            } else if kind.is_file() {
                self.take(&path, &name)?;
            }
        }
        Ok(())
    }

    fn take(&mut self, path: &Path, name: &str) -> Result<()> {
        let relative = path.strip_prefix(&self.root).unwrap_or(path).to_path_buf();
        let read = || fs::read_to_string(path).with_context(|| path.display().to_string());
        let extension = path.extension().and_then(|extension| extension.to_str());
        if name == "Cargo.toml" {
            self.manifests.push(Manifest::parse(relative, &read()?));
        } else if extension == Some("rs") {
            self.rust.push(RustFile::new(relative, read()?));
        } else if extension == Some("md") && (relative == Path::new("README.md") || relative.starts_with("docs")) {
            self.docs.push(TextFile { path: relative, text: read()? });
        }
        Ok(())
    }
}
