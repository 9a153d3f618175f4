//! Which of our two media types answers an `Accept` header.

use axum::http::{HeaderMap, header};

/// What an answer is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Media {
    /// `application/json`: errors of a well-formed request are answered with 200.
    Json,
    /// `application/graphql-response+json`: errors show in the status.
    Graphql,
}

impl Media {
    pub(crate) fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json; charset=utf-8",
            Self::Graphql => "application/graphql-response+json; charset=utf-8",
        }
    }
}

/// One range of an `Accept` header and its weight in thousandths.
struct Range {
    kind: String,
    weight: u32,
}

fn ranges(headers: &HeaderMap) -> Option<Vec<Range>> {
    let mut found = None;
    for value in headers.get_all(header::ACCEPT) {
        let list = found.get_or_insert_with(Vec::new);
        let text = value.to_str().unwrap_or_default();
        list.extend(text.split(',').filter(|part| !part.trim().is_empty()).filter_map(range));
    }
    found
}

fn range(part: &str) -> Option<Range> {
    let mut pieces = part.split(';').map(str::trim);
    let kind = pieces.next()?.to_ascii_lowercase();
    let mut weight = 1_000;
    for piece in pieces {
        let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
        let value = value.trim().trim_matches('"');
        match name.trim().to_ascii_lowercase().as_str() {
            "q" => weight = thousandths(value)?,
            // We only write UTF-8: a range that wants something else is not ours.
            "charset" if !value.eq_ignore_ascii_case("utf-8") && !value.eq_ignore_ascii_case("utf8") => {
                return None;
            }
            _ => {}
        }
    }
    Some(Range { kind, weight })
}

/// A quality value (`0`, `0.5`, `1.000`) in thousandths.
fn thousandths(text: &str) -> Option<u32> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    if part.len() > 3 || !matches!(whole, "0" | "1") || !part.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let part: u32 = format!("{part:0<3}").parse().ok()?;
    Some((whole.parse::<u32>().ok()? * 1_000 + part).min(1_000))
}

/// Weight of the most exact range that covers `kind`, if any does.
fn weight(ranges: &[Range], kind: &str) -> Option<u32> {
    let group = kind.split_once('/').map_or(kind, |(group, _)| group);
    let of = |wanted: &str| ranges.iter().filter(|range| range.kind == wanted).map(|range| range.weight).max();
    of(kind).or_else(|| of(&format!("{group}/*"))).or_else(|| of("*/*"))
}

/// The media type to answer with; `None` when nothing we write is wanted.
///
/// The new type only to those who name it: a wildcard comes from clients that never heard of it.
pub(crate) fn media(headers: &HeaderMap) -> Option<Media> {
    let Some(ranges) = ranges(headers) else {
        return Some(Media::Json);
    };
    let named = |kind: &str| ranges.iter().any(|range| range.kind == kind);
    let graphql = named("application/graphql-response+json")
        .then(|| weight(&ranges, "application/graphql-response+json"))
        .flatten()
        .unwrap_or(0);
    let json = weight(&ranges, "application/json").unwrap_or(0);
    match (graphql, json) {
        (0, 0) => None,
        (graphql, json) if graphql >= json => Some(Media::Graphql),
        _ => Some(Media::Json),
    }
}

/// Whether the client reads an event stream.
pub(crate) fn wants_events(headers: &HeaderMap) -> bool {
    ranges(headers).is_none_or(|ranges| weight(&ranges, "text/event-stream").is_some_and(|weight| weight > 0))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn chosen(accept: &'static str) -> Option<Media> {
        media(&HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_static(accept))]))
    }

    #[test]
    fn the_new_type_only_when_it_is_named() {
        assert_eq!(media(&HeaderMap::new()), Some(Media::Json));
        for accept in
            ["*/*", "application/*", "application/json", "application/json; charset=utf-8", "text/html, */*;q=0.1"]
        {
            assert_eq!(chosen(accept), Some(Media::Json), "{accept}");
        }
        for accept in [
            "application/graphql-response+json",
            "application/graphql-response+json, application/json;q=0.9",
            "application/json, APPLICATION/GraphQL-response+JSON",
            "application/graphql-response+json; charset=utf-8, */*",
        ] {
            assert_eq!(chosen(accept), Some(Media::Graphql), "{accept}");
        }
    }

    #[test]
    fn weights_decide_and_zero_refuses() {
        assert_eq!(chosen("application/graphql-response+json;q=0.5, application/json"), Some(Media::Json));
        assert_eq!(chosen("application/graphql-response+json;q=0, */*"), Some(Media::Json));
        assert_eq!(chosen("application/json;q=0"), None);
        assert_eq!(chosen("text/html"), None);
        assert_eq!(chosen("application/json; charset=utf-16"), None);
        assert_eq!(chosen(""), None);
    }
}
