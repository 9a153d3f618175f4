//! The pages: their packages, their checks, their build, and their tests in a browser.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use super::workspace::{PERSONAL_SETTINGS, Workspace, in_ci, must};
use xtask::process::output_of;
use xtask::servers::{self, Postgres, Redis};

/// The oldest Node.js that builds the pages: `(major, minor)`.
const OLDEST_NODE: (u32, u32) = (20, 19);
const NEEDS_NODE: &str = "Node.js 20.19 or later with npm is needed for the pages: install it (Debian, Ubuntu: from \
     nodejs.org or a package of nodejs and npm of that age; macOS: brew install node) and run this again";

/// Installs the packages that `package-lock.json` names, unless that was done already.
pub(crate) fn install(workspace: &Workspace) -> Result<()> {
    check_node()?;
    let folder = folder(workspace);
    // npm writes this file last: what it describes is complete.
    let (wanted, installed) = (folder.join("package-lock.json"), folder.join("node_modules/.package-lock.json"));
    if modified(&installed).zip(modified(&wanted)).is_some_and(|(installed, wanted)| installed >= wanted) {
        return Ok(());
    }
    println!("installing the packages of the pages");
    must(&mut npm(workspace, &["install", "--no-audit", "--no-fund", "--loglevel", "error"]))
}

/// Types from the schema, then both apps into their `dist` folders.
pub(crate) fn build(workspace: &Workspace) -> Result<()> {
    must(&mut npm(workspace, &["run", "--silent", "build"]))
}

/// Types and style.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    must(&mut npm(workspace, &["run", "--silent", "check"]))
}

/// The tests without a browser.
pub(crate) fn unit_tests(workspace: &Workspace) -> Command {
    npm(workspace, &["run", "--silent", "test"])
}

/// Where the servers of a browser test keep what they know.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Backend<'a> {
    /// SQLite and the in-process bus.
    Embedded,
    Grown(&'a Postgres, &'a Redis),
}

/// The tests in a browser, against an executable that is built.
pub(crate) fn browser_tests(workspace: &Workspace, profile: &str, backend: Backend<'_>) -> Result<Command> {
    let mut command = npm(workspace, &["run", "--silent", "e2e"]);
    in_browser(workspace, profile, backend, &mut command)?;
    Ok(command)
}

/// Pictures of every page, into `docs/screenshots` the best of them.
pub(crate) fn screenshots(workspace: &Workspace) -> Result<()> {
    install(workspace)?;
    build(workspace)?;
    servers::ensure_browser()?;
    must(&mut workspace.cargo(&["build", "--quiet", "--locked", "--bin", "flotilla"]))?;
    let mut command = npm(workspace, &["run", "--silent", "screenshots"]);
    in_browser(workspace, "debug", Backend::Embedded, &mut command)?;
    must(&mut command)
}

fn in_browser(workspace: &Workspace, profile: &str, backend: Backend<'_>, command: &mut Command) -> Result<()> {
    for name in PERSONAL_SETTINGS {
        command.env_remove(name);
    }
    command.env("FLOTILLA_PROGRAM", workspace.program(profile, "flotilla"));
    command.env("FLOTILLA_CHROMIUM", servers::chromium().context("Chromium")?);
    if let Backend::Grown(postgres, redis) = backend {
        command.env("DATABASE_URL", postgres.create_database("pages")?).env("REDIS_URL", redis.url());
    }
    Ok(())
}

fn npm(workspace: &Workspace, words: &[&str]) -> Command {
    let mut command = workspace.command("npm");
    command.current_dir(folder(workspace)).args(words);
    if in_ci() {
        // Colours and moving lines are for people.
        command.env("NO_COLOR", "1");
    }
    command
}

fn folder(workspace: &Workspace) -> PathBuf {
    workspace.root().join("web")
}

fn check_node() -> Result<()> {
    let version = output_of(Command::new("node").arg("--version")).unwrap_or_default();
    let mut numbers = version.trim().trim_start_matches('v').split('.').map(str::parse::<u32>);
    match (numbers.next(), numbers.next()) {
        (Some(Ok(major)), Some(Ok(minor))) if (major, minor) >= OLDEST_NODE => Ok(()),
        _ => bail!(NEEDS_NODE),
    }
}

fn modified(path: &Path) -> Option<std::time::SystemTime> {
    fs::metadata(path).ok()?.modified().ok()
}
