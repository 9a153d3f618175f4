//! What to seed: the real tree with synthetic people, synthetic trees of any size, and synthetic members.

mod members;
mod people;
mod plant;
mod real;
mod synthetic;

pub use members::{MOST_MEMBERS, synthetic_members};
pub use people::{DEMO_PASSWORD, DEMO_STAFF, DemoStaff};
pub use plant::{plant, plant_members};
pub use real::{bare_tree, real_tree, real_tree_of};
pub use synthetic::synthetic_tree;
