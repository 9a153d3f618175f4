//! What may be written down about a person.

use chrono::{Datelike, NaiveDate};

use crate::kernel::text::{is_line, is_reason};
use crate::kernel::{Code, Violation};

const MAX_NAME: usize = 60;
const MAX_REASON: usize = 200;
/// Nobody alive was born before it.
const EARLIEST_YEAR: i32 = 1900;

/// A member's name: 1 to 60 characters, no control characters, no blank ends.
///
/// # Errors
/// `MembersNameInvalid`.
pub fn check_name(field: &str, name: &str) -> Result<(), Violation> {
    if is_line(name, MAX_NAME) {
        return Ok(());
    }
    let message = "a name has 1 to 60 characters, no control characters, and no blanks at its ends";
    Err(Violation::new(Code::MembersNameInvalid, field, message))
}

/// A year of birth: from 1900 to this year.
///
/// # Errors
/// `MembersBirthYearInvalid`.
pub fn check_birth_year(year: i32, today: NaiveDate) -> Result<(), Violation> {
    if (EARLIEST_YEAR..=today.year()).contains(&year) {
        return Ok(());
    }
    let message = format!("a year of birth lies between {EARLIEST_YEAR} and {}", today.year());
    Err(Violation::new(Code::MembersBirthYearInvalid, "birthYear", message))
}

/// Why something unusual is done with a member: 1 to 200 characters on one line, not all blank.
///
/// # Errors
/// `MembersReasonRequired`.
pub fn check_reason(field: &str, reason: &str) -> Result<(), Violation> {
    if is_reason(reason, MAX_REASON) {
        return Ok(());
    }
    let message = format!("say why, in 1 to {MAX_REASON} characters on one line: it is logged");
    Err(Violation::new(Code::MembersReasonRequired, field, message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_down_is_clean() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        assert!(check_name("name", "欧阳 娜娜").is_ok() && check_name("name", &"王".repeat(60)).is_ok());
        for bad in ["", " 王", "王\n", "王\0", &"王".repeat(61)] {
            assert_eq!(check_name("name", bad).unwrap_err().code, Code::MembersNameInvalid, "{bad:?}");
        }
        assert!(check_birth_year(1900, today).is_ok() && check_birth_year(2026, today).is_ok());
        for bad in [1899, 2027, i32::MIN, i32::MAX] {
            assert_eq!(check_birth_year(bad, today).unwrap_err().code, Code::MembersBirthYearInvalid, "{bad}");
        }
        assert!(check_reason("reason", &"因".repeat(200)).is_ok());
        for bad in ["", " \u{3000}", "a\nb", &"因".repeat(201)] {
            assert_eq!(check_reason("reason", bad).unwrap_err().code, Code::MembersReasonRequired, "{bad:?}");
        }
    }
}
