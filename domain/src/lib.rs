//! The rules of Flotilla: pure, synchronous, no I/O.
//!
//! One folder per context: `kernel` (ids, time, violations, pages, facts) is below all of them; then
//! `chapters` (the tree and its territory), `access` (who may do what where), `members` (people and what they hold),
//! `policies` (versions, inheritance, deliveries), `money` (orders, the ledger, commission, refunds), `growth` (referral),
//! `integrations` (what comes in from files) and `audit` (what was done). A context names another's things by kernel id only.
//!
//! What may not enter this crate: async, a database, HTTP, GraphQL, the global clock.

pub mod access;
pub mod audit;
pub mod chapters;
pub mod growth;
pub mod integrations;
pub mod kernel;
pub mod members;
pub mod money;
pub mod policies;
