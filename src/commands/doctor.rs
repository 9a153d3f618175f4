//! `flotilla doctor`: verifies what is derived, and mends what can be.

use anyhow::{Result, bail};
use clap::Args;

use super::config::print_text;
use crate::boot::{self, Boot};
use crate::settings::Settings;

/// Checks the closure of the tree, the audit log, the counts of members and the ledger.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(super) struct Doctor {
    /// Verify the chain of the audit log.
    #[arg(long)]
    audit: bool,
    /// Prove the ledger: entries, orders, and all balances twice.
    #[arg(long)]
    ledger: bool,
    /// Compare the counts of members with a plain count.
    #[arg(long)]
    members: bool,
    /// Count all members anew.
    #[arg(long)]
    rebuild_member_counts: bool,
    /// Write the closure anew from the parents.
    #[arg(long)]
    rebuild_closure: bool,
}

pub(super) async fn run(settings: &Settings, doctor: &Doctor) -> Result<()> {
    let boot = Box::pin(Boot::start(settings, boot::Parts { hold_tree: false })).await?;
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
    if doctor.rebuild_member_counts {
        boot.service.member_counts_rebuild().await?;
        print_text("members: counted anew")?;
    }
    if doctor.members {
        sick.extend(counts_of_members(&boot).await?);
    }
    if doctor.ledger {
        let proof = boot.service.ledger_prove().await?;
        if proof.findings.is_empty() {
            let (entries, orders) = (proof.entries, proof.orders);
            print_text(&format!("ledger: {entries} entries and {orders} orders add up"))?;
        }
        sick.extend(proof.findings.iter().map(|finding| format!("ledger: {finding}")));
    }
    boot.stop().await?;
    if sick.is_empty() {
        return Ok(());
    }
    bail!("{}", sick.join("\n"))
}

async fn counts_of_members(boot: &Boot) -> Result<Option<String>> {
    let differ = boot.service.member_counts_check().await?;
    let Some(first) = differ.first() else {
        print_text("members: the counts agree with a plain count")?;
        return Ok(None);
    };
    let wrong = differ.len();
    Ok(Some(format!(
        "members: the counts of {wrong} chapters are wrong, {first} among them; mend them with \
         `flotilla doctor --rebuild-member-counts`"
    )))
}
