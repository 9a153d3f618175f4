//! One invited person: from the opened link to the reward.

use chrono::TimeDelta;

use super::{FraudFlags, Link, Risk, reward};
use crate::kernel::words::words;
use crate::kernel::{Code, MemberId, Timestamp, Violation};
use crate::money::refund_window_over_at;

/// An opened link holds the invitee so long; the first valid one wins. Ours.
pub const LOCK_DAYS: i64 = 30;

/// A rejection can be appealed so long. Ours.
pub const APPEAL_DAYS: i64 = 15;

words! {
    /// Where a referral stands.
    ReferralState {
        /// The link was shared.
        Created = 1 "CREATED",
        /// The invitee has opened it, and is held by it.
        Bound = 2 "BOUND",
        Registered = 3 "REGISTERED",
        /// The invitee's order is paid.
        Converted = 4 "CONVERTED",
        /// Its refund window is over.
        Qualified = 5 "QUALIFIED",
        Rewarded = 6 "REWARDED",
        /// The invitee did not register while the lock held.
        Expired = 7 "EXPIRED",
        /// Looks made up; may be appealed.
        Rejected = 8 "REJECTED",
        /// The order went back, or fraud was found after the reward: the points are taken back, below zero if need be.
        Reversed = 9 "REVERSED",
    }
}

/// What the rules need to know of a referral.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Referral {
    pub state: ReferralState,
    /// See [`lock_until`]; none before it is bound.
    pub lock_until: Option<Timestamp>,
    /// When the invitee's order was paid.
    pub converted_at: Option<Timestamp>,
    pub flags: FraudFlags,
    /// When it was rejected, and in which state it was then.
    pub rejected: Option<(Timestamp, ReferralState)>,
}

/// Who registers through a link, and what is known of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Registration {
    pub invitee: MemberId,
    pub flags: FraudFlags,
}

/// When a lock that begins now ends.
#[must_use]
pub fn lock_until(bound_at: Timestamp) -> Timestamp {
    bound_at + TimeDelta::days(LOCK_DAYS)
}

impl Referral {
    /// A shared link that nobody has opened yet.
    #[must_use]
    pub fn created() -> Self {
        Self {
            state: ReferralState::Created,
            lock_until: None,
            converted_at: None,
            flags: FraudFlags::default(),
            rejected: None,
        }
    }

    /// The invitee opens the link.
    ///
    /// # Errors
    /// `GrowthLinkEnded` for a link that is not open; `GrowthState` if it was opened before, or if an earlier link (whose lock
    /// ends at `held_until`) still holds the invitee: the first valid touch wins.
    pub fn bind(self, link: &Link, held_until: Option<Timestamp>, now: Timestamp) -> Result<Self, Violation> {
        self.must_be(&[ReferralState::Created], "bound")?;
        link.check_open(now)?;
        if held_until.is_some_and(|until| now < until) {
            return Err(Violation::new(Code::GrowthState, "link", "the invitee followed another link before this one"));
        }
        Ok(Self { state: ReferralState::Bound, lock_until: Some(lock_until(now)), ..self })
    }

    /// The invitee registers. What looks made up is rejected, with its flags; what needs a look goes on, and waits at the
    /// reward.
    ///
    /// # Errors
    /// `GrowthSelfReferral` for the inviter; `GrowthState` unless it is bound and the lock holds.
    pub fn register(self, link: &Link, who: Registration, now: Timestamp) -> Result<Self, Violation> {
        self.must_be(&[ReferralState::Bound], "registered")?;
        link.check_invitee(who.invitee)?;
        if self.is_lock_over(now) {
            return Err(Violation::new(Code::GrowthState, "link", "the link has held the invitee for its 30 days"));
        }
        Ok(Self { state: ReferralState::Registered, ..self }.flag(who.flags, now))
    }

    /// The invitee's order is paid. The flags of the payer are known only now.
    ///
    /// # Errors
    /// `GrowthState` unless the invitee has registered.
    pub fn convert(self, flags: FraudFlags, paid_at: Timestamp) -> Result<Self, Violation> {
        self.must_be(&[ReferralState::Registered], "converted")?;
        let converted = Self { state: ReferralState::Converted, converted_at: Some(paid_at), ..self };
        Ok(converted.flag(flags, paid_at))
    }

    /// The referral as time has made it, if it changes: a lock is over, or a refund window.
    #[must_use]
    pub fn due(self, now: Timestamp) -> Option<Self> {
        let next = match self.state {
            ReferralState::Bound if self.is_lock_over(now) => ReferralState::Expired,
            ReferralState::Converted if self.converted_at.is_some_and(|at| refund_window_over_at(at) <= now) => {
                ReferralState::Qualified
            }
            _ => return None,
        };
        Some(Self { state: next, ..self })
    }

