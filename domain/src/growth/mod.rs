//! Growth: referral links and whom they credit.
//!
//! A [`Referral`] is one invited person, from the opened link to the reward. Its edges never chain: a reward takes one edge,
//! and no type here names who invited the inviter. Rewards are points, never money.

mod attribution;
mod fraud;
mod link;
mod referral;
mod reward;

pub use attribution::{ATTRIBUTION_RULE, Attribution, Considered, Credit, Touch, TouchFlaw, TouchVerdict, attribute};
pub use fraud::{FraudFlag, FraudFlags, MAX_REGISTRATIONS_PER_HOUR, Risk, Signals};
pub use link::Link;
pub use referral::{APPEAL_DAYS, LOCK_DAYS, Referral, ReferralState, Registration, Rewards, lock_until};
pub use reward::{INVITE_TIERS, InviteTier, PAID_INVITEE, PAID_INVITER, REGISTERED_INVITER, tiers_reached};
