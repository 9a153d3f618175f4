//! `/graphql`: queries by GET, queries and mutations by POST.

use std::sync::Arc;
use std::time::Duration;

use async_graphql::parser::types::OperationType;
use async_graphql::{Executor, ServerError};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header, request};
use axum::response::Response;

use super::answer::{Reply, Telling};
use super::door::House;
use super::edge::Seen;
use super::error::{code, fault};
use super::negotiate::{Media, media};
use super::operation::Job;
use super::params::Params;
use super::{bearer, body};
use crate::gate::{Gate, Visit};

/// A request turned away before GraphQL has a say.
#[derive(Debug)]
pub(crate) struct Refused {
    status: StatusCode,
    errors: Vec<ServerError>,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl Refused {
    pub(crate) fn new(status: StatusCode, code: &str, message: &str) -> Self {
        Self { status, errors: vec![fault(code, message)], headers: Vec::new() }
    }

    pub(crate) fn with(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.push((name, value));
        self
    }

    /// The connection is of no more use, for instance because part of the body is still on its way.
    pub(crate) fn closing(self) -> Self {
        self.with(header::CONNECTION, HeaderValue::from_static("close"))
    }

    pub(super) fn not_allowed(message: &str, allow: &'static str) -> Self {
        Self::new(StatusCode::METHOD_NOT_ALLOWED, code::METHOD_NOT_ALLOWED, message)
            .with(header::ALLOW, HeaderValue::from_static(allow))
    }

    pub(super) fn bad_request(message: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code::BAD_REQUEST, message)
    }

    pub(crate) fn answer(self, media: Media, request_id: &str) -> Response {
        let telling = Telling { request_id: request_id.to_owned(), most: usize::MAX };
        let mut response = write(self.status, media, &Reply::refused(self.errors, &telling));
        response.headers_mut().extend(self.headers);
        response
    }
}

/// Why an operation was not executed: turned away by HTTP's rules or by GraphQL's.
pub(super) enum Stopped {
    Refused(Refused),
    Invalid(Vec<ServerError>, Box<Visit>),
}

impl From<Refused> for Stopped {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

/// Serves the endpoint.
pub(super) async fn endpoint<E: Executor, G: Gate>(
    State(house): State<Arc<House<E, G>>>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let seen = Seen::of(&parts.extensions);
    let Some(media) = media(&parts.headers) else {
        let message = "this endpoint writes application/graphql-response+json and application/json";
        return Refused::new(StatusCode::NOT_ACCEPTABLE, code::NOT_ACCEPTABLE, message)
            .answer(Media::Json, &seen.request_id);
    };
    match accept(&house, &parts, body, &seen).await {
        Ok((job, visit)) => {
            let reply = house.execute(job, &visit).await;
            let status = if reply.is_refusal() { invalid(media) } else { StatusCode::OK };
            let mut response = write(status, media, &reply);
            response.headers_mut().extend(reply.headers);
            response
        }
        Err(Stopped::Invalid(errors, visit)) => {
            write(invalid(media), media, &Reply::refused(errors, &house.telling(&visit)))
        }
        Err(Stopped::Refused(refused)) => refused.answer(media, &seen.request_id),
    }
}

/// Takes a request in, as far as an operation that may run. Shared with the event stream.
pub(super) async fn accept<E: Executor, G: Gate>(
    house: &House<E, G>,
    parts: &request::Parts,
    body: Body,
    seen: &Seen,
) -> Result<(Job, Visit), Stopped> {
    if !matches!(parts.method, Method::GET | Method::POST) {
        return Err(Refused::not_allowed("use GET or POST", "GET, POST").into());
    }
    let caller = bearer::caller(&parts.headers, &*house.door.gate).await?;
    let params = read(house, parts, body).await?;
    let visit = Visit { caller, request_id: seen.request_id.clone(), address: seen.address };
    match house.job(params).await {
        Ok(job) if parts.method == Method::GET && job.kind() == OperationType::Mutation => {
            Err(Refused::not_allowed("mutations go by POST", "POST").into())
        }
        Ok(job) => Ok((job, visit)),
        Err(errors) => Err(Stopped::Invalid(errors, Box::new(visit))),
    }
}

async fn read<E: Executor, G: Gate>(
    house: &House<E, G>,
    parts: &request::Parts,
    body: Body,
) -> Result<Params, Refused> {
    let params = if parts.method == Method::GET {
        Params::from_uri(&parts.uri)
    } else {
        body::check_type(&parts.headers)?;
        let settings = house.settings();
        let time = Duration::from_secs(settings.body_seconds);
        Params::from_body(&body::read(&parts.headers, body, settings.body_limit, time).await?)
    };
    let params = params.map_err(|message| Refused::bad_request(&message))?;
    // A matter of parameters and not of documents: the status tells it whatever the media type.
    match house.text(&params.document) {
        Ok(_) => Ok(params),
        Err(error) => Err(Refused { status: StatusCode::BAD_REQUEST, errors: vec![error], headers: Vec::new() }),
    }
}

/// Status of a request whose parameters are in order and whose document or variables are not.
fn invalid(media: Media) -> StatusCode {
    match media {
        Media::Json => StatusCode::OK,
        Media::Graphql => StatusCode::BAD_REQUEST,
    }
}

fn write(status: StatusCode, media: Media, reply: &Reply) -> Response {
    let mut response = Response::new(Body::from(reply.json()));
    *response.status_mut() = status;
    let headers: &mut HeaderMap = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media.content_type()));
    headers.insert(header::VARY, HeaderValue::from_static("Accept, Authorization"));
    response
}
