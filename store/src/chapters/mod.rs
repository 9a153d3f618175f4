//! Rows of the tree: divisions, chapters, closure, territory, history and terms of office.

pub mod chapter;
pub mod closure;
pub mod division;
pub mod history;
pub mod snapshot;
pub mod term;
pub mod territory;
