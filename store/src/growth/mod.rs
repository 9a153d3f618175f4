//! Growth: referral links, visitors who follow them, referrals, and which chapter is credited.

pub mod attribution;
pub mod link;
pub mod referral;
pub mod visitor;
