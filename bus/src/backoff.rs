//! How long to wait before trying again: twice as long each time, up to a cap, and never all at the same moment.

use std::time::Duration;

use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};

/// Doubling waits with jitter.
#[derive(Debug, Clone, Copy)]
pub struct Backoff {
    /// The longest wait after the first failure.
    pub first: Duration,
    /// The longest wait of all.
    pub cap: Duration,
}

impl Backoff {
    /// For a message whose work failed: half a second at first, five minutes at most.
    pub const MESSAGE: Self = Self { first: Duration::from_millis(500), cap: Duration::from_mins(5) };
    /// For a lost connection: short, because a process without the bus trusts no cache and asks the database for everything.
    pub(crate) const CONNECTION: Self = Self { first: Duration::from_millis(50), cap: Duration::from_secs(2) };

    /// The wait after failure number `attempt` (from 1): between half and all of `first` doubled `attempt - 1` times.
    /// The random half keeps processes that failed together from coming back together.
    pub fn delay(self, attempt: u32) -> Duration {
        let doublings = attempt.saturating_sub(1).min(30);
        let longest = self.first.saturating_mul(1 << doublings).min(self.cap);
        longest.mul_f64(0.5 + random_fraction() / 2.0)
    }
}

/// The wait before delivery `attempt` of a message, which has just failed, is followed by the next; see [`Backoff::MESSAGE`].
pub fn backoff(attempt: u32) -> Duration {
    Backoff::MESSAGE.delay(attempt)
}

/// Seeded by the operating system each time: it is called only when something has failed, and must differ between processes
/// started at the same moment. Nothing that is decided or stored depends on it.
fn random_fraction() -> f64 {
    StdRng::from_os_rng().random()
}

/// A number no other process has, to tell one's own signals from others'.
pub(crate) fn process_mark() -> u64 {
    StdRng::from_os_rng().random()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubles_up_to_the_cap_with_jitter() {
        let policy = Backoff { first: Duration::from_secs(1), cap: Duration::from_secs(6) };
        for (attempt, longest) in [(0, 1), (1, 1), (2, 2), (3, 4), (4, 6), (5, 6), (u32::MAX, 6)] {
            let longest = Duration::from_secs(longest);
            let delay = policy.delay(attempt);
            assert!(delay >= longest / 2 && delay <= longest, "attempt {attempt}: {delay:?}");
        }
    }
}
