//! Counts a document's tokens and brackets before anything is parsed.
//!
//! The parser recurses once per bracket and allocates per token, so both are bounded here, in one pass over the bytes
//! without a single allocation. What is no token at all is counted as one and left to the parser to refuse.

use super::super::settings::Limits;
use super::Excess;

/// Checks size, tokens and nesting.
pub(super) fn measure(text: &str, limits: &Limits) -> Result<(), Excess> {
    if text.len() > limits.document_bytes {
        return Err(Excess::new("bytes", limits.document_bytes));
    }
    let mut rest = text.as_bytes();
    let (mut tokens, mut open) = (0_usize, 0_usize);
    while let Some((&first, after)) = rest.split_first() {
        rest = match first {
            b' ' | b'\t' | b'\n' | b'\r' | b',' => after,
            b'#' => skip_while(after, |byte| byte != b'\n' && byte != b'\r'),
            _ => {
                tokens += 1;
                if tokens > limits.tokens {
                    return Err(Excess::new("tokens", limits.tokens));
                }
                token(first, after, rest)
            }
        };
        match first {
            b'{' | b'[' | b'(' => open += 1,
            b'}' | b']' | b')' => open = open.saturating_sub(1),
            _ => {}
        }
        if open > limits.nesting {
            return Err(Excess::new("nested brackets", limits.nesting));
        }
    }
    Ok(())
}

/// What follows the token that begins with `first`.
fn token<'a>(first: u8, after: &'a [u8], whole: &'a [u8]) -> &'a [u8] {
    match first {
        b'"' => whole.strip_prefix(b"\"\"\"").map_or_else(|| skip_string(after), skip_block),
        b'.' => whole.strip_prefix(b"...").unwrap_or(after),
        b'-' | b'0'..=b'9' => {
            skip_while(after, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'+' | b'-'))
        }
        _ if first.is_ascii_alphabetic() || first == b'_' => {
            skip_while(after, |byte| byte.is_ascii_alphanumeric() || byte == b'_')
        }
        _ => after,
    }
}

fn skip_while(bytes: &[u8], wanted: impl Fn(u8) -> bool) -> &[u8] {
    let end = bytes.iter().position(|&byte| !wanted(byte)).unwrap_or(bytes.len());
    bytes.get(end..).unwrap_or_default()
}

/// Past the closing quote, or past the line for a string that is not closed on it.
fn skip_string(mut bytes: &[u8]) -> &[u8] {
    while let Some((&byte, rest)) = bytes.split_first() {
        bytes = match byte {
            b'"' | b'\n' | b'\r' => return rest,
            b'\\' => rest.get(1..).unwrap_or_default(),
            _ => rest,
        };
    }
    bytes
}

fn skip_block(mut bytes: &[u8]) -> &[u8] {
    while let Some((_, rest)) = bytes.split_first() {
        if let Some(escaped) = bytes.strip_prefix(b"\\\"\"\"") {
            bytes = escaped;
        } else if let Some(end) = bytes.strip_prefix(b"\"\"\"") {
            return end;
        } else {
            bytes = rest;
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> usize {
        let fits = |tokens| measure(text, &Limits { tokens, ..Limits::default() }).is_ok();
        (0..200).find(|&tokens| fits(tokens)).unwrap()
    }

    #[test]
    fn counts_as_the_grammar_does() {
        assert_eq!(tokens(""), 0);
        assert_eq!(tokens("{ a }"), 3);
        assert_eq!(tokens("query Q($a: [Int!]! = [1, -2.5e+3]) { x(a: $a) ...F }"), 28);
        assert_eq!(tokens("{ a(s: \"}{ \\\" # no\") } # { {"), 8);
        assert_eq!(tokens("{ a(s: \"\"\"x \\\"\"\" \" ( \"\"\") }"), 8);
    }

    #[test]
    fn brackets_in_strings_and_comments_do_not_nest() {
        let limits = Limits { nesting: 2, ..Limits::default() };
        assert!(measure("{ a(x: \"[[[[\") } # ((((", &limits).is_ok());
        assert!(measure("{ a(x: [1]) }", &limits).is_err());
    }
}
