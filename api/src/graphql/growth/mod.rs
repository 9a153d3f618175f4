//! Growth in the schema: referral links, whom they brought, and which chapter is credited.

mod attribution;
mod enums;
mod input;
mod link;
mod mutation;
mod query;
mod referral;

pub(crate) use attribution::{InviterSummary, MemberAttribution};
pub(crate) use link::{ReferralLink, ReferralLinkConnection, chapter_links};
pub(crate) use mutation::GrowthMutation;
pub(crate) use query::GrowthQuery;
pub(crate) use referral::Referral;
