//! Points (积分): earned by rule, kept in lots that expire, spent oldest first.

use chrono::{Months, NaiveDate};

use super::term::plus;
use crate::kernel::words::words;
use crate::kernel::{Code, Violation};

/// 10 points are a day of membership: 3,650 buy a year (`domain.md` 2).
pub const POINTS_PER_DAY: i64 = 10;
/// How long points last (`domain.md` 6).
pub const EXPIRE_MONTHS: u32 = 24;
/// The most points that one entry moves. Ours: a hundred times what a year costs.
pub const MAX_POINTS: i64 = 365_000;

words! {
    /// Why points came or went.
    PointsReason {
        SignIn = 1 "SIGN_IN",
        /// To the inviter, when the invited person registers.
        InviteeRegistered = 2 "INVITEE_REGISTERED",
        /// To the inviter, when the invited person has paid and can no longer take it back.
        InviteePaid = 3 "INVITEE_PAID",
        /// To the invited person, at the same time.
        Invited = 4 "INVITED",
        /// Turned into days.
        Days = 5 "DAYS",
        Expired = 6 "EXPIRED",
        /// What an earlier entry brought is taken back.
        Reversal = 7 "REVERSAL",
        /// By headquarters, with a reason.
        Adjustment = 8 "ADJUSTMENT",
        Import = 9 "IMPORT",
        /// Brought along by a member found to be the same person.
        Merge = 10 "MERGE",
    }
}

impl PointsReason {
    /// What the rule gives for it (`domain.md` 2 and 6); `None` where the amount is not by rule, and for a sign-in, which
    /// depends on who signs in.
    #[must_use]
    pub const fn points(self) -> Option<i64> {
        match self {
            Self::InviteeRegistered => Some(20),
            Self::InviteePaid => Some(600),
            Self::Invited => Some(60),
            _ => None,
        }
    }
}

/// Points for the first sign-in of a day: 5 for a member, 2 for a guest (`domain.md` 2).
#[must_use]
pub const fn sign_in_points(is_member: bool) -> i64 {
    if is_member { 5 } else { 2 }
}

/// Whether a sign-in brings points: once a calendar day.
#[must_use]
pub fn check_sign_in(last_on: Option<NaiveDate>, today: NaiveDate) -> bool {
    last_on.is_none_or(|last| last < today)
}

/// The first day on which points earned today are gone.
///
/// By calendar, as the Civil Code counts (articles 201, 202): the day of earning does not count, and the last day is the
/// same day of the month, or the month's last.
#[must_use]
pub fn expires_on(earned_on: NaiveDate) -> NaiveDate {
    earned_on.checked_add_months(Months::new(EXPIRE_MONTHS)).map_or(NaiveDate::MAX, |last| plus(last, 1))
}

/// How many days so many points are.
///
/// # Errors
/// `MembersPointsInvalid` unless it is a whole number of days, at least one.
pub fn points_to_days(points: i64) -> Result<i64, Violation> {
    check_amount(points)?;
    if points % POINTS_PER_DAY != 0 {
        let message = format!("{POINTS_PER_DAY} points are a day: spend a multiple of {POINTS_PER_DAY}");
        return Err(Violation::new(Code::MembersPointsInvalid, "points", message));
    }
    Ok(points / POINTS_PER_DAY)
}

fn check_amount(points: i64) -> Result<(), Violation> {
    if (1..=MAX_POINTS).contains(&points) {
        return Ok(());
    }
    let message = format!("an amount is 1 to {MAX_POINTS} points");
    Err(Violation::new(Code::MembersPointsInvalid, "points", message))
}

/// Points that were earned together, as far as they are left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lot {
    /// Never below zero.
    pub left: i64,
    /// The first day on which they are gone.
    pub expires_on: NaiveDate,
}

/// A member's points. Changes answer the lots in their order, a new one last, so that they can be told from before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Points {
    pub lots: Vec<Lot>,
    /// What a reversal took beyond what was there. While there is a debt, no lot has anything left that could be spent.
    pub debt: i64,
}

impl Points {
    /// What can be spent today, or, negative, what is owed.
    #[must_use]
    pub fn balance(&self, today: NaiveDate) -> i64 {
        self.lots.iter().filter(|lot| today < lot.expires_on).map(|lot| lot.left).sum::<i64>() - self.debt
    }

    /// Adds a lot of so many points earned today. A debt is paid off first.
    ///
    /// # Errors
    /// `MembersPointsInvalid`.
    pub fn earn(&self, amount: i64, today: NaiveDate) -> Result<Self, Violation> {
        check_amount(amount)?;
        let paid = amount.min(self.debt);
        let mut after = self.clone();
        after.debt -= paid;
        after.lots.push(Lot { left: amount - paid, expires_on: expires_on(today) });
        Ok(after)
    }

    /// Takes points from the lots that expire first.
    ///
    /// # Errors
    /// `MembersPointsShort`, with what there is; `MembersPointsInvalid`.
    pub fn spend(&self, amount: i64, today: NaiveDate) -> Result<Self, Violation> {
        check_amount(amount)?;
        let balance = self.balance(today);
        if balance < amount {
            let message = format!("there are {balance} points, and {amount} are wanted");
            return Err(Violation::new(Code::MembersPointsShort, "points", message));
        }
        Ok(self.take(amount, today).0)
    }

