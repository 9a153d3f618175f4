//! `cargo xtask`: what a developer runs.
#![expect(clippy::print_stdout, reason = "this is a command line program: printing is its answer")]

mod commands;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use commands::demo::DemoArgs;
use commands::test::TestArgs;
use commands::workspace::Workspace;
use commands::{demo, generate, rig, test, tidy, web};

/// Developer commands of Flotilla.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Build, seed the real tree, start, and watch a policy go down it. Ctrl-C ends it.
    Demo(DemoArgs),
    /// Everything that must pass: format, lints, docs, all tests on both backends, short drills.
    Test(TestArgs),
    /// The source checks alone: arrows, sizes, paths in documents. Builds nothing.
    Check,
    /// Write api/schema.graphql and docs/reference/config.md from the code, or pictures of the pages.
    Generate {
        #[command(subcommand)]
        what: Option<Generated>,
        /// Change nothing; fail when a file is not current.
        #[arg(long)]
        check: bool,
    },
    /// Measure against the machine's limits, on private servers (`bench push --chapters 33000`).
    #[command(disable_help_flag = true)]
    Bench {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Break things while the system works and check what must hold (`drill push --faults 500`, `drill members`).
    #[command(disable_help_flag = true)]
    Drill {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
}

#[derive(Debug, Subcommand)]
enum Generated {
    /// Pictures of every page, desktop and phone, light and dark; the best of them go into docs/screenshots.
    Screenshots,
}

fn main() -> ExitCode {
    match dispatch(Cli::parse().command) {
        Ok(code) => code,
        Err(error) => {
            println!("\nfailed: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(command: Command) -> Result<ExitCode> {
    let workspace = Workspace::find()?;
    match command {
        Command::Demo(arguments) => return demo::run(&workspace, &arguments),
        Command::Test(arguments) => test::run(&workspace, &arguments)?,
        Command::Check => tidy::run(&workspace)?,
        Command::Generate { what: Some(Generated::Screenshots), .. } => web::screenshots(&workspace)?,
        Command::Generate { what: None, check } => generate::run(&workspace, check)?,
        Command::Bench { arguments } => rig::replace_us(&workspace, "bench", &arguments)?,
        Command::Drill { arguments } => rig::replace_us(&workspace, "drill", &arguments)?,
    }
    Ok(ExitCode::SUCCESS)
}
