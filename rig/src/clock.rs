//! The wall clock, to compare what the rig does with the commit times that PostgreSQL keeps on the same machine.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Result, bail};
use tokio::time::{Instant, sleep};
use xtask::interrupt;

const GLANCE: Duration = Duration::from_millis(100);

/// Microseconds since 1970, UTC.
#[expect(
    clippy::disallowed_methods,
    reason = "the rig stands outside the product and compares its own acts with commit times"
)]
pub(crate) fn now_micros() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_micros()).unwrap_or(i64::MAX)
}

/// Waits, but not on after an interruption.
///
/// # Errors
/// When somebody asked the rig to stop.
pub(crate) async fn pause(length: Duration) -> Result<()> {
    let until = Instant::now() + length;
    loop {
        if interrupt::requested() {
            bail!("interrupted");
        }
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Ok(());
        }
        sleep(left.min(GLANCE)).await;
    }
}
