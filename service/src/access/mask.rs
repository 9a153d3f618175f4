//! Personal data as those see it who may not see it whole.

/// `138****1234`.
#[must_use]
pub fn mask_phone(phone: &str) -> String {
    let digits: Vec<char> = phone.chars().collect();
    match (digits.first_chunk::<3>(), digits.last_chunk::<4>()) {
        (Some(first), Some(last)) if digits.len() >= 11 => first.iter().chain(&['*'; 4]).chain(last).collect(),
        _ => "*".repeat(digits.len().max(1)),
    }
}

/// The first character of a name: `王*`.
#[must_use]
pub fn mask_name(name: &str) -> String {
    name.chars().take(1).chain(['*']).collect()
}

/// `l***@hq.example`.
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
        assert_eq!(mask_phone("13800001234"), "138****1234");
        assert_eq!(mask_phone("1234567"), "*******");
        assert_eq!(mask_name("欧阳伟"), "欧*");
        assert_eq!(mask_name(""), "*");
        assert_eq!(mask_email("li.wei@hq.example"), "l***@hq.example");
    }
}
