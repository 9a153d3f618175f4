//! The whole system, driven as its users drive it: GraphQL over the real router, the real worker, a real database.
//!
//! One binary for all. `FLOTILLA_TEST_BACKEND=postgres` runs the same tests on PostgreSQL and Redis
//! (`cargo xtask test` starts both); without it they run on SQLite and the bus in the process.

#![expect(unreachable_pub, reason = "a test binary has no outside")]
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic, in its helpers too")]

mod access;
mod audit;
mod chapters;
mod growth;
mod integrations;
mod members;
mod money;
mod operations;
mod pages;
mod policies;
mod surface;
mod wire;
mod world;
