//! How a member stands, and the one table of what may become of it (`domain.md` 5.3).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Change, TierCode, settle};
use crate::kernel::words::words;
use crate::kernel::{Code, Violation};

words! {
    /// How a member stands.
    Standing {
        /// Registered, and never had a term.
        Guest = 1 "GUEST",
        /// In the one free trial of a phone number.
        Trial = 2 "TRIAL",
        Active = 3 "ACTIVE",
        /// The last term is over; for a few days everything can still be read.
        Grace = 4 "GRACE",
        Lapsed = 5 "LAPSED",
        /// The days do not count, at the member's wish.
        Frozen = 6 "FROZEN",
        /// The member has asked for money back; headquarters has not decided.
        Refunding = 7 "REFUNDING",
        Refunded = 8 "REFUNDED",
        /// The person is forgotten; the row stays for the books.
        Erased = 9 "ERASED",
    }
}

/// What befalls a member's standing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Move {
    StartTrial,
    /// A term was bought, redeemed, granted or earned.
    AddTerm,
    /// The last term is over.
    End,
    /// The days of grace are over.
    EndGrace,
    Freeze,
    Unfreeze,
    AskRefund,
    WithdrawRefund,
    /// Money was given back, and no days are left.
    Refund,
    /// Money was given back for one term, and days of others are left.
    RefundInPart,
    Erase,
}

impl Move {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::StartTrial,
        Self::AddTerm,
        Self::End,
        Self::EndGrace,
        Self::Freeze,
        Self::Unfreeze,
        Self::AskRefund,
        Self::WithdrawRefund,
        Self::Refund,
        Self::RefundInPart,
        Self::Erase,
    ];

    const fn wish(self) -> &'static str {
        match self {
            Self::StartTrial => "start a trial",
            Self::AddTerm => "get a term",
            Self::End => "reach the end of the membership",
            Self::EndGrace => "reach the end of the grace",
            Self::Freeze => "be frozen",
            Self::Unfreeze => "be unfrozen",
            Self::AskRefund => "ask for a refund",
            Self::WithdrawRefund => "withdraw a refund",
            Self::Refund | Self::RefundInPart => "be refunded",
            Self::Erase => "be erased",
        }
    }
}

impl Standing {
    /// The table. What is not in it is refused.
    ///
    /// Beyond 5.3, as decisions of ours: who was refunded may buy again; days that arrive while a membership is frozen or
    /// a refund is being decided are kept (a payment cannot be sent back for that), and change nothing else; an erasure
    /// waits for an open refund. A trial has no grace: 5.3 gives it to what was active.
    ///
    /// # Errors
    /// `MembersErased` for one who is erased, else `MembersStateRefuses`.
    pub fn after(self, step: Move) -> Result<Self, Violation> {
        use Move as M;
        use Standing as S;
        match (self, step) {
            (S::Guest, M::StartTrial) => Ok(S::Trial),
            (S::Guest | S::Trial | S::Active | S::Grace | S::Lapsed | S::Refunded, M::AddTerm)
            | (S::Frozen, M::Unfreeze)
            | (S::Refunding, M::WithdrawRefund | M::RefundInPart) => Ok(S::Active),
            (S::Active, M::End) => Ok(S::Grace),
            (S::Trial, M::End) | (S::Grace, M::EndGrace) => Ok(S::Lapsed),
            (S::Frozen, M::AddTerm) | (S::Active, M::Freeze) => Ok(S::Frozen),
            (S::Refunding, M::AddTerm) | (S::Active, M::AskRefund) => Ok(S::Refunding),
            (S::Refunding, M::Refund) => Ok(S::Refunded),
            (S::Erased, _) => {
                Err(Violation::new(Code::MembersErased, "", "this person was erased: nothing can be changed"))
            }
            (S::Refunding, M::Erase) => Err(Violation::new(
                Code::MembersStateRefuses,
                "",
                "a refund is being decided: wait for it or withdraw it, then erase",
            )),
            (_, M::Erase) => Ok(S::Erased),
            _ => {
                let message = format!("a member who is {self} cannot {}", step.wish());
                Err(Violation::new(Code::MembersStateRefuses, "", message))
            }
        }
    }
}

/// What a member's row says about the membership. The terms themselves are rows of their own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberState {
    /// Of the term that began last; see [`super::begin`].
    pub tier: TierCode,
    pub standing: Standing,
    /// The end of the last term: the first day without membership. While frozen, without the days frozen since.
    pub until_on: Option<NaiveDate>,
    /// Since when it is frozen; only while it is.
    pub frozen_on: Option<NaiveDate>,
    /// Days that the term which began last has been frozen before.
    pub frozen_days: i64,
}

impl MemberState {
    /// As it is after registration.
    #[must_use]
    pub fn guest() -> Self {
        Self { tier: TierCode::guest(), standing: Standing::Guest, until_on: None, frozen_on: None, frozen_days: 0 }
    }

    /// Whether members' benefits can be had today: on trial, active, or waiting for a refund, while days last.
    #[must_use]
    pub fn enjoys_benefits(&self, today: NaiveDate) -> bool {
        let state = settle(self, today).state;
        matches!(state.standing, Standing::Trial | Standing::Active | Standing::Refunding) && !state.is_over(today)
    }

