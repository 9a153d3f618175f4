//! Announcements: executed once for all who select the same, told to each as its own.

use std::fmt;
use std::hash::Hash;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use async_graphql::parser::types::OperationType;
use async_graphql::{Executor, Value};
use futures_util::stream::BoxStream;
use futures_util::{FutureExt as _, StreamExt as _, stream};
use moka::future::Cache;

use super::events::Event;
use super::payload::Payload;
use crate::gate::{Gate, Visit};
use crate::http::{House, Job, Reply, Telling, code, fault};

/// Longer than an announcement takes to reach everybody; short, since states follow from the clock.
const KEPT: Duration = Duration::from_secs(1);
/// Bytes of results that may be kept.
const ROOM: u64 = 16 << 20;

/// Results of announcements that are being told, by document, operation and look.
pub(crate) struct Announced<A> {
    told: Cache<(Arc<str>, usize, A), Arc<Payload>>,
}

impl<A> fmt::Debug for Announced<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Announced").finish_non_exhaustive()
    }
}

impl<A: Eq + Hash + Send + Sync + 'static> Default for Announced<A> {
    fn default() -> Self {
        let weigh = |_: &_, payload: &Arc<Payload>| u32::try_from(payload.plain().len()).unwrap_or(u32::MAX);
        Self { told: Cache::builder().max_capacity(ROOM).weigher(weigh).time_to_live(KEPT).build() }
    }
}

/// The events of a subscription whose answers are the same for all who select the same.
pub(crate) fn announcements<E: Executor, G: Gate>(
    house: &Arc<House<E, G>>,
    job: &Job,
    visit: &Visit,
) -> Option<BoxStream<'static, Event>> {
    let told = house.door.gate.announcements(&job.asked()?, visit)?;
    let (telling, job) = (house.telling(visit), Arc::new(job.clone()));
    let words = Arc::clone(house);
    let events = told.then(move |announcement| {
        let (house, job, telling) = (Arc::clone(&words), Arc::clone(&job), telling.clone());
        async move {
            match announcement {
                Ok(announcement) => house.announce(&job, announcement, &telling).await,
                Err(error) => Event::refused(vec![error], &telling),
            }
        }
    });
    // An error is the last that is heard.
    let over = events.chain(stream::iter([Event::Done(None)])).scan(false, |over, event| {
        let told = (!*over).then(|| event.clone());
        *over |= matches!(event, Event::Done(_));
        std::future::ready(told)
    });
    Some(over.boxed())
}

impl<E: Executor, G: Gate> House<E, G> {
    async fn announce(&self, job: &Job, announcement: G::Announcement, telling: &Telling) -> Event {
        let key = (Arc::clone(&job.plan.text), job.index, announcement);
        let told = self.announced.told.try_get_with_by_ref(&key, self.execute_announcement(job, &key.2, telling)).await;
        told.map_or_else(|failed| Event::clone(&failed), Event::Next)
    }

    async fn execute_announcement(
        &self,
        job: &Job,
        announcement: &G::Announcement,
        telling: &Telling,
    ) -> Result<Arc<Payload>, Event> {
        let request = self.door.gate.announce(job.clone().request(), announcement);
        let mut responses = self.door.schema.execute_stream(request, None);
        let failed = |message| Event::refused(vec![fault(code::INTERNAL, message)], telling);
        let Ok(response) = AssertUnwindSafe(responses.next()).catch_unwind().await else {
            tracing::error!(request_id = %telling.request_id, "an announcement panicked");
            return Err(failed("internal error"));
        };
        let response = response.ok_or_else(|| failed("internal error"))?;
        let mend = |data: &mut Value, errors: &_| self.plans.mend(&job.plan, job.index, data, errors);
        let reply = Reply::executed(response, OperationType::Subscription, telling, mend);
        let payload = Arc::new(Payload::of(&reply));
        // Errors carry the id of one request, so they are told to nobody else.
        if reply.errors.is_empty() { Ok(payload) } else { Err(Event::Next(payload)) }
    }
}
