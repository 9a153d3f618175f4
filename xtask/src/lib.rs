//! What the developer commands share with the rig and with tests: private servers, the source checks,
//! and running programs so that an interruption leaves nothing behind.
//!
//! Nothing here prints; the command line (`main.rs`) does.

pub mod interrupt;
pub mod process;
pub mod reaper;
pub mod servers;
pub mod tally;
pub mod tidy;
