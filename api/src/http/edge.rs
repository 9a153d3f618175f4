//! What holds for every request, whatever its path: an id, a rate, CORS, a log line, security headers, and a 500
//! instead of a broken connection when something panics.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::{Duration, Instant};

use async_graphql::Executor;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{Extensions, HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use domain::kernel::RequestId;
use futures_util::FutureExt as _;
use tracing::Instrument as _;

use super::cors;
use super::door::House;
use super::error::code;
use super::graphql::Refused;
use super::negotiate::Media;
use crate::gate::Gate;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const FORWARDED: HeaderName = HeaderName::from_static("x-forwarded-for");
/// An answer of the API is no page: nothing in it may run, and nothing may frame it.
const NO_PAGE: HeaderValue = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");

/// What the edge found out about a request; handlers find it among its extensions.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) request_id: String,
    pub(crate) address: IpAddr,
}

impl Seen {
    pub(crate) fn of(extensions: &Extensions) -> Self {
        let unknown = || Self { request_id: String::new(), address: IpAddr::V4(Ipv4Addr::UNSPECIFIED) };
        extensions.get::<Self>().cloned().unwrap_or_else(unknown)
    }
}

/// Stands around every route.
pub(super) async fn around<E: Executor, G: Gate>(
    State(house): State<Arc<House<E, G>>>,
    mut request: Request,
    next: Next,
) -> Response {
    let started = Instant::now();
    let seen = Seen { request_id: request_id(&house, request.headers()), address: address(&house, &request) };
    request.extensions_mut().insert(seen.clone());
    let route = route(request.uri().path());
    let span = tracing::info_span!("request", id = %seen.request_id, method = %request.method(), route);
    let bearer = request.headers().contains_key(header::AUTHORIZATION);
    let origin = cors::allowed(request.headers(), &house.settings().origins);

    let response = inner(&house, request, next, &seen, origin.as_ref()).instrument(span.clone()).await;
    let response = finish(&house, response, &seen, bearer, origin);

    let (status, took) = (response.status().as_u16(), started.elapsed());
    span.in_scope(|| tracing::info!(target: "access", status, ms = took.as_secs_f64() * 1e3, "answered"));
    metrics::counter!("flotilla_http_requests_total", "route" => route, "status" => class(status)).increment(1);
    metrics::histogram!("flotilla_http_request_seconds", "route" => route).record(took.as_secs_f64());
    response
}

async fn inner<E: Executor, G: Gate>(
    house: &House<E, G>,
    request: Request,
    next: Next,
    seen: &Seen,
    origin: Option<&HeaderValue>,
) -> Response {
    let (parts, body) = request.into_parts();
    if let Some(answer) = cors::preflight(&parts, origin) {
        return answer;
    }
    let limited = ["/graphql", "/session/", "/imports"].iter().any(|begin| parts.uri.path().starts_with(begin));
    if limited && let Some(Err(wait)) = house.rates.as_ref().map(|rates| rates.take(seen.address, Instant::now())) {
        return too_many(wait).answer(Media::Json, &seen.request_id);
    }
    let run = AssertUnwindSafe(next.run(Request::from_parts(parts, body))).catch_unwind();
    run.await.unwrap_or_else(|_| {
        tracing::error!("a request panicked");
        let refused = Refused::new(StatusCode::INTERNAL_SERVER_ERROR, code::INTERNAL, "internal error");
        refused.answer(Media::Json, &seen.request_id)
    })
}

fn too_many(wait: Duration) -> Refused {
    let seconds = HeaderValue::from(wait.as_secs() + 1);
    Refused::new(StatusCode::TOO_MANY_REQUESTS, code::RATE_LIMITED, "too many requests from this address")
        .with(header::RETRY_AFTER, seconds)
}

fn finish<E: Executor, G: Gate>(
    house: &House<E, G>,
    mut response: Response,
    seen: &Seen,
    bearer: bool,
    origin: Option<HeaderValue>,
) -> Response {
    let headers = response.headers_mut();
    cors::mark(headers, origin);
    if let Ok(id) = HeaderValue::from_str(&seen.request_id) {
        headers.insert(REQUEST_ID, id);
    }
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.entry(header::REFERRER_POLICY).or_insert(HeaderValue::from_static("no-referrer"));
    // Pages bring their own policy.
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(NO_PAGE);
    let stored = |value: &HeaderValue| !value.to_str().is_ok_and(|value| value.contains("no-store"));
    if headers.get(header::CACHE_CONTROL).is_none_or(|value| bearer && stored(value)) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    let hsts = house.settings().hsts_seconds;
    if hsts > 0
        && let Ok(value) = HeaderValue::from_str(&format!("max-age={hsts}; includeSubDomains"))
    {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, value);
    }
    response
}

/// The client's own id if it looks like one, else a new one.
fn request_id<E: Executor, G: Gate>(house: &House<E, G>, headers: &HeaderMap) -> String {
    let token = |id: &&str| {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
        (1..=64).contains(&id.len()) && id.bytes().all(fits)
    };
    let given = headers.get(REQUEST_ID).and_then(|id| id.to_str().ok()).filter(token);
    given.map_or_else(|| RequestId(house.door.ids.next()).to_string(), ToOwned::to_owned)
}

/// The client's address: the peer, or what the outermost proxy of ours saw as its peer.
fn address<E: Executor, G: Gate>(house: &House<E, G>, request: &Request) -> IpAddr {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
    let proxies = house.settings().proxies;
    let told = || {
        let hops = request.headers().get_all(FORWARDED);
        let all: Vec<&str> = hops.iter().filter_map(|hop| hop.to_str().ok()).flat_map(|hop| hop.split(',')).collect();
        all.iter().rev().nth(proxies.checked_sub(1)?)?.trim().parse().ok()
    };
    told().or(peer).unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED))
}

/// The path if it is one of ours: what a stranger invents must not become a metric's label or a log's field.
fn route(path: &str) -> &'static str {
    const KNOWN: [&str; 8] =
        ["/", "/graphql", "/graphql/stream", "/graphql/ws", "/livez", "/readyz", "/metrics", "/.well-known/jwks.json"];
    /// What has many paths below it, which only the pages and their sessions know.
    const BRANCHES: [&str; 5] = ["/console", "/client", "/session", "/payments", "/imports"];
    let below = |branch: &str| path.strip_prefix(branch).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let known = KNOWN.into_iter().find(|known| *known == path);
    known.or_else(|| BRANCHES.into_iter().find(|branch| below(branch))).unwrap_or("other")
}

fn class(status: u16) -> &'static str {
    match status / 100 {
        1 => "1xx",
        2 => "2xx",
        3 => "3xx",
        4 => "4xx",
        _ => "5xx",
    }
}
