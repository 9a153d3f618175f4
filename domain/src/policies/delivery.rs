//! One chapter's copy of a version: what was done with it, what is still owed, and how that looks from above.

use chrono::TimeDelta;

use super::ContentHash;
use crate::kernel::{Code, PolicyVersionId, Timestamp, Violation};

/// What is stored of a delivery. All else ([`DeliveryView`]) follows from it and the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DeliveryState {
    Delivered,
    Read,
    Acknowledged,
    /// The chapter was vacant when it was served, and owes nothing; its caretaker sees it.
    Exempt,
}

impl DeliveryState {
    /// All states, by rank.
    pub const ALL: [Self; 4] = [Self::Delivered, Self::Read, Self::Acknowledged, Self::Exempt];

    /// As the store keeps it: 1 to 4.
    #[must_use]
    pub const fn rank(self) -> i16 {
        match self {
            Self::Delivered => 1,
            Self::Read => 2,
            Self::Acknowledged => 3,
            Self::Exempt => 4,
        }
    }

    /// The state with this rank.
    #[must_use]
    pub fn of_rank(rank: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.rank() == rank)
    }

    /// The state in which a version arrives.
    #[must_use]
    pub const fn on_arrival(is_vacant: bool, vacant_must_acknowledge: bool) -> Self {
        if is_vacant && !vacant_must_acknowledge { Self::Exempt } else { Self::Delivered }
    }
}

/// How a delivery looks to those who watch or owe it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DeliveryView {
    /// The push has not reached the chapter.
    Queued,
    Delivered,
    Read,
    Acknowledged,
    /// Not acknowledged by the deadline.
    Overdue,
    /// Not acknowledged, and nobody waits for it any more.
    Stale,
    Exempt,
}

impl DeliveryView {
    /// All views, in the order of a rollout.
    pub const ALL: [Self; 7] =
        [Self::Queued, Self::Delivered, Self::Read, Self::Acknowledged, Self::Overdue, Self::Stale, Self::Exempt];

    /// The word in the data and the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Delivered => "delivered",
            Self::Read => "read",
            Self::Acknowledged => "acknowledged",
            Self::Overdue => "overdue",
            Self::Stale => "stale",
            Self::Exempt => "exempt",
        }
    }

    /// How a chapter in scope looks; `None` where the push has not reached it.
    #[must_use]
    pub fn of(found: Option<&Delivery>, now: Timestamp) -> Self {
        found.map_or(Self::Queued, |delivery| delivery.view(now))
    }
}

impl From<DeliveryState> for DeliveryView {
    /// As stored, without regard to the clock and to newer versions.
    fn from(state: DeliveryState) -> Self {
        match state {
            DeliveryState::Delivered => Self::Delivered,
            DeliveryState::Read => Self::Read,
            DeliveryState::Acknowledged => Self::Acknowledged,
            DeliveryState::Exempt => Self::Exempt,
        }
    }
}

/// Why a version no longer counts for a chapter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outdated {
    /// This newer version of the same policy from the same issuer has reached the chapter.
    ReplacedBy(PolicyVersionId),
    Revoked,
}

/// Who must be told that an acknowledgement is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Escalation {
    None,
    /// The deadline has passed: the parent chapter.
    Parent,
    /// Twice the time has passed: headquarters.
    Headquarters,
}

/// What an acknowledgement comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Receipt {
    /// To be recorded now.
    New,
    /// It was recorded before; there is nothing to do.
    Already,
}

/// When the acknowledgement of a version that arrived at `delivered_at` is due.
#[must_use]
pub fn due_at(delivered_at: Timestamp, acknowledge_within_hours: u32) -> Timestamp {
    delivered_at + TimeDelta::hours(i64::from(acknowledge_within_hours))
}

/// One chapter's copy of a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Delivery {
    pub state: DeliveryState,
    pub delivered_at: Timestamp,
    /// See [`due_at`]; of no meaning where nothing is owed.
    pub due_at: Timestamp,
    pub outdated: Option<Outdated>,
}

