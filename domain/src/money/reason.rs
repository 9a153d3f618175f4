//! Why somebody moved money by hand.

use crate::kernel::text::is_note;
use crate::kernel::{Code, Violation};

/// How long a reason may be, in characters.
const MAX_REASON: usize = 500;

/// Why: 1 to 500 characters, not all blank, no control characters but line breaks.
///
/// # Errors
/// `MoneyReasonRequired`.
pub fn check_reason(field: &str, reason: &str) -> Result<(), Violation> {
    if is_note(reason, MAX_REASON) {
        return Ok(());
    }
    let message = format!("say why in 1 to {MAX_REASON} characters: it is kept with the money");
    Err(Violation::new(Code::MoneyReasonRequired, field, message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_says_something() {
        for good in ["现金已收", "line\nline", &"因".repeat(500)] {
            assert_eq!(check_reason("reason", good), Ok(()), "{good}");
        }
        for bad in ["", " \u{3000}", "a\0", &"因".repeat(501)] {
            assert_eq!(check_reason("reason", bad).unwrap_err().code, Code::MoneyReasonRequired, "{bad:?}");
        }
    }
}
