//! What a member gets back, and by when.
//!
//! Prepaid consumption ruling (法释〔2025〕4号), articles 14 and 15, and the Beijing regulation on prepaid cards, articles
//! 16 and 17. Days are calendar days in Asia/Shanghai; the day of an event does not count towards a period that it begins,
//! and a period ends with its last day (civil code, articles 201 and 203).

use chrono::{Days, NaiveDate};

use super::Fen;
use crate::kernel::words::words;
use crate::kernel::{Code, Timestamp, Violation, local_date, local_midnight};

/// Within so many days of the payment all of it goes back (ruling, article 14; we hold to it for everyone).
pub const REFUND_WINDOW_DAYS: u64 = 7;

/// A refund of the first days, which the member has not made use of, is paid within so many days (Beijing, article 16).
const PAY_UNUSED_WITHIN_DAYS: u64 = 5;

/// Any other refund is paid within so many days (Beijing, article 17).
const PAY_WITHIN_DAYS: u64 = 15;

words! {
    /// By which rule a refund is counted.
    RefundRule {
        /// All of it, within the first days.
        SevenDays = 1 "SEVEN_DAYS",
        /// The price of the days that have not begun.
        UnusedDays = 2 "UNUSED_DAYS",
        /// Nothing is left.
        Nothing = 3 "NOTHING",
    }

    /// Where a refund stands.
    RefundState {
        /// Asked for; the membership rests.
        Requested = 1 "REQUESTED",
        /// Finance has decided: commissions are reversed and the amount is owed.
        Decided = 2 "DECIDED",
        Paid = 3 "PAID",
        /// The member changed their mind before it was decided.
        Withdrawn = 4 "WITHDRAWN",
    }
}

/// The instant at which the refund window of a payment is over: the midnight after its seventh day.
#[must_use]
pub fn refund_window_over_at(paid_at: Timestamp) -> Timestamp {
    local_midnight(after(local_date(paid_at), REFUND_WINDOW_DAYS + 1))
}

fn after(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX)
}

/// The term that an order has paid for: `ends_on` is the first day after it. Days that points or gifts have added are terms of
/// their own, and no part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaidTerm {
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    /// By how many days freezes have moved the end. They were not bought, so they do not count.
    pub frozen_days: u32,
    /// Days of it that were used before it came to this member, from one found to be the same person.
    pub used_before: u32,
    /// Since when a freeze goes on, if one does: from that day on no day is used.
    pub frozen_on: Option<NaiveDate>,
}

impl PaidTerm {
    /// The days that were bought.
    #[must_use]
    pub fn total_days(&self) -> i64 {
        let days = self.ends_on.signed_duration_since(self.starts_on).num_days();
        (days - i64::from(self.frozen_days)).max(0) + i64::from(self.used_before)
    }

    /// The days that have not begun; today counts as used, unless it is frozen.
    #[must_use]
    pub fn unused_days(&self, today: NaiveDate) -> i64 {
        let tomorrow = after(today, 1);
        let first = self.frozen_on.map_or(tomorrow, |frozen_on| frozen_on.min(tomorrow));
        self.ends_on.signed_duration_since(first).num_days().clamp(0, self.total_days() - i64::from(self.used_before))
    }
}

/// What a refund is counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RefundCase {
    /// What was paid for the term.
    pub paid: Fen,
    /// What has already gone back of it.
    pub refunded: Fen,
    pub paid_at: Timestamp,
    pub term: PaidTerm,
    /// Whether an earlier term of the same tier was refunded in full within its first days: the member has "already enjoyed"
    /// it (ruling, article 14), and gets the unused days.
    pub first_refund_used: bool,
}

/// What goes back, why, and by when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RefundQuote {
    pub amount: Fen,
    pub rule: RefundRule,
    pub unused_days: i64,
    pub total_days: i64,
    /// The last day on which it is paid in time, if it is asked for today. Within the first days it is the shorter time for
    /// everyone: we keep no record that could prove use, and a missing record counts against us (ruling, article 25).
    pub pay_by: NaiveDate,
}

