//! Growth: referral links and whom they credit.
//!
//! A [`Referral`] is one invited person, from the opened link to the reward. Its edges never chain: a reward takes one edge,
//! and no type here names who invited the inviter. Rewards are points and days, never money.

mod attribution;
mod fraud;
mod link;
mod referral;
mod reward;

pub use attribution::{
    ATTRIBUTION_RULE, Attribution, Considered, Credit, CreditKind, Touch, TouchFlaw, TouchVerdict, attribute,
};
pub use fraud::{FraudFlag, FraudFlags, MAX_REGISTRATIONS_PER_HOUR, Risk, Signals};
pub use link::{
    Link, LinkCode, MAX_OPEN_LINKS, ReferralChannel, check_appeal, check_campaign, check_open_links, check_reason,
    check_visitor, unknown_link,
};
pub use referral::{APPEAL_DAYS, LOCK_DAYS, Referral, ReferralState, Registration, Rewards, lock_until};
pub use reward::{
    INVITE_TIERS, InviteTier, MAX_SCAN_DAYS, PAID_INVITEE, PAID_INVITER, REGISTERED_INVITER, scan_days, tiers_reached,
};
