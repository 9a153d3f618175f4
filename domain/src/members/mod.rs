//! Members: people, their homes, tiers, memberships, cards and points.
//!
//! Days are calendar days of Asia/Shanghai, spans of days half-open: the last day is not in them. Amounts are fen.

mod card;
mod consent;
mod duplicate;
mod home;
mod joined;
mod person;
mod points;
mod price;
mod rearrange;
mod renewal;
mod reveal;
mod standing;
mod term;
mod tier;
mod unmerge;

pub use card::{Card, CardCode, CardKind, CardState, MAX_BATCH, check_batch};
pub use consent::{
    CONSENT_AGE, ConsentEntry, Purpose, check_consent, check_grant, check_guardian, in_force, is_under_age,
};
pub use duplicate::{Half, Likeness, Merged, Moved, Traits, UNDO_DAYS, check_pair, check_undo, likeness, merge};
pub use home::{
    Home, HomeSource, MAX_FOLLOWS, MOVE_DAYS, Territory, check_follow, check_move, choose_home, territory_chapter,
};
pub use joined::JoinedBy;
pub use person::{check_birth_year, check_name, check_reason};
pub use points::{
    EXPIRE_MONTHS, Lot, MAX_POINTS, POINTS_PER_DAY, Points, PointsReason, check_sign_in, expires_on, points_to_days,
    sign_in_points,
};
pub use price::{PriceBounds, check_local_price, local_price};
pub use rearrange::{Refunded, Upgraded, refund, upgrade, withdraw_refund};
pub use renewal::{RENEWAL_MARKS, renewal_due, renewal_window};
pub use reveal::{MAX_REVEALS_PER_HOUR, check_reveal};
pub use standing::{MemberState, Move, Standing, ask_refund, erase};
pub use term::{
    Change, FREEZE_DAYS, GRACE_DAYS, MAX_DAYS, Shift, Term, TermSource, Wanted, append, begin, catch_up, freeze,
    last_begun, settle, start_trial, unfreeze, unused_days,
};
pub use tier::{TRIAL_DAYS, Tier, TierCode, TierKind, built_in_tiers, check_upgrade};
pub use unmerge::{Held, Made, Parted, PointsParted, part, part_points};
