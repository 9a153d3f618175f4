//! `cargo xtask test`: everything that must pass before a change lands.
//!
//! Cargo builds a library once for each set of features that a command selects, so every build here
//! selects the same packages and targets; what runs is then picked among what is built.

use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context as _, Result, bail};
use clap::Args;

use super::rig::ShortDrill;
use super::workspace::{PERSONAL_SETTINGS, Workspace, in_ci, must, told};
use super::{generate, rig, tidy, web};
use xtask::interrupt;
use xtask::process::{run_and_listen, succeeds};
use xtask::servers::{self, Options, Postgres, Redis};
use xtask::tally::Tally;

#[derive(Debug, Args)]
pub(crate) struct TestArgs {
    /// Only format, source checks, lints and the tests on SQLite with the in-process bus.
    #[arg(long)]
    fast: bool,
    /// Run only the tests whose name contains this, and no drill.
    filter: Option<String>,
}

pub(crate) fn run(workspace: &Workspace, arguments: &TestArgs) -> Result<()> {
    interrupt::watch()?;
    let mut session = Session::new(workspace, arguments.filter.clone());
    let outcome = phases(&mut session, arguments);
    let (tally, started) = (session.tally, session.started);
    println!("\n== {} in all", elapsed(started));
    if outcome.is_ok() && tally.passed == 0 {
        bail!("no test ran");
    }
    if outcome.is_ok() || tally.failed > 0 {
        println!("{tally}");
    }
    outcome
}

fn phases(session: &mut Session, arguments: &TestArgs) -> Result<()> {
    let thorough = !arguments.fast;
    let workspace = session.workspace;

    // First what is quick to tell.
    session.phase("servers", Session::find_servers)?;
    session.phase("format", |_| must(&mut workspace.cargo(&["fmt", "--all", "--check"])))?;
    session.phase("sources", |_| tidy::run(workspace))?;
    if thorough {
        session.phase("dependencies", |_| deny(workspace))?;
    }
    session.phase("lints", |_| {
        let clippy = ["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"];
        must(&mut workspace.cargo(&clippy))
    })?;
    session.phase("packages of the pages", |_| web::install(workspace))?;
    session.phase("types and style of the pages", |_| web::check(workspace))?;
    session.phase("tests of the pages", |session| session.count(&mut web::unit_tests(workspace)))?;
    session.phase("build of the pages", |_| web::build(workspace))?;
    session
        .phase("build", |_| must(&mut workspace.cargo(&["build", "--workspace", "--bins", "--tests", "--locked"])))?;
    session.phase("generated files", |_| {
        generate::from_program(workspace, &workspace.program("debug", "flotilla"), true)
    })?;
    session.phase("tests on SQLite and the in-process bus", Session::test_embedded)?;
    if thorough {
        session.phase("tests on PostgreSQL and Redis", Session::test_grown)?;
        session.phase("examples in the docs", Session::test_docs)?;
        session.phase("docs", |_| {
            let doc = ["doc", "--workspace", "--no-deps", "--document-private-items", "--locked"];
            // The docs are for whoever works on the code, so they may link to what is private.
            let flags = "-D warnings -A rustdoc::private-intra-doc-links";
            must(workspace.cargo(&doc).env("RUSTDOCFLAGS", flags))
        })?;
    }
    if thorough && arguments.filter.is_none() {
        session.phase("pages in a browser, on SQLite and the in-process bus", |session| {
            session.count(&mut web::browser_tests(workspace, "debug", web::Backend::Embedded)?)
        })?;
        session.phase("pages in a browser, on PostgreSQL and Redis", |session| {
            let (postgres, redis) = (Postgres::start(&Options::default())?, Redis::start(&Options::default())?);
            session.count(&mut web::browser_tests(workspace, "debug", web::Backend::Grown(&postgres, &redis))?)
        })?;
        session.phase("short push drill", |_| rig::short_drill(workspace, ShortDrill::Push))?;
        session.phase("short drill of members and money", |_| rig::short_drill(workspace, ShortDrill::Members))?;
    }
    Ok(())
}

fn deny(workspace: &Workspace) -> Result<()> {
    if !succeeds(&mut workspace.cargo(&["deny", "--version"])) {
        println!("skipped: cargo-deny is not installed (cargo install cargo-deny)");
        return Ok(());
    }
    must(&mut workspace.cargo(&["fetch", "--locked"]))?;
    must(&mut workspace.cargo(&["deny", "--offline", "check", "bans", "licenses", "sources"]))
}

