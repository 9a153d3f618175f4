//! A private Redis.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{Ipv4Addr, TcpStream};
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

use super::host::Host;
use super::{Options, port, redis_server};

const ANSWER_LIMIT: Duration = Duration::from_secs(10);
const STILL_HELD: [&str; 1] = ["Address already in use"];

/// A Redis server of our own on loopback, ended and removed with this value.
#[derive(Debug)]
pub struct Redis {
    host: Host,
    program: PathBuf,
    port: u16,
    options: Options,
}

impl Redis {
    /// Starts an empty server and waits until it answers.
    pub fn start(options: &Options) -> Result<Self> {
        let program = redis_server().context("redis-server is not installed")?;
        let mut redis =
            Self { host: Host::create("redis", None)?, program, port: port::free()?, options: options.clone() };
        redis.start_again()?;
        Ok(redis)
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// `redis://127.0.0.1:PORT`
    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    /// Process id while it runs.
    pub fn pid(&self) -> Option<u32> {
        self.host.pid()
    }

    /// The directory that holds its data and its `log`.
    pub fn dir(&self) -> &std::path::Path {
        self.host.dir()
    }

    pub fn is_running(&mut self) -> bool {
        self.host.is_running()
    }

    /// Ends it in good order. [`Redis::start_again`] brings it back.
    pub fn stop(&mut self) -> Result<()> {
        self.host.stop()
    }

    /// `kill -9`.
    pub fn kill(&mut self) {
        self.host.kill();
    }

    /// Starts it on the same port and directory; does nothing when it runs. Without
    /// [`Options::durable`] it comes back empty.
    pub fn start_again(&mut self) -> Result<()> {
        if self.host.is_running() {
            return Ok(());
        }
        let Self { host, program, port, options } = self;
        let port = *port;
        host.boot(
            |host| server_command(host, program, port, options),
            |_| command(port, "PING").is_ok_and(|answer| answer == "+PONG"),
            &STILL_HELD,
        )
    }

    /// Stops and starts.
    pub fn restart(&mut self) -> Result<()> {
        self.stop()?;
        self.start_again()
    }

    /// Forgets every key.
    pub fn flush_all(&self) -> Result<()> {
        match self.command("FLUSHALL")?.as_str() {
            "+OK" => Ok(()),
            answer => bail!("FLUSHALL: {answer}"),
        }
    }

    /// Sends one command whose words have no spaces, and gives the first line of the answer as it comes
    /// on the wire (`+OK`, `:3`, `-ERR …`).
    pub fn command(&self, line: &str) -> Result<String> {
        command(self.port, line)
    }
}

fn server_command(host: &Host, program: &std::path::Path, port: u16, options: &Options) -> Command {
    let append_only = if options.durable { "yes" } else { "no" };
    let mut command = host.command(program);
    command
        .args(["--port", &port.to_string(), "--bind", "127.0.0.1", "--daemonize", "no"])
        .args(["--save", "", "--appendonly", append_only, "--appendfsync", "everysec"])
        .arg("--dir")
        .arg(host.dir());
    for (name, value) in &options.settings {
        command.arg(format!("--{name}")).arg(value);
    }
    command
}

fn command(port: u16, line: &str) -> Result<String> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).context("Redis does not answer")?;
    stream.set_read_timeout(Some(ANSWER_LIMIT))?;
    stream.set_write_timeout(Some(ANSWER_LIMIT))?;
    write!(stream, "{line}\r\n")?;
    let mut answer = String::new();
    BufReader::new(stream).read_line(&mut answer)?;
    if answer.is_empty() {
        bail!("Redis closed the connection");
    }
    Ok(answer.trim_end().to_owned())
}
