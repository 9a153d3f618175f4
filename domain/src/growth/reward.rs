//! What an invitation earns: points, 10 of which are a day, and days. Never money, and nothing for who invited the inviter.

/// Points to the inviter, for an invitee who has registered. From the model, as the next two.
pub const REGISTERED_INVITER: i64 = 20;

/// Points to the inviter, once an invitee's order has qualified: two months.
pub const PAID_INVITER: i64 = 600;

/// Points to the invitee, at the same time: six days.
pub const PAID_INVITEE: i64 = 60;

/// From the model, as the next two: every so many qualified invitees bring days besides.
const SCANS: u32 = 2;
const SCAN_DAYS: i64 = 7;
/// The most days that a member ever gets so.
pub const MAX_SCAN_DAYS: i64 = 365;

/// The days that a member has earned who has had `highest` qualified invitees at once, all days before included: 7 for every
/// 2, 365 at most. As with [`tiers_reached`], the highest number counts, so that nothing is earned twice.
#[must_use]
pub fn scan_days(highest: u32) -> i64 {
    (i64::from(highest / SCANS) * SCAN_DAYS).min(MAX_SCAN_DAYS)
}

/// A rung of the ladder of invitations: once per member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct InviteTier {
    /// Invitees that have qualified.
    pub qualified: u32,
    /// In points.
    pub reward: i64,
}

/// The rungs 5, 20 and 100 are from the model; what each earns on top is ours: half a month, two months, a year.
pub const INVITE_TIERS: [InviteTier; 3] = [
    InviteTier { qualified: 5, reward: 150 },
    InviteTier { qualified: 20, reward: 600 },
    InviteTier { qualified: 100, reward: 3_650 },
];

/// The rungs that a member reaches with `now` qualified invitees who has been rewarded for all rungs up to `highest_before`.
/// That is the highest number the member ever had: one that fell by a reversal and rises again earns nothing twice.
pub fn tiers_reached(highest_before: u32, now: u32) -> impl Iterator<Item = InviteTier> {
    INVITE_TIERS.into_iter().filter(move |tier| highest_before < tier.qualified && tier.qualified <= now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rung_is_rewarded_once() {
        let reached = |before, now| tiers_reached(before, now).map(|tier| tier.qualified).collect::<Vec<_>>();
        assert_eq!(reached(0, 4), [0_u32; 0]);
        assert_eq!(reached(4, 5), [5]);
        assert_eq!(reached(5, 6), [0_u32; 0]);
        assert_eq!(reached(5, 5), [0_u32; 0]);
        assert_eq!(reached(3, 100), [5, 20, 100]);
        assert_eq!(reached(20, 19), [0_u32; 0]);
    }

    #[test]
    fn every_second_invitee_brings_a_week_up_to_a_year() {
        let days = [0, 1, 2, 3, 4, 104, 105, 106, u32::MAX].map(scan_days);
        assert_eq!(days, [0, 0, 7, 7, 14, 364, 364, 365, 365]);
    }

    #[test]
    fn rewards_are_those_that_the_points_are_booked_by() {
        use crate::members::{POINTS_PER_DAY, PointsReason};
        assert_eq!(PointsReason::InviteeRegistered.points(), Some(REGISTERED_INVITER));
        assert_eq!(PointsReason::InviteePaid.points(), Some(PAID_INVITER));
        assert_eq!(PointsReason::Invited.points(), Some(PAID_INVITEE));
        assert_eq!(INVITE_TIERS.map(|tier| tier.reward / POINTS_PER_DAY), [15, 60, 365]);
    }
}
