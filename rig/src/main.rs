//! `rig`: what only real processes can show. It starts the `flotilla` executable on private PostgreSQL and Redis servers,
//! measures it beside the machine's limits (`rig bench`), or breaks things around it and checks what must hold (`rig drill`).
//!
//! Everything happens on loopback and ends with the rig. `FLOTILLA_BIN` names the executable; otherwise it is the
//! `flotilla` beside the rig.
#![expect(clippy::print_stdout, reason = "this is a command line program: printing is its answer")]

mod bench;
mod clock;
mod db;
mod drill;
mod gql;
mod house;
mod procfs;
mod report;
mod stats;

use std::process::ExitCode;

use anyhow::{Context as _, Result};
use clap::{Parser, Subcommand};
use tokio::runtime;

/// Benchmarks and drills of Flotilla on real processes.
#[derive(Debug, Parser)]
#[command(name = "rig")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Break things while the system works, and check what must hold.
    #[command(subcommand)]
    Drill(drill::Drill),
    /// Measure beside the machine's limits.
    #[command(subcommand)]
    Bench(bench::Bench),
    /// Many cheap WebSocket clients, driven by lines on standard input.
    #[command(hide = true)]
    Clients(bench::ClientsArgs),
    /// Raw WebSocket frames from one thread: the limit of the fan-out.
    #[command(hide = true)]
    RawFanout,
    /// One prepared statement per request: the limit of the reads.
    #[command(hide = true)]
    SqlServer(bench::SqlServerArgs),
}

fn main() -> ExitCode {
    match dispatch(Cli::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("\nfailed: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(command: Command) -> Result<()> {
    match command {
        Command::Drill(drill) => {
            xtask::interrupt::watch()?;
            many_threads()?.block_on(drill::run(drill))
        }
        Command::Bench(bench) => {
            xtask::interrupt::watch()?;
            many_threads()?.block_on(bench::run(bench))
        }
        // These end with their standard input, so an interruption of the rig ends them too.
        Command::Clients(args) => one_thread()?.block_on(bench::clients(args)),
        Command::RawFanout => bench::raw_fanout(),
        Command::SqlServer(args) => many_threads()?.block_on(bench::sql_server(args)),
    }
}

fn many_threads() -> Result<runtime::Runtime> {
    runtime::Builder::new_multi_thread().enable_all().build().context("cannot start the runtime")
}

fn one_thread() -> Result<runtime::Runtime> {
    runtime::Builder::new_current_thread().enable_all().build().context("cannot start the runtime")
}
