//! Answers about sessions, shaped like the API's.

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use serde_json::{Value, json};

use super::house::{Problem, ProblemKind, Tokens};
use crate::http::{Media, Refused};

pub(super) fn json(value: &Value) -> Response {
    let mut response = Response::new(Body::from(value.to_string()));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(Media::Json.content_type()));
    response
}

/// What a page may know of its session: everything but the refresh token.
pub(super) fn tokens(tokens: &Tokens) -> Response {
    json(&json!({
        "accessToken": tokens.access,
        "expiresAt": tokens.expires_at,
        "refreshExpiresAt": tokens.refresh_expires_at,
    }))
}

pub(super) fn empty(status: StatusCode) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}

/// On to another page; the browser asks for it with GET.
pub(super) fn redirect(status: StatusCode, to: &str) -> Response {
    let mut response = empty(status);
    if let Ok(to) = HeaderValue::from_str(to) {
        response.headers_mut().insert(header::LOCATION, to);
    }
    response
}

impl From<Problem> for Refused {
    fn from(problem: Problem) -> Self {
        let Problem { kind, code, message } = problem;
        let status = match kind {
            ProblemKind::Invalid => StatusCode::BAD_REQUEST,
            ProblemKind::Unauthenticated => StatusCode::UNAUTHORIZED,
            ProblemKind::Limited(_) => StatusCode::TOO_MANY_REQUESTS,
            ProblemKind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            ProblemKind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        };
        let refused = Self::new(status, code, &message);
        match kind {
            ProblemKind::Limited(wait) => refused.with(header::RETRY_AFTER, HeaderValue::from(wait.as_secs().max(1))),
            ProblemKind::Unavailable => refused.with(header::RETRY_AFTER, HeaderValue::from_static("1")),
            _ => refused,
        }
    }
}
