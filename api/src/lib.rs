//! The only door: HTTP and GraphQL over the use cases. No rules, no SQL.

#![recursion_limit = "256"]

pub mod gate;
pub mod graphql;
pub mod http;
pub mod live;
pub mod metrics;
pub mod service_door;
pub mod service_gate;
pub mod service_imports;
pub mod service_payments;
pub mod service_sessions;
