//! What an invitation earns: points, 10 of which are a day. Never money, and nothing for who invited the inviter.

/// Points to the inviter, for an invitee who has registered. From the model, as the next two.
pub const REGISTERED_INVITER: i64 = 20;

/// Points to the inviter, once an invitee's order has qualified: two months.
pub const PAID_INVITER: i64 = 600;

/// Points to the invitee, at the same time: six days.
pub const PAID_INVITEE: i64 = 60;

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
    fn rewards_are_those_that_the_points_are_booked_by() {
        use crate::members::{POINTS_PER_DAY, PointsReason};
        assert_eq!(PointsReason::InviteeRegistered.points(), Some(REGISTERED_INVITER));
        assert_eq!(PointsReason::InviteePaid.points(), Some(PAID_INVITER));
        assert_eq!(PointsReason::Invited.points(), Some(PAID_INVITEE));
        assert_eq!(INVITE_TIERS.map(|tier| tier.reward / POINTS_PER_DAY), [15, 60, 365]);
    }
}
