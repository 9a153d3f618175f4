//! Which packed form of a file a client takes (RFC 9110, 12.5.3).

use axum::http::{HeaderMap, header};

/// A packed form: what `Content-Encoding` calls it, and the ending of its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Coding {
    pub(crate) name: &'static str,
    pub(crate) ending: &'static str,
}

/// The smaller first.
const CODINGS: [Coding; 2] = [Coding { name: "br", ending: ".br" }, Coding { name: "gzip", ending: ".gz" }];

/// The forms that the client takes, the best first. The file as it is always remains.
pub(crate) fn accepted(headers: &HeaderMap) -> impl Iterator<Item = Coding> {
    let told: Vec<&str> = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|it| it.to_str().ok()).collect();
    CODINGS.into_iter().filter(move |coding| told.iter().flat_map(|list| list.split(',')).any(|it| takes(it, coding)))
}

fn takes(item: &str, coding: &Coding) -> bool {
    let mut pieces = item.split(';').map(str::trim);
    let named = pieces.next().is_some_and(|name| name.eq_ignore_ascii_case(coding.name));
    let refused = |piece: &str| {
        let (key, value) = piece.split_once('=').unwrap_or((piece, ""));
        key.trim().eq_ignore_ascii_case("q") && !value.trim().parse::<f32>().is_ok_and(|weight| weight > 0.0)
    };
    named && !pieces.any(refused)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(accept: &str) -> Vec<&'static str> {
        let headers = HeaderMap::from_iter([(header::ACCEPT_ENCODING, accept.parse().unwrap())]);
        accepted(&headers).map(|coding| coding.name).collect()
    }

    #[test]
    fn a_form_is_taken_if_it_is_named_and_not_refused() {
        assert_eq!(names("gzip, deflate, br, zstd"), ["br", "gzip"]);
        assert_eq!(names("GZIP;q=0.5"), ["gzip"]);
        assert_eq!(names("br;q=0, gzip;q=1.0"), ["gzip"]);
        assert_eq!(names("br; Q=0.000"), [""; 0]);
        assert_eq!(names("*"), [""; 0], "nobody who says only this needs it");
        assert_eq!(names("brotli, xgzip"), [""; 0]);
        assert_eq!(accepted(&HeaderMap::new()).count(), 0);
    }
}
