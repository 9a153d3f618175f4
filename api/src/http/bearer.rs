//! `Authorization: Bearer` as RFC 6750 has it. A token is taken from the header and from nowhere else.

use std::time::Duration;

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};

use tokio::time::timeout;

use super::error::code;
use super::graphql::Refused;
use crate::gate::{Caller, Gate, Refusal};

const CHALLENGE: HeaderValue = HeaderValue::from_static(
    "Bearer realm=\"flotilla\", error=\"invalid_token\", error_description=\"the token is not valid\"",
);

/// A gate that takes longer counts as unavailable.
const PATIENCE: Duration = Duration::from_secs(10);

/// Who calls: `None` without a token. Another scheme is not ours to judge and counts as none.
pub(crate) async fn caller<G: Gate>(headers: &HeaderMap, gate: &G) -> Result<Option<Caller>, Refused> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let Some(first) = values.next() else {
        return Ok(None);
    };
    if values.next().is_some() {
        return Err(invalid());
    }
    let Some(token) =
        first.to_str().map_err(|_| invalid()).and_then(|text| credentials(text).map_err(|()| invalid()))?
    else {
        return Ok(None);
    };
    let admitted = timeout(PATIENCE, gate.admit(token)).await.unwrap_or(Err(Refusal::Unavailable));
    match admitted {
        Ok(caller) if caller.ended.is_cancelled() => Err(invalid()),
        Ok(caller) => Ok(Some(caller)),
        Err(Refusal::InvalidToken) => Err(invalid()),
        Err(Refusal::Unavailable) => {
            let refused = Refused::new(
                StatusCode::SERVICE_UNAVAILABLE,
                code::UNAVAILABLE,
                "tokens cannot be checked now; try again soon",
            );
            Err(refused.with(header::RETRY_AFTER, HeaderValue::from_static("1")))
        }
    }
}

/// The token in `Bearer <token>`; `None` for another scheme, an error for a token that cannot be one.
pub(crate) fn credentials(text: &str) -> Result<Option<&str>, ()> {
    let (scheme, rest) = text.trim().split_once(' ').unwrap_or((text.trim(), ""));
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Ok(None);
    }
    let token = rest.trim();
    let body = token.trim_end_matches('=');
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'+' | b'/');
    if body.is_empty() || !body.bytes().all(allowed) { Err(()) } else { Ok(Some(token)) }
}

fn invalid() -> Refused {
    Refused::new(StatusCode::UNAUTHORIZED, code::UNAUTHENTICATED, "the access token is not valid")
        .with(header::WWW_AUTHENTICATE, CHALLENGE)
}
