//! The part of a Cargo.toml that the checks read, with its line numbers.

use std::path::PathBuf;

#[derive(Debug, Clone, Default)]
pub(super) struct Manifest {
    /// Relative to the root.
    pub(super) path: PathBuf,
    /// None for a virtual manifest.
    pub(super) package: Option<String>,
    pub(super) dependencies: Vec<Dependency>,
    /// Whether `[lints]` says `workspace = true`.
    pub(super) inherits_lints: bool,
    pub(super) features_at: Option<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Dependency {
    /// The package's own name, also where it is renamed here.
    pub(super) name: String,
    pub(super) line: usize,
    /// Only for tests, examples and benches.
    pub(super) dev: bool,
}

impl Manifest {
    pub(super) fn parse(path: impl Into<PathBuf>, text: &str) -> Self {
        let mut manifest = Self { path: path.into(), ..Self::default() };
        let mut section = String::new();
        for (index, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.starts_with('#') || line.is_empty() {
                continue;
            }
            if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.split(']').next()) {
                name.trim_matches('[').clone_into(&mut section);
                manifest.open_section(&section, index + 1);
            } else if let Some((key, value)) = line.split_once('=') {
                manifest.entry(&section, key.trim(), value.trim(), index + 1);
            }
        }
        manifest
    }

    fn open_section(&mut self, section: &str, line: usize) {
        if section == "features" {
            self.features_at = Some(line);
        }
        // `[dependencies.name]`
        if let Some((table, name)) = section.rsplit_once('.')
            && let Some(dev) = dependency_table(table)
        {
            self.dependencies.push(Dependency { name: name.trim_matches('"').to_owned(), line, dev });
        }
    }

    fn entry(&mut self, section: &str, key: &str, value: &str, line: usize) {
        match (section, key) {
            ("package", "name") => self.package = Some(value.trim_matches('"').to_owned()),
            ("lints", "workspace") => self.inherits_lints = value == "true",
            _ => {}
        }
        if let Some(dev) = dependency_table(section) {
            let name = renamed(value).unwrap_or_else(|| key.split('.').next().unwrap_or(key));
            self.dependencies.push(Dependency { name: name.trim_matches('"').to_owned(), line, dev });
        }
    }
}

/// Whether the section lists dependencies, and then whether only for development.
fn dependency_table(section: &str) -> Option<bool> {
    if section.starts_with("workspace.") {
        return None;
    }
    match section.rsplit('.').next() {
        Some("dependencies" | "build-dependencies") => Some(false),
        Some("dev-dependencies") => Some(true),
        _ => None,
    }
}

/// The name in `{ package = "name", … }`.
fn renamed(value: &str) -> Option<&str> {
    let (_, after) = value.strip_prefix('{')?.split_once("package")?;
    after.trim_start().strip_prefix('=')?.trim_start().strip_prefix('"')?.split('"').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"
[package]
name = "api"

[features]
extra = []

[dependencies]
axum.workspace = true
orm = { version = "2", package = "sea-orm" }
# tokio = "1"

[dependencies.service]
path = "../service"

[target.'cfg(unix)'.dependencies]
libc = "0.2"

[dev-dependencies]
store.workspace = true

[workspace.dependencies]
redis = "1"

[lints]
workspace = true
"#;

    #[test]
    fn dependencies_are_found_in_every_form() {
        let manifest = Manifest::parse("api/Cargo.toml", TEXT);

        let found: Vec<_> =
            manifest.dependencies.iter().map(|found| (found.name.as_str(), found.line, found.dev)).collect();
        let expected = [
            ("axum", 9, false),
            ("sea-orm", 10, false),
            ("service", 13, false),
            ("libc", 17, false),
            ("store", 20, true),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn package_lints_and_features_are_found() {
        let manifest = Manifest::parse("api/Cargo.toml", TEXT);

        assert_eq!(manifest.package.as_deref(), Some("api"));
        assert!(manifest.inherits_lints);
        assert_eq!(manifest.features_at, Some(5));
        assert!(!Manifest::parse("x", "[lints]\nworkspace = false").inherits_lints);
    }
}
