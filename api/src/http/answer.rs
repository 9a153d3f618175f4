//! An answer in the words of the GraphQL specification: errors first, `data` only when something was executed.

use std::collections::BTreeMap;

use async_graphql::parser::types::OperationType;
use async_graphql::{Response, ServerError, Value};
use axum::http::HeaderMap;
use serde::Serialize;

use super::error::{code, fault, has_code, phase, set, tidy};

/// What is told about one execution, or about why there was none.
#[derive(Debug, Serialize)]
pub(crate) struct Reply {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) errors: Vec<ServerError>,
    /// `None` when nothing was executed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) data: Option<Value>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) extensions: BTreeMap<String, Value>,
    #[serde(skip)]
    pub(crate) headers: HeaderMap,
}

/// How errors are told: under which request id, and how many.
#[derive(Debug, Clone)]
pub(crate) struct Telling {
    pub(crate) request_id: String,
    pub(crate) most: usize,
}

impl Reply {
    /// The request failed before anything was executed.
    pub(crate) fn refused(errors: Vec<ServerError>, telling: &Telling) -> Self {
        Self { errors: telling.all(errors), data: None, extensions: BTreeMap::new(), headers: HeaderMap::new() }
    }

    /// What came out of the executor. An answer without data whose errors all come from before the execution is a
    /// failed request; a mutation only if its errors name no field, since an earlier field may have done its work.
    /// `mend` puts the nulls into data that has errors.
    pub(crate) fn executed(
        mut response: Response,
        kind: OperationType,
        telling: &Telling,
        mend: impl FnOnce(&mut Value, &[ServerError]),
    ) -> Self {
        let before = |error: &ServerError| {
            let early = error.path.is_empty() || kind == OperationType::Query;
            !has_code(error) && phase(error).is_some() && early
        };
        let nothing = response.data == Value::Null;
        let refused = nothing && !response.errors.is_empty() && response.errors.iter().all(before);
        if !refused && !response.errors.is_empty() {
            mend(&mut response.data, &response.errors);
        }
        Self {
            errors: telling.all(response.errors),
            data: (!refused).then_some(response.data),
            extensions: response.extensions,
            headers: response.http_headers,
        }
    }

    /// Whether this tells why nothing was executed.
    pub(crate) fn is_refusal(&self) -> bool {
        self.data.is_none()
    }

    /// The answer as JSON.
    pub(crate) fn json(&self) -> String {
        // The parts are maps with text keys, numbers and strings: serialising them cannot fail.
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl Telling {
    fn all(&self, mut errors: Vec<ServerError>) -> Vec<ServerError> {
        let left_out = errors.len().saturating_sub(self.most);
        errors.truncate(self.most);
        if left_out > 0 {
            errors.push(fault(code::BAD_REQUEST, format!("and {left_out} more errors")));
        }
        errors.into_iter().map(|error| self.one(error)).collect()
    }

    fn one(&self, mut error: ServerError) -> ServerError {
        if !has_code(&error) {
            if let Some(code) = phase(&error) {
                set(&mut error, "code", code);
            } else {
                tracing::error!(request_id = %self.request_id, path = ?error.path, message = %error.message, "a field failed");
                "internal error".clone_into(&mut error.message);
                set(&mut error, "code", code::INTERNAL);
            }
        }
        tidy(&mut error.message);
        set(&mut error, "requestId", &self.request_id);
        error.source = None;
        error
    }
}
