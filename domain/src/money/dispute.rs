//! A chapter's objection to its statement. The windows are ours.

use chrono::{Days, NaiveDate};

use super::Fen;
use crate::kernel::words::words;
use crate::kernel::{Code, Violation};

/// A statement is disputed within so many days of its issue.
pub const OPEN_WITHIN_DAYS: u64 = 15;

/// Finance answers within so many days of the objection.
pub const ANSWER_WITHIN_DAYS: u64 = 7;

/// Headquarters rules within so many days of the answer, or of the last day for one.
pub const RULE_WITHIN_DAYS: u64 = 15;

words! {
    /// Where a dispute stands.
    DisputeState {
        Open = 1 "OPEN",
        /// Finance has given its view.
        Answered = 2 "ANSWERED",
        /// The chapter is right: a correction follows.
        Upheld = 3 "UPHELD",
        /// The statement is right.
        Rejected = 4 "REJECTED",
        /// Nobody ruled in time: what was frozen is released, and paid as the statement has it.
        Lapsed = 5 "LAPSED",
    }
}

/// What the rules need to know of a dispute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dispute {
    /// What is in dispute, and all that is frozen.
    pub amount: Fen,
    pub state: DisputeState,
    pub opened_on: NaiveDate,
    pub answered_on: Option<NaiveDate>,
}

fn after(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX)
}

impl Dispute {
    /// Objects to `amount` of a statement.
    ///
    /// # Errors
    /// `MoneyDisputeTooLate` after [`OPEN_WITHIN_DAYS`]; `MoneyAmountInvalid` for an amount of nothing.
    pub fn open(issued_on: NaiveDate, amount: Fen, today: NaiveDate) -> Result<Self, Violation> {
        let last = after(issued_on, OPEN_WITHIN_DAYS);
        if today > last {
            return Err(Violation::new(
                Code::MoneyDisputeTooLate,
                "",
                format!("the statement of {issued_on} could be disputed until {last}"),
            ));
        }
        let amount = amount.check_input("amount")?;
        Ok(Self { amount, state: DisputeState::Open, opened_on: today, answered_on: None })
    }

    /// The last day for an answer.
    #[must_use]
    pub fn answer_by(&self) -> NaiveDate {
        after(self.opened_on, ANSWER_WITHIN_DAYS)
    }

    /// The last day for a ruling.
    #[must_use]
    pub fn rule_by(&self) -> NaiveDate {
        after(self.answered_on.unwrap_or_else(|| self.answer_by()), RULE_WITHIN_DAYS)
    }

    /// The dispute after finance's answer.
    ///
    /// # Errors
    /// `MoneyDisputeState` unless it is open; `MoneyDisputeTooLate` after [`Dispute::answer_by`].
    pub fn answer(self, today: NaiveDate) -> Result<Self, Violation> {
        if self.state != DisputeState::Open {
            return Err(self.refused("answered"));
        }
        if today > self.answer_by() {
            let message = format!("it could be answered until {}; it is ruled without an answer", self.answer_by());
            return Err(Violation::new(Code::MoneyDisputeTooLate, "", message));
        }
        Ok(Self { state: DisputeState::Answered, answered_on: Some(today), ..self })
    }

    /// The dispute after headquarters' ruling. Without an answer it waits for the last day of one: both sides are heard.
    ///
    /// # Errors
    /// `MoneyDisputeState` if it is over or the answer may still come; `MoneyDisputeTooLate` after [`Dispute::rule_by`].
    pub fn rule(self, is_upheld: bool, today: NaiveDate) -> Result<Self, Violation> {
        let may_be_ruled = match self.state {
            DisputeState::Answered => true,
            DisputeState::Open => today > self.answer_by(),
            _ => false,
        };
        if !may_be_ruled {
            return Err(self.refused("ruled on"));
        }
        if today > self.rule_by() {
            let message = format!("it could be ruled on until {}, and has lapsed", self.rule_by());
            return Err(Violation::new(Code::MoneyDisputeTooLate, "", message));
        }
        let state = if is_upheld { DisputeState::Upheld } else { DisputeState::Rejected };
        Ok(Self { state, ..self })
    }