impl Delivery {
    /// The delivery, which must have arrived.
    ///
    /// # Errors
    /// `PoliciesNotDelivered`.
    pub fn arrived(found: Option<Self>) -> Result<Self, Violation> {
        found.ok_or_else(|| {
            Violation::new(Code::PoliciesNotDelivered, "", "this version has not been delivered to this chapter")
        })
    }

    /// How it looks at `now`. The first that holds:
    ///
    /// 1. **acknowledged**, also when a newer version has come: a receipt is a record, and the count of a finished rollout
    ///    must not melt away when the next one begins. Whether the chapter has moved on is in `outdated`;
    /// 2. **exempt**, likewise: what a version was owed (all but the exempt) stays the same for ever;
    /// 3. **stale**: not acknowledged, and outdated, so nobody waits for it. It is not overdue, however old it is;
    /// 4. **overdue**: not acknowledged at the deadline or later;
    /// 5. **read** or **delivered**, as stored.
    #[must_use]
    pub fn view(&self, now: Timestamp) -> DeliveryView {
        match self.state {
            DeliveryState::Acknowledged => DeliveryView::Acknowledged,
            DeliveryState::Exempt => DeliveryView::Exempt,
            _ if self.outdated.is_some() => DeliveryView::Stale,
            _ if self.due_at <= now => DeliveryView::Overdue,
            DeliveryState::Read => DeliveryView::Read,
            DeliveryState::Delivered => DeliveryView::Delivered,
        }
    }

    /// Whether an acknowledgement is still awaited.
    #[must_use]
    pub fn is_owed(&self) -> bool {
        matches!(self.state, DeliveryState::Delivered | DeliveryState::Read) && self.outdated.is_none()
    }

    /// The state after somebody has opened it. Any delivery may be read, also a stale one; only the first opening of one that
    /// is merely delivered changes it.
    #[must_use]
    pub const fn read(&self) -> DeliveryState {
        match self.state {
            DeliveryState::Delivered => DeliveryState::Read,
            state => state,
        }
    }

    /// Acknowledges exactly the version with the hash `version`, by the hash that the helmsman's client was `given`.
    /// Acknowledging implies having read. It may come late; what is overdue is still owed.
    ///
    /// # Errors
    /// - `PoliciesHashMismatch`: what was read is not what was delivered, whatever the state;
    /// - `PoliciesExempt`: nothing is owed;
    /// - `PoliciesStale`: outdated, and says what to do instead.
    pub fn acknowledge(&self, version: ContentHash, given: ContentHash) -> Result<Receipt, Violation> {
        if version != given {
            return Err(Violation::new(
                Code::PoliciesHashMismatch,
                "hash",
                "this is not the hash of the version that was delivered: load it again, read it, and acknowledge that",
            ));
        }
        match (self.state, self.outdated) {
            // A repeated request, perhaps after a lost answer, must not turn into an error because time has moved on.
            (DeliveryState::Acknowledged, _) => Ok(Receipt::Already),
            (DeliveryState::Exempt, _) => Err(Violation::new(
                Code::PoliciesExempt,
                "",
                "the chapter was vacant when this arrived: it owes no acknowledgement",
            )),
            (_, Some(Outdated::ReplacedBy(newer))) => Err(Violation::new(
                Code::PoliciesStale,
                "",
                format!("{newer} has replaced this version: read and acknowledge that one"),
            )),
            (_, Some(Outdated::Revoked)) => Err(Violation::new(
                Code::PoliciesStale,
                "",
                "this version was revoked: there is nothing to acknowledge",
            )),
            (DeliveryState::Delivered | DeliveryState::Read, None) => Ok(Receipt::New),
        }
    }