/// What goes back if it is asked for today. Rounded up to a fen, in the member's favour, and never lowered by what others
/// have earned of it (ruling, article 15).
///
/// # Errors
/// `MoneyAmountInvalid` for amounts that no order has.
pub fn refund_due(case: &RefundCase, today: NaiveDate) -> Result<RefundQuote, Violation> {
    let (unused_days, total_days) = (case.term.unused_days(today), case.term.total_days());
    let is_early = today <= after(local_date(case.paid_at), REFUND_WINDOW_DAYS);
    let (rule, gross) = if is_early && !case.first_refund_used {
        (RefundRule::SevenDays, case.paid)
    } else if unused_days == 0 {
        (RefundRule::Nothing, Fen::ZERO)
    } else {
        (RefundRule::UnusedDays, case.paid.pro_rata_ceil(unused_days, total_days)?)
    };
    let amount = gross.minus(case.refunded)?.max(Fen::ZERO);
    let rule = if amount == Fen::ZERO { RefundRule::Nothing } else { rule };
    let within = if rule == RefundRule::SevenDays { PAY_UNUSED_WITHIN_DAYS } else { PAY_WITHIN_DAYS };
    Ok(RefundQuote { amount, rule, unused_days, total_days, pay_by: after(today, within) })
}

impl RefundQuote {
    /// The quote, if something goes back.
    ///
    /// # Errors
    /// `MoneyRefundNothing`.
    pub fn check(self) -> Result<Self, Violation> {
        if self.rule != RefundRule::Nothing {
            return Ok(self);
        }
        let message = "nothing is left to refund: the term is used up, or it has been refunded already";
        Err(Violation::new(Code::MoneyRefundNothing, "", message))
    }
}

impl RefundState {
    /// The refund after this step.
    ///
    /// # Errors
    /// `MoneyRefundState` where the step does not follow.
    pub fn step_to(self, next: Self) -> Result<Self, Violation> {
        match (self, next) {
            (Self::Requested, Self::Decided | Self::Withdrawn) | (Self::Decided, Self::Paid) => Ok(next),
            _ => {
                let message = format!("a refund that is {self} cannot become {next}");
                Err(Violation::new(Code::MoneyRefundState, "", message))
            }
        }
    }
}

/// What an upgrade takes off the new price for the unused days of the old term. Rounded down: it is a price, not a refund.
///
/// # Errors
/// `MoneyAmountInvalid` for amounts that no order has.
pub fn upgrade_credit(paid: Fen, term: &PaidTerm, today: NaiveDate) -> Result<Fen, Violation> {
    match (term.unused_days(today), term.total_days()) {
        (0, _) => Ok(Fen::ZERO),
        (unused, total) => paid.pro_rata_floor(unused, total),
    }
}

