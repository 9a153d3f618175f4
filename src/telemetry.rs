//! Structured logs: readable for people, JSON for machines. No personal data, no secrets.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::io::IsTerminal as _;
use std::panic::{self, PanicHookInfo};

use anyhow::{Context as _, Result};
use tracing_subscriber::EnvFilter;

use crate::settings::Settings;

/// Under which name panics are logged.
const PANIC: &str = "panic";

/// Begins to log, on standard error.
pub(crate) fn init(settings: &Settings) -> Result<()> {
    let filter = EnvFilter::try_new(settings.text("log")).context("the setting `log` cannot be read")?;
    // However little is logged, this is.
    let filter = filter.add_directive(format!("{PANIC}=error").parse()?);
    let colours = std::io::stderr().is_terminal();
    let logs = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(colours);
    // A log that cannot be written is lost: to say so in the same place would panic, and within a panic end the process.
    let logs = logs.log_internal_errors(false);
    if settings.text("log_format") == "json" {
        logs.json().flatten_event(true).init();
    } else {
        logs.init();
    }
    panic::set_hook(Box::new(note_panic));
    Ok(())
}

/// Logs a panic like anything else, where by default it is written as plain text with all that it says.
///
/// Only a literal is told of it: a text that was put together may hold a member's data.
fn note_panic(panicked: &PanicHookInfo<'_>) {
    let place = panicked.location().map(ToString::to_string).unwrap_or_default();
    let text = panicked.payload().downcast_ref::<&'static str>().unwrap_or(&"not told: it may hold data");
    let trace = Backtrace::capture();
    let trace = (trace.status() == BacktraceStatus::Captured).then(|| trace.to_string());
    tracing::error!(target: PANIC, place, text, trace, "panicked");
}
