//! What payment providers call: their notices, and where nothing is real, the payer.

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use axum::routing::post;
use domain::kernel::{Code, RequestId};
use domain::money::{CallbackVerdict, Fen, ProviderOutcome};
use serde::Deserialize;
use serde_json::json;
use service::money::{Notice, SignedNotice};
use service::{Op, Service, ServiceError};
use std::time::Duration;

use crate::http::{Media, Refused, Seen, code, read_body};

/// More than any provider's notice has.
const LARGEST: usize = 64 << 10;
const PATIENCE: Duration = Duration::from_secs(10);

/// The routes of payments. They belong under the door's edge, see [`crate::http::router_with`].
pub fn router(service: Service) -> Router {
    Router::new()
        .route("/payments/{provider}/notice", post(notice))
        .route("/payments/{provider}/pay", post(pay))
        .with_state(service)
}

/// A provider tells of a payment. Whatever it says is answered with what it came to: only a notice that is not the
/// provider's, or cannot be read, is refused.
async fn notice(State(service): State<Service>, Path(provider): Path<String>, request: Request) -> Response {
    let seen = Seen::of(request.extensions());
    let done = take(&service, &provider, request, &seen).await;
    done.map_or_else(|refused| refused.answer(Media::Json, &seen.request_id), told)
}

async fn take(service: &Service, provider: &str, request: Request, seen: &Seen) -> Result<CallbackVerdict, Refused> {
    let header = service.payment_provider(provider).ok_or_else(nothing)?.signature_header();
    let (parts, body) = request.into_parts();
    let body = read_body(&parts.headers, body, LARGEST, PATIENCE).await?.to_vec();
    let signature = parts.headers.get(header).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let signed = SignedNotice { signature, body };
    service.payment_notice(&op(service, seen), provider, &signed).await.map_err(refused)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Play {
    /// Our number of the payment.
    reference: String,
    /// In fen; the payment's own without it.
    amount: Option<i64>,
    #[serde(default)]
    fail: bool,
    /// From whose account it is paid.
    payer: Option<String>,
}

/// Plays the payer, and with that the provider who tells of it; there is no such path with a real one.
async fn pay(State(service): State<Service>, Path(provider): Path<String>, request: Request) -> Response {
    let seen = Seen::of(request.extensions());
    let done = play(&service, &provider, request, &seen).await;
    done.map_or_else(|refused| refused.answer(Media::Json, &seen.request_id), told)
}

async fn play(service: &Service, provider: &str, request: Request, seen: &Seen) -> Result<CallbackVerdict, Refused> {
    let payer = service.payment_provider(provider).ok_or_else(nothing)?;
    let (parts, body) = request.into_parts();
    let body = read_body(&parts.headers, body, LARGEST, PATIENCE).await?;
    let asked: Play = serde_json::from_slice(&body).map_err(|_| {
        bad_request("send {\"reference\": …}, with \"amount\", \"payer\" or \"fail\" to play an odd payer")
    })?;
    let awaited = service.payment_awaited(payer, &asked.reference).await.map_err(refused)?;
    let played = Notice {
        id: format!("played-{}", service.ids().next().simple()),
        reference: awaited.reference,
        amount: asked.amount.map_or(awaited.amount, Fen),
        outcome: if asked.fail { ProviderOutcome::Failed } else { ProviderOutcome::Paid },
        payer: asked.payer,
    };
    let signed = payer.play(&played, service.now()).ok_or_else(nothing)?;
    service.payment_notice(&op(service, seen), provider, &signed).await.map_err(refused)
}

fn op(service: &Service, seen: &Seen) -> Op {
    let request_id = seen.request_id.parse().unwrap_or_else(|_| RequestId(service.ids().next()));
    Op { address: Some(seen.address), ..Op::system("payments", request_id) }
}

fn told(verdict: CallbackVerdict) -> Response {
    let mut response = Response::new(Body::from(json!({ "verdict": verdict }).to_string()));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(Media::Json.content_type()));
    response
}

fn nothing() -> Refused {
    Refused::new(StatusCode::NOT_FOUND, code::NOT_FOUND, "there is nothing here")
}

fn bad_request(message: &str) -> Refused {
    Refused::new(StatusCode::BAD_REQUEST, code::BAD_REQUEST, message)
}

fn refused(error: ServiceError) -> Refused {
    match error {
        ServiceError::NotFound => nothing(),
        ServiceError::BadInput(message) => bad_request(&message),
        ServiceError::Rules(broken) => {
            let unsigned = broken.0.iter().any(|broken| broken.code == Code::MoneySignatureInvalid);
            let message = broken.0.first().map_or_else(String::new, |broken| broken.message.clone());
            if unsigned {
                Refused::new(StatusCode::UNAUTHORIZED, code::UNAUTHENTICATED, &message)
            } else {
                Refused::new(StatusCode::UNPROCESSABLE_ENTITY, code::BAD_USER_INPUT, &message)
            }
        }
        ServiceError::Busy(_) => {
            Refused::new(StatusCode::SERVICE_UNAVAILABLE, code::UNAVAILABLE, "busy; send it again")
                .with(header::RETRY_AFTER, HeaderValue::from_static("1"))
        }
        error => {
            tracing::error!(error = error.trace(), "a notice could not be taken");
            Refused::new(StatusCode::INTERNAL_SERVER_ERROR, code::INTERNAL, "internal error")
        }
    }
}
