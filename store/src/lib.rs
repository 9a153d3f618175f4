//! The rows: the only crate that knows sea-orm and SQL.
//!
//! [`Store`] connects; [`Db`] runs statements (on a pool or inside a transaction); [`Work`] is the one way to write.
//! Each context has a folder of the same name as in `domain`. SQL is written as SQL, one text for both databases
//! (ADR 0002); what differs lives in [`dialect`].

pub mod access;
pub mod audit;
mod bulk;
pub mod chapters;
mod connect;
mod db;
pub mod dialect;
mod error;
pub mod growth;
pub mod integrations;
pub mod kernel;
mod load;
pub mod members;
pub mod money;
pub mod policies;
pub mod seed;
pub mod seed_members;
pub mod vault;
mod work;

pub use connect::{PoolSettings, Store};
pub use db::Db;
pub use error::StoreError;
pub use work::Work;

/// What every function of this crate answers.
pub type Result<T> = std::result::Result<T, StoreError>;
