//! The directory, the process and the log of one private server.

use std::fs::{self, File, OpenOptions};
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::process::{signal, wait_until};
use crate::reaper::Reaper;

/// Crash recovery on a slow disk included.
const START_LIMIT: Duration = Duration::from_mins(1);
const STOP_LIMIT: Duration = Duration::from_secs(30);
const POLL: Duration = Duration::from_millis(10);

/// Whom a server runs as, where it refuses to run as root.
#[derive(Debug, Clone, Copy)]
pub(super) struct Account {
    pub(super) uid: u32,
    pub(super) gid: u32,
}

#[derive(Debug)]
pub(super) struct Host {
    name: &'static str,
    dir: PathBuf,
    account: Option<Account>,
    child: Option<Child>,
    /// Where in the log the present process began to write.
    log_from: usize,
    reaper: Reaper,
}

impl Host {
    /// Makes an empty directory that belongs to `account`.
    pub(super) fn create(name: &'static str, account: Option<Account>) -> Result<Self> {
        let dir = tempfile::Builder::new()
            .prefix(&format!("flotilla-{name}-"))
            .tempdir()
            .context("cannot make a temporary directory")?
            .keep();
        let reaper = Reaper::new(&dir)?;
        if let Some(Account { uid, gid }) = account {
            chown(&dir, Some(uid), Some(gid)).context("cannot give the directory away")?;
        }
        Ok(Self { name, dir, account, child: None, log_from: 0, reaper })
    }

    pub(super) fn dir(&self) -> &Path {
        &self.dir
    }

    pub(super) fn log_path(&self) -> PathBuf {
        self.dir.join("log")
    }

    /// Process id of the running server.
    pub(super) fn pid(&self) -> Option<u32> {
        self.child.as_ref().map(Child::id)
    }

    /// A command in the directory and under the account of the server.
    pub(super) fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.dir).env("LC_ALL", "C.UTF-8").stdin(Stdio::null());
        if let Some(Account { uid, gid }) = self.account {
            command.uid(uid).gid(gid);
        }
        command
    }

    /// Starts the server and waits until `ready`. Where it ends at once with one of the words of
    /// `passing` in its log (a port or a memory segment that its killed predecessor still holds), it is
    /// started again until the limit.
    pub(super) fn boot(
        &mut self,
        command: impl Fn(&Self) -> Command,
        mut ready: impl FnMut(&Self) -> bool,
        passing: &[&str],
    ) -> Result<()> {
        let deadline = Instant::now() + START_LIMIT;
        loop {
            let command = command(self);
            self.spawn(command)?;
            while self.is_running() {
                if ready(self) {
                    return Ok(());
                }
                if Instant::now() >= deadline {
                    self.kill();
                    bail!("{} was not ready within {START_LIMIT:?}:\n{}", self.name, self.log());
                }
                thread::sleep(POLL);
            }
            let log = self.log();
            if Instant::now() >= deadline || !passing.iter().any(|words| log.contains(words)) {
                bail!("{} ended while starting:\n{log}", self.name);
            }
            thread::sleep(POLL * 10);
        }
    }

    fn spawn(&mut self, mut command: Command) -> Result<()> {
        self.log_from =
            fs::metadata(self.log_path()).ok().and_then(|meta| usize::try_from(meta.len()).ok()).unwrap_or_default();
        let log: File = OpenOptions::new().create(true).append(true).open(self.log_path())?;
        let child = command
            .stdout(log.try_clone()?)
            .stderr(log)
            // Ctrl-C in the terminal is for us; the server is stopped in order afterwards.
            .process_group(0)
            .spawn()
            .with_context(|| format!("cannot start {}", self.name))?;
        self.reaper.watch(Some(child.id()))?;
        self.child = Some(child);
        Ok(())
    }

    /// Whether the process is there; one that ended by itself is forgotten.
    pub(super) fn is_running(&mut self) -> bool {
        let running = matches!(self.child.as_mut().map(Child::try_wait), Some(Ok(None)));
        if !running {
            self.forget();
        }
        running
    }

    /// Ends the server in good order; returns at once when it is not running.
    pub(super) fn stop(&mut self) -> Result<()> {
        let Some(child) = self.child.as_mut() else {
            return Ok(());
        };
        signal(i64::from(child.id()), "INT");
        let ended = wait_until(STOP_LIMIT, || Ok(child.try_wait()?.is_some()))?;
        self.kill();
        if !ended {
            bail!("{} did not stop within {STOP_LIMIT:?} and was killed", self.name);
        }
        Ok(())
    }

    /// `kill -9`, and waits until the process is gone.
    pub(super) fn kill(&mut self) {
        if let Some(child) = self.child.as_mut() {
            let _ = child.kill();
            let _ = child.wait();
        }
        self.forget();
    }

    fn forget(&mut self) {
        if self.child.take().is_some() {
            // Should the reaper be gone, the process it would have ended is gone too.
            let _ = self.reaper.watch(None);
        }
    }

    /// What the present or last process wrote.
    pub(super) fn log(&self) -> String {
        let bytes = fs::read(self.log_path()).unwrap_or_default();
        let text = bytes.get(self.log_from..).unwrap_or_default();
        String::from_utf8_lossy(text).into_owned()
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        if self.stop().is_err() {
            self.kill();
        }
    }
}
