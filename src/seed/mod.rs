//! Trees to seed: the real one with synthetic people, and synthetic ones of any size.

mod people;
mod plant;
mod real;
mod synthetic;

pub use people::{DEMO_PASSWORD, DEMO_STAFF, DemoStaff};
pub use plant::plant;
pub use real::{bare_tree, real_tree, real_tree_of};
pub use synthetic::synthetic_tree;
