//! `flotilla keys list | rotate`.

use anyhow::Result;
use clap::{Subcommand, ValueEnum};
use domain::kernel::{Clock as _, SystemClock};

use super::config::print_text;
use crate::boot::{self, Boot};
use crate::secrets::Secrets;
use crate::settings::Settings;

/// What to do with the keys.
#[derive(Debug, Subcommand)]
pub(super) enum Action {
    /// Names the keys and when they were made; never the keys themselves.
    List,
    /// Adds a new key, which is used from now on; the old ones still verify and open. Restart the nodes to take it up.
    Rotate {
        /// Which key.
        which: Which,
    },
    /// Seals all personal data again with the newest key.
    Reseal,
}

/// A kind of key.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Which {
    /// Signs the access tokens.
    Signing,
    /// Seals personal data.
    Sealing,
}

pub(super) async fn run(settings: &Settings, action: &Action) -> Result<()> {
    boot::prepare_data_dir(settings)?;
    boot::load_secrets(settings)?;
    let file = settings.secrets();
    match action {
        Action::List => {}
        Action::Rotate { which: Which::Signing } => Secrets::rotate_signing(&file, SystemClock.now())?,
        Action::Rotate { which: Which::Sealing } => Secrets::rotate_sealing(&file, SystemClock.now())?,
        Action::Reseal => {
            let boot = Boot::start(settings, boot::Parts { hold_tree: false }).await?;
            let accounts = boot.service.accounts_reseal().await?;
            let members = boot.service.members_reseal().await?;
            let invoices = boot.service.invoices_reseal().await?;
            let told = format!("{accounts} accounts, {members} members, {invoices} invoice requests");
            print_text(&format!("sealed with the newest key: {told}"))?;
            return boot.stop().await;
        }
    }
    print_text(&boot::load_secrets(settings)?.describe())
}
