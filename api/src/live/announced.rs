//! Announcements: executed once for all who select the same, told to each as its own.

use std::fmt;
use std::hash::Hash;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::{Duration, Instant};

use async_graphql::parser::types::OperationType;
use async_graphql::{Executor, ServerError, Value};
use futures_util::stream::BoxStream;
use futures_util::{FutureExt as _, StreamExt as _, stream};
use moka::future::Cache;
use parking_lot::Mutex;

use super::events::Event;
use super::payload::Payload;
use crate::gate::{Gate, Visit};
use crate::http::{House, Job, Reply, Telling, code, fault};

/// Longer than an announcement takes to reach everybody; short, since states follow from the clock.
const KEPT: Duration = Duration::from_secs(1);
/// Bytes of results that may be kept.
const ROOM: u64 = 16 << 20;

/// What decides the words of a result.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key<A> {
    document: Arc<str>,
    operation: Option<Arc<str>>,
    announcement: A,
}

/// Results of announcements that are being told.
pub(crate) struct Announced<A> {
    told: Cache<Key<A>, Arc<Payload>>,
    /// The last of them: a thousand in a row are mostly told the same.
    latest: Mutex<Option<Latest<A>>>,
}

struct Latest<A> {
    key: Key<A>,
    payload: Arc<Payload>,
    at: Instant,
}

impl<A> fmt::Debug for Announced<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Announced").finish_non_exhaustive()
    }
}

impl<A: Eq + Hash + Send + Sync + 'static> Default for Announced<A> {
    fn default() -> Self {
        let weigh = |_: &_, payload: &Arc<Payload>| u32::try_from(payload.plain().len()).unwrap_or(u32::MAX);
        let told = Cache::builder().max_capacity(ROOM).weigher(weigh).time_to_live(KEPT).build();
        Self { told, latest: Mutex::default() }
    }
}

impl<A: Clone + Eq + Hash + Send + Sync + 'static> Announced<A> {
    /// The result that was told last, if it is of this key.
    fn latest(&self, key: &Key<A>) -> Option<Arc<Payload>> {
        match &*self.latest.lock() {
            Some(latest) if latest.key == *key && latest.at.elapsed() < KEPT => Some(Arc::clone(&latest.payload)),
            _ => None,
        }
    }

    /// The result of this key, made by `make` unless it is there. If it cannot be made, all who waited are told so.
    async fn get<F>(&self, key: Key<A>, make: F) -> Result<Arc<Payload>, Unshared>
    where
        F: Future<Output = Result<Arc<Payload>, Unshared>>,
    {
        let at = Instant::now();
        let entry = self.told.entry_by_ref(&key).or_try_insert_with(make).await.map_err(|_| Unshared)?;
        let fresh = entry.is_fresh();
        let payload = entry.into_value();
        // How old another's is, only the cache knows.
        if fresh {
            *self.latest.lock() = Some(Latest { key, payload: Arc::clone(&payload), at });
        }
        Ok(payload)
    }
}

/// The result has errors. They carry the id of a request, so everybody is told their own.
struct Unshared;

/// The events of a subscription whose answers are the same for all who select the same.
pub(crate) fn announcements<E: Executor, G: Gate>(
    house: &Arc<House<E, G>>,
    job: &Job,
    visit: &Visit,
) -> Option<BoxStream<'static, Event>> {
    let announcements = house.door.gate.announcements(&job.asked()?, visit)?;
    let words = Words {
        house: Arc::clone(house),
        operation: job.operation_name.as_deref().map(Arc::from),
        job: job.clone(),
        telling: house.telling(visit),
    };
    let teller = Teller { words, announcements, stage: Stage::Opening };
    Some(stream::unfold(teller, Teller::next).boxed())
}

#[derive(Debug, Clone, Copy)]
enum Stage {
    Opening,
    Telling,
    Over,
}

/// Tells one subscriber.
struct Teller<E, G: Gate> {
    words: Words<E, G>,
    announcements: BoxStream<'static, Result<G::Announcement, ServerError>>,
    stage: Stage,
}

impl<E: Executor, G: Gate> Teller<E, G> {
    async fn next(mut self) -> Option<(Event, Self)> {
        let event = match self.stage {
            // Boxed: only the first poll needs room for it.
            Stage::Opening => Box::pin(self.words.refusal()).await,
            Stage::Telling => None,
            Stage::Over => return None,
        };
        let event = match event {
            Some(refusal) => refusal,
            None => self.heard().await,
        };
        self.stage = if let Event::Done(_) = event { Stage::Over } else { Stage::Telling };
        Some((event, self))
    }

    async fn heard(&mut self) -> Event {
        match self.announcements.next().await {
            Some(Ok(announcement)) => self.words.of(announcement).await,
            Some(Err(error)) => Event::refused(vec![error], &self.words.telling),
            None => Event::Done(None),
        }
    }
}

/// In what words one subscriber is told.
struct Words<E, G: Gate> {
    house: Arc<House<E, G>>,
    operation: Option<Arc<str>>,
    job: Job,
    telling: Telling,
}

impl<E: Executor, G: Gate> Words<E, G> {
    /// Why the operation cannot be executed at all.
    async fn refusal(&self) -> Option<Event> {
        let reply = self.execute(None).await?;
        reply.is_refusal().then(|| Event::failed(&reply))
    }

    async fn of(&self, announcement: G::Announcement) -> Event {
        let (document, operation) = (Arc::clone(&self.job.plan.text), self.operation.clone());
        let key = Key { document, operation, announcement };
        match self.house.announced.latest(&key) {
            Some(payload) => Event::Next(payload),
            None => Box::pin(self.shared(key)).await,
        }
    }

    async fn shared(&self, key: Key<G::Announcement>) -> Event {
        let announcement = key.announcement.clone();
        let make = async {
            let reply = self.execute(Some(&announcement)).await;
            let shared = reply.filter(|reply| reply.errors.is_empty()).ok_or(Unshared)?;
            Ok(Arc::new(Payload::of(&shared)))
        };
        if let Ok(payload) = self.house.announced.get(key, make).await {
            return Event::Next(payload);
        }
        match self.execute(Some(&announcement)).await {
            Some(reply) => Event::next(&reply),
            None => Event::Done(None),
        }
    }

    async fn execute(&self, announcement: Option<&G::Announcement>) -> Option<Reply> {
        let request = self.house.door.gate.announce(self.job.clone().request(), announcement);
        let mut responses = self.house.door.schema.execute_stream(request, None);
        let Ok(response) = AssertUnwindSafe(responses.next()).catch_unwind().await else {
            tracing::error!(request_id = %self.telling.request_id, "an announcement panicked");
            return Some(Reply::refused(vec![fault(code::INTERNAL, "internal error")], &self.telling));
        };
        let Job { plan, index, .. } = &self.job;
        let mend = |data: &mut Value, errors: &_| self.house.plans.mend(plan, *index, data, errors);
        Some(Reply::executed(response?, OperationType::Subscription, &self.telling, mend))
    }
}
