//! A chapter's account of one month: every order behind each fen.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{EntryKind, Fen};
use crate::kernel::words::words;
use crate::kernel::{Code, CommissionId, LedgerEntryId, OrderId, Timestamp, Violation, local_date, local_midnight};

/// On this day of the next month a month is settled. Ours.
const ISSUE_DAY: u64 = 10;

/// A calendar month in Asia/Shanghai: `2026-11`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    first: NaiveDate,
}

impl Month {
    /// The month of a day.
    #[must_use]
    pub fn of(day: NaiveDate) -> Self {
        // Every month has a first day.
        Self { first: day.with_day(1).unwrap_or(day) }
    }

    /// The month of an instant.
    #[must_use]
    pub fn at(at: Timestamp) -> Self {
        Self::of(local_date(at))
    }

    #[must_use]
    pub fn next(self) -> Self {
        Self { first: self.first.checked_add_months(Months::new(1)).unwrap_or(self.first) }
    }

    #[must_use]
    pub fn previous(self) -> Self {
        Self { first: self.first.checked_sub_months(Months::new(1)).unwrap_or(self.first) }
    }

    #[must_use]
    pub const fn first_day(self) -> NaiveDate {
        self.first
    }

    /// The first instant of it, and that of the next month.
    #[must_use]
    pub fn span(self) -> (Timestamp, Timestamp) {
        (local_midnight(self.first), local_midnight(self.next().first))
    }

    /// The day on which its statements are issued: the 10th of the next month.
    #[must_use]
    pub fn issue_on(self) -> NaiveDate {
        let next = self.next().first;
        next.checked_add_days(Days::new(ISSUE_DAY - 1)).unwrap_or(next)
    }

    /// The last month whose statements are due.
    #[must_use]
    pub fn last_due(now: Timestamp) -> Self {
        let previous = Self::at(now).previous();
        if previous.check_due(now).is_ok() { previous } else { previous.previous() }
    }

    /// Whether its statements can be issued.
    ///
    /// # Errors
    /// `MoneyStatementNotDue`.
    pub fn check_due(self, now: Timestamp) -> Result<(), Violation> {
        let issue_on = self.issue_on();
        if local_date(now) >= issue_on {
            return Ok(());
        }
        let message = format!("the statements of {self} are issued on {issue_on}");
        Err(Violation::new(Code::MoneyStatementNotDue, "month", message))
    }

    /// As the store keeps it: months since the year 0, so that they sort and their difference is a number of months.
    #[must_use]
    pub fn number(self) -> i32 {
        self.first.year() * 12 + i32::try_from(self.first.month0()).unwrap_or_default()
    }

    /// The month with this number.
    #[must_use]
    pub fn of_number(number: i32) -> Option<Self> {
        let month = u32::try_from(number.rem_euclid(12)).ok()? + 1;
        NaiveDate::from_ymd_opt(number.div_euclid(12), month, 1).map(|first| Self { first })
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.first.year(), self.first.month())
    }
}

impl FromStr for Month {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let refused = || format!("`{text}` is not a month; write it as 2026-11");
        let (year, month) = text.split_once('-').ok_or_else(refused)?;
        let is_plain = |part: &str, digits| part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
        if !is_plain(year, 4) || !is_plain(month, 2) {
            return Err(refused());
        }
        let first =
            NaiveDate::from_ymd_opt(year.parse().map_err(|_| refused())?, month.parse().map_err(|_| refused())?, 1);
        first.map(|first| Self { first }).ok_or_else(refused)
    }
}

impl Serialize for Month {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Month {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

words! {
    /// What a line of a statement is about. The first adds to what the chapter is owed; the others take off.
    LineKind {
        /// A sale, a share that a ruling has moved here, or what an upheld dispute has granted.
        Accrued = 1 "ACCRUED",
        /// A refund, before the commission was paid out.
        Reversed = 2 "REVERSED",
        /// A refund after the commission was paid out, or a ruling.
        ClawedBack = 3 "CLAWED_BACK",
        /// A payout, or cash that the chapter keeps in place of one.
        Paid = 4 "PAID",
    }

    /// Where a statement stands.
    StatementState {
        Issued = 1 "ISSUED",
        /// Paid out, but for what is in dispute.
        Paid = 2 "PAID",
        /// Too little to be paid out, or not paid out before the next: that one holds it.
        CarriedOver = 3 "CARRIED_OVER",
    }
}

impl StatementState {
    /// The statement after this step.
    ///
    /// # Errors
    /// `MoneyStatementState` where the step does not follow.
    pub fn step_to(self, next: Self) -> Result<Self, Violation> {
        if self == Self::Issued && next != Self::Issued {
            return Ok(next);
        }
        let message = format!("a statement that is {self} cannot become {next}");
        Err(Violation::new(Code::MoneyStatementState, "", message))
    }
}

/// One line: an amount above nothing, and what is behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatementLine {
    pub kind: LineKind,
    pub amount: Fen,
    pub at: Timestamp,
    /// The entry of the ledger that it tells.
    pub entry: LedgerEntryId,
    pub event: EntryKind,
    /// The order behind it; a payout has none.
    pub order: Option<OrderId>,
    pub commission: Option<CommissionId>,
}

/// The sums of a statement. All are told as they are counted: what is taken off is a positive number too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Statement {
    pub month: Month,
    /// The closing of the month before. Below zero after clawbacks.
    pub opening: Fen,
    pub accrued: Fen,
    pub reversed: Fen,
    pub clawed_back: Fen,
    pub paid: Fen,
    /// `opening + accrued - reversed - clawed_back - paid`.
    pub closing: Fen,
}

