//! One socket: one task that reads, writes, pings and closes. Members of groups have no task of their own.

use std::future::pending;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use async_graphql::{Executor, ServerError};
use axum::extract::ws::{Message, Utf8Bytes, WebSocket};
use futures_util::stream::{AbortHandle, BoxStream, SelectAll, abortable};
use futures_util::{FutureExt as _, SinkExt as _, StreamExt as _};
use tokio::time::{Instant, sleep, sleep_until, timeout};

use super::events::{Event, events};
use super::groups::{Member, Membership, key};
use super::outbox::{Item, Next, Outbox};
use super::protocol::{self, Closing, Said};
use crate::gate::{Gate, Refusal, Visit};
use crate::http::{House, Job, Params, code, fault};

/// A closing socket waits this long for the other side's farewell.
const FAREWELL: Duration = Duration::from_secs(2);
/// So many frames are written before the client is listened to again.
const BATCH: usize = 64;

/// Why a socket's conversation is over.
enum End {
    /// The other side is gone.
    Gone,
    /// The other side has said goodbye.
    Farewell,
    Close(Closing),
}

impl From<Closing> for End {
    fn from(closing: Closing) -> Self {
        Self::Close(closing)
    }
}

/// A running operation.
struct Operation {
    slot: u32,
    /// As JSON.
    id: Arc<str>,
    run: Run,
}

enum Run {
    /// Held for its drop, which leaves the group.
    Shared {
        _membership: Membership,
    },
    Own(AbortHandle),
}

pub(super) struct Socket<E, G: Gate> {
    house: Arc<House<E, G>>,
    wire: WebSocket,
    visit: Arc<Visit>,
    operations: Vec<Operation>,
    /// Operations executed for this socket alone.
    own: SelectAll<BoxStream<'static, (u32, Event)>>,
    outbox: Arc<Outbox>,
    slots: u32,
    /// Whether the other side gave a sign of life since the last ping.
    heard: bool,
}

impl<E: Executor, G: Gate> Socket<E, G> {
    pub(super) fn new(house: Arc<House<E, G>>, wire: WebSocket, visit: Visit) -> Self {
        let outbox = Arc::new(Outbox::new(house.settings().live.queue));
        Self {
            house,
            wire,
            visit: Arc::new(visit),
            operations: Vec::new(),
            own: SelectAll::new(),
            outbox,
            slots: 0,
            heard: true,
        }
    }

    pub(super) async fn run(mut self) {
        let sockets = metrics::gauge!("flotilla_live_sockets");
        sockets.increment(1.0);
        // Boxed, like all that is rare: an idle socket should hold no more than it needs.
        let end = match Box::pin(self.greet()).await {
            Ok(()) => self.converse().await,
            Err(end) => end,
        };
        let Self { wire, operations, own, .. } = self;
        // Nothing is executed for a socket that only waits for a farewell.
        drop((operations, own));
        match end {
            End::Gone => {}
            End::Farewell => Box::pin(answer_farewell(wire)).await,
            End::Close(closing) => Box::pin(close(wire, closing)).await,
        }
        sockets.decrement(1.0);
    }

    /// Until the client has introduced itself.
    async fn greet(&mut self) -> Result<(), End> {
        let house = Arc::clone(&self.house);
        let live = &house.settings().live;
        let time = Duration::from_secs(live.init_seconds);
        let mut deadline = pin!(sleep(time));
        let mut shutdown = pin!(house.door.shutdown.cancelled());
        loop {
            let said = tokio::select! {
                biased;
                () = &mut shutdown => return Err(Closing::restarting().into()),
                said = hear(&mut self.wire, &mut self.heard, live.id_bytes) => said?,
                () = &mut deadline => return Err(Closing::init_timeout().into()),
            };
            match said {
                Said::Init(payload) => {
                    let token = protocol::token(payload.as_ref())?;
                    timeout(time, self.admit(token)).await.map_err(|_| Closing::try_again())??;
                    return self.say(protocol::ack()).await;
                }
                Said::Ping(payload) => self.say(protocol::pong(payload)).await?,
                Said::Subscribe { .. } => return Err(Closing::unauthorized().into()),
                Said::Pong | Said::Complete { .. } => {}
            }
        }
    }

    async fn admit(&mut self, token: Option<String>) -> Result<(), Closing> {
        let Some(token) = token else { return Ok(()) };
        let caller = self.house.door.gate.admit(&token).await.map_err(|refusal| match refusal {
            Refusal::InvalidToken => Closing::forbidden(),
            Refusal::Unavailable => Closing::try_again(),
        })?;
        if caller.ended.is_cancelled() {
            return Err(Closing::forbidden());
        }
        let (request_id, address) = (self.visit.request_id.clone(), self.visit.address);
        self.visit = Arc::new(Visit { caller: Some(caller), request_id, address });
        Ok(())
    }

