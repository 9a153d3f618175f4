//! The schema: thin types over the domain, resolvers that parse, call the service and map.
//!
//! Rules live in `domain` and `service`; what a caller may see is decided there, by the [`view::View`] that goes into
//! every read. Each context has its types, queries and mutations in a folder of the same name.

#![expect(clippy::unused_async, reason = "async-graphql takes asynchronous resolvers only")]
#![expect(clippy::too_many_arguments, reason = "a connection takes Relay's four arguments besides its own")]

mod access;
mod audit;
mod chapters;
mod connection;
pub(crate) mod error;
mod growth;
mod ids;
mod integrations;
mod introspection;
mod limits;
mod list;
mod loaders;
mod members;
mod money;
mod node;
mod operations;
mod payload;
mod policies;
mod scalars;
mod schema;
mod user_error;
mod view;

pub use limits::{field_weights, list_lengths, shared_subscriptions};
pub use policies::Announcement;
pub(crate) use policies::{Announced, followed};
pub use schema::{FlotillaSchema, schema, sdl};
pub(crate) use user_error::user_error_code;
pub(crate) use view::{Asker, View};
