//! What was done: the entry, its canonical form, and the chain that seals it.

mod chain;
mod entry;

pub use chain::{Break, BreakKind, GENESIS, Head, Mac, Sealed, Verifier, link, seal};
pub use entry::Entry;