/// What is to be paid for an upgrade.
///
/// # Errors
/// `MoneyAmountInvalid` where the credit is worth as much as the new tier: then it is no upgrade.
pub fn upgrade_price(new_price: Fen, credit: Fen) -> Result<Fen, Violation> {
    let price = new_price.minus(credit)?;
    if price > Fen::ZERO {
        return Ok(price);
    }
    let message = format!("the days left are worth {credit}, and the new tier costs {new_price}: this is no upgrade");
    Err(Violation::new(Code::MoneyAmountInvalid, "tier", message))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    fn day(n: u64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + Days::new(n)
    }

    /// 365 days for 365.00, paid on day 0 late in the evening, from that day on.
    fn case() -> RefundCase {
        RefundCase {
            paid: Fen(36_500),
            refunded: Fen::ZERO,
            paid_at: local_midnight(day(0)) + TimeDelta::hours(23),
            term: PaidTerm { starts_on: day(0), ends_on: day(365), frozen_days: 0, used_before: 0, frozen_on: None },
            first_refund_used: false,
        }
    }

    fn quote(case: RefundCase, today: u64) -> (i64, RefundRule, i64, u64) {
        let quote = refund_due(&case, day(today)).unwrap();
        let within = quote.pay_by.signed_duration_since(day(today)).num_days();
        (quote.amount.0, quote.rule, quote.unused_days, u64::try_from(within).unwrap())
    }

    #[test]
    fn a_refund_is_by_law() {
        use RefundRule as R;
        assert_eq!(quote(case(), 0), (36_500, R::SevenDays, 364, 5));
        assert_eq!(quote(case(), 7), (36_500, R::SevenDays, 357, 5));
        assert_eq!(quote(case(), 8), (35_600, R::UnusedDays, 356, 15));
        assert_eq!(quote(case(), 363), (100, R::UnusedDays, 1, 15));
        assert_eq!(quote(case(), 364), (0, R::Nothing, 0, 15));
        assert_eq!(quote(case(), 999), (0, R::Nothing, 0, 15));
        let again = RefundCase { first_refund_used: true, ..case() };
        assert_eq!(quote(again, 1), (36_300, R::UnusedDays, 363, 15));
        let odd = RefundCase { paid: Fen(10_000), ..case() };
        assert_eq!(quote(odd, 100), (7_233, R::UnusedDays, 264, 15), "7,232.88 rounded up");
    }

    #[test]
    fn what_went_back_does_not_go_back_again() {
        let partly = RefundCase { refunded: Fen(30_000), ..case() };
        assert_eq!(quote(partly, 1).0, 6_500);
        assert_eq!(quote(partly, 100), (0, RefundRule::Nothing, 264, 15));
        let refused = refund_due(&partly, day(100)).unwrap().check().unwrap_err();
        assert_eq!(refused.code, Code::MoneyRefundNothing);
        assert!(refund_due(&case(), day(100)).unwrap().check().is_ok());
    }

    #[test]
    fn a_term_that_has_not_begun_is_all_unused_and_freezes_do_not_count() {
        let term = PaidTerm { starts_on: day(100), ends_on: day(465), frozen_days: 0, used_before: 0, frozen_on: None };
        assert_eq!(quote(RefundCase { term, ..case() }, 50), (36_500, RefundRule::UnusedDays, 365, 15));
        let frozen =
            PaidTerm { starts_on: day(0), ends_on: day(395), frozen_days: 30, used_before: 0, frozen_on: None };
        assert_eq!((frozen.total_days(), frozen.unused_days(day(0)), frozen.unused_days(day(393))), (365, 365, 1));
        let resting = PaidTerm { frozen_on: Some(day(100)), ..case().term };
        let unused = [99, 100, 150].map(|n| resting.unused_days(day(n)));
        assert_eq!(unused, [265, 265, 265], "from the day of the freeze on");
        assert_eq!(resting.unused_days(day(50)), 314);
        // A term of 365 days that came from another row after 100 of them, behind 50 of this one's own.
        let came = PaidTerm { starts_on: day(50), ends_on: day(315), used_before: 100, ..case().term };
        assert_eq!((came.total_days(), came.unused_days(day(60))), (365, 254));
        assert_eq!(came.unused_days(day(10)), 265);
        let empty = PaidTerm { starts_on: day(9), ends_on: day(9), frozen_days: 3, used_before: 0, frozen_on: None };
        assert_eq!((empty.total_days(), empty.unused_days(day(0))), (0, 0));
        assert_eq!(quote(RefundCase { term: empty, ..case() }, 20).1, RefundRule::Nothing);
    }

    #[test]
    fn an_upgrade_credits_the_unused_days() {
        let term = case().term;
        assert_eq!(upgrade_credit(Fen(10_000), &term, day(100)), Ok(Fen(7_232)));
        assert_eq!(upgrade_credit(Fen(10_000), &term, day(364)), Ok(Fen::ZERO));
        assert_eq!(upgrade_price(Fen(99_900), Fen(7_232)), Ok(Fen(92_668)));
        assert_eq!(upgrade_price(Fen(7_232), Fen(7_232)).unwrap_err().code, Code::MoneyAmountInvalid);
    }

    #[test]
    fn every_transition_of_a_refund() {
        use RefundState as S;
        let allowed = [(S::Requested, S::Decided), (S::Requested, S::Withdrawn), (S::Decided, S::Paid)];
        for from in S::ALL {
            for to in S::ALL {
                let result = from.step_to(to).map_err(|violation| violation.code);
                let expected = if allowed.contains(&(from, to)) { Ok(to) } else { Err(Code::MoneyRefundState) };
                assert_eq!(result, expected, "{from} to {to}");
            }
        }
    }

    #[test]
    fn the_window_ends_with_its_seventh_day() {
        assert_eq!(refund_window_over_at(case().paid_at), local_midnight(day(8)));
    }
}
