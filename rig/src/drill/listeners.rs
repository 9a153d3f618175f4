//! Helmsmen who listen over graphql-transport-ws, go away, are cut off, and come back with their cursor.

use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use futures_util::{SinkExt as _, StreamExt as _};
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout, timeout_at};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use super::crew::{Crew, Phase};
use super::ground::Place;
use super::told::{Log, Notice};
use super::work::acknowledge;
use crate::clock::now_micros;
use crate::gql::id_number;

/// The cursor before everything: position 0 of the feed.
const START: &str = "MA";
/// How much of what happened without a notice is kept.
const EVENTS_TOLD: usize = 8;
const OPEN_LIMIT: Duration = Duration::from_secs(10);
const SUBSCRIBE: &str = "subscription($chapter: ID!, $after: String) { policyDelivered(chapter: $chapter, \
    after: $after) { kind cursor delivery { version { id hash } chapter { id } } } }";

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// One who listens for a chapter.
#[derive(Debug)]
pub(super) struct Listener {
    crew: Crew,
    place: Place,
    number: usize,
    rng: StdRng,
    log: Log,
    cursor: Option<String>,
    /// How many notices it has heard, for others to see.
    progress: watch::Sender<usize>,
    acknowledging: JoinSet<()>,
}

/// A listener at work.
#[derive(Debug)]
pub(super) struct Listening {
    pub(super) chapter: i32,
    pub(super) progress: watch::Receiver<usize>,
    pub(super) task: tokio::task::JoinHandle<Log>,
}

/// Starts one who listens until the drill stops, for the `number`-th of the places listened to.
pub(super) fn listen(crew: &Crew, place: Place, number: usize) -> Listening {
    let (progress, watching) = watch::channel(0);
    let seed = crew.seed.wrapping_add(u64::try_from(number).unwrap_or_default().wrapping_mul(7_919));
    let chapter = place.id;
    let log = Log { chapter, ..Log::default() };
    let listener = Listener {
        crew: crew.clone(),
        place,
        number,
        rng: StdRng::seed_from_u64(seed),
        log,
        cursor: None,
        progress,
        acknowledging: JoinSet::new(),
    };
    Listening { chapter, progress: watching, task: tokio::spawn(listener.run()) }
}

/// Why a connection ended.
enum End {
    /// The drill has come to its next phase, or the listener goes away for a while.
    Left,
    Cut(anyhow::Error),
}

impl Listener {
    async fn run(mut self) -> Log {
        let mut visits = 0_usize;
        while *self.crew.phase.borrow() < Phase::Stop {
            let node = self.crew.nodes.pick(self.number + visits);
            visits += 1;
            let end = match &node {
                None => End::Cut(anyhow::anyhow!("no node is up")),
                Some(node) => self.visit(node).await,
            };
            let how = match &end {
                End::Left => "left".to_owned(),
                End::Cut(error) => format!("{error:#}"),
            };
            self.remember(node.as_deref().unwrap_or("no node"), &how);
            match end {
                End::Left if self.crew.is_running() => {
                    let away = Duration::from_millis(self.rng.random_range(200..4_000));
                    self.crew.rest(away).await;
                }
                End::Left => {}
                End::Cut(error) => {
                    self.crew.count("connections cut");
                    let words = format!("{error:#}");
                    if words.contains("FORBIDDEN") || words.contains("BAD_USER_INPUT") {
                        self.crew.trouble(format!("{} cannot listen: {words}", self.place.chapter()));
                    }
                    sleep(Duration::from_millis(self.rng.random_range(50..400))).await;
                }
            }
        }
        while self.acknowledging.join_next().await.is_some() {}
        self.log
    }

    /// Keeps the latest of what befell the connections since the last notice, for the one who asks why it was the last.
    fn remember(&mut self, node: &str, what: &str) {
        if self.log.since.len() >= EVENTS_TOLD {
            self.log.since.remove(0);
        }
        self.log.since.push(format!("{} at {node}: {what}", now_micros()));
    }

