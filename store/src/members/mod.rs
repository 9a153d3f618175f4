//! Members: people, their homes and consents, tiers, terms, cards, points, and how many there are.

pub mod bulk;
pub mod card;
pub mod count;
pub mod home;
pub mod list;
pub mod member;
pub mod merge;
pub mod namesake;
pub mod person;
pub mod points;
pub mod reminder;
pub mod reveal;
pub mod sweep;
pub mod term;
pub mod tier;
pub mod trial;

use chrono::{Days, NaiveDate};

/// The day as the store keeps it: days since 1970-01-01.
#[must_use]
pub(crate) fn day_number(day: NaiveDate) -> i32 {
    let days = day.signed_duration_since(NaiveDate::default()).num_days();
    i32::try_from(days).unwrap_or(if days < 0 { i32::MIN } else { i32::MAX })
}

/// The day that [`day_number`] wrote.
#[must_use]
pub(crate) fn day_of(number: i32) -> NaiveDate {
    let epoch = NaiveDate::default();
    let days = Days::new(u64::from(number.unsigned_abs()));
    let day = if number < 0 { epoch.checked_sub_days(days) } else { epoch.checked_add_days(days) };
    // Out of range only for years that no rule of ours can produce.
    day.unwrap_or(NaiveDate::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_1970() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        assert_eq!(day_number(day(1970, 1, 1)), 0);
        assert_eq!(day_number(day(2026, 11, 22)), 20_779);
        for date in [day(1969, 12, 31), day(1970, 1, 2), day(2100, 2, 28)] {
            assert_eq!(day_of(day_number(date)), date);
        }
    }
}
