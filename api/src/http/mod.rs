//! The HTTP edge: what a request must look like, what it may cost, and how it is answered.
//!
//! It stands over any GraphQL schema and knows nothing of chapters or policies. Written here and not taken from a
//! crate because the specifications ask for what stock servers do not do (`docs/API.md` lists the promises):
//! negotiated answers, limits counted before validation, no mutation by GET, every error with a code and a request id.

mod answer;
mod bearer;
mod body;
mod cors;
mod document;
mod door;
mod edge;
mod error;
mod graphql;
mod guarded;
mod health;
mod negotiate;
mod operation;
mod params;
mod rates;
mod router;
mod serve;
pub mod session;
mod settings;
mod sse;

pub(crate) use answer::{Reply, Telling};
pub(crate) use bearer::{caller, credentials};
pub(crate) use body::{linger, read as read_body};
pub(crate) use door::House;
pub use door::{Door, Sharing};
pub(crate) use edge::Seen;
pub(crate) use error::{code, fault};
pub(crate) use graphql::Refused;
pub(crate) use negotiate::Media;
pub(crate) use operation::Job;
pub(crate) use params::Params;
pub use router::{router, router_with};
pub use serve::serve;
pub use settings::{DoorSettings, Limits, LiveSettings};
