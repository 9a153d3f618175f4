//! Reminders of an end that comes near, so that it surprises nobody (consumer law; `domain.md` L23).

use chrono::NaiveDate;

use super::term::days_between;
use super::{MemberState, Standing};

/// So many days before the end a member is reminded, the earliest first. The law's 5 are among them.
pub const RENEWAL_MARKS: [i16; 4] = [30, 7, 5, 1];

/// An earliest reminder that could not be sent on its day is sent for so many days after it: whoever buys a short term
/// is not reminded of it on the next day.
const FIRST_MARK_LASTS: i16 = 2;

/// The days that are left, first to last, on which a mark is sent: late ones until the next.
#[must_use]
pub fn renewal_window(mark: i16) -> (i16, i16) {
    let next = RENEWAL_MARKS.into_iter().find(|next| *next < mark).unwrap_or(0);
    ((next + 1).max(if mark == RENEWAL_MARKS[0] { mark - FIRST_MARK_LASTS } else { 0 }), mark)
}

/// How many days of an active membership are left, today included, if the first reminder's day has come; nothing while
/// it rests, and of a trial, which nobody renews.
#[must_use]
pub fn renewal_due(state: &MemberState, today: NaiveDate) -> Option<i64> {
    let left = days_between(today, state.until_on?);
    let is_near = (1..=i64::from(RENEWAL_MARKS[0])).contains(&left);
    (is_near && state.standing == Standing::Active).then_some(left)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mark_has_days_of_its_own() {
        let windows: Vec<_> = RENEWAL_MARKS.into_iter().map(renewal_window).collect();
        assert_eq!(windows, [(28, 30), (6, 7), (2, 5), (1, 1)]);
    }

    #[test]
    fn an_end_comes_near_for_thirty_days() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        let due = |standing, days| {
            let until_on = Some(super::super::term::plus(today, days));
            renewal_due(&MemberState { standing, until_on, ..MemberState::guest() }, today)
        };
        for (days, expected) in [(31, None), (30, Some(30)), (1, Some(1)), (0, None), (-3, None)] {
            assert_eq!(due(Standing::Active, days), expected, "{days}");
            for other in [Standing::Trial, Standing::Frozen, Standing::Refunding, Standing::Erased] {
                assert_eq!(due(other, days), None, "{other} {days}");
            }
        }
        assert_eq!(renewal_due(&MemberState::guest(), today), None);
    }
}
