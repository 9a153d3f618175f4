//! Masks never show more than they may.

use domain::kernel::{mask_name, mask_phone};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_phone_shows_three_and_four_digits(phone in "1[3-9][0-9]{9}") {
        let masked = mask_phone(&phone);
        prop_assert_eq!(masked.len(), 11);
        let hidden: Vec<usize> =
            masked.bytes().zip(phone.bytes()).enumerate().filter(|(_, (m, p))| m != p).map(|(at, _)| at).collect();
        prop_assert_eq!(hidden, [3, 4, 5, 6]);
        prop_assert_eq!(&masked[3..7], "****");
    }

    #[test]
    fn of_anything_else_nothing_is_shown(text in "\\PC{0,20}") {
        let is_phone = text.len() == 11 && text.bytes().all(|b| b.is_ascii_digit());
        prop_assert!(is_phone || mask_phone(&text) == "****");
    }

    #[test]
    fn a_name_shows_its_first_character_only(name in "\\PC{0,20}") {
        let masked = mask_name(&name);
        let shown: Vec<char> = masked.chars().collect();
        match shown.as_slice() {
            ['*'] => prop_assert!(name.trim().chars().count() <= 1),
            [first, '*'] => prop_assert_eq!(Some(*first), name.trim().chars().next()),
            other => prop_assert!(false, "{:?} shows too much of {:?}", other, name),
        }
    }
}
