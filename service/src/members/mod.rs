//! Members: who they are, where they are at home, what they hold.
//!
//! A chapter sees its own members, masked. A member acts for oneself by the account that the member's row names; everybody
//! else by a right at the member's home.

mod authority;
mod card_batch_issue;
mod card_batch_void;
mod card_redeem;
mod cards;
mod catch_up;
mod consent_set;
mod counts;
mod duplicates;
mod member_add;
mod member_follow;
mod member_move;
mod member_reveal;
mod member_update;
mod membership_freeze;
mod membership_grant;
mod membership_unfreeze;
mod points;
mod points_adjust;
mod points_expire;
mod points_sign_in;
mod points_spend;
mod read;
mod remind;
mod reseal;
mod search;
mod sweep;
mod terms;
mod tier_save;
mod trial_start;

pub use card_batch_issue::{CardBatchIssue, Issued};
pub use card_batch_void::CardBatchVoid;
pub use card_redeem::CardRedeem;
pub use cards::CardBatchCounted;
pub use consent_set::ConsentSet;
pub use duplicates::MemberDuplicate;
pub use member_add::{MemberAdd, NewMember};
pub use member_follow::MemberFollow;
pub use member_move::MemberMove;
pub use member_reveal::{MemberReveal, Revealed};
pub use member_update::MemberUpdate;
pub use membership_freeze::MembershipFreeze;
pub use membership_grant::MembershipGrant;
pub use membership_unfreeze::MembershipUnfreeze;
pub use points::PointsEntry;
pub use points_adjust::PointsAdjust;
pub use points_spend::PointsSpend;
pub use read::{MemberCard, MemberFilter};
pub use remind::{RENEWAL_STREAM, RenewalDue};
pub use store::members::count::MemberCount;
pub use store::members::home::PastHome;
pub use store::members::merge::MergeRecord;
pub use store::members::reveal::Reveal;
pub use store::members::term::Membership;
pub use tier_save::{TierRecord, TierSave};
pub use trial_start::TrialStart;

pub(crate) use authority::{Hand, require_at, require_for};
pub(crate) use catch_up::bring_up_to_date;
pub(crate) use member_add::{check_new, check_open, insert_member, keep_consents};
pub(crate) use points::{PointsChange, change_points};
pub(crate) use terms::{Given, append_term, check_live, check_of_age, load_member, write_change};
pub(crate) use tier_save::find_tier;
