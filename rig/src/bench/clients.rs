//! `rig clients`: many WebSocket clients in one thread that do as little as they can, since they share the machine with
//! what is measured.
//!
//! The first line on standard input is an [`Order`]; the process ends when its input does. On standard output it says
//! `{"ready": N}`, then one [`Round`] each time all of them have been told once more.

use std::cell::RefCell;
use std::rc::Rc;

use anyhow::{Context as _, Result, bail};
use clap::Args;
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::LocalSet;

use super::frames::{self, read};
use super::helper::input;
use crate::clock::now_micros;

/// Connections that are being made at a time: less than a listener's queue holds.
const OPENING: usize = 64;
/// Connections from one source address; the system has some 28,000 ports for each.
const PER_ADDRESS: usize = 20_000;
const BUFFER: usize = 1_024;

#[derive(Debug, Args)]
pub(crate) struct ClientsArgs {
    /// `host:port` of the server.
    address: String,
}

/// What the clients shall do.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Order {
    /// What each says after the handshake, in order; one list per connection.
    pub(super) says: Vec<Vec<String>>,
}

/// All were told once more; times in µs since 1970.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Round {
    pub(super) first: i64,
    pub(super) p50: i64,
    pub(super) p99: i64,
    pub(super) last: i64,
    /// One of the messages.
    pub(super) sample: String,
}

/// Runs the clients.
pub(crate) async fn clients(args: ClientsArgs) -> Result<()> {
    let mut lines = input();
    let order = lines.recv().await.context("no order")?;
    let order: Order = serde_json::from_str(&order)?;
    let local = LocalSet::new();
    let board = Rc::new(Board::new(order.says.len()));
    let places = Rc::new(Semaphore::new(OPENING));
    for (number, says) in order.says.into_iter().enumerate() {
        let client = Client { board: Rc::clone(&board), address: args.address.clone(), number };
        let places = Rc::clone(&places);
        local.spawn_local(async move {
            let Ok(place) = places.acquire().await else { return };
            let outcome = client.open(says).await;
            drop(place);
            let outcome = match outcome {
                Ok((wire, rest)) => client.listen(wire, rest).await,
                Err(error) => Err(error),
            };
            if let Err(error) = outcome {
                println!("{}", serde_json::json!({ "failed": format!("client {number}: {error:#}") }));
            }
        });
    }
    local.run_until(async move { while lines.recv().await.is_some() {} }).await;
    Ok(())
}

/// Where all clients note what they have heard.
struct Board {
    count: usize,
    state: RefCell<State>,
}

#[derive(Default)]
struct State {
    ready: usize,
    heard: Vec<i64>,
}

impl Board {
    fn new(count: usize) -> Self {
        Self { count, state: RefCell::default() }
    }

    fn ready(&self) {
        let mut state = self.state.borrow_mut();
        state.ready += 1;
        if state.ready == self.count {
            println!("{}", serde_json::json!({ "ready": self.count }));
        }
    }

    fn heard(&self, message: &[u8]) {
        let mut state = self.state.borrow_mut();
        state.heard.push(now_micros());
        if state.heard.len() < self.count {
            return;
        }
        let heard = std::mem::take(&mut state.heard);
        let at = |share: usize| heard.get(heard.len() * share / 100).or(heard.last()).copied().unwrap_or_default();
        let round = Round {
            first: heard.first().copied().unwrap_or_default(),
            p50: at(50),
            p99: at(99),
            last: heard.last().copied().unwrap_or_default(),
            sample: String::from_utf8_lossy(message).into_owned(),
        };
        println!("{}", serde_json::to_string(&round).unwrap_or_default());
    }
}

struct Client {
    board: Rc<Board>,
    address: String,
    number: usize,
}

impl Client {
    /// Connects and says what is to be said; answers what came in behind the handshake.
    async fn open(&self, says: Vec<String>) -> Result<(TcpStream, Vec<u8>)> {
        let mut wire = self.connect().await?;
        let request = format!(
            "GET /graphql/ws HTTP/1.1\r\nhost: {}\r\nupgrade: websocket\r\nconnection: Upgrade\r\n\
             sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nsec-websocket-version: 13\r\n\
             sec-websocket-protocol: graphql-transport-ws\r\n\r\n",
            self.address
        );
        wire.write_all(request.as_bytes()).await?;
        let mut bytes = Vec::with_capacity(BUFFER);
        let end = loop {
            if wire.read_buf(&mut bytes).await? == 0 {
                bail!("closed in the handshake");
            }
            if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
                break end + 4;
            }
        };
        if !bytes.starts_with(b"HTTP/1.1 101") {
            bail!("not let in: {}", String::from_utf8_lossy(&bytes));
        }
        bytes.drain(..end);
        for text in &says {
            wire.write_all(&frames::from_client(text)).await?;
        }
        if says.is_empty() {
            self.board.ready();
        }
        Ok((wire, bytes))
    }

    async fn connect(&self) -> Result<TcpStream> {
        let socket = TcpSocket::new_v4()?;
        let source = 1 + self.number / PER_ADDRESS;
        if source > 1 {
            socket.bind(format!("127.0.0.{source}:0").parse()?)?;
        }
        let wire = socket.connect(self.address.parse()?).await?;
        wire.set_nodelay(true)?;
        Ok(wire)
    }

    async fn listen(&self, mut wire: TcpStream, mut bytes: Vec<u8>) -> Result<()> {
        loop {
            let mut used = 0;
            while let Some(frame) = read(bytes.get(used..).unwrap_or_default()) {
                used += frame.length;
                let answer = self.take(&frame)?;
                if let Some(answer) = answer {
                    wire.write_all(&answer).await?;
                }
            }
            bytes.drain(..used);
            if wire.read_buf(&mut bytes).await? == 0 {
                bail!("closed by the server");
            }
        }
    }

    fn take(&self, frame: &frames::Frame<'_>) -> Result<Option<Vec<u8>>> {
        if frame.is_ping() {
            return Ok(Some(frames::pong(frame.payload)));
        }
        if frame.is_close() {
            bail!("closed: {}", String::from_utf8_lossy(frame.payload.get(2..).unwrap_or_default()));
        }
        if !frame.is_text() {
            return Ok(None);
        }
        match kind(frame.payload) {
            Some("next") => self.board.heard(frame.payload),
            Some("pong") => self.board.ready(),
            Some("ping") => return Ok(Some(frames::from_client(r#"{"type":"pong"}"#))),
            Some("connection_ack") => {}
            _ => bail!("told {}", String::from_utf8_lossy(frame.payload)),
        }
        Ok(None)
    }
}

/// The type of a message, without reading all of it: what comes before the payload is short.
fn kind(message: &[u8]) -> Option<&str> {
    let head = message.get(..message.len().min(160))?;
    let at = head.windows(7).position(|window| window == b"\"type\":")?;
    let rest = head.get(at + 7..)?;
    let rest = rest.get(rest.iter().position(|byte| *byte == b'"')? + 1..)?;
    let end = rest.iter().position(|byte| *byte == b'"')?;
    std::str::from_utf8(rest.get(..end)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_type_of_a_message_is_found_wherever_it_stands() {
        assert_eq!(kind(br#"{"id":"1","type":"next","payload":{}}"#), Some("next"));
        assert_eq!(kind(br#"{"type": "connection_ack"}"#), Some("connection_ack"));
        assert_eq!(kind(b"{}"), None);
    }
}
