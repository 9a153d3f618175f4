//! Error codes, and how an error of any origin becomes one that may be told.

use async_graphql::{ErrorExtensionValues, ServerError};

/// The codes clients may rely on.
pub(crate) mod code {
    pub(crate) const BAD_REQUEST: &str = "BAD_REQUEST";
    pub(crate) const BAD_USER_INPUT: &str = "BAD_USER_INPUT";
    pub(crate) const FORBIDDEN: &str = "FORBIDDEN";
    pub(crate) const INTERNAL: &str = "INTERNAL";
    pub(crate) const METHOD_NOT_ALLOWED: &str = "METHOD_NOT_ALLOWED";
    pub(crate) const NOT_ACCEPTABLE: &str = "NOT_ACCEPTABLE";
    pub(crate) const NOT_FOUND: &str = "NOT_FOUND";
    pub(crate) const PARSE_ERROR: &str = "PARSE_ERROR";
    pub(crate) const PAYLOAD_TOO_LARGE: &str = "PAYLOAD_TOO_LARGE";
    pub(crate) const PERSISTED_DOCUMENT_NOT_FOUND: &str = "PERSISTED_DOCUMENT_NOT_FOUND";
    pub(crate) const QUERY_TOO_COMPLEX: &str = "QUERY_TOO_COMPLEX";
    pub(crate) const RATE_LIMITED: &str = "RATE_LIMITED";
    pub(crate) const TIMEOUT: &str = "TIMEOUT";
    pub(crate) const UNAUTHENTICATED: &str = "UNAUTHENTICATED";
    pub(crate) const UNAVAILABLE: &str = "UNAVAILABLE";
    pub(crate) const UNSUPPORTED_MEDIA_TYPE: &str = "UNSUPPORTED_MEDIA_TYPE";
    pub(crate) const VALIDATION_FAILED: &str = "VALIDATION_FAILED";
}

/// Longest message told to a client; what it sent may be quoted in it.
const MESSAGE_BYTES: usize = 600;

/// An error of the door's own.
pub(crate) fn fault(code: &str, message: impl Into<String>) -> ServerError {
    let mut error = ServerError::new(message, None);
    set(&mut error, "code", code);
    error
}

pub(crate) fn set(error: &mut ServerError, name: &str, value: &str) {
    error.extensions.get_or_insert_with(ErrorExtensionValues::default).set(name, value);
}

/// Whether this error carries a code already.
pub(crate) fn has_code(error: &ServerError) -> bool {
    error.extensions.as_ref().is_some_and(|extensions| extensions.get("code").is_some())
}

/// The code of an error that came without one, by what its message shows of its phase. `None`: nothing the client
/// did explains it.
///
/// async-graphql marks its own errors by text alone, so the text is what there is to go by.
pub(crate) fn phase(error: &ServerError) -> Option<&'static str> {
    let says = |starts: &[&str]| starts.iter().any(|start| error.message.starts_with(start));
    if says(&["Failed to parse \"", "Expected input type", "Invalid value for argument", "Variable "]) {
        return Some(code::BAD_USER_INPUT);
    }
    if says(&["The recursion depth", "Query is too complex", "Query is nested too deep", "The number of directives"]) {
        return Some(code::QUERY_TOO_COMPLEX);
    }
    if says(&["Unknown operation named", "Operation name required", "Subscriptions are not supported"]) {
        return Some(code::BAD_REQUEST);
    }
    error.path.is_empty().then_some(code::VALIDATION_FAILED)
}

/// Takes out what strangers could learn the schema from, and bounds the length.
pub(crate) fn tidy(message: &mut String) {
    if let Some(at) = message.find(" Did you mean") {
        message.truncate(at);
    }
    if message.len() > MESSAGE_BYTES {
        let end = message.floor_char_boundary(MESSAGE_BYTES);
        message.truncate(end);
        message.push('…');
    }
}
