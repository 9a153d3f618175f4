//! Codes of cards: what is printed can be read back, and what is mistyped is refused.

use domain::kernel::Code;
use domain::members::CardCode;
use proptest::prelude::*;

const ALPHABET: &str = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

fn code() -> impl Strategy<Value = CardCode> {
    any::<[u8; 32]>().prop_filter_map("too few bytes of use", |bytes| CardCode::from_random(&bytes))
}

fn refused(text: &str) -> bool {
    CardCode::parse(text).is_err_and(|broken| broken.code == Code::MembersCardInvalid)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_printed_is_read_back(code in code(), blanks in proptest::collection::vec("[ \u{3000}\t—–－-]{0,2}", 17)) {
        let printed = code.to_string();
        prop_assert_eq!(printed.len(), 19);
        prop_assert!(printed.split('-').all(|group| group.len() == 4 && group.chars().all(|c| ALPHABET.contains(c))));
        prop_assert_eq!(CardCode::parse(&printed), Ok(code.clone()));
        let full_width = |c: char| char::from_u32(u32::from(c) + 0xfee0).unwrap();
        let lower = code.as_str().to_ascii_lowercase();
        let pieces = blanks.iter().enumerate().map(|(at, blank)| [blank.as_str(), lower.get(at..=at).unwrap_or_default()]);
        let typed = pieces.collect::<Vec<_>>().concat().concat();
        prop_assert_eq!(CardCode::parse(&typed), Ok(code.clone()));
        prop_assert_eq!(CardCode::parse(&code.as_str().chars().map(full_width).collect::<String>()), Ok(code));
    }

    #[test]
    fn every_wrong_character_is_refused(code in code()) {
        for at in 0..16 {
            for other in ALPHABET.chars().filter(|other| code.as_str().chars().nth(at) != Some(*other)) {
                let wrong: String =
                    code.as_str().chars().enumerate().map(|(n, c)| if n == at { other } else { c }).collect();
                prop_assert!(refused(&wrong), "{} for {}", wrong, code);
            }
        }
    }

    #[test]
    fn every_two_characters_that_changed_places_are_refused(code in code()) {
        let right: Vec<char> = code.as_str().chars().collect();
        for (one, other) in (0..16).flat_map(|one| (one + 1..16).map(move |other| (one, other))) {
            let mut wrong = right.clone();
            wrong.swap(one, other);
            prop_assert!(wrong == right || refused(&wrong.iter().collect::<String>()), "{} and {} of {}", one, other, code);
        }
    }

    #[test]
    fn codes_of_another_length_are_refused(code in code(), extra in "[2-9A-HJKMNP-Z]{1,4}") {
        let longer = format!("{code}{extra}");
        prop_assert!(refused(&longer));
        prop_assert!(refused(&code.as_str()[..15]));
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,40}") {
        if let Ok(code) = CardCode::parse(&text) {
            prop_assert_eq!(code.as_str().len(), 16);
        }
    }
}

#[test]
fn characters_that_look_alike_are_refused() {
    for bad in ["", "-", "0000-0000-0000-0000", "2222-2222-2222-222I", "2222-2222-2222-222O", "２２２"] {
        assert!(refused(bad), "{bad}");
    }
    assert!(CardCode::parse("2222-2222-2222-2222").is_ok());
}

#[test]
fn each_character_is_as_likely_as_the_others() {
    // Every byte once, at each of the fifteen places: 8 of the bytes that are fair stand for each character.
    let mut seen = std::collections::BTreeMap::new();
    for byte in 0..=u8::MAX {
        if let Some(code) = CardCode::from_random(&[byte; 15]) {
            *seen.entry(code.as_str().chars().next().unwrap()).or_insert(0) += 1;
        }
    }
    assert_eq!(seen.len(), 31);
    assert!(seen.values().all(|count| *count == 8));
}
