//! `cargo xtask bench` and `drill`: the package `rig` does the work, on servers it starts itself.

use std::os::unix::process::CommandExt as _;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use super::workspace::{Workspace, must};
use xtask::servers;

/// The short drill of the test command.
const SHORT_DRILL: [&str; 3] = ["drill", "push", "--short"];

/// Builds for release and becomes the rig, which then gets the signals and gives the exit code.
pub(crate) fn replace_us(workspace: &Workspace, kind: &str, arguments: &[String]) -> Result<()> {
    servers::ensure_installed()?;
    println!("building for release; the first time takes several minutes");
    let build = ["build", "--release", "--locked", "-p", "flotilla", "-p", "rig", "--bins"];
    must(&mut workspace.cargo(&build))?;
    let mut rig = command(workspace, "release");
    let error = rig.arg(kind).args(arguments).exec();
    Err(error).context("cannot start target/release/rig")
}

/// Runs the short drill with the programs of the test build.
pub(crate) fn short_drill(workspace: &Workspace) -> Result<()> {
    let mut rig = command(workspace, "debug");
    rig.args(SHORT_DRILL);
    if !xtask::process::run(&mut rig)?.status.success() {
        bail!("the drill found what must not happen; `cargo xtask drill push --short` runs it alone");
    }
    Ok(())
}

/// The rig, told which executable to work on.
fn command(workspace: &Workspace, profile: &str) -> Command {
    let mut rig = workspace.command(workspace.program(profile, "rig"));
    rig.env("FLOTILLA_BIN", workspace.program(profile, "flotilla"));
    rig
}
