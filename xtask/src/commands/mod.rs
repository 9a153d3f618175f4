//! One command, one file.

pub(crate) mod demo;
pub(crate) mod generate;
pub(crate) mod rig;
pub(crate) mod test;
pub(crate) mod tidy;
pub(crate) mod web;
pub(crate) mod workspace;
