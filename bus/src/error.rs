//! What can go wrong on the bus, by what the caller can do about it.

/// The result of anything on the bus.
pub type Result<T> = std::result::Result<T, Error>;

/// Why the bus did not do as asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The server is away or too slow at present. Try again later; whether it took effect is not known.
    #[error("the bus is unavailable: {0}")]
    Unavailable(String),
    /// The server refused, or answered what this version does not understand. Trying again is of no use by itself.
    #[error("the bus refused: {0}")]
    Protocol(String),
    /// The settings make no sense.
    #[error("the bus settings are wrong: {0}")]
    Settings(String),
    /// [`crate::Bus::close`] was called.
    #[error("the bus is closed")]
    Closed,
}

impl Error {
    /// True when the same call may succeed later without anybody changing anything.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Unavailable(_))
    }
}
