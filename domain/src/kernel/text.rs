//! What a text that somebody typed may be. Each context says what is wrong with it in its own words.

/// Whether it is a line: 1 to `most` characters, no control characters, no blanks at its ends.
#[must_use]
pub fn is_line(text: &str, most: usize) -> bool {
    is_said(text, most, |character| !character.is_control()) && text.trim() == text
}

/// Whether it says something on one line: 1 to `most` characters, not all blank, no control characters.
#[must_use]
pub fn is_reason(text: &str, most: usize) -> bool {
    is_said(text, most, |character| !character.is_control())
}

/// Whether it says something, on as many lines as it likes.
#[must_use]
pub fn is_note(text: &str, most: usize) -> bool {
    is_said(text, most, |character| !character.is_control() || character == '\n')
}

fn is_said(text: &str, most: usize, may_hold: impl Fn(char) -> bool) -> bool {
    !text.trim().is_empty() && text.chars().all(may_hold) && text.chars().count() <= most
}

/// A cell of a CSV file, in quotes, that no spreadsheet takes for a formula: what a stranger wrote must not run where somebody
/// else opens it.
#[must_use]
pub fn csv_cell(text: &str) -> String {
    let guard = if text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']) { "'" } else { "" };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_clean_and_a_reason_not_blank() {
        let texts = ["", " ", "王", " 王", "王\u{3000}", "a\tb", "a\nb", "a\0", "12345", "123456"];
        let said = |is: fn(&str, usize) -> bool| texts.into_iter().filter(|text| is(text, 5)).collect::<Vec<_>>();
        assert_eq!(said(is_line), ["王", "12345"]);
        assert_eq!(said(is_reason), ["王", " 王", "王\u{3000}", "12345"]);
        assert_eq!(said(is_note), ["王", " 王", "王\u{3000}", "a\nb", "12345"]);
    }
    #[test]
    fn no_cell_is_a_formula() {
        assert_eq!(csv_cell("王*"), "\"王*\"");
        for formula in ["=1+1", "+1", "-1", "-5", "@SUM(A1)", "@x", "\t=1", "＝1"] {
            assert_eq!(csv_cell(formula), format!("\"'{formula}\""));
        }
        assert_eq!(csv_cell("\"=1\""), "\"\"\"=1\"\"\"");
        assert_eq!(csv_cell("杭州\"西湖\""), "\"杭州\"\"西湖\"\"\"");
    }
}
