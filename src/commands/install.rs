//! `flotilla install`: begins a real installation: divisions, headquarters, and the first administrator.

use std::io::BufRead as _;

use anyhow::{Context as _, Result};
use clap::Args;
use domain::access::Role;
use domain::kernel::ChapterId;
use service::access::{AccountCreate, RoleGrant};

use super::config::print_text;
use crate::boot::{self, Boot};
use crate::seed::bare_tree;
use crate::settings::Settings;

/// Begins a real installation in an empty database.
#[derive(Debug, Args)]
pub(super) struct Install {
    /// The first administrator's e-mail address.
    #[arg(long)]
    email: String,
    /// The first administrator's name.
    #[arg(long)]
    name: String,
}

/// The password is read from standard input, so that it stands in no process list and no shell history.
pub(super) async fn run(settings: &Settings, install: &Install) -> Result<()> {
    let boot = Boot::start(settings, boot::Parts { hold_tree: false }).await?;
    print_text("the administrator's password, on one line:")?;
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).context("no password came on standard input")?;
    let service = &boot.service;
    let op = boot::system_op(service, "cli.install");
    if !service.is_seeded().await? {
        service.seed(&op, &bare_tree()?).await?;
    }
    let account = AccountCreate {
        email: install.email.clone(),
        name: install.name.clone(),
        password: Some(line.trim_end_matches(['\r', '\n']).to_owned()),
        handle: None,
    };
    let account = service.account_create(&op, account).await?;
    let role = RoleGrant {
        account,
        role: Role::HqAdmin,
        chapter: ChapterId(1),
        from: None,
        until: None,
        reason: Some("installation".into()),
    };
    service.role_grant(&op, role).await?;
    print_text(&format!("{account} administers headquarters; sign in with that e-mail address"))?;
    boot.stop().await
}
