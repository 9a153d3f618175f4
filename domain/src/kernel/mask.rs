//! Personal data as those see it who may not see it whole (脱敏).

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

/// `l***@hq.example`. Of what is no address nothing is shown.
#[must_use]
pub fn mask_email(email: &str) -> String {
    match email.split_once('@') {
        Some((local, domain)) => format!("{}***@{domain}", local.chars().take(1).collect::<String>()),
        None => "***".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_hide_what_they_should() {
        for phone in ["13812341234", "13899991234"] {
            assert_eq!(mask_phone(phone), "138****1234");
        }
        for other in ["", "1234567", "1381234123", "+8613812341234", "1381234123x", "１３８１２３４"] {
            assert_eq!(mask_phone(other), "****", "{other}");
        }
        for (name, masked) in
            [("王伟", "王*"), ("欧阳娜娜", "欧*"), ("John Smith", "J*"), ("王", "*"), (" 王 ", "*"), ("", "*")]
        {
            assert_eq!(mask_name(name), masked);
        }
        assert_eq!(mask_email("li.wei@hq.example"), "l***@hq.example");
        assert_eq!(mask_email("nobody"), "***");
    }
}
