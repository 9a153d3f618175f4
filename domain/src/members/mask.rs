//! Personal data as those see it who may not see it whole (脱敏), and what it takes to see it whole.

use super::check_reason;
use crate::kernel::{Code, Violation};

/// How many members one person may have revealed within an hour. Ours: enough to serve people, too few to copy a list.
pub const MAX_REVEALS_PER_HOUR: u32 = 30;

const STARS: &str = "****";

/// `138****1234`. Of what is not a mainland mobile number nothing is shown.
#[must_use]
pub fn mask_phone(phone: &str) -> String {
    let is_mobile = phone.len() == 11 && phone.bytes().all(|b| b.is_ascii_digit());
    match (phone.get(..3), phone.get(7..)) {
        (Some(head), Some(tail)) if is_mobile => format!("{head}{STARS}{tail}"),
        _ => STARS.to_owned(),
    }
}

/// `王*`, however long the name is. Of a name of one character nothing is shown: it would be the whole.
#[must_use]
pub fn mask_name(name: &str) -> String {
    let mut characters = name.trim().chars();
    match (characters.next(), characters.next()) {
        (Some(first), Some(_)) => format!("{first}*"),
        _ => "*".to_owned(),
    }
}

/// Whether one more member may be revealed to somebody who has given this reason and has seen `within_hour` in the last hour.
///
/// # Errors
/// `MembersReasonRequired`, `MembersRevealLimit`.
pub fn check_reveal(reason: &str, within_hour: u32) -> Result<(), Violation> {
    check_reason("reason", reason)?;
    if within_hour < MAX_REVEALS_PER_HOUR {
        return Ok(());
    }
    let message = format!("{MAX_REVEALS_PER_HOUR} members were revealed to you within an hour: go on later");
    Err(Violation::new(Code::MembersRevealLimit, "", message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks() {
        assert_eq!(mask_phone("13812341234"), "138****1234");
        for other in ["", "1381234123", "+8613812341234", "1381234123x", "１３８１２３４"] {
            assert_eq!(mask_phone(other), "****", "{other}");
        }
        for (name, masked) in
            [("王伟", "王*"), ("欧阳娜娜", "欧*"), ("John Smith", "J*"), ("王", "*"), (" 王 ", "*"), ("", "*")]
        {
            assert_eq!(mask_name(name), masked);
        }
    }

    #[test]
    fn revealing_takes_a_reason_and_has_a_limit() {
        let code = |reason, before| check_reveal(reason, before).map_err(|broken| broken.code);
        assert_eq!(code("会员要求改名", 29), Ok(()));
        assert_eq!(code("会员要求改名", 30), Err(Code::MembersRevealLimit));
        assert_eq!(code(" ", 0), Err(Code::MembersReasonRequired));
    }
}
