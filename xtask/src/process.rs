//! Runs other programs: in a process group of their own, so that one signal reaches all they start, and
//! ended when this process is asked to end.

use std::io::{BufRead as _, BufReader, Read, Write};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::interrupt;
use crate::reaper::Reaper;

const POLL: Duration = Duration::from_millis(20);
/// How long a program may take to end after it was told to.
const GRACE: Duration = Duration::from_secs(20);
/// How long output may trickle in after a program ended, from children it left behind.
const LAST_WORDS: Duration = Duration::from_secs(5);

/// A program that has ended by itself.
#[derive(Debug)]
pub struct Finished {
    pub status: ExitStatus,
    /// Everything it wrote on either stream, when it was run with [`run_and_listen`].
    pub output: String,
}

/// Runs to the end with the terminal as its output.
///
/// # Errors
/// When it cannot start, or when this process was interrupted (the program has then been ended).
pub fn run(command: &mut Command) -> Result<Finished> {
    let mut child = start(command)?;
    let status = wait(&mut child, &Stop::Group)?;
    Ok(Finished { status, output: String::new() })
}

/// As [`run`], but also gives back what it wrote; the terminal still shows it as it comes.
pub fn run_and_listen(command: &mut Command) -> Result<Finished> {
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = start(command)?;
    let (send, lines) = mpsc::channel();
    if let Some(stdout) = child.stdout.take() {
        relay(stdout, std::io::stdout(), send.clone());
    }
    if let Some(stderr) = child.stderr.take() {
        relay(stderr, std::io::stderr(), send);
    }
    let status = wait(&mut child, &Stop::Group)?;
    let deadline = Instant::now() + LAST_WORDS;
    let mut output = String::new();
    while let Ok(line) = lines.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
        output.push_str(&line);
    }
    Ok(Finished { status, output })
}

/// Runs a server in the foreground: an interruption is passed on to it once as SIGINT, and it is given
/// the time to end in good order. The reaper ends it should this process be killed.
pub fn run_until_interrupted(command: &mut Command, reaper: &mut Reaper) -> Result<ExitStatus> {
    let mut child = start(command)?;
    reaper.watch(Some(child.id()))?;
    let status = wait(&mut child, &Stop::Leader)?;
    reaper.watch(None)?;
    Ok(status)
}

/// Runs to the end without a terminal and gives its standard output.
///
/// # Errors
/// When it cannot start or fails; the message carries its standard error.
pub fn output_of(command: &mut Command) -> Result<String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.stdin(Stdio::null()).output().with_context(|| format!("cannot start {name}"))?;
    if !output.status.success() {
        bail!("{name}: {}: {}", output.status, String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether the program starts and succeeds; its output is dropped.
pub fn succeeds(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Sends a signal (`INT`, `TERM`, `KILL`) to a process, or to a whole group when `target` is negative.
/// A process that is already gone is no error.
pub fn signal(target: i64, name: &str) {
    // The shell's own `kill` is there even where no `kill` program is installed.
    let script = format!("kill -s {name} -- {target}");
    succeeds(Command::new("sh").args(["-c", &script]));
}

enum Stop {
    Group,
    Leader,
}

fn start(command: &mut Command) -> Result<Child> {
    let name = command.get_program().to_string_lossy().into_owned();
    command.stdin(Stdio::null()).process_group(0).spawn().with_context(|| format!("cannot start {name}"))
}

fn wait(child: &mut Child, stop: &Stop) -> Result<ExitStatus> {
    let id = i64::from(child.id());
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status);
        }
        if interrupt::requested() {
            break;
        }
        thread::sleep(POLL);
    }
    match stop {
        Stop::Group => signal(-id, "TERM"),
        Stop::Leader => signal(id, "INT"),
    }
    let ended = wait_until(GRACE, || Ok(child.try_wait()?.is_some()))?;
    // Whatever the program itself left behind goes with it.
    signal(-id, "KILL");
    let status = child.wait()?;
    match stop {
        Stop::Leader if ended => Ok(status),
        Stop::Leader => bail!("did not end within {} s of being interrupted", GRACE.as_secs()),
        Stop::Group => bail!("interrupted"),
    }
}

/// Asks `done` again and again until it says yes (true) or the limit is reached (false).
pub fn wait_until(limit: Duration, mut done: impl FnMut() -> Result<bool>) -> Result<bool> {
    let deadline = Instant::now() + limit;
    loop {
        if done()? {
            return Ok(true);
        }
        if Instant::now() >= deadline {
            return Ok(false);
        }
        thread::sleep(POLL);
    }
}

fn relay(from: impl Read + Send + 'static, mut to: impl Write + Send + 'static, lines: mpsc::Sender<String>) {
    thread::spawn(move || {
        let mut from = BufReader::new(from);
        let mut line = Vec::new();
        while matches!(from.read_until(b'\n', &mut line), Ok(1..)) {
            // A closed terminal must not stop the program from being read to its end.
            let _ = to.write_all(&line);
            let _ = lines.send(String::from_utf8_lossy(&line).into_owned());
            line.clear();
        }
        let _ = to.flush();
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finished_program_gives_both_streams_and_its_status() {
        let finished = run_and_listen(Command::new("sh").args(["-c", "echo out; echo err >&2; exit 3"])).unwrap();

        assert_eq!(finished.status.code(), Some(3));
        let mut lines: Vec<_> = finished.output.lines().collect();
        lines.sort_unstable();
        assert_eq!(lines, ["err", "out"]);
    }

    #[test]
    fn a_signal_to_a_group_reaches_the_children_too() {
        // `sleep` is a child of the shell, and holds the pipe that is read to its end.
        let mut shell =
            Command::new("sh").args(["-c", "sleep 600; true"]).stdout(Stdio::piped()).process_group(0).spawn().unwrap();

        signal(-i64::from(shell.id()), "KILL");

        let mut rest = Vec::new();
        shell.stdout.take().unwrap().read_to_end(&mut rest).unwrap();
        assert!(!shell.wait().unwrap().success());
    }

    #[test]
    fn a_failing_program_explains_itself() {
        let error = output_of(Command::new("sh").args(["-c", "echo broken >&2; exit 1"])).unwrap_err();

        assert!(error.to_string().contains("broken"), "{error}");
    }

    #[test]
    fn a_program_that_is_not_there_is_an_error_with_its_name() {
        let error = run(&mut Command::new("no-such-program")).unwrap_err();

        assert!(error.to_string().contains("no-such-program"), "{error}");
        assert!(!succeeds(&mut Command::new("no-such-program")));
    }
}
