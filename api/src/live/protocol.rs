//! The messages and close codes of graphql-transport-ws.

use axum::extract::ws::{CloseFrame, Utf8Bytes};
use serde::Deserialize;
use serde_json::Value;

/// The subprotocol a client must ask for.
pub(super) const SUBPROTOCOL: &str = "graphql-transport-ws";
/// What a close frame's reason may hold.
const REASON_BYTES: usize = 123;

/// What a client says.
#[derive(Debug)]
pub(super) enum Said {
    Init(Option<Value>),
    Ping(Option<Value>),
    Pong,
    Subscribe { id: String, payload: Value },
    Complete { id: String },
}

#[derive(Debug, Deserialize)]
struct Wire {
    r#type: String,
    id: Option<String>,
    payload: Option<Value>,
}

/// Why a socket is closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Closing {
    code: u16,
    reason: String,
}

impl Closing {
    fn new(code: u16, reason: impl Into<String>) -> Self {
        Self { code, reason: reason.into() }
    }

    pub(super) fn bad_message(why: &str) -> Self {
        Self::new(4400, format!("Invalid message received: {why}"))
    }

    pub(super) fn unauthorized() -> Self {
        Self::new(4401, "Unauthorized")
    }

    pub(super) fn forbidden() -> Self {
        Self::new(4403, "Forbidden")
    }

    pub(super) fn subprotocol() -> Self {
        Self::new(4406, "Subprotocol not acceptable")
    }

    pub(super) fn init_timeout() -> Self {
        Self::new(4408, "Connection initialisation timeout")
    }

    pub(super) fn duplicate(id: &str) -> Self {
        Self::new(4409, format!("Subscriber for {id} already exists"))
    }

    pub(super) fn too_many_inits() -> Self {
        Self::new(4429, "Too many initialisation requests")
    }

    pub(super) fn try_again() -> Self {
        Self::new(1013, "Tokens cannot be checked now; try again soon")
    }

    pub(super) fn restarting() -> Self {
        Self::new(1012, "The server restarts; connect again")
    }

    pub(super) fn frame(mut self) -> CloseFrame {
        let end = self.reason.floor_char_boundary(REASON_BYTES);
        self.reason.truncate(end);
        CloseFrame { code: self.code, reason: self.reason.into() }
    }
}

/// Reads a message; `id_bytes` is the longest id allowed.
pub(super) fn read(text: &str, id_bytes: usize) -> Result<Said, Closing> {
    // A struct may also be written as an array in serde's eyes; not in the protocol's.
    if !text.trim_start().starts_with('{') {
        return Err(Closing::bad_message("not an object"));
    }
    let wire: Wire = serde_json::from_str(text).map_err(|_| Closing::bad_message("not a message of the protocol"))?;
    let payload = wire.payload.filter(|payload| !payload.is_null());
    if payload.as_ref().is_some_and(|payload| !payload.is_object()) {
        return Err(Closing::bad_message("the payload must be an object"));
    }
    let id = || match wire.id {
        Some(id) if id.is_empty() => Err(Closing::bad_message("the id is empty")),
        Some(id) if id.len() > id_bytes => Err(Closing::bad_message("the id is too long")),
        Some(id) => Ok(id),
        None => Err(Closing::bad_message("the id is missing")),
    };
    match wire.r#type.as_str() {
        "connection_init" => Ok(Said::Init(payload)),
        "ping" => Ok(Said::Ping(payload)),
        "pong" => Ok(Said::Pong),
        "subscribe" => {
            let payload = payload.ok_or_else(|| Closing::bad_message("the payload is missing"))?;
            Ok(Said::Subscribe { id: id()?, payload })
        }
        "complete" => Ok(Said::Complete { id: id()? }),
        _ => Err(Closing::bad_message("unknown type")),
    }
}

pub(super) fn ack() -> Utf8Bytes {
    Utf8Bytes::from_static("{\"type\":\"connection_ack\"}")
}

pub(super) fn pong(payload: Option<Value>) -> Utf8Bytes {
    payload.map_or(Utf8Bytes::from_static("{\"type\":\"pong\"}"), |payload| {
        format!("{{\"type\":\"pong\",\"payload\":{payload}}}").into()
    })
}

/// The end of an operation; `id` is JSON already, `errors` an array of them.
pub(super) fn done(id: &str, errors: Option<&str>) -> Utf8Bytes {
    match errors {
        None => format!("{{\"id\":{id},\"type\":\"complete\"}}"),
        Some(errors) => format!("{{\"id\":{id},\"type\":\"error\",\"payload\":{errors}}}"),
    }
    .into()
}

/// The token of a `connection_init`: `Ok(None)` without one, an error when it is no bearer token.
pub(super) fn token(payload: Option<&Value>) -> Result<Option<String>, Closing> {
    let field = |name: &str| payload.and_then(|payload| payload.get(name)).filter(|value| !value.is_null());
    let Some(value) = field("authorization").or_else(|| field("Authorization")) else {
        return Ok(None);
    };
    let text = value.as_str().ok_or_else(Closing::forbidden)?;
    match crate::http::credentials(text) {
        Ok(Some(token)) => Ok(Some(token.to_owned())),
        Ok(None) | Err(()) => Err(Closing::forbidden()),
    }
}
