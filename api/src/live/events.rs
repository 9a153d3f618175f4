//! What an operation tells its client over time, the same for sockets, event streams and groups.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use async_graphql::parser::types::OperationType;
use async_graphql::{Executor, Response, ServerError, Value};
use futures_util::stream::{self, BoxStream};
use futures_util::{FutureExt as _, StreamExt as _};

use super::announced::announcements;
use super::payload::Payload;
use crate::gate::{Gate, Visit};
use crate::http::{House, Job, Reply, Telling, code, fault};

/// One thing an operation tells.
#[derive(Debug, Clone)]
pub(crate) enum Event {
    Next(Arc<Payload>),
    /// It is over: by itself, or failed with these errors (a JSON array). Nothing follows.
    Done(Option<Arc<str>>),
}

impl Event {
    pub(super) fn next(reply: &Reply) -> Self {
        Self::Next(Arc::new(Payload::of(reply)))
    }

    /// Failed before it told anything.
    pub(super) fn failed(reply: &Reply) -> Self {
        Self::Done(Some(serde_json::to_string(&reply.errors).unwrap_or_default().into()))
    }

    pub(crate) fn refused(errors: Vec<ServerError>, telling: &Telling) -> Self {
        Self::failed(&Reply::refused(errors, telling))
    }
}

/// Starts an operation of any kind. A panic inside ends it with an error, and nothing else.
pub(crate) fn events<E: Executor, G: Gate>(
    house: &Arc<House<E, G>>,
    job: Job,
    visit: &Arc<Visit>,
) -> BoxStream<'static, Event> {
    if job.kind() != OperationType::Subscription {
        let (house, visit) = (Arc::clone(house), Arc::clone(visit));
        let run = async move {
            let reply = house.execute_caught(job, &visit).await;
            if reply.is_refusal() { vec![Event::failed(&reply)] } else { vec![Event::next(&reply), Event::Done(None)] }
        };
        return run.map(stream::iter).flatten_stream().boxed();
    }
    if let Some(told) = announcements(house, &job, visit) {
        return told;
    }
    let telling = house.telling(visit);
    let (mender, plan, index) = (Arc::clone(house), Arc::clone(&job.plan), job.index);
    let mend = move |data: &mut Value, errors: &[ServerError]| mender.plans.mend(&plan, index, data, errors);
    let responses = AssertUnwindSafe(house.stream(job, visit)).catch_unwind();
    let told = responses.map(Some).chain(stream::iter([None])).scan(State::Opening, move |state, response| {
        let event = match (response, *state) {
            (_, State::Over) => return std::future::ready(None),
            (Some(Ok(response)), _) => told(response, state, &telling, &mend),
            (Some(Err(_)), _) => {
                *state = State::Over;
                tracing::error!(request_id = %telling.request_id, "a subscription panicked");
                Event::refused(vec![fault(code::INTERNAL, "internal error")], &telling)
            }
            (None, _) => Event::Done(None),
        };
        std::future::ready(Some(event))
    });
    told.boxed()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Opening,
    Running,
    Over,
}

/// A first response without data says that there is no stream; a later one is a result that failed.
fn told(
    response: Response,
    state: &mut State,
    telling: &Telling,
    mend: impl FnOnce(&mut Value, &[ServerError]),
) -> Event {
    let fails = *state == State::Opening && response.data == Value::Null && !response.errors.is_empty();
    let reply = Reply::executed(response, OperationType::Subscription, telling, mend);
    if fails || reply.is_refusal() {
        *state = State::Over;
        return Event::failed(&reply);
    }
    *state = State::Running;
    Event::next(&reply)
}
