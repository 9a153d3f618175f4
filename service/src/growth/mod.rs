//! Growth: referral links, whom they brought, and what that earns.
//!
//! A link credits a chapter; a member's own link rewards that member too, in points and days. Whoever follows one is a visitor
//! with a token that the phone made, of which only a keyed hash is kept, until they register; what looks made up is rejected
//! or held back for a person to look at. Locks are taken in one order: the visitor, the invited person, the inviter, the
//! referral.

mod attribution;
mod booking;
mod convert;
mod enrol;
mod export;
mod link_create;
mod link_end;
mod read;
mod referral_appeal;
mod referral_decide;
mod referral_touch;
mod reverse;
mod reward;
mod sweep;
mod visitor;

pub use link_create::LinkCreate;
pub use link_end::LinkEnd;
pub use read::{AttributionCard, InviterSummary, LinkCard, ReferralCard};
pub use referral_appeal::ReferralAppeal;
pub use referral_decide::{ReferralDecide, ReferralDecision};
pub use referral_touch::{Invitation, ReferralTouch};
pub use store::growth::attribution::AttributionRecord;
pub use store::growth::link::LinkRecord;
pub use store::growth::referral::ReferralRecord;
pub use visitor::Lead;

pub(crate) use convert::convert;
pub(crate) use enrol::{Found, find};
pub(crate) use reverse::reverse_order;
