//! `flotilla config --print | --reference`.

use std::io::Write as _;

use anyhow::Result;
use clap::Args;

/// Shows the settings.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(super) struct Config {
    /// What is in force and where it comes from, secrets hidden.
    #[arg(long)]
    print: bool,
    /// Every setting there is, in Markdown.
    #[arg(long)]
    pub(super) reference: bool,
}

/// Writes a command's answer on standard output, and nothing else.
pub(super) fn print_text(text: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())?;
    if !text.ends_with('\n') {
        out.write_all(b"\n")?;
    }
    Ok(out.flush()?)
}
