//! What goes over a real socket: HTTP, graphql-transport-ws, server-sent events.

mod client;
mod door;
mod introspection;
mod keys;
mod live;
mod repeats;
mod stream;
mod watch;
