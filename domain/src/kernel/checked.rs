//! Codes that people type: characters that are not mistaken for one another, and a check at the end.
//!
//! Of the digits and letters 0, 1, I, L and O are left out, which leaves 31. That is a prime, so a weighted sum modulo 31, as
//! in ISBN-10, finds every single wrong character and every two that changed places.

const ALPHABET: &[u8; BASE as usize] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";
const BASE: u8 = 31;
/// Bytes from here on would make the first characters likelier than the others.
const FAIR: u8 = u8::MAX - u8::MAX % BASE;

/// A code of `length` characters out of random bytes: all but the last are drawn, each as likely as any other.
///
/// `None` if too many of the bytes had to be thrown away: draw again, with more of them.
pub(crate) fn draw(bytes: &[u8], length: usize) -> Option<String> {
    let drawn: Vec<u8> = bytes.iter().filter(|byte| **byte < FAIR).map(|byte| byte % BASE).take(length - 1).collect();
    if drawn.len() < length - 1 {
        return None;
    }
    let check = (0..BASE).find(|check| sum(drawn.iter().chain([check])) == 0)?;
    let letters = drawn.iter().chain([&check]).filter_map(|value| ALPHABET.get(usize::from(*value)));
    Some(letters.map(|letter| char::from(*letter)).collect())
}

/// Reads what a person typed: case, blanks and dashes do not matter, nor whether characters are full-width. `None` if it is
/// no code of this length.
pub(crate) fn read(text: &str, length: usize) -> Option<String> {
    let mut code = String::with_capacity(length);
    let mut values = Vec::with_capacity(length);
    for character in text.chars().filter(|character| !is_filler(*character)).take(length + 1) {
        let upper = narrow(character).to_ascii_uppercase();
        let place = ALPHABET.iter().position(|letter| char::from(*letter) == upper)?;
        values.push(u8::try_from(place).ok()?);
        code.push(upper);
    }
    (values.len() == length && sum(values.iter()) == 0).then_some(code)
}

/// The sum of the values, each times its place from 1: 0 modulo 31 for a code with the right check.
fn sum<'a>(values: impl Iterator<Item = &'a u8>) -> u32 {
    (1..).zip(values).map(|(place, value)| place * u32::from(*value)).sum::<u32>() % u32::from(BASE)
}

fn is_filler(character: char) -> bool {
    // The dashes of ASCII, of typesetting and of Chinese keyboards.
    character.is_whitespace() || matches!(character, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '－' | '\u{feff}')
}

/// A full-width character (U+FF01 to U+FF5E) as its ASCII twin.
fn narrow(character: char) -> char {
    match character {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character),
        _ => character,
    }
}
