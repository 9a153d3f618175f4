//! Structured logs: readable for people, JSON for machines. No personal data, no secrets.

use std::io::IsTerminal as _;

use anyhow::{Context as _, Result};
use tracing_subscriber::EnvFilter;

use crate::settings::Settings;

/// Begins to log, on standard error.
pub(crate) fn init(settings: &Settings) -> Result<()> {
    let filter = EnvFilter::try_new(settings.text("log")).context("the setting `log` cannot be read")?;
    let colours = std::io::stderr().is_terminal();
    let logs = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(colours);
    if settings.text("log_format") == "json" {
        logs.json().flatten_event(true).init();
    } else {
        logs.init();
    }
    Ok(())
}
