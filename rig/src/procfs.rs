//! What the kernel says of a process.

use std::fs;

use anyhow::{Context as _, Result};

/// Linux counts a process's time in hundredths of a second, whatever the kernel's own tick.
const TICK_MICROS: f64 = 10_000.0;

/// Processor time that a process has taken so far, in µs, all threads together; the kernel counts in steps of 10 ms.
pub(crate) fn cpu_micros(pid: u32) -> Result<f64> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).context("the process is gone")?;
    ticks(&stat).map(|ticks| ticks * TICK_MICROS).context("/proc/PID/stat has another form")
}

fn ticks(stat: &str) -> Option<f64> {
    // The name in parentheses may hold anything; utime and stime are the 12th and 13th words behind it.
    let (_, rest) = stat.rsplit_once(')')?;
    let mut words = rest.split_whitespace().skip(11);
    let user: f64 = words.next()?.parse().ok()?;
    let system: f64 = words.next()?.parse().ok()?;
    Some(user + system)
}

/// Memory of a process in kB: `VmRSS` now, `VmHWM` at its highest.
pub(crate) fn memory_kb(pid: u32, name: &str) -> Result<f64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).context("the process is gone")?;
    line(&status, name).with_context(|| format!("/proc/PID/status has no {name}"))
}

fn line(status: &str, name: &str) -> Option<f64> {
    let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_is_read_behind_a_name_with_spaces_and_parentheses() {
        let stat = "12 (a) b) S 1 12 12 0 -1 4194560 500 0 0 0 37 5 0 0 20 0 9 0 100 1 2";

        assert_eq!(ticks(stat), Some(42.0));
        assert_eq!(ticks("nonsense"), None);
    }

    #[test]
    fn memory_is_read_by_name() {
        let status = "Name:\trig\nVmHWM:\t  20480 kB\nVmRSS:\t  10240 kB\n";

        assert_eq!(line(status, "VmRSS"), Some(10_240.0));
        assert_eq!(line(status, "VmHWM"), Some(20_480.0));
    }

    #[test]
    fn this_process_can_be_asked() {
        let pid = std::process::id();

        assert!(memory_kb(pid, "VmRSS").unwrap() > 0.0);
        assert!(cpu_micros(pid).unwrap() >= 0.0);
    }
}
