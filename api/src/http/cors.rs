//! Which pages of other origins may call us: those in the settings, by their exact name. No origin is reflected that
//! is not on the list.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header, request};
use axum::response::Response;

const METHODS: HeaderValue = HeaderValue::from_static("GET, POST");
const HEADERS: HeaderValue = HeaderValue::from_static("accept, authorization, content-type, x-request-id");
const EXPOSED: HeaderValue = HeaderValue::from_static("x-request-id, retry-after");
const MAX_AGE: HeaderValue = HeaderValue::from_static("600");

/// The origin of the request, if its pages may call us.
pub(super) fn allowed(headers: &HeaderMap, origins: &[String]) -> Option<HeaderValue> {
    let origin = headers.get(header::ORIGIN)?;
    origins.iter().any(|known| known.as_bytes() == origin.as_bytes()).then(|| origin.clone())
}

/// The answer to a preflight; `None` when the request is none.
pub(super) fn preflight(parts: &request::Parts, origin: Option<&HeaderValue>) -> Option<Response> {
    let asks = parts.headers.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    if parts.method != Method::OPTIONS || !asks {
        return None;
    }
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    if origin.is_some() {
        let headers = response.headers_mut();
        headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, METHODS);
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, HEADERS);
        headers.insert(header::ACCESS_CONTROL_MAX_AGE, MAX_AGE);
    }
    Some(response)
}

/// Marks an answer for the origin it may be read by.
pub(super) fn mark(headers: &mut HeaderMap, origin: Option<HeaderValue>) {
    headers.append(header::VARY, HeaderValue::from_static("Origin"));
    if let Some(origin) = origin {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
    }
}
