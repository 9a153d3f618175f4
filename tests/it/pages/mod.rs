//! What browsers do: pages, and sessions behind a cookie.

mod documents;
mod provider;
mod served;
mod sessions;

use std::collections::BTreeMap;
use std::net::SocketAddr;

use api::http::DoorSettings;
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request};
use flotilla::boot::{self, Facade};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

use crate::world::World;

/// A router over a world's service that shows more or other things than the world's own.
pub fn router(world: &World, facade: Facade, settings: DoorSettings) -> Router {
    boot::router(&world.node.service, settings, CancellationToken::new(), facade)
}

/// Keeps cookies as browsers do: by name, for a path.
pub struct Browser {
    router: Router,
    pub cookies: BTreeMap<String, Cookie>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cookie {
    pub value: String,
    /// The attributes, as they were set.
    pub attributes: Vec<String>,
}

pub struct Seen {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Value,
}

impl Seen {
    pub fn code(&self) -> &str {
        let error = &self.body["errors"][0]["extensions"];
        assert!(error["requestId"].is_string(), "{}", self.body);
        error["code"].as_str().unwrap()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Status and place of a redirect.
    pub fn led(&self) -> (u16, &str) {
        (self.status, self.header("location"))
    }
}

impl Browser {
    pub fn new(router: Router) -> Self {
        Self { router, cookies: BTreeMap::new() }
    }

    /// Sends a page's request.
    pub async fn post(&mut self, path: &str, body: &Value) -> Seen {
        let headers = [("content-type", "application/json"), ("sec-fetch-site", "same-origin")];
        self.send("POST", path, &headers, &body.to_string()).await
    }

    pub async fn get(&mut self, path: &str) -> Seen {
        self.send("GET", path, &[], "").await
    }

    pub async fn send(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Seen {
        let mut request = Request::builder().method(method).uri(path).header("host", "flotilla.test");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let sent: Vec<String> = self.cookies.iter().filter_map(|(name, cookie)| cookie.sent(name, path)).collect();
        if !sent.is_empty() {
            request = request.header("cookie", sent.join("; "));
        }
        let mut request = request.body(Body::from(body.to_owned())).unwrap();
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 9))));
        let response = self.router.clone().oneshot(request).await.unwrap();
        for set in response.headers().get_all("set-cookie") {
            self.keep(set.to_str().unwrap());
        }
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        let body = serde_json::from_slice(&bytes).unwrap_or_else(|_| json!(String::from_utf8_lossy(&bytes)));
        Seen { status: parts.status.as_u16(), headers: parts.headers, body }
    }

    fn keep(&mut self, set: &str) {
        let mut parts = set.split("; ");
        let (name, value) = parts.next().unwrap().split_once('=').unwrap();
        let attributes: Vec<String> = parts.map(ToOwned::to_owned).collect();
        if attributes.iter().any(|it| it == "Max-Age=0") {
            self.cookies.remove(name);
        } else {
            self.cookies.insert(name.to_owned(), Cookie { value: value.to_owned(), attributes });
        }
    }
}

impl Cookie {
    fn sent(&self, name: &str, path: &str) -> Option<String> {
        let own = self.attributes.iter().find_map(|it| it.strip_prefix("Path="))?;
        path.starts_with(own).then(|| format!("{name}={}", self.value))
    }
}
