//! Sales outside a chapter's territory (窜货). A buyer may come from anywhere, and the share is then the home chapter's; but a
//! chapter that sells outside again and again is looked into. All numbers are ours.

use chrono::{Months, NaiveDate};

use super::{BasisPoints, Fen};
use crate::kernel::words::words;
use crate::kernel::{Code, Violation};

/// Above this part of a month's sales outside, the chapter is told.
pub const ALERT_ABOVE: BasisPoints = BasisPoints::fixed(1_000);

/// Above this part, a case is opened.
pub const CASE_ABOVE: BasisPoints = BasisPoints::fixed(2_000);

/// Earlier rulings count for so long.
const MEMORY_MONTHS: u32 = 12;

words! {
    /// How far a month's sales outside went.
    OutsideLevel {
        Fine = 1 "FINE",
        Alert = 2 "ALERT",
        Case = 3 "CASE",
    }

    /// Where a case stands.
    CaseState {
        Open = 1 "OPEN",
        Ruled = 2 "RULED",
        /// There was nothing to it.
        Dismissed = 3 "DISMISSED",
    }

    /// The ladder of rulings. Each also does what those below it do.
    Ruling {
        /// The share moves to the chapter whose territory it is.
        Warning = 1 "WARNING",
        /// The share is also taken back once more.
        Clawback = 2 "CLAWBACK",
        /// The chapter is also suspended.
        Suspension = 3 "SUSPENSION",
    }
}

/// A month's sales of a chapter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outside {
    pub sales: Fen,
    /// Of these, to buyers who live outside its territory.
    pub outside: Fen,
}

/// What a ruling does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measures {
    pub ruling: Ruling,
    /// Moves from the chapter that sold to the one whose territory it is.
    pub moved: Fen,
    /// Is taken back on top.
    pub clawback: Fen,
    pub suspends: bool,
}

/// How far a month's sales outside went. A month without sales is fine.
///
/// # Errors
/// `MoneyAmountInvalid` unless 0 <= outside <= sales.
pub fn judge_month(month: Outside) -> Result<OutsideLevel, Violation> {
    if month.outside < Fen::ZERO || month.outside > month.sales {
        let message = format!("{} of {} cannot be sales outside", month.outside, month.sales);
        return Err(Violation::new(Code::MoneyAmountInvalid, "outside", message));
    }
    let is_above = |limit: BasisPoints| {
        i128::from(month.outside.0) * i128::from(BasisPoints::WHOLE.get())
            > i128::from(month.sales.0) * i128::from(limit.get())
    };
    Ok(match (is_above(CASE_ABOVE), is_above(ALERT_ABOVE)) {
        (true, _) => OutsideLevel::Case,
        (false, true) => OutsideLevel::Alert,
        (false, false) => OutsideLevel::Fine,
    })
}

/// The ruling on a chapter with these earlier ones, over the share that it got of sales outside: nothing, where all of it
/// was refunded since.
///
/// # Errors
/// `MoneyAmountInvalid` for a share below nothing.
pub fn rule_on_case(earlier: &[NaiveDate], today: NaiveDate, share: Fen) -> Result<Measures, Violation> {
    let moved = if share == Fen::ZERO { share } else { share.check_input("share")? };
    let since = today.checked_sub_months(Months::new(MEMORY_MONTHS)).unwrap_or(NaiveDate::MIN);
    let ruling = match earlier.iter().filter(|on| **on > since && **on <= today).count() {
        0 => Ruling::Warning,
        1 => Ruling::Clawback,
        _ => Ruling::Suspension,
    };
    let clawback = if ruling >= Ruling::Clawback { moved } else { Fen::ZERO };
    Ok(Measures { ruling, moved, clawback, suspends: ruling == Ruling::Suspension })
}

impl CaseState {
    /// The case after a ruling or a dismissal.
    ///
    /// # Errors
    /// `MoneyDisputeState` unless it is open.
    pub fn step_to(self, next: Self) -> Result<Self, Violation> {
        if self == Self::Open && next != Self::Open {
            return Ok(next);
        }
        let message = format!("a case that is {self} cannot become {next}");
        Err(Violation::new(Code::MoneyDisputeState, "", message))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_judged_by_the_part_sold_outside() {
        let level = |sales, outside| judge_month(Outside { sales: Fen(sales), outside: Fen(outside) });
        assert_eq!(level(0, 0), Ok(OutsideLevel::Fine));
        assert_eq!(level(1_000, 100), Ok(OutsideLevel::Fine));
        assert_eq!(level(1_000, 101), Ok(OutsideLevel::Alert));
        assert_eq!(level(1_000, 200), Ok(OutsideLevel::Alert));
        assert_eq!(level(1_000, 201), Ok(OutsideLevel::Case));
        assert_eq!(level(i64::MAX, i64::MAX), Ok(OutsideLevel::Case));
        for (sales, outside) in [(10, 11), (10, -1)] {
            assert_eq!(level(sales, outside).unwrap_err().code, Code::MoneyAmountInvalid);
        }
    }

    #[test]
    fn rulings_climb_within_twelve_months() {
        let on = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
        let today = on(2026, 11, 22);
        let rule = |earlier: &[NaiveDate]| {
            let Measures { ruling, moved, clawback, suspends } = rule_on_case(earlier, today, Fen(700)).unwrap();
            assert_eq!(moved, Fen(700));
            (ruling, clawback.0, suspends)
        };
        let (old, recent) = (on(2025, 11, 22), on(2025, 11, 23));
        assert_eq!(rule(&[]), (Ruling::Warning, 0, false));
        assert_eq!(rule(&[old]), (Ruling::Warning, 0, false));
        assert_eq!(rule(&[old, recent]), (Ruling::Clawback, 700, false));
        assert_eq!(rule(&[recent, today]), (Ruling::Suspension, 700, true));
        assert_eq!(rule_on_case(&[recent], today, Fen::ZERO).unwrap().clawback, Fen::ZERO);
        assert!(rule_on_case(&[], today, Fen(-1)).is_err());
    }

    #[test]
    fn every_transition_of_a_case() {
        use CaseState as S;
        for from in S::ALL {
            for to in S::ALL {
                let allowed = from == S::Open && to != S::Open;
                assert_eq!(from.step_to(to).is_ok(), allowed, "{from} to {to}");
            }
        }
    }
}
