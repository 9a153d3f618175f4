//! Blanks out what only looks like code.

/// Replaces comments and the insides of string and character literals by spaces; every line keeps its
/// number, so that what is found afterwards can be pointed at.
pub(super) fn scrub(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut previous = ' ';
    while let Some(character) = rest.chars().next() {
        let blanked = blanked_length(rest, previous);
        let taken = if blanked == 0 { character.len_utf8() } else { blanked };
        let (piece, after) = rest.split_at(taken);
        if blanked == 0 {
            out.push(character);
        } else {
            out.extend(piece.chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
        }
        previous = piece.chars().next_back().unwrap_or(' ');
        rest = after;
    }
    out
}

/// How many bytes at the start of `text` are a comment or a literal; 0 when it starts with code.
fn blanked_length(text: &str, previous: char) -> usize {
    if text.starts_with("//") {
        return text.find('\n').unwrap_or(text.len());
    }
    if text.starts_with("/*") {
        return block_comment(text);
    }
    if text.starts_with('"') {
        return quoted(text, '"');
    }
    if text.starts_with('\'') {
        return character(text);
    }
    let in_a_word = previous.is_alphanumeric() || previous == '_';
    if in_a_word { 0 } else { raw_string(text) }
}

fn block_comment(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, character) in text.char_indices().skip(1) {
        if escaped {
            escaped = false;
        } else if character == '\\' {
            escaped = true;
        } else if character == quote {
            return at + 1;
        }
    }
    text.len()
}

/// A character literal; a lifetime (`'a`) or a label is code.
fn character(text: &str) -> usize {
    let mut after = text.chars().skip(1);
    match (after.next(), after.next()) {
        (Some('\\'), _) | (Some(_), Some('\'')) => quoted(text, '\''),
        _ => 0,
    }
}

/// `r"…"`, `r#"…"#`, `br"…"`; a raw name (`r#type`) is code.
fn raw_string(text: &str) -> usize {
    let Some(after) = text.strip_prefix("br").or_else(|| text.strip_prefix('r')) else {
        return 0;
    };
    let hashes = after.len() - after.trim_start_matches('#').len();
    let Some(inside) = after.trim_start_matches('#').strip_prefix('"') else {
        return 0;
    };
    let end = format!("\"{}", "#".repeat(hashes));
    let start = text.len() - inside.len();
    inside.find(&end).map_or(text.len(), |at| start + at + end.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_stays_and_everything_else_is_blank() {
        let cases = [
            ("use a; // b", "use a;     "),
            ("a /* b /* c */ d */ e", "a                   e"),
            ("f(\"a\\\"b\", c)", "f(      , c)"),
            ("f('\"', '\\'', 'x')", "f(   ,     ,    )"),
            ("fn f<'a>(x: &'a str) {}", "fn f<'a>(x: &'a str) {}"),
            ("x = r#\"a \" b\"#; y", "x =           ; y"),
            ("let r#type = 1;", "let r#type = 1;"),
            ("\"one\ntwo\"\nthree", "    \n    \nthree"),
            ("\"中文\"文", "    文"),
        ];
        for (text, expected) in cases {
            assert_eq!(scrub(text), expected, "{text}");
        }
    }

    #[test]
    fn an_unfinished_literal_ends_with_the_text() {
        assert_eq!(scrub("a \"b"), "a   ");
        assert_eq!(scrub("a /* b"), "a     ");
    }
}
