//! `cargo xtask demo`: the main job, to watch.

use std::path::{self, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use clap::Args;

use super::web;
use super::workspace::{PERSONAL_SETTINGS, Workspace, must};
use xtask::reaper::Reaper;
use xtask::servers::{self, Options, Postgres, Redis};
use xtask::{interrupt, process};

/// What it is built with: see `Cargo.toml`.
const PROFILE: &str = "demo";

#[derive(Debug, Args)]
pub(crate) struct DemoArgs {
    /// On a private PostgreSQL instead of SQLite.
    #[arg(long)]
    postgres: bool,
    /// On a private Redis instead of the in-process bus.
    #[arg(long)]
    redis: bool,
    /// Where to listen; port 0 picks a free one.
    #[arg(long, value_name = "ADDR")]
    listen: Option<String>,
    /// Keep the data directory here; without it everything goes away at the end.
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
    /// Passed on to `flotilla demo`.
    #[arg(last = true)]
    rest: Vec<String>,
}

pub(crate) fn run(workspace: &Workspace, arguments: &DemoArgs) -> Result<ExitCode> {
    interrupt::watch()?;
    if arguments.postgres || arguments.redis {
        servers::ensure_installed()?;
    }
    web::install(workspace)?;
    println!("building the pages");
    web::build(workspace)?;
    println!("building flotilla; the first time takes several minutes");
    must(&mut workspace.cargo(&["build", "--profile", PROFILE, "--locked", "--bin", "flotilla"]))?;

    // Held until the end: dropping them ends the servers and removes what is temporary.
    let postgres = arguments.postgres.then(|| Postgres::start(&Options::durable())).transpose()?;
    let redis = arguments.redis.then(|| Redis::start(&Options::durable())).transpose()?;
    let temporary = tempfile::Builder::new().prefix("flotilla-demo-").tempdir()?.keep();
    let mut reaper = Reaper::new(&temporary)?;
    let data = match &arguments.keep {
        Some(keep) => path::absolute(keep)?,
        None => temporary,
    };

    let mut flotilla = workspace.command(workspace.program(PROFILE, "flotilla"));
    for name in PERSONAL_SETTINGS {
        flotilla.env_remove(name);
    }
    flotilla.arg("demo").arg("--data-dir").arg(data);
    if let Some(listen) = &arguments.listen {
        flotilla.args(["--listen", listen]);
    }
    if let Some(postgres) = &postgres {
        flotilla.env("DATABASE_URL", postgres.create_database("flotilla")?);
    }
    if let Some(redis) = &redis {
        flotilla.env("REDIS_URL", redis.url());
    }
    let status = process::run_until_interrupted(flotilla.args(&arguments.rest), &mut reaper).context("the demo")?;
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}
