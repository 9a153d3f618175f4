//! Only our own pages may begin and end sessions: a page of another site makes the browser send requests too.

use axum::http::{HeaderMap, StatusCode, header};

use crate::http::{Refused, code};

/// Refuses what did not come from a page of ours.
///
/// Browsers say so themselves in `Sec-Fetch-Site`, which no page can forge. One that does not is judged by `Origin`; what
/// sends neither is no browser, and has no cookies of somebody else's to misuse.
pub(super) fn same_origin(headers: &HeaderMap, public_url: &str) -> Result<(), Refused> {
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let fine = match (text("sec-fetch-site"), text("origin")) {
        (Some(site), _) => site == "same-origin",
        (None, None) => true,
        (None, Some(origin)) => {
            let host = text(header::HOST.as_str()).unwrap_or_default();
            let ours = origin.split_once("://").is_some_and(|(_, named)| !host.is_empty() && named == host);
            ours || origin == public_url
        }
    };
    let message = "sessions begin and end on pages of this server";
    if fine { Ok(()) } else { Err(Refused::new(StatusCode::FORBIDDEN, code::FORBIDDEN, message)) }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderName;

    use super::*;

    fn passes(given: &[(&'static str, &str)]) -> bool {
        let header = |(name, value): &(&'static str, &str)| (HeaderName::from_static(name), value.parse().unwrap());
        same_origin(&given.iter().map(header).collect(), "https://flotilla.example").is_ok()
    }

    #[test]
    fn only_pages_of_ours_and_what_is_no_page_pass() {
        let host = ("host", "127.0.0.1:8080");
        assert!(passes(&[host]));
        assert!(passes(&[host, ("sec-fetch-site", "same-origin")]));
        for site in ["same-site", "cross-site", "none", ""] {
            assert!(!passes(&[host, ("sec-fetch-site", site)]), "{site}");
            assert!(!passes(&[host, ("sec-fetch-site", site), ("origin", "http://127.0.0.1:8080")]), "{site}");
        }
        assert!(passes(&[host, ("origin", "http://127.0.0.1:8080")]));
        assert!(passes(&[host, ("origin", "https://flotilla.example")]), "a proxy may name another host");
        for origin in ["null", "http://127.0.0.1:8081", "https://evil.example", "https://flotilla.example.evil", ""] {
            assert!(!passes(&[host, ("origin", origin)]), "{origin}");
        }
        assert!(!passes(&[("origin", "http://")]));
    }
}
