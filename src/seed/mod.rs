//! What to seed: the real tree with synthetic people, synthetic trees of any size, synthetic members, and a month of
//! trade.

mod members;
mod people;
mod plant;
mod real;
mod synthetic;
mod trade;

pub use members::{MOST_MEMBERS, synthetic_members};
pub use people::{DEMO_PASSWORD, DEMO_STAFF, DemoStaff};
pub use plant::{plant, plant_members};
pub use real::{bare_tree, real_tree, real_tree_of};
pub use synthetic::synthetic_tree;
pub use trade::{opened_at, plant_trade};

/// The version of the texts that the pages show, to which synthetic people consent.
const TEXTS: &str = "2026-11";
