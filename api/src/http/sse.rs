//! `/graphql/stream`: graphql-sse, one connection an operation. For those whose way to us lets no socket through.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use async_graphql::{Executor, ServerError};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use bytes::Bytes;
use futures_util::StreamExt as _;
use futures_util::stream::{self, BoxStream};
use tokio_util::sync::CancellationToken;

use super::door::House;
use super::edge::Seen;
use super::error::{code, fault};
use super::graphql::{Refused, Stopped, accept};
use super::negotiate::{Media, wants_events};
use super::operation::Job;
use crate::gate::{Gate, Visit};
use crate::live::{Event, Item, Member, Membership, Outbox, events, key};

const COMPLETE: &str = "event: complete\ndata:\n\n";
/// A line that means nothing: it shows that the stream is open.
const COMMENT: Bytes = Bytes::from_static(b":\n\n");

pub(super) async fn endpoint<E: Executor, G: Gate>(
    State(house): State<Arc<House<E, G>>>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let seen = Seen::of(&parts.extensions);
    if !wants_events(&parts.headers) {
        let message = "this endpoint writes text/event-stream";
        let refused = Refused::new(StatusCode::NOT_ACCEPTABLE, code::NOT_ACCEPTABLE, message);
        return refused.answer(Media::Json, &seen.request_id);
    }
    match accept(&house, &parts, body, &seen).await {
        Ok((job, visit)) => answer(Feed::open(&house, job, visit)),
        Err(Stopped::Invalid(errors, visit)) => answer(Feed::refused(&house, errors, &visit)),
        Err(Stopped::Refused(refused)) => refused.answer(Media::Json, &seen.request_id),
    }
}

fn answer(feed: Feed) -> Response {
    let first = stream::iter([COMMENT]);
    let frames = first.chain(stream::unfold(feed, Feed::step)).map(Ok::<_, Infallible>);
    let mut response = Response::new(Body::from_stream(frames));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache, no-store"));
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    response
}

/// What one stream is fed from.
struct Feed {
    source: Source,
    /// When the caller may no longer listen; never, for a stranger.
    ended: CancellationToken,
    shutdown: CancellationToken,
    farewell: String,
    pause: Duration,
    over: bool,
}

enum Source {
    Own(BoxStream<'static, Event>),
    /// Held for its drop, which leaves the group.
    Shared(Arc<Outbox>, #[expect(dead_code, reason = "its drop leaves the group")] Membership),
}

impl Feed {
    fn open<E: Executor, G: Gate>(house: &Arc<House<E, G>>, job: Job, visit: Visit) -> Self {
        let visit = Arc::new(visit);
        let source = match key(house, &job, &visit) {
            Some((key, sharing)) => {
                let outbox = Arc::new(Outbox::new(house.settings().live.queue));
                let member = Member { outbox: Arc::clone(&outbox), slot: 0, id: "".into() };
                let membership = house.groups.join(key, sharing, member, || events(house, job, &visit));
                Source::Shared(outbox, membership)
            }
            None => Source::Own(events(house, job, &visit)),
        };
        Self::of(house, source, &visit)
    }

    fn refused<E: Executor, G: Gate>(house: &House<E, G>, errors: Vec<ServerError>, visit: &Visit) -> Self {
        let event = Event::refused(errors, &house.telling(visit));
        Self::of(house, Source::Own(stream::iter([event]).boxed()), visit)
    }

    fn of<E: Executor, G: Gate>(house: &House<E, G>, source: Source, visit: &Visit) -> Self {
        let ended = fault(code::UNAUTHENTICATED, "the access token is no longer valid");
        let farewell = match Event::refused(vec![ended], &house.telling(visit)) {
            Event::Done(Some(errors)) => failed(&errors),
            _ => COMPLETE.to_owned(),
        };
        Self {
            source,
            ended: visit.caller.as_ref().map(|caller| caller.ended.clone()).unwrap_or_default(),
            shutdown: house.door.shutdown.clone(),
            farewell,
            pause: Duration::from_secs(house.settings().live.comment_seconds.max(1)),
            over: false,
        }
    }

    /// The next frame, and the rest of the feed.
    async fn step(mut self) -> Option<(Bytes, Self)> {
        if self.over {
            return None;
        }
        let frame = tokio::select! {
            biased;
            () = self.ended.cancelled() => {
                self.over = true;
                std::mem::take(&mut self.farewell).into()
            }
            // Without a `complete` the client knows to come back.
            () = self.shutdown.cancelled() => return None,
            (frame, over) = self.source.next() => {
                self.over = over;
                frame
            }
            () = tokio::time::sleep(self.pause) => COMMENT,
        };
        Some((frame, self))
    }
}

impl Source {
    /// A frame, and whether it is the last.
    async fn next(&mut self) -> (Bytes, bool) {
        match self {
            Self::Own(events) => match events.next().await {
                Some(Event::Next(payload)) => (next(payload.plain()), false),
                Some(Event::Done(errors)) => (done(errors.as_deref()), true),
                None => (done(None), true),
            },
            Self::Shared(outbox, _) => loop {
                outbox.ready().await;
                match outbox.take() {
                    Some(Item::Next(item)) if item.resync => {
                        return (next(&item.payload.resync()), false);
                    }
                    Some(Item::Next(item)) => return (next(item.payload.plain()), false),
                    Some(Item::Done { errors, .. }) => return (done(errors.as_deref()), true),
                    None => {}
                }
            },
        }
    }
}

fn next(json: &str) -> Bytes {
    format!("event: next\ndata: {json}\n\n").into()
}

fn done(errors: Option<&str>) -> Bytes {
    errors.map_or_else(|| Bytes::from_static(COMPLETE.as_bytes()), |errors| failed(errors).into())
}

fn failed(errors: &str) -> String {
    format!("event: next\ndata: {{\"errors\":{errors}}}\n\n{COMPLETE}")
}
