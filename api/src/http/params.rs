//! The parameters of a GraphQL request, from a body, a query string or a socket's message.

use async_graphql::Variables;
use axum::extract::Query;
use axum::http::Uri;
use serde::Deserialize;
use serde_json::{Map, Value};

/// A request as the client wrote it.
#[derive(Debug, Deserialize)]
#[serde(try_from = "Written")]
pub(crate) struct Params {
    pub(crate) document: Document,
    pub(crate) operation_name: Option<String>,
    pub(crate) variables: Variables,
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Document {
    Text(String),
    /// The name of one that the pages were built with: `sha256:` and the digits of its text's digest.
    Named(String),
}

/// A request as JSON has it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Written {
    query: Option<String>,
    document_id: Option<String>,
    operation_name: Option<String>,
    #[serde(default)]
    variables: Variables,
    /// Only checked to be an object: nothing of ours is asked for here.
    #[serde(default, rename = "extensions")]
    _extensions: Option<Map<String, Value>>,
}

impl TryFrom<Written> for Params {
    type Error = &'static str;

    fn try_from(written: Written) -> Result<Self, Self::Error> {
        let Written { query, document_id, operation_name, variables, .. } = written;
        Ok(Self { document: Document::of(query, document_id)?, operation_name, variables })
    }
}

impl Document {
    fn of(text: Option<String>, name: Option<String>) -> Result<Self, &'static str> {
        match (text, name) {
            (Some(text), None) => Ok(Self::Text(text)),
            (None, Some(name)) => Ok(Self::Named(name)),
            (None, None) => Err("missing field `query` (or `documentId`)"),
            (Some(_), Some(_)) => Err("send `query` or `documentId`, not both"),
        }
    }
}

/// A query string, each part as text.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct QueryString {
    query: Option<String>,
    document_id: Option<String>,
    operation_name: Option<String>,
    variables: Option<String>,
    extensions: Option<String>,
}

impl Params {
    /// From a JSON body.
    pub(crate) fn from_body(body: &[u8]) -> Result<Self, String> {
        match body.iter().find(|byte| !byte.is_ascii_whitespace()) {
            Some(b'{') => serde_json::from_slice(body).map_err(|error| format!("the body: {error}")),
            Some(b'[') => Err("send one operation at a time: batches are not supported".to_owned()),
            _ => Err("the body must be a JSON object".to_owned()),
        }
    }

    /// From the query string of a URL.
    pub(crate) fn from_uri(uri: &Uri) -> Result<Self, String> {
        let Query(given) = Query::<QueryString>::try_from_uri(uri).map_err(|error| error.body_text())?;
        let object = |text: &str, name: &str| {
            serde_json::from_str::<Option<Map<String, Value>>>(text)
                .map_err(|error| format!("{name} must be a JSON object: {error}"))
                .map(Option::unwrap_or_default)
        };
        let variables = object(given.variables.as_deref().unwrap_or("null"), "variables")?;
        object(given.extensions.as_deref().unwrap_or("null"), "extensions")?;
        Ok(Self {
            document: Document::of(given.query, given.document_id)?,
            operation_name: given.operation_name,
            variables: Variables::from_json(Value::Object(variables)),
        })
    }

    /// From the payload of a socket's `subscribe`.
    pub(crate) fn from_payload(payload: Value) -> Result<Self, String> {
        if !payload.is_object() {
            return Err("the payload must be an object".to_owned());
        }
        serde_json::from_value(payload).map_err(|error| error.to_string())
    }
}
