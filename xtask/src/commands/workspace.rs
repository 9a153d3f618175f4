//! Where the repository and its build folder are, and how cargo is called in it.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use xtask::process::{self, output_of};

/// Settings of a developer's own that must not leak into a demo or a test: they could name a database
/// that matters.
pub(crate) const PERSONAL_SETTINGS: [&str; 4] =
    ["DATABASE_URL", "REDIS_URL", "FLOTILLA_TEST_DATABASE_URL", "FLOTILLA_TEST_REDIS_URL"];

#[derive(Debug)]
pub(crate) struct Workspace {
    root: PathBuf,
    target: PathBuf,
    /// Names of the root package's integration tests.
    pub(crate) root_tests: Vec<String>,
}

impl Workspace {
    pub(crate) fn find() -> Result<Self> {
        let crate_folder =
            env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
        let root = crate_folder.parent().context("the repository is not found")?.to_path_buf();
        let metadata = output_of(
            Command::new(cargo_program())
                .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
                .current_dir(&root),
        )?;
        let metadata: Value = serde_json::from_str(&metadata)?;
        let target = metadata.get("target_directory").and_then(Value::as_str);
        let target = target.context("cargo names no target directory")?.into();
        Ok(Self { root_tests: root_tests(&metadata), root, target })
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The built program of a profile's folder (`debug`, `release`).
    pub(crate) fn program(&self, profile: &str, name: &str) -> PathBuf {
        self.target.join(profile).join(name)
    }

    /// A command at the root of the repository.
    pub(crate) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root);
        command
    }

    /// `cargo` with these words. On a machine that builds once, nothing is kept for the next build.
    pub(crate) fn cargo(&self, words: &[&str]) -> Command {
        let mut command = self.command(cargo_program());
        command.args(words);
        // What `cargo run` says about this package is none of another build's business.
        for (name, _) in env::vars_os() {
            let text = name.to_string_lossy();
            if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
                command.env_remove(&name);
            }
        }
        if in_ci() {
            command.env("CARGO_INCREMENTAL", "0");
        }
        command
    }
}

pub(crate) fn in_ci() -> bool {
    env::var_os("CI").is_some_and(|value| !value.is_empty() && value != "false")
}

/// Runs to a good end.
///
/// # Errors
/// When the program fails; its own words are on the terminal.
pub(crate) fn must(command: &mut Command) -> Result<()> {
    let status = process::run(command)?.status;
    if !status.success() {
        bail!("{} ({status})", told(command));
    }
    Ok(())
}

/// The command as somebody would type it.
pub(crate) fn told(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or_default();
    let words = std::iter::once(program).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

fn cargo_program() -> std::ffi::OsString {
    env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

fn root_tests(metadata: &Value) -> Vec<String> {
    let list = |value: &Value, key: &str| value.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
    list(metadata, "packages")
        .iter()
        .filter(|package| package.get("name").and_then(Value::as_str) == Some("flotilla"))
        .flat_map(|package| list(package, "targets"))
        .filter(|target| list(target, "kind").iter().any(|kind| kind == "test"))
        .filter_map(|target| Some(target.get("name")?.as_str()?.to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_root_packages_integration_tests_are_listed() {
        let metadata = serde_json::json!({"packages": [
            {"name": "bus", "targets": [{"name": "contract", "kind": ["test"]}]},
            {"name": "flotilla", "targets": [{"name": "flotilla", "kind": ["bin"]}, {"name": "it", "kind": ["test"]}]},
        ]});

        assert_eq!(root_tests(&metadata), ["it"]);
    }

    #[test]
    fn a_command_is_told_as_typed() {
        assert_eq!(told(Command::new("/usr/bin/cargo").args(["fmt", "--all"])), "cargo fmt --all");
    }
}
