//! Policies in the schema: keys, versions, deliveries, and how they land.

mod announcement;
mod delivery;
mod enums;
mod input;
mod mutation;
mod push;
mod query;
mod reach;
mod receipt_mutation;
mod rollout;
mod subscription;
mod types;
mod value;
mod version;

pub use announcement::Announcement;
pub(crate) use announcement::{Announced, followed};
pub(crate) use delivery::{Delivery, Escalation, InboxConnection, inbox_item};
pub(crate) use mutation::PoliciesMutation;
pub(crate) use push::Push;
pub(crate) use query::PoliciesQuery;
pub(crate) use receipt_mutation::ReceiptMutation;
pub(crate) use subscription::PoliciesSubscription;
pub(crate) use types::Policy;
pub(crate) use value::{PolicyValue, known_key};
pub(crate) use version::Version;
