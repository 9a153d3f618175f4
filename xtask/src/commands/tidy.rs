//! `cargo xtask check`.

use anyhow::{Result, bail};

use super::workspace::Workspace;

pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let findings = xtask::tidy::check(workspace.root())?;
    for finding in &findings {
        println!("{finding}");
    }
    match findings.len() {
        0 => println!("the sources are in order"),
        count => bail!("{count} to put right"),
    }
    Ok(())
}
