//! What people write into cells.

use chrono::{Datelike, NaiveDate};

use super::Column;
use crate::kernel::{mask_name, mask_phone};

/// How much of a cell is shown.
const SHOWN: usize = 40;
/// Digits in a row that may be part of a phone or an identity number.
const TELLING: usize = 7;

/// A day: `2027-11-30`, with `/`, `.`, `年月日` or nothing between; a time behind it does not matter.
#[must_use]
pub fn read_day(text: &str) -> Option<NaiveDate> {
    let day = text.split([' ', 'T']).next().unwrap_or_default();
    let parts: Vec<&str> = day.split(['-', '/', '.', '年', '月', '日']).filter(|part| !part.is_empty()).collect();
    let number = |text: &str| text.parse::<u32>().ok().filter(|_| text.bytes().all(|b| b.is_ascii_digit()));
    let (year, month, day) = match *parts.as_slice() {
        [year, month, day] if year.len() == 4 && month.len() <= 2 && day.len() <= 2 => (year, month, day),
        [whole] if whole.len() == 8 => (whole.get(..4)?, whole.get(4..6)?, whole.get(6..)?),
        _ => return None,
    };
    NaiveDate::from_ymd_opt(i32::try_from(number(year)?).ok()?, number(month)?, number(day)?)
}

/// A year of birth, or the year of a day or month of birth.
#[must_use]
pub fn read_year(text: &str) -> Option<i32> {
    if let Some(day) = read_day(text) {
        return Some(day.year());
    }
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    let rest = text.get(digits.len()..)?;
    // 1990, 1990年, 1990-05, 1990年5月
    let fits = digits.len() == 4
        && (rest.is_empty() || rest.starts_with(['-', '/', '.', '年']))
        && rest.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '/' | '.' | '年' | '月'));
    if fits { digits.parse().ok() } else { None }
}

/// A cell as it is told to whoever mends the file: enough to find it, not enough to reach the person. Nothing of what stands
/// in the wrong column gets out either.
#[must_use]
pub fn mask_cell(column: Column, text: &str) -> String {
    match column {
        Column::Phone => match mask_phone(text) {
            masked if masked.len() > 4 => masked,
            stars => {
                let begin: String = text.chars().filter(|c| !c.is_control()).take(3).collect();
                format!("{begin}{stars}")
            }
        },
        Column::Name => mask_name(text),
        _ => mask_digits(text),
    }
}

/// The beginning of a text, with long numbers cut down to two digits.
fn mask_digits(text: &str) -> String {
    let characters: Vec<char> = text.chars().filter(|c| !c.is_control()).take(SHOWN).collect();
    let mut masked = String::with_capacity(text.len().min(SHOWN * 4));
    for run in characters.chunk_by(|a, b| a.is_numeric() == b.is_numeric()) {
        let is_telling = run.len() >= TELLING && run.first().is_some_and(|c| c.is_numeric());
        let shown = if is_telling && !is_day(run) { 2 } else { run.len() };
        masked.extend(run.iter().take(shown));
        if shown < run.len() {
            masked.push_str("****");
        }
    }
    if text.chars().nth(SHOWN).is_some() {
        masked.push('…');
    }
    masked
}

/// `20271130` is no number of a person's.
fn is_day(digits: &[char]) -> bool {
    digits.len() == 8 && read_day(&digits.iter().collect::<String>()).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_people_write_them() {
        let day = NaiveDate::from_ymd_opt(2027, 11, 3);
        for text in
            ["2027-11-03", "2027-11-3", "2027/11/03", "2027.11.3", "20271103", "2027年11月3日", "2027-11-03 00:00:00"]
        {
            assert_eq!(read_day(text), day, "{text}");
        }
        for bad in
            ["", "2027", "2027-13-01", "03/11/2027", "27-11-03", "2027-11-3x", "+2027-1-1", "2027-11--3x", "45600"]
        {
            assert_eq!(read_day(bad), None, "{bad}");
        }
    }

    #[test]
    fn years_are_read_from_days_too() {
        for text in ["1990", "1990年", "1990-05", "1990年5月", "1990-05-01", "19900501"] {
            assert_eq!(read_year(text), Some(1990), "{text}");
        }
        for bad in ["", "90", "19905", "1990岁", "x1990", "一九九零"] {
            assert_eq!(read_year(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_cell_does_not_tell_who_it_is() {
        assert_eq!(mask_cell(Column::Phone, "13812341234"), "138****1234");
        assert_eq!(mask_cell(Column::Phone, "1381234"), "138****");
        assert_eq!(mask_cell(Column::Phone, "1.38E+10"), "1.3****");
        assert_eq!(mask_cell(Column::Name, "王小明"), "王*");
        assert_eq!(mask_cell(Column::Region, "13812341234"), "13****");
        assert_eq!(mask_cell(Column::Chapter, "杭州 330100"), "杭州 330100");
        assert_eq!(mask_cell(Column::EndsOn, "20271399"), "20****");
        assert_eq!(mask_cell(Column::EndsOn, "20200101"), "20200101");
        assert_eq!(mask_cell(Column::Tier, &"长".repeat(50)), format!("{}…", "长".repeat(40)));
    }
}
