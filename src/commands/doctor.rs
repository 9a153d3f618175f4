//! `flotilla doctor`: verifies what is derived, and mends what can be.

use anyhow::{Result, bail};
use clap::Args;

use super::config::print_text;
use crate::boot::{self, Boot};
use crate::settings::Settings;

/// Checks the closure of the tree and the audit log.
#[derive(Debug, Args)]
pub(super) struct Doctor {
    /// Verify the chain of the audit log.
    #[arg(long)]
    audit: bool,
    /// Write the closure anew from the parents.
    #[arg(long)]
    rebuild_closure: bool,
}

pub(super) async fn run(settings: &Settings, doctor: &Doctor) -> Result<()> {
    let boot = Boot::start(settings, boot::Parts { hold_tree: false }).await?;
    let mut sick = Vec::new();
    if doctor.rebuild_closure {
        let op = boot::system_op(&boot.service, "cli.doctor");
        let pairs = boot.service.closure_rebuild(&op).await?;
        print_text(&format!("closure: written anew, {pairs} pairs"))?;
    }
    let drift = boot.service.closure_verify().await?;
    if drift.missing == 0 && drift.surplus == 0 {
        print_text("closure: agrees with the parents")?;
    } else {
        let (missing, surplus) = (drift.missing, drift.surplus);
        sick.push(format!(
            "closure: {missing} pairs missing, {surplus} too many; mend it with `flotilla doctor --rebuild-closure`"
        ));
    }
    if doctor.audit {
        let verdict = boot.service.audit_verify(None).await?;
        if verdict.is_whole() {
            let (sealed, waiting) = (verdict.verified, verdict.waiting);
            print_text(&format!("audit: {sealed} sealed entries, the chain holds; {waiting} wait to be sealed"))?;
        }
        sick.extend(verdict.findings.iter().map(|finding| format!("audit: {finding}")));
    }
    boot.stop().await?;
    if sick.is_empty() {
        return Ok(());
    }
    bail!("{}", sick.join("\n"))
}
