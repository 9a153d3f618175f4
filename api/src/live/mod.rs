//! Subscriptions as they happen: graphql-transport-ws, groups of equal subscriptions, and slow readers.

mod announced;
mod events;
mod groups;
mod outbox;
mod payload;
mod protocol;
mod socket;
mod upgrade;

pub(crate) use announced::Announced;
pub(crate) use events::{Event, events};
pub(crate) use groups::{Groups, Member, Membership, key};
pub(crate) use outbox::{Item, Outbox};
pub(crate) use upgrade::endpoint;
