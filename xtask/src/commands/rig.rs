//! `cargo xtask bench` and `drill`: the package `rig` does the work, on servers it starts itself.

use std::os::unix::process::CommandExt as _;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use super::workspace::{Workspace, must};
use xtask::servers;

/// A drill that the test command runs, for a minute or so.
#[derive(Debug, Clone, Copy)]
pub(crate) enum ShortDrill {
    Push,
    Members,
}

impl ShortDrill {
    const fn name(self) -> &'static str {
        match self {
            Self::Push => "push",
            Self::Members => "members",
        }
    }
}

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

/// Runs a short drill with the programs of the test build.
pub(crate) fn short_drill(workspace: &Workspace, drill: ShortDrill) -> Result<()> {
    let mut rig = command(workspace, "debug");
    rig.args(["drill", drill.name(), "--short"]);
    if !xtask::process::run(&mut rig)?.status.success() {
        bail!("the drill found what must not happen; `cargo xtask drill {} --short` runs it alone", drill.name());
    }
    Ok(())
}

/// The rig, told which executable to work on.
fn command(workspace: &Workspace, profile: &str) -> Command {
    let mut rig = workspace.command(workspace.program(profile, "rig"));
    rig.env("FLOTILLA_BIN", workspace.program(profile, "flotilla"));
    rig
}
