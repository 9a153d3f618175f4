//! How people can be reached, written one way, so that one person is not two accounts.

use domain::kernel::text::is_line;
use domain::kernel::{Code, Violation};

/// A mainland mobile number as eleven digits: blanks, dashes and the country code are taken off.
///
/// # Errors
/// `AccessPhoneInvalid` if it is not such a number.
pub fn normalise_phone(field: &str, text: &str) -> Result<String, Violation> {
    let refuse = || {
        let message = "give a mainland mobile number: eleven digits that start with 1, with or without +86";
        Violation::new(Code::AccessPhoneInvalid, field, message)
    };
    let mut bare = String::with_capacity(16);
    for character in text.chars().take(40) {
        match character {
            '0'..='9' => bare.push(character),
            // Chinese keyboards type these too.
            '０'..='９' => bare.extend(char::from_digit(u32::from(character) - u32::from('０'), 10)),
            '+' | '＋' if bare.is_empty() => bare.push('+'),
            ' ' | '\u{3000}' | '-' | '(' | ')' => {}
            _ => return Err(refuse()),
        }
    }
    let national = ["+86", "0086"].iter().find_map(|prefix| bare.strip_prefix(prefix)).unwrap_or(&bare);
    let mobile = national.len() == 11
        && national.starts_with('1')
        && national.as_bytes().get(1).is_some_and(|second| (b'3'..=b'9').contains(second));
    if mobile { Ok(national.to_owned()) } else { Err(refuse()) }
}

/// An e-mail address in lower case, without blanks at its ends.
///
/// # Errors
/// `AccessEmailInvalid` if it does not look like one.
pub fn normalise_email(field: &str, text: &str) -> Result<String, Violation> {
    let email = text.trim().to_ascii_lowercase();
    let plain = email.len() <= 254 && email.bytes().all(|byte| byte.is_ascii_graphic());
    let parts = email.split_once('@').filter(|(local, domain)| {
        let label = |label: &str| {
            let inner = label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
            (1..=63).contains(&label.len()) && inner && !label.starts_with('-') && !label.ends_with('-')
        };
        (1..=64).contains(&local.len()) && domain.contains('.') && domain.split('.').all(label)
    });
    if plain && parts.is_some() {
        return Ok(email);
    }
    let message = "give an e-mail address like name@example.com";
    Err(Violation::new(Code::AccessEmailInvalid, field, message))
}

/// Checks a person's name.
///
/// # Errors
/// `AccessNameInvalid` if it is empty, too long, or has control characters or blanks at its ends.
pub(super) fn check_person_name(field: &str, name: &str) -> Result<(), Violation> {
    if is_line(name, 60) {
        return Ok(());
    }
    let message = "a name has 1 to 60 characters, no control characters, and no blanks at its ends";
    Err(Violation::new(Code::AccessNameInvalid, field, message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_phone_one_spelling() {
        for given in
            ["13800001234", "+86 138 0000 1234", "0086-138-0000-1234", " 138-0000-1234", "１３８００００１２３４"]
        {
            assert_eq!(normalise_phone("phone", given).as_deref(), Ok("13800001234"), "{given}");
        }
        for bad in ["", "1380000123", "23800001234", "12800001234", "+1 380 000 1234", "138000012345", "138x0001234"] {
            let broken = normalise_phone("phone", bad).unwrap_err();
            assert_eq!(broken.code, Code::AccessPhoneInvalid, "{bad}");
        }
    }

    #[test]
    fn one_address_one_spelling() {
        assert_eq!(normalise_email("email", " Li.Wei@HQ.example ").as_deref(), Ok("li.wei@hq.example"));
        for bad in ["", "a", "a@", "@b.cn", "a@b", "a b@c.cn", "a@@c.cn", "a@-b.cn", "a@b..cn", "张@b.cn"] {
            let broken = normalise_email("email", bad).unwrap_err();
            assert_eq!(broken.code, Code::AccessEmailInvalid, "{bad}");
        }
    }

    #[test]
    fn names_are_clean() {
        assert!(check_person_name("name", "欧阳 伟").is_ok());
        for bad in ["", " 王", "王\n", &"王".repeat(61)] {
            assert!(check_person_name("name", bad).is_err(), "{bad:?}");
        }
    }
}
