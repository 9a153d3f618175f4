//! `flotilla seed --demo | --chapters N | --members N`.

use std::time::Instant;

use anyhow::{Result, bail};
use clap::Args;

use super::config::print_text;
use crate::boot::{self, Boot};
use crate::seed::{DEMO_PASSWORD, DEMO_STAFF, MOST_MEMBERS, plant, plant_members, real_tree, synthetic_tree};
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
    /// This many synthetic members (up to 100,000,000), in a network that has none; the real tree if there is none yet.
    #[arg(long)]
    members: Option<usize>,
}

pub(super) async fn run(settings: &Settings, seed: &Seed) -> Result<()> {
    let boot = Boot::start(settings, boot::Parts { hold_tree: seed.members.is_some() }).await?;
    let service = &boot.service;
    match (seed.chapters, seed.members) {
        (Some(n), _) if !(2..=1_000_000).contains(&n) => bail!("--chapters takes 2 to 1,000,000, not {n}"),
        (Some(n), _) => plant(service, &synthetic_tree(service.ids().as_ref(), n)).await?,
        (None, Some(n)) if !(1..=MOST_MEMBERS).contains(&n) => bail!("--members takes 1 to {MOST_MEMBERS}, not {n}"),
        (None, Some(n)) => return members(boot, n).await,
        (None, None) => plant(service, &real_tree(service.ids().as_ref())?).await?,
    }
    tell_accounts()?;
    boot.stop().await
}

async fn members(boot: Boot, total: usize) -> Result<()> {
    let service = &boot.service;
    if !service.is_seeded().await? {
        plant(service, &real_tree(service.ids().as_ref())?).await?;
        service.refresh_tree().await?;
        tell_accounts()?;
    }
    let began = Instant::now();
    let added = plant_members(service, service.now(), total).await?;
    print_text(&format!("seeded {added} members in {:.1} s", began.elapsed().as_secs_f64()))?;
    boot.stop().await
}

fn tell_accounts() -> Result<()> {
    let staff: Vec<&str> = DEMO_STAFF.iter().map(|staff| staff.handle).collect();
    print_text(&format!("seeded; demo accounts: {} (password {DEMO_PASSWORD})", staff.join(", ")))
}
