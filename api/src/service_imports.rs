//! Files of people: how they come in, and how what is wrong with them goes out. The file is the body of the request: it
//! may be too large to be held, so it is handed on as it comes.

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::Response;
use axum::routing::{get, post};
use bytes::Bytes;
use domain::kernel::text::csv_cell;
use domain::kernel::{ImportId, RequestId};
use futures_util::stream;
use http_body_util::BodyExt as _;
use serde::Deserialize;
use serde_json::json;
use service::integrations::{Fault, ImportCard, ImportUpload, NotTaken, NumberedFault, Upload};
use service::{Op, Service, ServiceError, Viewer};
use std::sync::Arc;
use tokio::time::timeout;

use crate::graphql::user_error_code;
use crate::http::{Media, Refused, Seen, caller, code, linger};
use crate::service_gate::ServiceGate;

/// How long the next bytes may take, and all of them.
const STALL: Duration = Duration::from_secs(30);
const PATIENCE: Duration = Duration::from_mins(15);
/// How many lines are read and sent at once.
const PAGE: i64 = 1_000;

#[derive(Clone)]
struct House {
    service: Service,
    gate: Arc<ServiceGate>,
}

/// The routes of imports. They belong under the door's edge, see [`crate::http::router_with`].
pub fn router(service: Service) -> Router {
    let gate = Arc::new(ServiceGate::new(service.clone(), false));
    Router::new()
        .route("/imports", post(send))
        .route("/imports/{import}/errors.csv", get(errors))
        .with_state(House { service, gate })
}

/// What is said of a file in the address.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Asked {
    chapter: String,
    name: String,
    sheet: Option<String>,
    consent_version: Option<String>,
}

async fn send(State(house): State<House>, request: Request) -> Response {
    let seen = Seen::of(request.extensions());
    let (parts, body) = request.into_parts();
    match take(&house, &parts.headers, &parts.uri, (body, &seen)).await {
        Ok(import) => {
            let mut response = Response::new(Body::from(json!({ "import": import }).to_string()));
            *response.status_mut() = StatusCode::CREATED;
            response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(Media::Json.content_type()));
            response
        }
        Err(refused) => refused.answer(Media::Json, &seen.request_id),
    }
}

async fn take(house: &House, headers: &HeaderMap, uri: &Uri, (body, seen): (Body, &Seen)) -> Result<ImportId, Refused> {
    let viewer = viewer(house, headers, seen).await?;
    plain(headers)?;
    let Query(asked) = Query::<Asked>::try_from_uri(uri)
        .map_err(|_| bad_request("send ?chapter=…&name=…, with sheet or consentVersion if need be"))?;
    let input = ImportUpload {
        chapter: asked.chapter.parse().map_err(|_| bad_request("`chapter` is no id of a chapter"))?,
        file_name: asked.name,
        sheet: asked.sheet,
        consent_version: asked.consent_version,
    };
    let mut upload = house.service.import_upload(&viewer, input).map_err(refused)?;
    let told = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    let most = house.service.settings().imports.max_bytes;
    if told.is_some_and(|length| length > most) {
        // Who waits to be told to go on has sent nothing yet, and reading would tell it.
        if !headers.contains_key(header::EXPECT) {
            linger(body);
        }
        return Err(too_large(most));
    }
    let late =
        || Refused::new(StatusCode::REQUEST_TIMEOUT, code::TIMEOUT, "the file took too long to arrive").closing();
    timeout(PATIENCE, receive(&mut upload, body)).await.map_err(|_| late())??;
    upload.finish().await.map_err(not_taken)
}

async fn receive(upload: &mut Upload<'_>, mut body: Body) -> Result<(), Refused> {
    let late = || Refused::new(StatusCode::REQUEST_TIMEOUT, code::TIMEOUT, "nothing more of the file came").closing();
    while let Some(frame) = timeout(STALL, body.frame()).await.map_err(|_| late())? {
        let broken = || Refused::new(StatusCode::BAD_REQUEST, code::BAD_REQUEST, "the file broke off").closing();
        let Ok(data) = frame.map_err(|_| broken())?.into_data() else { continue };
        if let Err(error) = upload.push(&data).await {
            // So that a client in the middle of sending reads the answer and not a broken connection.
            linger(body);
            return Err(not_taken(error).closing());
        }
    }
    Ok(())
}

/// Refuses a file in a wrapping.
fn plain(headers: &HeaderMap) -> Result<(), Refused> {
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or("?").to_ascii_lowercase());
    if text(header::CONTENT_ENCODING).is_some_and(|coding| coding != "identity") {
        return Err(unsupported("send the file without compression"));
    }
    if text(header::CONTENT_TYPE).is_some_and(|kind| kind.starts_with("multipart/")) {
        return Err(unsupported("send the file itself as the body, not as a part of a form"));
    }
    Ok(())
}