struct Session<'a> {
    workspace: &'a Workspace,
    filter: Option<String>,
    started: Instant,
    phase: usize,
    redis_server: PathBuf,
    has_nextest: bool,
    tally: Tally,
}

impl<'a> Session<'a> {
    fn new(workspace: &'a Workspace, filter: Option<String>) -> Self {
        Self {
            workspace,
            filter,
            started: Instant::now(),
            phase: 0,
            redis_server: PathBuf::new(),
            has_nextest: succeeds(&mut workspace.cargo(&["nextest", "--version"])),
            tally: Tally::default(),
        }
    }

    fn phase(&mut self, title: &'static str, work: impl FnOnce(&mut Self) -> Result<()>) -> Result<()> {
        if interrupt::requested() {
            bail!("interrupted");
        }
        self.phase += 1;
        println!("\n== {} {}. {title}", elapsed(self.started), self.phase);
        work(self).context(title)
    }

    fn find_servers(&mut self) -> Result<()> {
        servers::ensure_installed()?;
        self.redis_server = servers::redis_server().context("redis-server")?;
        let postgres = servers::postgres_bin().context("PostgreSQL")?;
        servers::ensure_browser()?;
        let chromium = servers::chromium().context("Chromium")?;
        println!("{}\n{}\n{}", self.redis_server.display(), postgres.display(), chromium.display());
        Ok(())
    }

    /// All tests; those of the root package on SQLite and the in-process bus.
    fn test_embedded(&mut self) -> Result<()> {
        let mut command = if self.has_nextest {
            self.nextest(self.filter.as_ref().map(|filter| format!("test({filter})")))
        } else {
            self.cargo_test(&["--bins", "--lib", "--tests"])
        };
        command.env("FLOTILLA_TEST_BACKEND", "sqlite");
        self.count(&mut command)
    }

    /// The root package's tests again, on servers that end with this phase.
    fn test_grown(&mut self) -> Result<()> {
        let names: Vec<&str> = self.workspace.root_tests.iter().flat_map(|name| ["--test", name.as_str()]).collect();
        if names.is_empty() {
            println!("the root package has no tests yet");
            return Ok(());
        }
        let postgres = Postgres::start(&Options::default())?;
        let redis = Redis::start(&Options::default())?;
        let mut command = if self.has_nextest {
            let own = "package(=flotilla) & kind(test)";
            let filter = self.filter.as_ref().map(|filter| format!(" & test({filter})"));
            self.nextest(Some(format!("{own}{}", filter.unwrap_or_default())))
        } else {
            self.cargo_test(&names)
        };
        command
            .env("FLOTILLA_TEST_BACKEND", "postgres")
            .env("FLOTILLA_TEST_DATABASE_URL", postgres.url())
            .env("FLOTILLA_TEST_REDIS_URL", redis.url());
        self.count(&mut command)
    }

    fn test_docs(&mut self) -> Result<()> {
        let mut command = self.cargo_test(&["--doc"]);
        self.count(&mut command)
    }

    fn nextest(&self, filter: Option<String>) -> Command {
        let mut command = self.test_command(&["nextest", "run", "--workspace", "--locked"]);
        command.args(["--no-tests", "pass", "--profile", if in_ci() { "ci" } else { "default" }]);
        if let Some(filter) = filter {
            command.args(["-E", &filter]);
        }
        command
    }

    fn cargo_test(&self, targets: &[&str]) -> Command {
        let mut command = self.test_command(&["test", "--workspace", "--locked"]);
        command.args(targets);
        if in_ci() {
            command.arg("--no-fail-fast");
        }
        if let Some(filter) = &self.filter {
            command.args(["--", filter]);
        }
        command
    }

    fn test_command(&self, words: &[&str]) -> Command {
        let mut command = self.workspace.cargo(words);
        for name in PERSONAL_SETTINGS {
            command.env_remove(name);
        }
        command.env("FLOTILLA_REDIS_SERVER", &self.redis_server);
        command
    }

    /// Runs tests and adds them to the tally.
    fn count(&mut self, command: &mut Command) -> Result<()> {
        let finished = run_and_listen(command)?;
        let tally = Tally::of(&finished.output);
        self.tally += tally;
        if !finished.status.success() {
            bail!("{} failed in: {}", tally.failed, told(command));
        }
        Ok(())
    }
}

/// Minutes and seconds since then.
fn elapsed(since: Instant) -> String {
    let seconds = since.elapsed().as_secs();
    format!("{:02}:{:02}", seconds / 60, seconds % 60)
}
