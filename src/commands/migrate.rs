//! `flotilla migrate up | down | status`.

use anyhow::Result;
use clap::Subcommand;

use super::config::print_text;
use crate::boot;
use crate::settings::Settings;

/// Which way.
#[derive(Debug, Subcommand)]
pub(super) enum Direction {
    /// Brings the schema up to date.
    Up,
    /// Takes steps back; what they added is lost.
    Down {
        /// How many steps.
        #[arg(default_value_t = 1)]
        steps: u32,
    },
    /// Lists the steps and which this database has taken.
    Status,
}

pub(super) async fn run(settings: &Settings, direction: &Direction) -> Result<()> {
    boot::prepare_data_dir(settings)?;
    // The secrets are made with the schema, so that the nodes that start next share them.
    boot::load_secrets(settings)?;
    let url = settings.database_url();
    match direction {
        Direction::Up => migration::up(&url).await?,
        Direction::Down { steps } => migration::down(&url, *steps).await?,
        Direction::Status => {}
    }
    let steps = migration::status(&url).await?;
    let lines: Vec<String> = steps
        .iter()
        .map(|step| format!("{} {}", if step.applied { "applied" } else { "pending" }, step.name))
        .collect();
    print_text(&lines.join("\n"))
}