    /// The dispute after its time, if nobody ruled on it.
    #[must_use]
    pub fn lapse(self, today: NaiveDate) -> Option<Self> {
        (self.is_pending() && today > self.rule_by()).then_some(Self { state: DisputeState::Lapsed, ..self })
    }

    /// Whether it waits for an answer or a ruling.
    #[must_use]
    pub const fn is_pending(&self) -> bool {
        matches!(self.state, DisputeState::Open | DisputeState::Answered)
    }

    /// What is kept back from payouts: only what is in dispute, and only while it is.
    #[must_use]
    pub const fn frozen(&self) -> Fen {
        if self.is_pending() { self.amount } else { Fen::ZERO }
    }

    fn refused(&self, done: &str) -> Violation {
        Violation::new(Code::MoneyDisputeState, "", format!("a dispute that is {} cannot be {done} now", self.state))
    }
}

/// What several disputes of one chapter keep back together.
///
/// # Errors
/// `MoneyAmountInvalid` beyond 64 bits.
pub fn frozen_by<'a>(disputes: impl IntoIterator<Item = &'a Dispute>) -> Result<Fen, Violation> {
    Fen::sum(disputes.into_iter().map(Dispute::frozen))
}

#[cfg(test)]
mod tests {
    use super::*;
    use DisputeState as S;

    fn day(n: u64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 12, 10).unwrap() + Days::new(n)
    }

    /// Opened on day 0.
    fn dispute(state: S) -> Dispute {
        let open = Dispute::open(day(0), Fen(500), day(0)).unwrap();
        let answered_on = (state != S::Open).then(|| day(3));
        Dispute { state, answered_on, ..open }
    }

    fn outcome(result: Result<Dispute, Violation>) -> Result<S, Code> {
        result.map(|dispute| dispute.state).map_err(|violation| violation.code)
    }

    #[test]
    fn a_statement_is_disputed_within_fifteen_days() {
        assert_eq!(outcome(Dispute::open(day(0), Fen(1), day(15))), Ok(S::Open));
        assert_eq!(outcome(Dispute::open(day(0), Fen(1), day(16))), Err(Code::MoneyDisputeTooLate));
        assert_eq!(outcome(Dispute::open(day(0), Fen(0), day(1))), Err(Code::MoneyAmountInvalid));
    }

    #[test]
    fn every_transition_of_a_dispute() {
        const STATE: Result<S, Code> = Err(Code::MoneyDisputeState);
        const LATE: Result<S, Code> = Err(Code::MoneyDisputeTooLate);
        // State and day; then answered, ruled for, ruled against, lapsed.
        let table = [
            (S::Open, 7, [Ok(S::Answered), STATE, STATE], None),
            (S::Open, 8, [LATE, Ok(S::Upheld), Ok(S::Rejected)], None),
            (S::Open, 22, [LATE, Ok(S::Upheld), Ok(S::Rejected)], None),
            (S::Open, 23, [LATE, LATE, LATE], Some(S::Lapsed)),
            (S::Answered, 18, [STATE, Ok(S::Upheld), Ok(S::Rejected)], None),
            (S::Answered, 19, [STATE, LATE, LATE], Some(S::Lapsed)),
            (S::Upheld, 99, [STATE, STATE, STATE], None),
            (S::Rejected, 99, [STATE, STATE, STATE], None),
            (S::Lapsed, 99, [STATE, STATE, STATE], None),
        ];
        for (state, on, expected, lapsed) in table {
            let dispute = dispute(state);
            let on = day(on);
            let found = [dispute.answer(on), dispute.rule(true, on), dispute.rule(false, on)].map(outcome);
            assert_eq!(found, expected, "{state} on {on}");
            assert_eq!(dispute.lapse(on).map(|dispute| dispute.state), lapsed, "{state} on {on}");
        }
    }

    #[test]
    fn only_what_is_in_dispute_is_frozen_and_only_so_long() {
        let disputes = S::ALL.iter().map(|state| dispute(*state)).collect::<Vec<_>>();
        assert_eq!(disputes.iter().map(|one| one.frozen().0).collect::<Vec<_>>(), [500, 500, 0, 0, 0]);
        assert_eq!(frozen_by(&disputes), Ok(Fen(1_000)));
    }
}
