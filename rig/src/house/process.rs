//! One process that is started, killed and started again.

use std::fs::{self, OpenOptions};
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;
use std::process::{Child, Stdio};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use xtask::interrupt;
use xtask::process::{signal, wait_until};
use xtask::reaper::Reaper;

use super::Flotilla;

/// A tree of a million chapters takes its time to be read.
const READY_LIMIT: Duration = Duration::from_mins(3);
const ANSWER_LIMIT: Duration = Duration::from_secs(5);
/// What `flotilla serve` and `api` print once they can be reached.
const LISTENING: &str = "listening on http://";
/// What `flotilla worker` prints once it has begun.
const WORKING: &str = "working\n";
const LAST_WORDS: usize = 3_000;

/// A long-running process of the executable; killed with this value, or by the reaper if the rig itself is.
#[derive(Debug)]
pub(crate) struct Process {
    name: String,
    words: Vec<String>,
    /// Settings of its own.
    settings: Vec<(String, String)>,
    flotilla: Flotilla,
    /// Whether it opens a door, so that being ready can be asked.
    listens: bool,
    child: Option<Child>,
    log: PathBuf,
    /// Where in the log the present run begins.
    log_from: usize,
    address: Option<String>,
    reaper: Reaper,
}

impl Process {
    /// Prepares a process; [`Process::start`] starts it.
    pub(crate) fn new(flotilla: &Flotilla, name: String, words: &[&str], listens: bool) -> Result<Self> {
        let log = flotilla.logs().join(format!("{name}.log"));
        // The reaper removes a directory as well; it gets an empty one.
        let empty = tempfile::Builder::new().prefix("flotilla-rig-").tempdir()?.keep();
        Ok(Self {
            name,
            words: words.iter().map(|&word| word.to_owned()).collect(),
            settings: Vec::new(),
            flotilla: flotilla.clone(),
            listens,
            child: None,
            log,
            log_from: 0,
            address: None,
            reaper: Reaper::new(&empty)?,
        })
    }

    /// Adds a setting, as a variable of its environment.
    #[must_use]
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.settings.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Process id while it runs.
    pub(crate) fn pid(&self) -> Option<u32> {
        self.child.as_ref().map(Child::id)
    }

    /// `host:port` of its door.
    pub(crate) fn address(&self) -> Option<String> {
        self.address.clone()
    }

    /// Starts it and waits until it is ready. Blocks.
    ///
    /// # Errors
    /// When it ends before, with the end of its log; or is not ready in a minute.
    pub(crate) fn start(&mut self) -> Result<()> {
        self.log_from = self.log_text().len();
        let log = OpenOptions::new().create(true).append(true).open(&self.log)?;
        let words: Vec<&str> = self.words.iter().map(String::as_str).collect();
        let child = self
            .flotilla
            .command(&words)
            .envs(self.settings.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            // Ctrl-C in the terminal is for the rig.
            .process_group(0)
            .spawn()
            .with_context(|| format!("cannot start {}", self.name))?;
        self.reaper.watch(Some(child.id()))?;
        self.child = Some(child);
        self.address = None;
        let ready = wait_until(READY_LIMIT, || {
            if interrupt::requested() {
                bail!("interrupted");
            }
            self.look()
        })?;
        if !ready {
            let words = self.last_words();
            self.kill();
            bail!("{} was not ready within {READY_LIMIT:?}:\n{words}", self.name);
        }
        Ok(())
    }

    fn look(&mut self) -> Result<bool> {
        if !self.is_running() {
            bail!("{} ended while starting:\n{}", self.name, self.last_words());
        }
        let text = self.log_text();
        let run = text.get(self.log_from..).unwrap_or_default();
        if !self.listens {
            return Ok(run.contains(WORKING));
        }
        if self.address.is_none() {
            self.address = run.split_once(LISTENING).and_then(|(_, rest)| {
                let (line, _) = rest.split_once('\n')?;
                let end = line.find(|c: char| !(c.is_ascii_alphanumeric() || "[].:".contains(c)));
                Some(line.get(..end.unwrap_or(line.len()))?.to_owned())
            });
        }
        Ok(self.address.as_deref().is_some_and(is_ready))
    }

    /// Whether it is there; one that ended by itself is forgotten.
    pub(crate) fn is_running(&mut self) -> bool {
        let running = matches!(self.child.as_mut().map(Child::try_wait), Some(Ok(None)));
        if !running {
            self.forget();
        }
        running
    }

    /// `kill -9`, and waits until it is gone.
    pub(crate) fn kill(&mut self) {
        if let Some(child) = self.child.as_mut() {
            let _ = child.kill();
            let _ = child.wait();
        }
        self.forget();
    }

    /// Sends it a signal (`STOP`, `CONT`); none is no error when it is gone.
    pub(crate) fn signal(&self, name: &str) {
        if let Some(pid) = self.pid() {
            signal(i64::from(pid), name);
        }
    }

    fn forget(&mut self) {
        self.address = None;
        if self.child.take().is_some() {
            // Should the reaper be gone, there is nothing left to tell it.
            let _ = self.reaper.watch(None);
        }
    }

    /// The end of what it wrote.
    pub(crate) fn last_words(&self) -> String {
        let text = self.log_text();
        let start = text.ceil_char_boundary(text.len().saturating_sub(LAST_WORDS));
        text.get(start..).unwrap_or_default().to_owned()
    }

    fn log_text(&self) -> String {
        String::from_utf8_lossy(&fs::read(&self.log).unwrap_or_default()).into_owned()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

fn is_ready(address: &str) -> bool {
    let ask = || -> std::io::Result<String> {
        let mut stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(ANSWER_LIMIT))?;
        write!(stream, "GET /readyz HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    };
    ask().is_ok_and(|answer| answer.starts_with("HTTP/1.1 200"))
}