    /// Who must be told at `now`: the parent from the deadline on, headquarters from twice the time on.
    #[must_use]
    pub fn escalation(&self, now: Timestamp) -> Escalation {
        let time = self.due_at - self.delivered_at;
        if !self.is_owed() || now < self.due_at {
            Escalation::None
        } else if now < self.due_at + time {
            Escalation::Parent
        } else {
            Escalation::Headquarters
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::from_micros;

    const HASH: ContentHash = ContentHash([1; 32]);

    fn hour(n: i64) -> Timestamp {
        from_micros(n * 3_600_000_000)
    }

    fn delivery(state: DeliveryState, outdated: Option<Outdated>) -> Delivery {
        Delivery { state, delivered_at: hour(0), due_at: due_at(hour(0), 72), outdated }
    }

    #[test]
    fn a_view_follows_from_state_clock_and_newer_versions() {
        use DeliveryState as S;
        use DeliveryView as V;
        let newer = Some(Outdated::ReplacedBy(PolicyVersionId(9)));
        let cases = [
            (S::Delivered, None, 71, V::Delivered),
            (S::Delivered, None, 72, V::Overdue),
            (S::Read, None, 71, V::Read),
            (S::Read, None, 72, V::Overdue),
            (S::Read, newer, 99, V::Stale),
            (S::Delivered, Some(Outdated::Revoked), 1, V::Stale),
            (S::Acknowledged, newer, 99, V::Acknowledged),
            (S::Exempt, None, 99, V::Exempt),
            (S::Exempt, newer, 99, V::Exempt),
        ];
        for (state, outdated, at, view) in cases {
            assert_eq!(delivery(state, outdated).view(hour(at)), view, "{state:?} {outdated:?} at {at}");
        }
        assert_eq!(DeliveryView::of(None, hour(99)), V::Queued);
    }

    #[test]
    fn an_acknowledgement_is_for_the_very_version() {
        let code = |result: Result<Receipt, Violation>| result.expect_err("refused").code;
        let newer = Some(Outdated::ReplacedBy(PolicyVersionId(9)));
        for state in [DeliveryState::Delivered, DeliveryState::Read] {
            assert_eq!(delivery(state, None).acknowledge(HASH, HASH), Ok(Receipt::New));
            let refused = delivery(state, newer).acknowledge(HASH, HASH).expect_err("stale");
            assert_eq!(refused.code, Code::PoliciesStale);
            assert!(refused.message.contains("pver_9"));
            assert_eq!(code(delivery(state, Some(Outdated::Revoked)).acknowledge(HASH, HASH)), Code::PoliciesStale);
        }
        assert_eq!(delivery(DeliveryState::Acknowledged, newer).acknowledge(HASH, HASH), Ok(Receipt::Already));
        assert_eq!(code(delivery(DeliveryState::Exempt, None).acknowledge(HASH, HASH)), Code::PoliciesExempt);
        for state in DeliveryState::ALL {
            let wrong = delivery(state, None).acknowledge(HASH, ContentHash([2; 32]));
            assert_eq!(code(wrong), Code::PoliciesHashMismatch);
        }
        assert_eq!(Delivery::arrived(None).expect_err("not there").code, Code::PoliciesNotDelivered);
    }

    #[test]
    fn reading_changes_only_what_was_merely_delivered() {
        for state in DeliveryState::ALL {
            let after = delivery(state, None).read();
            let expected = if state == DeliveryState::Delivered { DeliveryState::Read } else { state };
            assert_eq!(after, expected);
            assert_eq!(DeliveryState::of_rank(state.rank()), Some(state));
        }
    }

    #[test]
    fn a_vacant_chapter_owes_nothing_unless_the_policy_says_so() {
        assert_eq!(DeliveryState::on_arrival(true, false), DeliveryState::Exempt);
        assert_eq!(DeliveryState::on_arrival(true, true), DeliveryState::Delivered);
        assert_eq!(DeliveryState::on_arrival(false, false), DeliveryState::Delivered);
    }

    #[test]
    fn escalates_to_the_parent_then_to_headquarters() {
        let owed = delivery(DeliveryState::Read, None);
        let at = |n| owed.escalation(hour(n));
        assert_eq!(
            [at(71), at(72), at(143), at(144)],
            [Escalation::None, Escalation::Parent, Escalation::Parent, Escalation::Headquarters]
        );
        assert_eq!(delivery(DeliveryState::Acknowledged, None).escalation(hour(999)), Escalation::None);
        assert_eq!(delivery(DeliveryState::Read, Some(Outdated::Revoked)).escalation(hour(999)), Escalation::None);
    }
}
