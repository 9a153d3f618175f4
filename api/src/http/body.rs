//! Reads a request's body: only JSON, only so much, and only so long.

use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderMap, StatusCode, header};
use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt as _;

use super::error::code;
use super::graphql::Refused;

/// How much of a body that is too large is still taken in after the answer, so that a client in the middle of
/// sending reads the answer and not a broken connection.
const LINGER_BYTES: usize = 12 << 20;
const LINGER: Duration = Duration::from_secs(5);

/// Refuses every body but JSON in UTF-8, as it is.
pub(super) fn check_type(headers: &HeaderMap) -> Result<(), Refused> {
    let unsupported =
        |message: &str| Refused::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, code::UNSUPPORTED_MEDIA_TYPE, message);
    if headers.get(header::CONTENT_ENCODING).is_some_and(|coding| !coding.as_bytes().eq_ignore_ascii_case(b"identity"))
    {
        return Err(unsupported("send the body without compression"));
    }
    let mut types = headers.get_all(header::CONTENT_TYPE).iter();
    let text = types.next().and_then(|value| value.to_str().ok()).unwrap_or_default();
    if types.next().is_none() && is_json(text) { Ok(()) } else { Err(unsupported("send application/json")) }
}

fn is_json(content_type: &str) -> bool {
    let mut pieces = content_type.split(';').map(str::trim);
    let json = pieces.next().is_some_and(|kind| kind.eq_ignore_ascii_case("application/json"));
    json && pieces.all(|piece| {
        let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
        let value = value.trim_matches('"');
        !name.trim().eq_ignore_ascii_case("charset")
            || value.eq_ignore_ascii_case("utf-8")
            || value.eq_ignore_ascii_case("utf8")
    })
}

/// The whole body, if it is not longer than `limit` bytes and arrives within `time`.
pub(crate) async fn read(headers: &HeaderMap, body: Body, limit: usize, time: Duration) -> Result<Bytes, Refused> {
    let too_large = || {
        let message = format!("the body may have {limit} bytes at most");
        Refused::new(StatusCode::PAYLOAD_TOO_LARGE, code::PAYLOAD_TOO_LARGE, &message).closing()
    };
    let told = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if told.is_some_and(|length| length > limit as u64) {
        // Who waits to be told to go on has sent nothing yet, and reading would tell it.
        if !headers.contains_key(header::EXPECT) {
            linger(body);
        }
        return Err(too_large());
    }
    match tokio::time::timeout(time, collect(body, limit)).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(Some(body))) => {
            linger(body);
            Err(too_large())
        }
        Ok(Err(None)) => Err(Refused::new(StatusCode::BAD_REQUEST, code::BAD_REQUEST, "the body broke off").closing()),
        Err(_) => {
            Err(Refused::new(StatusCode::REQUEST_TIMEOUT, code::TIMEOUT, "the body took too long to arrive").closing())
        }
    }
}

/// The bytes of a body; the rest of it when there are more than `limit`; nothing when it broke.
async fn collect(mut body: Body, limit: usize) -> Result<Bytes, Option<Body>> {
    let mut whole = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| None)?.into_data() else {
            continue;
        };
        if whole.len() + data.len() > limit {
            return Err(Some(body));
        }
        whole.extend_from_slice(&data);
    }
    Ok(whole.freeze())
}

/// Takes in some of what still comes, and throws it away.
pub(crate) fn linger(mut body: Body) {
    tokio::spawn(tokio::time::timeout(LINGER, async move {
        let mut taken = 0;
        while let Some(Ok(frame)) = body.frame().await {
            taken += frame.data_ref().map_or(0, Bytes::len);
            if taken > LINGER_BYTES {
                break;
            }
        }
    }));
}