    /// From the acknowledgement to the end.
    async fn converse(&mut self) -> End {
        let house = Arc::clone(&self.house);
        let live = &house.settings().live;
        let period = Duration::from_secs(live.ping_seconds.max(1));
        let caller = self.visit.caller.clone();
        let mut ended = pin!(async {
            match &caller {
                Some(caller) => caller.ended.cancelled().await,
                None => pending().await,
            }
        });
        let mut shutdown = pin!(house.door.shutdown.cancelled());
        let mut tick = pin!(sleep_until(Instant::now() + period));
        let outbox = Arc::clone(&self.outbox);
        loop {
            // While something waits to be written nothing is read and nothing new is produced: a client that does
            // not read stops being served, and nothing piles up for it but what its groups tell.
            let done = tokio::select! {
                biased;
                () = &mut ended => return Closing::forbidden().into(),
                () = &mut shutdown => return Closing::restarting().into(),
                () = outbox.ready() => self.write_and_listen(live.id_bytes).await,
                said = hear(&mut self.wire, &mut self.heard, live.id_bytes) => match said {
                    Ok(said) => self.answer(said).await,
                    Err(end) => Err(end),
                },
                Some((slot, event)) = self.own.next(), if !self.own.is_empty() => {
                    outbox.push(item(slot, event));
                    Ok(())
                }
                () = &mut tick => {
                    tick.as_mut().reset(Instant::now() + period);
                    self.ping().await
                }
            };
            if let Err(end) = done {
                return end;
            }
        }
    }

    async fn write_and_listen(&mut self, id_bytes: usize) -> Result<(), End> {
        if self.write().await? < BATCH {
            return Ok(());
        }
        // A flood of results must not drown a `complete`.
        match hear(&mut self.wire, &mut self.heard, id_bytes).now_or_never() {
            Some(said) => self.answer(said?).await,
            None => Ok(()),
        }
    }

    /// Writes what waits, up to a batch; answers how much it was.
    async fn write(&mut self) -> Result<usize, End> {
        let stall = self.house.settings().stall();
        let ended = self.visit.caller.as_ref().map(|caller| caller.ended.clone());
        let work = async {
            let mut written = 0;
            while written < BATCH
                && let Some(item) = self.outbox.take()
            {
                written += 1;
                if ended.as_ref().is_some_and(tokio_util::sync::CancellationToken::is_cancelled) {
                    return Err(Closing::forbidden().into());
                }
                if let Some(text) = self.render(item) {
                    self.wire.feed(Message::Text(text)).await.map_err(|_| End::Gone)?;
                }
            }
            self.wire.flush().await.map_err(|_| End::Gone)?;
            Ok(written)
        };
        timeout(stall, work).await.unwrap_or(Err(End::Gone))
    }

    /// The frame of an item; nothing if its operation was stopped.
    fn render(&mut self, item: Item) -> Option<Utf8Bytes> {
        let slot = match &item {
            Item::Next(next) => next.slot,
            Item::Done { slot, .. } => *slot,
        };
        let at = self.operations.iter().position(|operation| operation.slot == slot)?;
        match item {
            Item::Next(Next { frame: Some(frame), resync: false, .. }) => Some(frame),
            Item::Next(next) => Some(next.payload.frame(&self.operations.get(at)?.id, next.resync)),
            Item::Done { errors, .. } => {
                let operation = self.operations.swap_remove(at);
                Some(protocol::done(&operation.id, errors.as_deref()))
            }
        }
    }

    async fn answer(&mut self, said: Said) -> Result<(), End> {
        match said {
            Said::Init(_) => Err(Closing::too_many_inits().into()),
            Said::Ping(payload) => self.say(protocol::pong(payload)).await,
            Said::Pong => Ok(()),
            Said::Subscribe { id, payload } => Box::pin(self.subscribe(&id, payload)).await,
            Said::Complete { id } => {
                self.stop(&quoted(&id));
                Ok(())
            }
        }
    }

