//! What machines around us ask: alive, ready, figures, keys.

use std::sync::Arc;
use std::time::Duration;

use async_graphql::Executor;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use tokio::time::timeout;

use super::door::House;
use crate::gate::{Gate, Readiness};

/// Keys change rarely and overlap for longer than this when they do.
const KEYS_CACHE: HeaderValue = HeaderValue::from_static("public, max-age=60");

/// Who cannot say in this time whether it is ready, is not.
const PATIENCE: Duration = Duration::from_secs(5);

pub(super) async fn live() -> &'static str {
    "ok"
}

pub(super) async fn ready<E: Executor, G: Gate>(State(house): State<Arc<House<E, G>>>) -> Response {
    let slow = || Readiness { ready: false, checks: Vec::new() };
    let readiness = timeout(PATIENCE, house.door.gate.readiness()).await.unwrap_or_else(|_| slow());
    let status = if readiness.ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(readiness)).into_response()
}

pub(super) async fn metrics<E: Executor, G: Gate>(State(house): State<Arc<House<E, G>>>) -> Response {
    house.door.metrics.as_ref().map_or_else(missing, |render| {
        ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], render()).into_response()
    })
}

pub(super) async fn keys<E: Executor, G: Gate>(State(house): State<Arc<House<E, G>>>) -> Response {
    house
        .door
        .jwks
        .as_ref()
        .map_or_else(missing, |render| ([(header::CACHE_CONTROL, KEYS_CACHE)], Json(render())).into_response())
}

fn missing() -> Response {
    StatusCode::NOT_FOUND.into_response()
}
