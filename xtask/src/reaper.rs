//! A small shell that outlives us: when this process ends in whatever way, even by `kill -9`, it ends the
//! server it was told of and removes its directory.

use std::io::Write as _;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};

use anyhow::{Context as _, Result};

/// Each line read is the process id to end, an empty one none; the end of input is the end of us.
const SCRIPT: &str = r#"
trap '' INT TERM HUP
pid=
while read -r line; do pid=$line; done
if [ -n "$pid" ]; then
  kill -INT "$pid" 2>/dev/null
  tries=0
  while [ $tries -lt 50 ] && kill -0 "$pid" 2>/dev/null; do sleep 0.1; tries=$((tries + 1)); done
  kill -KILL "$pid" 2>/dev/null
fi
tries=0
# Backends of a killed server may still be writing for a moment.
until rm -rf -- "$1" 2>/dev/null || [ $tries -ge 20 ]; do sleep 0.1; tries=$((tries + 1)); done
"#;

/// Ends a process and removes a directory when dropped, or when its owner is killed.
#[derive(Debug)]
pub struct Reaper {
    shell: Child,
    /// Closed first of all when dropped; that is the shell's signal to act.
    line: Option<ChildStdin>,
}

impl Reaper {
    /// Watches over `directory`, which it removes at the end.
    pub fn new(directory: &Path) -> Result<Self> {
        let mut shell = Command::new("sh")
            .args(["-c", SCRIPT, "reaper"])
            .arg(directory)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .current_dir("/")
            .process_group(0)
            .spawn()
            .context("cannot start sh")?;
        let line = shell.stdin.take();
        Ok(Self { shell, line })
    }

    /// Tells which process to end, or that none is left.
    pub fn watch(&mut self, pid: Option<u32>) -> Result<()> {
        if let Some(line) = &mut self.line {
            let text = pid.map(|pid| pid.to_string()).unwrap_or_default();
            writeln!(line, "{text}").context("the reaper is gone")?;
        }
        Ok(())
    }
}

impl Drop for Reaper {
    fn drop(&mut self) {
        self.line = None;
        let _ = self.shell.wait();
    }
}
