//! A private PostgreSQL cluster.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use super::binaries::is_root;
use super::host::{Account, Host};
use super::{Options, port, postgres_bin};
use crate::process::{output_of, succeeds};

/// A path of a Unix socket has room for 107 bytes, `/.s.PGSQL.12345` included.
const SOCKET_FOLDER_LIMIT: usize = 90;
/// What a killed predecessor's last backends may still hold for a moment.
const STILL_HELD: [&str; 3] =
    ["pre-existing shared memory block", "could not bind", "lock file \"postmaster.pid\" already exists"];
/// PostgreSQL refuses to run as root; this account is made where there is no `postgres`.
const OWN_ACCOUNT: &str = "flotilla-postgres";

/// A PostgreSQL of our own on loopback, ended and removed with this value.
///
/// Whoever reaches the port may enter as the superuser `flotilla` without a password. Text sorts by
/// code point (`C.UTF-8`).
#[derive(Debug)]
pub struct Postgres {
    host: Host,
    bin: PathBuf,
    port: u16,
    options: Options,
}

impl Postgres {
    /// Makes an empty cluster, starts it and waits until it accepts connections.
    pub fn start(options: &Options) -> Result<Self> {
        let bin = postgres_bin().context("PostgreSQL is not installed")?;
        let account = if is_root() { Some(server_account()?) } else { None };
        let host = Host::create("postgres", account)?;
        output_of(
            host.command(&bin.join("initdb"))
                .arg("--pgdata")
                .arg(data_dir(&host))
                .args(["--username=flotilla", "--auth=trust", "--no-sync"])
                .args(["--encoding=UTF8", "--locale=C.UTF-8"]),
        )?;
        let mut postgres = Self { host, bin, port: port::free()?, options: options.clone() };
        postgres.start_again()?;
        Ok(postgres)
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// `postgres://flotilla@127.0.0.1:PORT/postgres`, the database that is always there.
    pub fn url(&self) -> String {
        self.url_of("postgres")
    }

    /// The address of another database of the cluster.
    pub fn url_of(&self, database: &str) -> String {
        format!("postgres://flotilla@127.0.0.1:{}/{database}", self.port)
    }

    /// Process id of the postmaster while it runs.
    pub fn pid(&self) -> Option<u32> {
        self.host.pid()
    }

    /// The directory that holds its `data`, its socket and its `log`.
    pub fn dir(&self) -> &Path {
        self.host.dir()
    }

    pub fn is_running(&mut self) -> bool {
        self.host.is_running()
    }

    /// Ends it in good order, cutting open connections. [`Postgres::start_again`] brings it back.
    pub fn stop(&mut self) -> Result<()> {
        self.host.stop()
    }

    /// `kill -9` of the postmaster; its backends end by themselves within moments.
    pub fn kill(&mut self) {
        self.host.kill();
    }

    /// Starts it on the same port and data, through crash recovery where needed; does nothing when it
    /// runs.
    pub fn start_again(&mut self) -> Result<()> {
        if self.host.is_running() {
            return Ok(());
        }
        let Self { host, bin, port, options } = self;
        host.boot(|host| server_command(host, bin, *port, options), accepts_connections, &STILL_HELD)
    }

    /// Stops and starts.
    pub fn restart(&mut self) -> Result<()> {
        self.stop()?;
        self.start_again()
    }

    /// Makes a database and gives its address.
    ///
    /// # Errors
    /// Also when `name` is not a plain lower-case word.
    pub fn create_database(&self, name: &str) -> Result<String> {
        if name.is_empty() || !name.chars().all(|c| matches!(c, 'a'..='z' | '0'..='9' | '_')) {
            bail!("{name:?} is no name for a database: a-z, 0-9 and _ only");
        }
        self.query("postgres", &format!("CREATE DATABASE \"{name}\""))?;
        Ok(self.url_of(name))
    }

    /// Runs SQL through `psql` and gives the rows, fields separated by `|`.
    pub fn query(&self, database: &str, sql: &str) -> Result<String> {
        let bundled = self.bin.join("psql");
        let psql = if bundled.is_file() { bundled } else { PathBuf::from("psql") };
        let rows = output_of(
            Command::new(psql)
                .args(["--no-psqlrc", "--quiet", "--no-align", "--tuples-only"])
                .args(["--set", "ON_ERROR_STOP=1", "--dbname", &self.url_of(database)])
                .args(["--command", sql]),
        )?;
        Ok(rows.trim_end().to_owned())
    }
}

fn data_dir(host: &Host) -> PathBuf {
    host.dir().join("data")
}

fn server_command(host: &Host, bin: &Path, port: u16, options: &Options) -> Command {
    let socket_folder = host.dir().to_string_lossy();
    let socket_folder = if socket_folder.len() > SOCKET_FOLDER_LIMIT { "" } else { &socket_folder };
    let mut settings = vec![
        ("listen_addresses", "127.0.0.1"),
        ("unix_socket_directories", socket_folder),
        ("max_connections", "200"),
        ("logging_collector", "off"),
    ];
    if !options.durable {
        settings.extend([("fsync", "off"), ("synchronous_commit", "off"), ("full_page_writes", "off")]);
    }
    settings.extend(options.settings.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    let mut command = host.command(&bin.join("postgres"));
    command.arg("-D").arg(data_dir(host)).args(["-p", &port.to_string()]);
    for (name, value) in settings {
        command.arg("-c").arg(format!("{name}={value}"));
    }
    command
}

/// The postmaster writes `ready` on the eighth line of its lock file once it accepts connections; the
/// first line is its process id, since the file of a killed one stays behind.
fn accepts_connections(host: &Host) -> bool {
    let lock = fs::read_to_string(data_dir(host).join("postmaster.pid")).unwrap_or_default();
    let mut lines = lock.lines().map(str::trim);
    let pid = lines.next().and_then(|pid| pid.parse().ok());
    pid.is_some() && pid == host.pid() && lines.nth(6) == Some("ready")
}

fn server_account() -> Result<Account> {
    if let Some(account) = account_of("postgres").or_else(|| account_of(OWN_ACCOUNT)) {
        return Ok(account);
    }
    succeeds(Command::new("useradd").args(["--system", "--user-group", "--no-create-home", OWN_ACCOUNT]));
    account_of(OWN_ACCOUNT).context("PostgreSQL refuses to run as root, and there is no account `postgres`: make one")
}

fn account_of(name: &str) -> Option<Account> {
    let id = |flag| output_of(Command::new("id").args([flag, name])).ok()?.trim().parse().ok();
    Some(Account { uid: id("-u")?, gid: id("-g")? })
}
