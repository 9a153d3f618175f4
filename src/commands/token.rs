//! `flotilla token --as …`: prints an access token alone.

use anyhow::{Context as _, Result};
use clap::Args;

use super::config::print_text;
use crate::boot::{self, Boot};
use crate::settings::Settings;

/// Prints an access token.
#[derive(Debug, Args)]
pub(super) struct Token {
    /// A demo account (`hq-admin`, `policy-author`, `policy-approver`, `auditor`), an e-mail address, or
    /// `helmsman:<division code>`.
    #[arg(long = "as", value_name = "WHO")]
    who: String,
}

pub(super) async fn run(settings: &Settings, token: &Token) -> Result<()> {
    let boot = Boot::start(settings, boot::Parts { hold_tree: true }).await?;
    let account =
        boot.service.account_named(&token.who).await.with_context(|| format!("there is no account `{}`", token.who))?;
    let op = boot::system_op(&boot.service, "cli.token");
    let tokens = boot.service.session_issue(&op, account).await?;
    print_text(&tokens.access)?;
    boot.stop().await
}
