//! Which path leads where.

use std::sync::Arc;

use async_graphql::Executor;
use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::response::Response;
use axum::routing::{any, get};
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::SizeAbove;

use super::door::{Door, House};
use super::edge::{Seen, around};
use super::error::code;
use super::graphql::Refused;
use super::negotiate::Media;
use super::{graphql, health, sse};
use crate::gate::Gate;
use crate::live;

/// The door's routes, with everything that holds for each of them around.
pub fn router<E: Executor, G: Gate>(door: Door<E, G>) -> Router {
    router_with(door, Router::new())
}

/// As [`router`], with further routes (pages, for instance) under the same edge. They bring no fallback: what is nowhere
/// is answered here.
pub fn router_with<E: Executor, G: Gate>(door: Door<E, G>, more: Router) -> Router {
    let house = Arc::new(House::new(door));
    let own = Router::new()
        .route("/graphql", any(graphql::endpoint::<E, G>).layer(compressed()))
        .route("/graphql/stream", any(sse::endpoint::<E, G>))
        .route("/graphql/ws", any(live::endpoint::<E, G>))
        .route("/livez", get(health::live))
        .route("/readyz", get(health::ready::<E, G>))
        .route("/metrics", get(health::metrics::<E, G>))
        .route("/.well-known/jwks.json", get(health::keys::<E, G>))
        .method_not_allowed_fallback(not_allowed)
        .with_state(Arc::clone(&house));
    let missing = Router::new().fallback(missing);
    own.merge(more.method_not_allowed_fallback(not_allowed))
        .merge(missing)
        .layer(from_fn_with_state(house, around::<E, G>))
}

/// Answers of some size are sent small to whoever takes that: phones on poor networks, and the console with its tree.
/// Speed comes before the last per cent. What is secret in an answer cannot be guessed by its length here, since nobody
/// else can make a browser ask: the token stands in a header, and not in a cookie.
fn compressed() -> CompressionLayer<SizeAbove> {
    CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(SizeAbove::new(1024))
}

async fn missing(request: Request) -> Response {
    let seen = Seen::of(request.extensions());
    Refused::new(StatusCode::NOT_FOUND, code::NOT_FOUND, "there is nothing here").answer(Media::Json, &seen.request_id)
}

async fn not_allowed(request: Request) -> Response {
    let seen = Seen::of(request.extensions());
    Refused::not_allowed("use GET", "GET,HEAD").answer(Media::Json, &seen.request_id)
}
