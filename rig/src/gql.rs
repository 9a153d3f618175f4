//! GraphQL over HTTP, as a client program speaks it.

use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};

const ANSWER_LIMIT: Duration = Duration::from_secs(20);

/// Why there is no answer.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Nobody answered, or busy: another node, or later, may.
    Away(String),
    /// The token was not accepted.
    Unauthenticated,
    /// The request will never be answered.
    Refused(String),
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Away(why) => write!(f, "no answer: {why}"),
            Self::Unauthenticated => f.write_str("the token was not accepted"),
            Self::Refused(why) => write!(f, "refused: {why}"),
        }
    }
}

impl std::error::Error for Failure {}

/// A client; connections are kept.
#[derive(Debug, Clone)]
pub(crate) struct Client(reqwest::Client);

/// One operation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ask<'a> {
    /// `host:port`
    pub(crate) node: &'a str,
    /// None if empty.
    pub(crate) token: &'a str,
    pub(crate) document: &'a str,
}

impl Client {
    pub(crate) fn new() -> Result<Self> {
        let client = reqwest::Client::builder().timeout(ANSWER_LIMIT).no_proxy().build();
        Ok(Self(client.context("cannot make an HTTP client")?))
    }

    /// The `data` of the answer.
    pub(crate) async fn ask(&self, ask: Ask<'_>, variables: &Value) -> Result<Value, Failure> {
        let away = |error: reqwest::Error| Failure::Away(error.to_string());
        let mut request = self.0.post(format!("http://{}/graphql", ask.node));
        if !ask.token.is_empty() {
            request = request.bearer_auth(ask.token);
        }
        let answer = request
            .header("accept", "application/graphql-response+json, application/json")
            .json(&json!({ "query": ask.document, "variables": variables }))
            .send()
            .await
            .map_err(away)?;
        let status = answer.status();
        if status.as_u16() == 401 {
            return Err(Failure::Unauthenticated);
        }
        let text = answer.text().await.map_err(away)?;
        match serde_json::from_str::<Value>(&text) {
            Ok(answer) => read(answer),
            Err(_) if status.is_server_error() || status.as_u16() == 429 => Err(Failure::Away(status.to_string())),
            Err(_) => Err(Failure::Refused(format!("{status}: {text}"))),
        }
    }
}

fn read(mut answer: Value) -> Result<Value, Failure> {
    let Some(error) = answer.pointer("/errors/0") else {
        return Ok(answer.get_mut("data").map(Value::take).unwrap_or_default());
    };
    let code = error.pointer("/extensions/code").and_then(Value::as_str).unwrap_or_default();
    match code {
        "UNAVAILABLE" | "RATE_LIMITED" | "INTERNAL" | "TIMEOUT" | "INTERNAL_SERVER_ERROR" => {
            Err(Failure::Away(error.to_string()))
        }
        "UNAUTHENTICATED" => Err(Failure::Unauthenticated),
        _ => Err(Failure::Refused(error.to_string())),
    }
}

/// The payload of a mutation, and the code of the first rule it broke.
pub(crate) fn payload(data: &Value, mutation: &str) -> Result<(Value, Option<String>)> {
    let Some(payload) = data.get(mutation).filter(|payload| !payload.is_null()) else {
        bail!("{mutation} gave no payload: {data}");
    };
    let broken = payload.pointer("/userErrors/0/code").and_then(Value::as_str).map(str::to_owned);
    Ok((payload.clone(), broken))
}

/// The number behind the prefix of an id such as `chap_12`.
pub(crate) fn id_number(id: &str) -> Option<i64> {
    id.rsplit_once('_')?.1.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_data_or_says_whether_to_try_again() {
        assert_eq!(read(json!({"data": {"a": 1}})).unwrap(), json!({"a": 1}));
        let with = |code: &str| read(json!({"errors": [{"message": "m", "extensions": {"code": code}}]})).unwrap_err();
        assert!(matches!(with("UNAVAILABLE"), Failure::Away(_)));
        assert!(matches!(with("UNAUTHENTICATED"), Failure::Unauthenticated));
        assert!(matches!(with("FORBIDDEN"), Failure::Refused(_)));
    }

    #[test]
    fn a_broken_rule_is_named() {
        let data = json!({"policyPublish": {"version": null, "userErrors": [{"code": "POLICIES_NOT_DRAFT"}]}});

        let (_, broken) = payload(&data, "policyPublish").unwrap();

        assert_eq!(broken.as_deref(), Some("POLICIES_NOT_DRAFT"));
        assert!(payload(&json!({"policyPublish": null}), "policyPublish").is_err());
        assert_eq!(id_number("pver_12"), Some(12));
    }
}
