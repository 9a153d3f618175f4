//! Private PostgreSQL and Redis servers on loopback, for tests, demos, benchmarks and drills.
//!
//! Each lives in a directory of its own under the system's temporary folder and goes away with its value:
//! on drop in good order, and through a small shell that watches over it even when this process is killed.

mod binaries;
mod host;
mod port;
mod postgres;
mod redis;

pub use binaries::{chromium, ensure_browser, ensure_installed, postgres_bin, redis_server};
pub use postgres::Postgres;
pub use redis::Redis;

/// How a private server is set up. The default is fast and forgets on a crash, as tests want it.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Keep what was written through `kill -9`: fsync on PostgreSQL, an append-only file flushed every
    /// second on Redis.
    pub durable: bool,
    /// Further settings of the server, in its own words; the last one of a name wins.
    pub settings: Vec<(String, String)>,
}

impl Options {
    /// Settings for benchmarks and drills, where a crash must not lose what was promised.
    pub fn durable() -> Self {
        Self { durable: true, settings: Vec::new() }
    }

    /// Adds one setting of the server.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.settings.push((name.into(), value.into()));
        self
    }
}
