//! Somebody who speaks GraphQL over the real router.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use flotilla::boot;
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use super::Node;

/// An actor with a token, or a stranger.
#[derive(Clone)]
pub struct Actor {
    router: Router,
    /// Whence they call.
    address: SocketAddr,
    pub token: Option<String>,
    pub name: String,
}

const HOME: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 9);

/// An answer: its data and errors.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: StatusCode,
    pub body: Value,
    /// Under which id the request was handled.
    pub request_id: String,
}

impl Actor {
    pub fn anonymous(node: &Node) -> Self {
        Self { router: node.router.clone(), address: HOME, token: None, name: "stranger".into() }
    }

    pub async fn sign_in(node: &Node, who: &str) -> Self {
        let account = node.service.account_named(who).await.unwrap_or_else(|_| panic!("there is no {who}"));
        let op = boot::system_op(&node.service, "test");
        let tokens = node.service.session_issue(&op, account).await.unwrap();
        Self { router: node.router.clone(), address: HOME, token: Some(tokens.access), name: who.to_owned() }
    }

    /// The same person at another node.
    pub fn at(&self, node: &Node) -> Self {
        Self { router: node.router.clone(), ..self.clone() }
    }

    pub fn with_token(node: &Node, token: &str) -> Self {
        Self { router: node.router.clone(), address: HOME, token: Some(token.to_owned()), name: "token".into() }
    }

    /// The same person calling from elsewhere.
    pub fn from(&self, address: [u8; 4]) -> Self {
        Self { address: SocketAddr::from((address, 9)), ..self.clone() }
    }

    /// Sends a document with variables.
    pub async fn send(&self, query: &str, variables: Value) -> Answer {
        let mut request = Request::post("/graphql").header(header::CONTENT_TYPE, "application/json");
        if let Some(token) = &self.token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let body = json!({ "query": query, "variables": variables }).to_string();
        let mut request = request.body(Body::from(body)).unwrap();
        request.extensions_mut().insert(ConnectInfo(self.address));
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let request_id = response.headers()["x-request-id"].to_str().unwrap().to_owned();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        Answer { status, body: serde_json::from_slice(&bytes).unwrap_or(Value::Null), request_id }
    }

    /// Calls a path of its own, with whatever body.
    pub async fn call(&self, method: Method, path: &str, body: Vec<u8>) -> (StatusCode, HeaderMap, Vec<u8>) {
        let mut request = Request::builder().method(method).uri(path);
        if let Some(token) = &self.token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let mut request = request.body(Body::from(body)).unwrap();
        request.extensions_mut().insert(ConnectInfo(self.address));
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        (status, headers, response.into_body().collect().await.unwrap().to_bytes().to_vec())
    }

    /// The data of an answer that must have no errors.
    pub async fn ask(&self, query: &str, variables: Value) -> Value {
        let answer = self.send(query, variables).await;
        assert!(answer.body.get("errors").is_none(), "{} asked {query}: {}", self.name, answer.body);
        answer.body["data"].clone()
    }

    /// Runs one mutation, `name(input: $input) { selection userErrors {…} }`; answers its payload, which must have no
    /// broken rules.
    pub async fn run(&self, name: &str, input: Value, selection: &str) -> Value {
        let payload = self.attempt(name, input, selection).await.data(name);
        assert_eq!(payload["userErrors"], json!([]), "{} ran {name}", self.name);
        payload
    }

    /// Runs one mutation; answers the codes of the rules it breaks.
    pub async fn broken(&self, name: &str, input: Value) -> Vec<String> {
        let payload = self.attempt(name, input, "__typename").await.data(name);
        let errors = payload["userErrors"].as_array().unwrap();
        errors.iter().map(|error| error["code"].as_str().unwrap().to_owned()).collect()
    }

    /// Runs one mutation, whatever comes of it.
    pub async fn attempt(&self, name: &str, input: Value, selection: &str) -> Answer {
        let type_name = format!("{}{}Input", name[..1].to_uppercase(), &name[1..]);
        let query = format!(
            "mutation M($input: {type_name}!) {{ {name}(input: $input) {{ {selection} userErrors {{ code field message }} }} }}"
        );
        self.send(&query, json!({ "input": input })).await
    }
}

impl Answer {
    /// One field of the data.
    pub fn data(&self, field: &str) -> Value {
        assert!(self.body.get("errors").is_none(), "{}", self.body);
        self.body["data"][field].clone()
    }

    /// The code of the first error, if there is one.
    pub fn error(&self) -> Option<&str> {
        self.body["errors"][0]["extensions"]["code"].as_str()
    }
}
