//! Consent (同意): a ledger per purpose and text version. What was granted or withdrawn last holds (PIPL 13 to 17).

use chrono::{Datelike, NaiveDate};

use super::check_birth_year;
use crate::kernel::words::words;
use crate::kernel::{Code, Timestamp, Violation};

/// Below this age a guardian decides (PIPL 31).
pub const CONSENT_AGE: i32 = 14;

const MAX_VERSION: usize = 40;

words! {
    /// What personal data are used for.
    Purpose {
        /// To keep the membership at all.
        Service = 1 "SERVICE",
        /// To be written to about offers.
        Marketing = 2 "MARKETING",
        /// A chapter is another legal person: it sees more than masks only with this (PIPL 23).
        ShareWithChapter = 3 "SHARE_WITH_CHAPTER",
        /// To be shown by name, as in a ranking (PIPL 25).
        PublicDisplay = 4 "PUBLIC_DISPLAY",
        /// A guardian's, for a child (PIPL 31).
        Guardian = 5 "GUARDIAN",
    }
}

/// One entry of the ledger, which only grows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentEntry {
    pub purpose: Purpose,
    /// Granted, or withdrawn.
    pub granted: bool,
    /// Which text the person saw: `2026-11`, `privacy-3`.
    pub text_version: String,
    pub at: Timestamp,
}

/// The entry by which a purpose is consented to now. Of two at one instant the withdrawal counts.
#[must_use]
pub fn in_force(entries: &[ConsentEntry], purpose: Purpose) -> Option<&ConsentEntry> {
    last_word(entries, purpose).filter(|entry| entry.granted)
}

/// What was said last of a purpose, granted or withdrawn.
pub(super) fn last_word(entries: &[ConsentEntry], purpose: Purpose) -> Option<&ConsentEntry> {
    let of_purpose = entries.iter().filter(|entry| entry.purpose == purpose);
    of_purpose.max_by_key(|entry| (entry.at, !entry.granted))
}

/// Whether a purpose is consented to.
///
/// # Errors
/// `MembersConsentRequired`.
pub fn check_consent(entries: &[ConsentEntry], purpose: Purpose) -> Result<(), Violation> {
    if in_force(entries, purpose).is_some() {
        return Ok(());
    }
    let message = format!("this needs the member's consent for {purpose}, which is not given");
    Err(Violation::new(Code::MembersConsentRequired, "consents", message))
}

/// Whether a text version can be written down: 1 to 40 characters of a–z, 0–9, `.`, `_` and `-`.
///
/// # Errors
/// `MembersConsentInvalid`.
pub fn check_grant(text_version: &str) -> Result<(), Violation> {
    let plain = text_version.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'-'));
    if plain && (1..=MAX_VERSION).contains(&text_version.len()) {
        return Ok(());
    }
    let message = "name the version of the text that was shown: 1 to 40 characters of a-z, 0-9, `.`, `_` and `-`";
    Err(Violation::new(Code::MembersConsentInvalid, "textVersion", message))
}

/// Whether somebody born in that year may be younger than [`CONSENT_AGE`]. Only the year is kept, so the safe reading:
/// whoever turns 14 this year may not have done so yet.
#[must_use]
pub fn is_under_age(birth_year: i32, today: NaiveDate) -> bool {
    today.year().saturating_sub(birth_year) <= CONSENT_AGE
}

/// Whether more than registration is open to this person: a child needs a guardian's consent for any term, card or order.
/// Without a year of birth the person has said, by accepting the terms, to be of age.
///
/// # Errors
/// `MembersGuardianRequired`, `MembersBirthYearInvalid`.
pub fn check_guardian(birth_year: Option<i32>, entries: &[ConsentEntry], today: NaiveDate) -> Result<(), Violation> {
    let Some(year) = birth_year else { return Ok(()) };
    check_birth_year(year, today)?;
    if !is_under_age(year, today) || in_force(entries, Purpose::Guardian).is_some() {
        return Ok(());
    }
    let message = format!("below the age of {CONSENT_AGE} a guardian must consent first");
    Err(Violation::new(Code::MembersGuardianRequired, "consents", message))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::from_micros;

    fn entry(purpose: Purpose, granted: bool, at: i64) -> ConsentEntry {
        ConsentEntry { purpose, granted, text_version: "2026-11".to_owned(), at: from_micros(at) }
    }

    #[test]
    fn the_last_word_holds_per_purpose() {
        let mut ledger = vec![entry(Purpose::Marketing, true, 5), entry(Purpose::Service, true, 1)];
        assert!(check_consent(&ledger, Purpose::Marketing).is_ok());
        let refused = check_consent(&ledger, Purpose::PublicDisplay).unwrap_err();
        assert_eq!(refused.code, Code::MembersConsentRequired);
        // In the ledger's order or not: the time counts.
        ledger.insert(0, entry(Purpose::Marketing, false, 9));
        assert_eq!(in_force(&ledger, Purpose::Marketing), None);
        ledger.push(entry(Purpose::Marketing, true, 9));
        assert_eq!(in_force(&ledger, Purpose::Marketing), None, "at one instant the withdrawal counts");
        ledger.push(entry(Purpose::Marketing, true, 10));
        assert_eq!(in_force(&ledger, Purpose::Marketing).map(|held| held.at), Some(from_micros(10)));
        assert!(in_force(&ledger, Purpose::Service).is_some());
    }

    #[test]
    fn a_child_needs_a_guardian() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        let guardian = [entry(Purpose::Guardian, true, 1)];
        let code = |year, ledger: &[ConsentEntry]| check_guardian(year, ledger, today).map_err(|broken| broken.code);
        assert_eq!(code(None, &[]), Ok(()));
        assert_eq!(code(Some(2011), &[]), Ok(()));
        for young in [2012, 2013, 2026] {
            assert_eq!(code(Some(young), &[]), Err(Code::MembersGuardianRequired), "{young}");
            assert_eq!(code(Some(young), &guardian), Ok(()), "{young}");
        }
        assert_eq!(code(Some(2027), &guardian), Err(Code::MembersBirthYearInvalid));
    }

    #[test]
    fn a_text_has_a_version() {
        assert_eq!((check_grant("privacy-3.1"), check_grant("2026_11")), (Ok(()), Ok(())));
        for bad in ["", "V1", "1 2", "版本", &"1".repeat(41)] {
            assert_eq!(check_grant(bad).unwrap_err().code, Code::MembersConsentInvalid, "{bad}");
        }
    }
}
