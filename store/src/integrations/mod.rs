//! Integrations: imports, the files they come from, and what is wrong with those.

pub mod fault;
pub mod file;
pub mod import;