    async fn subscribe(&mut self, id: &str, payload: serde_json::Value) -> Result<(), End> {
        let quoted = quoted(id);
        if self.operations.iter().any(|operation| operation.id == quoted) {
            return Err(Closing::duplicate(id).into());
        }
        let params = Params::from_payload(payload).map_err(|why| Closing::bad_message(&why))?;
        let house = Arc::clone(&self.house);
        let telling = house.telling(&self.visit);
        let job = match self.has_room() {
            Ok(()) => house.job(params).await,
            Err(error) => Err(vec![error]),
        };
        let job = match job {
            Ok(job) => job,
            Err(errors) => {
                let Event::Done(errors) = Event::refused(errors, &telling) else {
                    return Ok(());
                };
                return self.say(protocol::done(&quoted, errors.as_deref())).await;
            }
        };
        self.slots = self.slots.wrapping_add(1);
        let slot = self.slots;
        let run = self.start(job, slot, &quoted);
        self.operations.push(Operation { slot, id: quoted, run });
        Ok(())
    }

    /// Whether one more operation may be started now. Those of sockets count for the rate like requests.
    fn has_room(&self) -> Result<(), ServerError> {
        let most = self.house.settings().live.subscriptions;
        if self.operations.len() >= most {
            return Err(fault(code::RATE_LIMITED, format!("a socket may run {most} operations at a time")));
        }
        match &self.house.rates {
            Some(rates) if rates.take(self.visit.address, std::time::Instant::now()).is_err() => {
                Err(fault(code::RATE_LIMITED, "too many operations from this address"))
            }
            _ => Ok(()),
        }
    }

    /// Joins a group, or begins an execution of the socket's own.
    fn start(&mut self, job: Job, slot: u32, id: &Arc<str>) -> Run {
        let house = Arc::clone(&self.house);
        if let Some((key, sharing)) = key(&house, &job, &self.visit) {
            let member = Member { outbox: Arc::clone(&self.outbox), slot, id: Arc::clone(id) };
            let begin = || events(&house, job, &self.visit);
            return Run::Shared { _membership: house.groups.join(key, sharing, member, begin) };
        }
        let (stream, handle) = abortable(events(&house, job, &self.visit).map(move |event| (slot, event)));
        self.own.push(stream.boxed());
        Run::Own(handle)
    }

    /// Stops an operation at the client's wish; one that is unknown has ended on its own in the meantime.
    fn stop(&mut self, id: &str) {
        let Some(at) = self.operations.iter().position(|operation| &*operation.id == id) else {
            return;
        };
        let operation = self.operations.swap_remove(at);
        if let Run::Own(handle) = &operation.run {
            handle.abort();
        }
        // First out of the group, then out of the queue: nothing can come in between.
        let slot = operation.slot;
        drop(operation);
        self.outbox.forget(slot);
    }

    async fn ping(&mut self) -> Result<(), End> {
        if !std::mem::take(&mut self.heard) {
            return Err(End::Gone);
        }
        self.send(Message::Ping(bytes::Bytes::new())).await
    }

    async fn say(&mut self, text: Utf8Bytes) -> Result<(), End> {
        self.send(Message::Text(text)).await
    }

    async fn send(&mut self, message: Message) -> Result<(), End> {
        let sent = timeout(self.house.settings().stall(), self.wire.send(message)).await;
        sent.map_err(|_| End::Gone)?.map_err(|_| End::Gone)
    }
}

/// The next message of the protocol. WebSocket pings are answered underneath.
async fn hear(wire: &mut WebSocket, heard: &mut bool, id_bytes: usize) -> Result<Said, End> {
    loop {
        let message = wire.recv().await.ok_or(End::Gone)?;
        *heard = true;
        match message {
            Ok(Message::Text(text)) => return protocol::read(&text, id_bytes).map_err(End::Close),
            Ok(Message::Binary(_)) => return Err(Closing::bad_message("send text").into()),
            Ok(Message::Ping(_) | Message::Pong(_)) => {}
            Ok(Message::Close(_)) => return Err(End::Farewell),
            Err(_) => return Err(Closing::bad_message("malformed or too large").into()),
        }
    }
}

/// Says why, and waits a moment for the other side to hear it: a connection dropped at once may take the last words
/// with it.
pub(super) async fn close(mut wire: WebSocket, closing: Closing) {
    let last_words = async {
        wire.send(Message::Close(Some(closing.frame()))).await.ok()?;
        while let Some(Ok(_)) = wire.recv().await {}
        Some(())
    };
    let _ = timeout(FAREWELL, last_words).await;
}

/// The answer to a close frame is written underneath while one reads on to the end.
async fn answer_farewell(mut wire: WebSocket) {
    let _ = timeout(FAREWELL, async { while let Some(Ok(_)) = wire.recv().await {} }).await;
}

fn item(slot: u32, event: Event) -> Item {
    match event {
        Event::Next(payload) => Item::Next(Next { slot, payload, frame: None, resync: false }),
        Event::Done(errors) => Item::Done { slot, errors },
    }
}

fn quoted(id: &str) -> Arc<str> {
    serde_json::Value::from(id).to_string().into()
}