async fn viewer(house: &House, headers: &HeaderMap, seen: &Seen) -> Result<Viewer, Refused> {
    let caller = caller(headers, &*house.gate).await?.ok_or_else(|| refused(ServiceError::Unauthenticated))?;
    let op = Op {
        actor: caller.actor,
        request_id: seen.request_id.parse().unwrap_or_else(|_| RequestId(house.service.ids().next())),
        address: Some(seen.address),
        request_key: None,
    };
    Ok(house.service.viewer_with(op, caller.grants))
}

/// All that is wrong with the rows of a file.
async fn errors(State(house): State<House>, Path(import): Path<String>, request: Request) -> Response {
    let seen = Seen::of(request.extensions());
    let (parts, _) = request.into_parts();
    let read = async {
        let viewer = viewer(&house, &parts.headers, &seen).await?;
        let id = import.parse().map_err(|_| refused(ServiceError::NotFound))?;
        house.service.import(&viewer, id).await.map_err(refused)
    };
    match read.await {
        Err(refused) => refused.answer(Media::Json, &seen.request_id),
        Ok(card) => {
            let mut response = Response::new(lines(house.service, card));
            let headers = response.headers_mut();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
            let name = HeaderValue::from_static("attachment; filename=\"errors.csv\"");
            headers.insert(header::CONTENT_DISPOSITION, name);
            response
        }
    }
}

/// The lines of a file, read as they are sent.
fn lines(service: Service, card: ImportCard) -> Body {
    // The mark at the beginning tells spreadsheets that it is UTF-8.
    let head = Bytes::from_static("\u{feff}row,column,code,message,value\r\n".as_bytes());
    let begin = (service, card, Some(0_i32), Some(head));
    Body::from_stream(stream::unfold(begin, |(service, card, next, head)| async move {
        if let Some(head) = head {
            return Some((Ok(head), (service, card, next, None)));
        }
        match service.import_faults_from(&card, next?, PAGE).await {
            Err(error) => {
                tracing::warn!(error = error.trace(), "a list of errors broke off");
                Some((Err(std::io::Error::other("the list broke off")), (service, card, None, None)))
            }
            Ok(found) => {
                let last = found.last()?.number;
                let text: String = found.iter().map(|NumberedFault { fault, .. }| line(fault)).collect();
                Some((Ok(Bytes::from(text)), (service, card, last.checked_add(1), None)))
            }
        }
    }))
}

fn line(fault: &Fault) -> String {
    let column = fault.about.map_or("", domain::integrations::Column::as_str);
    let shown = fault.shown.as_deref().unwrap_or_default();
    format!("{},{column},{},{},{}\r\n", fault.line, fault.fault, csv_cell(&fault.message), csv_cell(shown))
}

fn too_large(most: u64) -> Refused {
    let message = format!("the file may have {most} bytes at most: split it");
    Refused::new(StatusCode::PAYLOAD_TOO_LARGE, code::PAYLOAD_TOO_LARGE, &message).closing()
}

fn unsupported(message: &str) -> Refused {
    Refused::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, code::UNSUPPORTED_MEDIA_TYPE, message)
}

fn bad_request(message: &str) -> Refused {
    Refused::new(StatusCode::BAD_REQUEST, code::BAD_REQUEST, message)
}

fn not_taken(error: NotTaken) -> Refused {
    match error {
        NotTaken::TooLarge(most) => too_large(most),
        NotTaken::Kind(message) => unsupported(message),
        NotTaken::Service(error) => refused(error),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "an adapter of errors")]
fn refused(error: ServiceError) -> Refused {
    let told = error.to_string();
    let (status, code) = match &error {
        ServiceError::NotFound => (StatusCode::NOT_FOUND, code::NOT_FOUND),
        ServiceError::Denied(_) => (StatusCode::FORBIDDEN, code::FORBIDDEN),
        ServiceError::Unauthenticated => (StatusCode::UNAUTHORIZED, code::UNAUTHENTICATED),
        ServiceError::Rules(broken) => {
            let first = broken.0.first().map_or(code::BAD_USER_INPUT, |first| user_error_code(first.code));
            (StatusCode::UNPROCESSABLE_ENTITY, first)
        }
        ServiceError::BadInput(_) => (StatusCode::BAD_REQUEST, code::BAD_USER_INPUT),
        ServiceError::RateLimited(_) => (StatusCode::TOO_MANY_REQUESTS, code::RATE_LIMITED),
        ServiceError::Busy(_) => (StatusCode::SERVICE_UNAVAILABLE, code::UNAVAILABLE),
        ServiceError::Internal(_) => {
            tracing::error!(error = error.trace(), "an upload could not be taken");
            (StatusCode::INTERNAL_SERVER_ERROR, code::INTERNAL)
        }
    };
    let refused = Refused::new(status, code, &told);
    match error {
        ServiceError::Busy(_) => refused.with(header::RETRY_AFTER, HeaderValue::from_static("1")),
        _ => refused,
    }
}
