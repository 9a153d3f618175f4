//! The door from outside: what a careful client may rely on, promise by promise.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::unused_async,
    reason = "helpers of tests may panic, and the schema's resolvers are async by form"
)]

mod client;
mod cors;
mod documents;
mod grouping;
mod limits;
mod negotiation;
mod nulls;
mod schema;
mod serving;
mod socket;
mod stream;
mod tokens;
mod world;