    /// Whether members' content can be read today: with the benefits, and in grace.
    #[must_use]
    pub fn may_read(&self, today: NaiveDate) -> bool {
        self.enjoys_benefits(today) || settle(self, today).state.standing == Standing::Grace
    }

    /// Whether no day is left on this one.
    pub(super) fn is_over(&self, today: NaiveDate) -> bool {
        self.until_on.is_none_or(|until| until <= today)
    }

    /// The same with its standing moved on.
    pub(super) fn moved(&self, step: Move) -> Result<Self, Violation> {
        Ok(Self { standing: self.standing.after(step)?, ..self.clone() })
    }
}

/// Active → Refunding: the days go on until it is decided; what is given back counts from the day of asking.
///
/// # Errors
/// `MembersStateRefuses`, `MembersErased`.
pub fn ask_refund(state: &MemberState, today: NaiveDate) -> Result<Change, Violation> {
    let settled = settle(state, today);
    Ok(Change { state: settled.state.moved(Move::AskRefund)?, ..settled })
}

/// Any → Erased, if no order or dispute of the member is open.
///
/// # Errors
/// `MembersErased` if it was done before, `MembersStateRefuses` if something is open.
pub fn erase(state: &MemberState, open_business: bool) -> Result<MemberState, Violation> {
    let erased = state.moved(Move::Erase)?;
    if open_business {
        let message = "an order or a dispute of this member is open: close it first, then erase";
        return Err(Violation::new(Code::MembersStateRefuses, "", message));
    }
    Ok(MemberState { until_on: None, frozen_on: None, frozen_days: 0, ..erased })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every pair, in the order of `Move::ALL`; a dot is refused.
    const TABLE: [(Standing, &str); 9] = [
        (Standing::Guest, "TRIAL ACTIVE . . . . . . . . ERASED"),
        (Standing::Trial, ". ACTIVE LAPSED . . . . . . . ERASED"),
        (Standing::Active, ". ACTIVE GRACE . FROZEN . REFUNDING . . . ERASED"),
        (Standing::Grace, ". ACTIVE . LAPSED . . . . . . ERASED"),
        (Standing::Lapsed, ". ACTIVE . . . . . . . . ERASED"),
        (Standing::Frozen, ". FROZEN . . . ACTIVE . . . . ERASED"),
        (Standing::Refunding, ". REFUNDING . . . . . ACTIVE REFUNDED ACTIVE ."),
        (Standing::Refunded, ". ACTIVE . . . . . . . . ERASED"),
        (Standing::Erased, ". . . . . . . . . . ."),
    ];

    #[test]
    fn every_pair_is_in_the_table() {
        for (from, row) in TABLE {
            let cells: Vec<&str> = row.split(' ').collect();
            assert_eq!(cells.len(), Move::ALL.len(), "{from}");
            for (step, cell) in Move::ALL.into_iter().zip(cells) {
                match from.after(step) {
                    Ok(to) => assert_eq!(to.as_str(), cell, "{from} {step:?}"),
                    Err(broken) => {
                        let code =
                            if from == Standing::Erased { Code::MembersErased } else { Code::MembersStateRefuses };
                        assert_eq!((".", broken.code), (cell, code), "{from} {step:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn erasing_waits_for_open_business_and_forgets_the_days() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        let frozen = MemberState {
            standing: Standing::Frozen,
            until_on: Some(day),
            frozen_on: Some(day),
            frozen_days: 3,
            ..MemberState::guest()
        };
        assert_eq!(erase(&frozen, true).unwrap_err().code, Code::MembersStateRefuses);
        let erased = erase(&frozen, false).unwrap();
        assert_eq!(erased, MemberState { standing: Standing::Erased, ..MemberState::guest() });
        assert_eq!(erase(&erased, false).unwrap_err().code, Code::MembersErased);
    }

    #[test]
    fn benefits_end_with_the_term_and_reading_with_the_grace() {
        let day = |n: u64| NaiveDate::from_ymd_opt(2026, 11, 22).unwrap() + chrono::Days::new(n);
        let on = |standing, today| {
            let state = MemberState { standing, until_on: Some(day(10)), ..MemberState::guest() };
            (state.enjoys_benefits(day(today)), state.may_read(day(today)))
        };
        for (standing, at_9, at_10, at_17) in [
            (Standing::Trial, (true, true), (false, false), (false, false)),
            (Standing::Active, (true, true), (false, true), (false, false)),
            (Standing::Refunding, (true, true), (false, false), (false, false)),
            (Standing::Frozen, (false, false), (false, false), (false, false)),
            (Standing::Refunded, (false, false), (false, false), (false, false)),
        ] {
            assert_eq!([on(standing, 9), on(standing, 10), on(standing, 17)], [at_9, at_10, at_17], "{standing}");
        }
    }

    #[test]
    fn asking_late_for_a_refund_finds_the_membership_over() {
        let day = |n: u64| NaiveDate::from_ymd_opt(2026, 11, 22).unwrap() + chrono::Days::new(n);
        let active = MemberState { standing: Standing::Active, until_on: Some(day(10)), ..MemberState::guest() };
        assert_eq!(ask_refund(&active, day(9)).unwrap().state.standing, Standing::Refunding);
        assert_eq!(ask_refund(&active, day(10)).unwrap_err().code, Code::MembersStateRefuses);
    }
}
