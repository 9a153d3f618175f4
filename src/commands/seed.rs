//! `flotilla seed --demo | --chapters N`.

use anyhow::{Result, bail};
use clap::Args;

use super::config::print_text;
use crate::boot::{self, Boot};
use crate::seed::{DEMO_PASSWORD, DEMO_STAFF, plant, real_tree, synthetic_tree};
use crate::settings::Settings;

/// Fills an empty database.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(super) struct Seed {
    /// The real tree with synthetic people and demo accounts.
    #[arg(long)]
    demo: bool,
    /// A synthetic tree of this many chapters (2 to 1,000,000), with the demo accounts.
    #[arg(long)]
    chapters: Option<usize>,
}

pub(super) async fn run(settings: &Settings, seed: &Seed) -> Result<()> {
    let boot = Boot::start(settings, boot::Parts { hold_tree: false }).await?;
    match seed.chapters {
        Some(n) if !(2..=1_000_000).contains(&n) => bail!("--chapters takes 2 to 1,000,000, not {n}"),
        Some(n) => {
            plant(&boot.service, &synthetic_tree(boot.service.ids().as_ref(), n)).await?;
        }
        None => plant(&boot.service, &real_tree(boot.service.ids().as_ref())?).await?,
    }
    let staff: Vec<&str> = DEMO_STAFF.iter().map(|staff| staff.handle).collect();
    print_text(&format!("seeded; demo accounts: {} (password {DEMO_PASSWORD})", staff.join(", ")))?;
    boot.stop().await
}
