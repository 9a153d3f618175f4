//! How long to wait after a failure.

use std::time::Duration;

/// Pauses that grow with every failure in a row.
#[derive(Debug, Default)]
pub(crate) struct Pause {
    failures: u32,
}

impl Pause {
    /// It went well.
    pub(crate) fn reset(&mut self) {
        self.failures = 0;
    }

    /// Waits: longer after each failure, with jitter, never above a few seconds.
    pub(crate) async fn wait(&mut self) {
        self.failures = self.failures.saturating_add(1);
        tokio::time::sleep(bus::backoff(self.failures).min(Duration::from_secs(2))).await;
    }
}
