//! The commands, one file each.

mod config;
mod demo;
mod doctor;
mod install;
mod keys;
mod migrate;
mod seed;
mod serve;
mod token;

use anyhow::{Context as _, Result};
use clap::{Parser, Subcommand};

use crate::settings::{Flags, Settings};
use crate::telemetry;

/// Flotilla runs a franchise of chapters: headquarters, helmsmen, and a policy push that provably lands.
#[derive(Debug, Parser)]
#[command(version, arg_required_else_help = true)]
struct Cli {
    #[command(flatten)]
    flags: Flags,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Everything in one process: API, worker, and by default the embedded database.
    Serve,
    /// The API alone; run as many as you like against one database and Redis.
    Api,
    /// A worker alone; run as many as you like.
    Worker,
    /// Changes the database's schema.
    Migrate {
        #[command(subcommand)]
        direction: migrate::Direction,
    },
    /// Fills an empty database.
    Seed(seed::Seed),
    /// Begins a real installation: divisions, headquarters, the first administrator.
    Install(install::Install),
    /// Prints an access token. Needs direct access to the store.
    Token(token::Token),
    /// Prints the GraphQL schema.
    Schema,
    /// Checks what is derived: the closure of the tree, the chain of the audit log.
    Doctor(doctor::Doctor),
    /// Shows and rotates the keys.
    Keys {
        #[command(subcommand)]
        action: keys::Action,
    },
    /// Shows the settings.
    Config(config::Config),
    /// Seeds the demo, serves it, and shows a policy going down the tree.
    Demo,
}

/// Parses the command line and runs the command.
pub fn run() -> Result<()> {
    let cli = Cli::parse();
    // Before anything may speak TLS: two providers could end up in one process, and rustls refuses to choose.
    rustls::crypto::aws_lc_rs::default_provider().install_default().ok().context("TLS was set up twice")?;
    match &cli.command {
        Command::Schema => return config::print_text(&api::graphql::sdl()),
        Command::Config(config) if config.reference => return config::print_text(&Settings::reference()),
        _ => {}
    }
    let settings = Settings::load(&cli.flags)?;
    telemetry::init(&settings)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        match cli.command {
            Command::Serve => serve::run(&settings, serve::Roles::ALL).await,
            Command::Api => serve::run(&settings, serve::Roles::API).await,
            Command::Worker => serve::run(&settings, serve::Roles::WORKER).await,
            Command::Migrate { direction } => migrate::run(&settings, &direction).await,
            Command::Seed(seed) => seed::run(&settings, &seed).await,
            Command::Install(install) => install::run(&settings, &install).await,
            Command::Token(token) => token::run(&settings, &token).await,
            Command::Doctor(doctor) => doctor::run(&settings, &doctor).await,
            Command::Keys { action } => keys::run(&settings, &action).await,
            Command::Config(_) => config::print_text(&settings.print()),
            Command::Demo => demo::run(&settings).await,
            // Answered above, without settings.
            Command::Schema => Ok(()),
        }
    })
}
