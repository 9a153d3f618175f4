//! Rows of accounts, rights, sessions, one-time codes and attempts to sign in.

pub mod account;
pub mod attempt;
pub mod code;
pub mod grant;
pub mod provider_link;
pub mod session;

/// How many values go into one list of placeholders: well below SQLite's limit, and few distinct plans.
const CHUNK: usize = 500;