    /// Connects, and listens until something ends it.
    async fn visit(&mut self, node: &str) -> End {
        let phase = *self.crew.phase.borrow_and_update();
        // Not under the limit of the door: at times many want a new one at once, and each is a process.
        let token = match self.crew.tokens.of(&self.place.helmsman()).await {
            Ok(token) => token,
            Err(error) => return End::Cut(error.context("no token")),
        };
        let socket = match timeout(OPEN_LIMIT, self.open(node, &token)).await {
            Ok(Ok(socket)) => {
                self.remember(node, "let in");
                socket
            }
            Ok(Err(error)) => return End::Cut(error),
            Err(_) => return End::Cut(anyhow::anyhow!("the door did not open in {OPEN_LIMIT:?}")),
        };
        let stay = Duration::from_millis(self.rng.random_range(3_000..25_000));
        // At the end everybody stays.
        let stay = if phase == Phase::Run { stay } else { Duration::from_hours(1) };
        match self.hear(socket, Instant::now() + stay).await {
            Ok(()) => End::Left,
            Err(error) => End::Cut(error),
        }
    }

    async fn open(&mut self, node: &str, token: &str) -> Result<Socket> {
        let mut request = format!("ws://{node}/graphql/ws").into_client_request()?;
        request.headers_mut().insert("sec-websocket-protocol", HeaderValue::from_static("graphql-transport-ws"));
        let (mut socket, _) = connect_async(request).await?;
        let init = json!({ "type": "connection_init", "payload": { "authorization": format!("Bearer {token}") } });
        socket.send(Message::text(init.to_string())).await?;
        match next_text(&mut socket).await? {
            Some(answer) if answer.get("type") == Some(&json!("connection_ack")) => {}
            answer => {
                self.crew.tokens.forget(&self.place.helmsman());
                bail!("not let in: {answer:?}");
            }
        }
        let after = self.cursor.as_deref().unwrap_or(START);
        self.log.resumed += u64::from(self.cursor.is_some());
        let variables = json!({ "chapter": self.place.chapter(), "after": after });
        let subscribe =
            json!({ "id": "1", "type": "subscribe", "payload": { "query": SUBSCRIBE, "variables": variables } });
        socket.send(Message::text(subscribe.to_string())).await?;
        Ok(socket)
    }

    async fn hear(&mut self, mut socket: Socket, until: Instant) -> Result<()> {
        loop {
            let message = tokio::select! {
                message = timeout_at(until, next_text(&mut socket)) => message,
                _ = self.crew.phase.changed() => return Ok(()),
            };
            let Ok(message) = message else { return Ok(()) };
            let Some(message) = message? else { bail!("closed") };
            match message.get("type").and_then(Value::as_str) {
                Some("next") => self.take(&message)?,
                Some("ping") => socket.send(Message::text(r#"{"type":"pong"}"#)).await?,
                Some("error" | "complete") => {
                    self.crew.tokens.forget(&self.place.helmsman());
                    bail!("the subscription ended: {message}");
                }
                _ => {}
            }
        }
    }

    fn take(&mut self, message: &Value) -> Result<()> {
        let notice = message.pointer("/payload/data/policyDelivered").context("a result without a notice")?;
        let text = |pointer: &str| notice.pointer(pointer).and_then(Value::as_str).with_context(|| pointer.to_owned());
        let version = id_number(text("/delivery/version/id")?).context("an id without a number")?;
        if text("/delivery/chapter/id")? != self.place.chapter() {
            self.crew.trouble(format!("{} was told of another's delivery: {notice}", self.place.chapter()));
        }
        let is_withdrawal = text("/kind")? == "REVOKED";
        self.cursor = Some(text("/cursor")?.to_owned());
        self.log.since.clear();
        self.log.heard.push(Notice { version, is_withdrawal });
        self.progress.send_replace(self.log.heard.len());
        self.crew.count("notices");
        if !is_withdrawal && self.crew.is_running() && self.rng.random_bool(0.6) {
            let hash = text("/delivery/version/hash")?.to_owned();
            while self.acknowledging.try_join_next().is_some() {}
            self.acknowledging.spawn(acknowledge(self.crew.clone(), self.place.clone(), version, hash));
        }
        Ok(())
    }
}

/// The next message; `None` when the other side has closed.
async fn next_text(socket: &mut Socket) -> Result<Option<Value>> {
    loop {
        match socket.next().await.transpose()? {
            Some(Message::Text(text)) => return Ok(Some(serde_json::from_str(&text)?)),
            Some(Message::Close(frame)) => bail!("closed: {frame:?}"),
            Some(_) => {}
            None => return Ok(None),
        }
    }
}