    /// Takes back what an earlier entry brought, from the lots that expire first; what is no longer there is owed.
    ///
    /// # Errors
    /// `MembersPointsInvalid`.
    pub fn reverse(&self, amount: i64, today: NaiveDate) -> Result<Self, Violation> {
        check_amount(amount)?;
        let (mut after, missing) = self.take(amount, today);
        after.debt += missing;
        Ok(after)
    }

    /// Empties the lots whose day has come; also answers how many points are gone.
    #[must_use]
    pub fn expire(&self, today: NaiveDate) -> (Self, i64) {
        let mut after = self.clone();
        let mut gone = 0;
        for lot in after.lots.iter_mut().filter(|lot| lot.expires_on <= today) {
            gone += std::mem::take(&mut lot.left);
        }
        (after, gone)
    }

    /// The points of two members found to be one person: the other's lots after these, and a debt set against what there is.
    #[must_use]
    pub fn join(&self, other: &Self, today: NaiveDate) -> Self {
        let lots = self.lots.iter().chain(&other.lots).copied().collect();
        let (mut joined, owed) = Self { lots, debt: 0 }.take(self.debt + other.debt, today);
        joined.debt = owed;
        joined
    }

    /// The points without `amount` of them, and what could not be taken.
    fn take(&self, amount: i64, today: NaiveDate) -> (Self, i64) {
        let mut after = self.clone();
        let mut lots: Vec<&mut Lot> = after.lots.iter_mut().filter(|lot| today < lot.expires_on).collect();
        lots.sort_by_key(|lot| lot.expires_on);
        let mut missing = amount;
        for lot in lots {
            let taken = missing.min(lot.left);
            lot.left -= taken;
            missing -= taken;
        }
        (after, missing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_amounts_are_those_of_the_book_club() {
        let by_rule: Vec<_> =
            PointsReason::ALL.into_iter().filter_map(|reason| Some((reason.as_str(), reason.points()?))).collect();
        assert_eq!(by_rule, [("INVITEE_REGISTERED", 20), ("INVITEE_PAID", 600), ("INVITED", 60)]);
        assert_eq!((sign_in_points(true), sign_in_points(false)), (5, 2));
        assert_eq!(points_to_days(3_650), Ok(365));
        for bad in [0, -10, 15, MAX_POINTS + 10] {
            assert_eq!(points_to_days(bad).unwrap_err().code, Code::MembersPointsInvalid, "{bad}");
        }
    }

    #[test]
    fn a_day_has_one_sign_in() {
        let today = date("2026-11-22");
        assert!(check_sign_in(None, today) && check_sign_in(Some(date("2026-11-21")), today));
        assert!(!check_sign_in(Some(today), today));
    }

    #[test]
    fn points_last_for_24_months_by_the_calendar() {
        for (earned, gone) in [
            ("2026-11-22", "2028-11-23"),
            ("2024-02-29", "2026-03-01"),
            ("2026-02-28", "2028-02-29"),
            ("2026-12-31", "2029-01-01"),
        ] {
            assert_eq!(expires_on(date(earned)), date(gone), "{earned}");
        }
    }

    #[test]
    fn only_a_reversal_goes_below_zero_and_earning_pays_it_off() {
        let today = date("2026-11-22");
        let points = Points::default().earn(20, today).unwrap();
        assert_eq!(points.spend(21, today).unwrap_err().code, Code::MembersPointsShort);
        let owed = points.reverse(600, today).unwrap();
        assert_eq!((owed.balance(today), owed.debt), (-580, 580));
        assert_eq!(owed.spend(1, today).unwrap_err().code, Code::MembersPointsShort);
        let again = owed.earn(600, today).unwrap();
        assert_eq!((again.balance(today), again.debt, again.lots.len()), (20, 0, 2));
        for bad in [0, -1, MAX_POINTS + 1] {
            for result in [points.earn(bad, today), points.spend(bad, today), points.reverse(bad, today)] {
                assert_eq!(result.unwrap_err().code, Code::MembersPointsInvalid, "{bad}");
            }
        }
    }

    #[test]
    fn what_has_expired_cannot_be_spent_even_before_the_timer_comes() {
        let points = Points::default().earn(20, date("2026-11-22")).unwrap();
        let end = date("2028-11-23");
        assert_eq!(points.balance(date("2028-11-22")), 20);
        assert_eq!(points.balance(end), 0);
        assert_eq!(points.spend(1, end).unwrap_err().code, Code::MembersPointsShort);
        let (after, gone) = points.expire(end);
        assert_eq!((gone, after.lots[0].left, after.expire(end).1), (20, 0, 0));
    }

    #[test]
    fn one_persons_debt_is_set_against_the_others_points() {
        let today = date("2026-11-22");
        let rich = Points::default().earn(100, today).unwrap();
        let owing = Points::default().reverse(30, today).unwrap();
        for joined in [rich.join(&owing, today), owing.join(&rich, today)] {
            assert_eq!((joined.balance(today), joined.debt), (70, 0));
        }
        assert_eq!(owing.join(&owing, today).balance(today), -60);
    }
}
