//! What it takes to see a member's personal data whole.

use super::check_reason;
use crate::kernel::{Code, Violation};

/// How many members one person may have revealed within an hour. Ours: enough to serve people, too few to copy a list.
pub const MAX_REVEALS_PER_HOUR: u32 = 30;

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
    fn revealing_takes_a_reason_and_has_a_limit() {
        let code = |reason, before| check_reveal(reason, before).map_err(|broken| broken.code);
        assert_eq!(code("会员要求改名", 29), Ok(()));
        assert_eq!(code("会员要求改名", 30), Err(Code::MembersRevealLimit));
        assert_eq!(code(" ", 0), Err(Code::MembersReasonRequired));
    }
}