    /// It is rewarded: what inviter and invitee get, besides a rung of the ladder. One edge, and no other person.
    ///
    /// # Errors
    /// `GrowthState` unless it has qualified, and while a person must look at it ([`Referral::clear`]).
    pub fn reward(self) -> Result<(Self, Rewards), Violation> {
        self.must_be(&[ReferralState::Qualified], "rewarded")?;
        if self.flags.risk() != Risk::Clear {
            return Err(Violation::new(Code::GrowthState, "", "somebody has to look at it before it is rewarded"));
        }
        let rewards = Rewards { inviter: reward::PAID_INVITER, invitee: reward::PAID_INVITEE };
        Ok((Self { state: ReferralState::Rewarded, ..self }, rewards))
    }

    /// A person has looked at it and found nothing.
    ///
    /// # Errors
    /// `GrowthState` if it is over.
    pub fn clear(self) -> Result<Self, Violation> {
        use ReferralState as S;
        self.must_be(&[S::Bound, S::Registered, S::Converted, S::Qualified], "cleared")?;
        Ok(Self { flags: FraudFlags::default(), ..self })
    }

    /// It is rejected as made up. The reason is kept by the caller.
    ///
    /// # Errors
    /// `GrowthState` if it is over, or rewarded: that is reversed.
    pub fn reject(self, now: Timestamp) -> Result<Self, Violation> {
        use ReferralState as S;
        self.must_be(&[S::Created, S::Bound, S::Registered, S::Converted, S::Qualified], "rejected")?;
        Ok(Self { state: S::Rejected, rejected: Some((now, self.state)), ..self })
    }

    /// Until when a rejection can be appealed; none unless it was rejected.
    #[must_use]
    pub fn appeal_until(&self) -> Option<Timestamp> {
        let rejected = self.rejected.filter(|_| self.state == ReferralState::Rejected);
        rejected.map(|(at, _)| at + TimeDelta::days(APPEAL_DAYS))
    }

    /// Whether the rejection can be appealed now.
    ///
    /// # Errors
    /// `GrowthState` unless it was rejected, and after [`APPEAL_DAYS`].
    pub fn check_appeal(&self, now: Timestamp) -> Result<(), Violation> {
        self.must_be(&[ReferralState::Rejected], "appealed")?;
        if self.appeal_until().is_some_and(|until| now < until) {
            return Ok(());
        }
        Err(Violation::new(Code::GrowthState, "", "the 15 days for an appeal are over"))
    }

    /// An appeal was right: it goes on where it was, cleared. `asked_at` is when it was made, or now without one: who decides
    /// may take longer than who asks.
    ///
    /// # Errors
    /// As [`Referral::check_appeal`].
    pub fn reinstate(self, asked_at: Timestamp) -> Result<Self, Violation> {
        self.must_be(&[ReferralState::Rejected], "reinstated")?;
        self.check_appeal(asked_at)?;
        let state = self.rejected.map_or(self.state, |(_, state)| state);
        Ok(Self { state, rejected: None, flags: FraudFlags::default(), ..self })
    }

    /// The order went back, or fraud was found after the reward. Tells whether points have to be taken back.
    ///
    /// # Errors
    /// `GrowthState` before there was an order.
    pub fn reverse(self) -> Result<(Self, Option<Rewards>), Violation> {
        use ReferralState as S;
        self.must_be(&[S::Converted, S::Qualified, S::Rewarded], "reversed")?;
        let given = Rewards { inviter: reward::PAID_INVITER, invitee: reward::PAID_INVITEE };
        Ok((Self { state: S::Reversed, ..self }, (self.state == S::Rewarded).then_some(given)))
    }

    fn is_lock_over(&self, now: Timestamp) -> bool {
        self.lock_until.is_none_or(|until| until <= now)
    }

    /// With more flags; rejected where they say so.
    fn flag(self, flags: FraudFlags, now: Timestamp) -> Self {
        let flags = self.flags.union(flags);
        match flags.risk() {
            Risk::Reject => Self { flags, rejected: Some((now, self.state)), state: ReferralState::Rejected, ..self },
            Risk::Clear | Risk::Review => Self { flags, ..self },
        }
    }

    fn must_be(&self, states: &[ReferralState], done: &str) -> Result<(), Violation> {
        if states.contains(&self.state) {
            return Ok(());
        }
        Err(Violation::new(Code::GrowthState, "", format!("a referral that is {} cannot be {done}", self.state)))
    }
}

/// What one qualified invitation earns on both of its ends, in points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rewards {
    pub inviter: i64,
    pub invitee: i64,
}

#[cfg(test)]
mod tests;
