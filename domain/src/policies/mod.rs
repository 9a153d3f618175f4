//! Versions, inheritance, deliveries.
//!
//! A policy is a key with a schema and a mode ([`PolicySpec`]); a chapter issues [`PolicyVersion`]s of it for its subtree;
//! [`fold`] gives the value in force for a chapter; a [`Delivery`] is one chapter's copy of a version and its receipt.

mod canonical;
mod delivery;
mod inherit;
mod key;
mod narrow;
mod schema;
mod scope;
mod version;

pub use canonical::{Content, ContentHash, ParseHashError, normalise_body};
pub use delivery::{Delivery, DeliveryState, DeliveryView, Escalation, Outdated, Receipt, due_at};
pub use inherit::{InForce, Layer, Source, Step, Verdict, fold, may_issue, may_override};
pub use key::{Mode, PolicyKey, PolicySpec};
pub use schema::ValueSchema;
pub use scope::Scope;
pub use version::{PolicyDraft, PolicyVersion, Publication, Revocation, Urgency, VersionState};