impl Statement {
    /// Sums up the lines of a month.
    ///
    /// # Errors
    /// `MoneyAmountInvalid` for a line of nothing or less, a line of another month, and beyond 64 bits.
    pub fn of(month: Month, opening: Fen, lines: &[StatementLine]) -> Result<Self, Violation> {
        let zero = Fen::ZERO;
        let mut sums =
            Self { month, opening, accrued: zero, reversed: zero, clawed_back: zero, paid: zero, closing: zero };
        for line in lines {
            if line.amount <= zero || Month::at(line.at) != month {
                let message = format!("{} on {} is no line of {month}", line.amount, local_date(line.at));
                return Err(Violation::new(Code::MoneyAmountInvalid, "lines", message));
            }
            let sum = match line.kind {
                LineKind::Accrued => &mut sums.accrued,
                LineKind::Reversed => &mut sums.reversed,
                LineKind::ClawedBack => &mut sums.clawed_back,
                LineKind::Paid => &mut sums.paid,
            };
            *sum = sum.plus(line.amount)?;
        }
        sums.closing = sums.counted_closing()?;
        Ok(sums)
    }

    /// What the closing must be by the other sums.
    fn counted_closing(&self) -> Result<Fen, Violation> {
        self.opening.plus(self.accrued)?.minus(self.reversed)?.minus(self.clawed_back)?.minus(self.paid)
    }

    /// Whether the sums, as they are on record, are those of the lines, and follow the month before.
    ///
    /// # Errors
    /// As [`Statement::of`].
    pub fn is_proved_by(&self, lines: &[StatementLine], before: Option<&Self>) -> Result<bool, Violation> {
        let follows = before.is_none_or(|before| before.month < self.month && before.closing == self.opening);
        Ok(follows && Self::of(self.month, self.opening, lines)? == *self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    fn month(text: &str) -> Month {
        text.parse().unwrap()
    }

    fn line(kind: LineKind, amount: i64, at: Timestamp) -> StatementLine {
        let (entry, event) = (LedgerEntryId(1), EntryKind::PaymentReceived);
        StatementLine { kind, amount: Fen(amount), at, entry, event, order: None, commission: None }
    }

    #[test]
    fn a_month_is_shanghais() {
        let november = month("2026-11");
        let (from, until) = november.span();
        assert_eq!(from.to_rfc3339(), "2026-10-31T16:00:00+00:00");
        assert_eq!((Month::at(from), Month::at(until)), (november, november.next()));
        assert_eq!(Month::at(from - TimeDelta::microseconds(1)), november.previous());
        assert_eq!(month("2026-12").next().to_string(), "2027-01");
        assert_eq!(Month::of_number(november.number()), Some(november));
        assert_eq!(month("2027-01").number() - month("2026-11").number(), 2);
        assert_eq!(serde_json::to_string(&november).unwrap(), "\"2026-11\"");
        assert_eq!(serde_json::from_str::<Month>("\"2026-11\"").unwrap(), november);
        for bad in ["2026-13", "2026-1", "2026", "+026-11", "2026-00", "", "2026-11-01"] {
            assert!(bad.parse::<Month>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_month_is_settled_on_the_tenth() {
        let november = month("2026-11");
        let due = local_midnight(NaiveDate::from_ymd_opt(2026, 12, 10).unwrap());
        assert_eq!(november.check_due(due), Ok(()));
        assert_eq!(Month::last_due(due), november);
        assert_eq!(Month::last_due(due - TimeDelta::microseconds(1)), november.previous());
        let early = november.check_due(due - TimeDelta::microseconds(1)).unwrap_err();
        assert_eq!(early.code, Code::MoneyStatementNotDue);
    }

    #[test]
    fn a_statement_is_the_sum_of_its_lines() {
        let november = month("2026-11");
        let at = november.span().0;
        let lines = [
            line(LineKind::Accrued, 12_775, at),
            line(LineKind::Accrued, 100, at),
            line(LineKind::Reversed, 50, at),
            line(LineKind::ClawedBack, 7, at),
            line(LineKind::Paid, 10_000, at),
        ];
        let statement = Statement::of(november, Fen(-18), &lines).unwrap();
        assert_eq!((statement.accrued, statement.closing), (Fen(12_875), Fen(2_800)));
        let after = Statement::of(november.next(), statement.closing, &[]).unwrap();
        assert_eq!(after.is_proved_by(&[], Some(&statement)), Ok(true));
        assert_eq!(statement.is_proved_by(&lines, None), Ok(true));
        assert_eq!(statement.is_proved_by(&lines[1..], None), Ok(false));
        assert_eq!(statement.is_proved_by(&lines, Some(&after)), Ok(false));
        for bad in [line(LineKind::Paid, 0, at), line(LineKind::Paid, 5, november.span().1)] {
            assert_eq!(Statement::of(november, Fen(0), &[bad]).unwrap_err().code, Code::MoneyAmountInvalid);
        }
    }

    #[test]
    fn every_transition_of_a_statement() {
        use StatementState as S;
        for from in S::ALL {
            for to in S::ALL {
                let result = from.step_to(to).map_err(|violation| violation.code);
                let allowed = from == S::Issued && to != S::Issued;
                assert_eq!(result, if allowed { Ok(to) } else { Err(Code::MoneyStatementState) }, "{from} to {to}");
            }
        }
    }
}
