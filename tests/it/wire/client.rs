//! A listener of a world's node, and clients that know nothing of its inside.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::time::Duration;

use api::http::DoorSettings;
use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::{WebSocketStream, client_async};
use tokio_util::sync::CancellationToken;

use crate::world::Node;

/// A node's router behind a port of its own, until it is dropped.
pub struct Served {
    pub address: SocketAddr,
    stop: CancellationToken,
}

impl Drop for Served {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

pub async fn serve(node: &Node) -> Served {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (address, stop) = (listener.local_addr().unwrap(), CancellationToken::new());
    let (router, shutdown) = (node.router.clone(), stop.clone());
    tokio::spawn(async move { api::http::serve(listener, router, &DoorSettings::default(), shutdown).await });
    Served { address, stop }
}

/// Waits for something that must come soon.
pub async fn soon<T>(what: &str, future: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(20), future).await.unwrap_or_else(|_| panic!("waited in vain for {what}"))
}

/// An answer of HTTP.
#[derive(Debug)]
pub struct Http {
    pub status: u16,
    pub headers: HashMap<String, String>,
    reader: BufReader<TcpStream>,
}

/// Sends a request on a connection of its own; answers once the head of the answer has come.
pub async fn http(served: &Served, head: &str, headers: &[(&str, &str)], body: &str) -> Http {
    let stream = TcpStream::connect(served.address).await.unwrap();
    let mut reader = BufReader::new(stream);
    let mut text = format!("{head} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n", served.address);
    for (name, value) in headers {
        text += &format!("{name}: {value}\r\n");
    }
    text += &format!("content-length: {}\r\n\r\n{body}", body.len());
    reader.get_mut().write_all(text.as_bytes()).await.unwrap();
    let status = line(&mut reader).await.split(' ').nth(1).unwrap().parse().unwrap();
    let mut told = HashMap::new();
    loop {
        let line = line(&mut reader).await;
        let Some((name, value)) = line.split_once(": ") else { break };
        told.insert(name.to_ascii_lowercase(), value.to_owned());
    }
    Http { status, headers: told, reader }
}

async fn line(reader: &mut BufReader<TcpStream>) -> String {
    let mut line = String::new();
    soon("a line", reader.read_line(&mut line)).await.unwrap();
    line.trim_end().to_owned()
}

impl Http {
    /// The whole body, read as JSON.
    pub async fn json(mut self) -> Value {
        let mut body = String::new();
        soon("the body", self.reader.read_to_string(&mut body)).await.unwrap();
        serde_json::from_str(&body).unwrap_or_else(|error| panic!("{error}: {body}"))
    }

    /// The data of the next frame of an event stream; `None` at its `complete`.
    pub async fn frame(&mut self) -> Option<Value> {
        loop {
            let line = line(&mut self.reader).await;
            if line == "event: complete" {
                return None;
            }
            if let Some(data) = line.strip_prefix("data: ") {
                return Some(serde_json::from_str(data).unwrap());
            }
        }
    }
}

/// A client of graphql-transport-ws.
pub struct Client(WebSocketStream<TcpStream>);

impl Client {
    pub async fn connect(served: &Served) -> Self {
        let mut request = format!("ws://{}/graphql/ws", served.address).into_client_request().unwrap();
        request.headers_mut().insert("sec-websocket-protocol", "graphql-transport-ws".parse().unwrap());
        let stream = TcpStream::connect(served.address).await.unwrap();
        Self(soon("the upgrade", client_async(request, stream)).await.unwrap().0)
    }

    /// Introduced with a token.
    pub async fn greeted(served: &Served, token: Option<&String>) -> Self {
        let mut client = Self::connect(served).await;
        let payload = token.map(|token| json!({ "authorization": format!("Bearer {token}") }));
        client.say(json!({ "type": "connection_init", "payload": payload })).await;
        assert_eq!(client.hear().await, json!({ "type": "connection_ack" }));
        client
    }

    pub async fn say(&mut self, message: Value) {
        self.0.send(Message::text(message.to_string())).await.unwrap();
    }

    /// Follows what reaches a chapter.
    pub async fn follow(&mut self, chapter: &str, after: Option<&str>) {
        self.follow_for(chapter, after, "kind cursor delivery { state chapter { id } version { id body } }").await;
    }

    /// Follows what reaches a chapter, with a selection of one's own.
    pub async fn follow_for(&mut self, chapter: &str, after: Option<&str>, selection: &str) {
        let query = format!(
            "subscription S($chapter: ID!, $after: String) {{ policyDelivered(chapter: $chapter, after: $after) \
             {{ {selection} }} }}"
        );
        let variables = json!({ "chapter": chapter, "after": after });
        let payload = json!({ "query": query, "variables": variables });
        self.say(json!({ "type": "subscribe", "id": "1", "payload": payload })).await;
    }

    /// The next message of the protocol.
    pub async fn hear(&mut self) -> Value {
        loop {
            match soon("a message", self.0.next()).await {
                Some(Ok(Message::Text(text))) => return serde_json::from_str(&text).unwrap(),
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                other => panic!("expected a message, got {other:?}"),
            }
        }
    }

    /// The next notice: its version and cursor.
    pub async fn notice(&mut self) -> (String, String) {
        let message = self.hear().await;
        assert_eq!((&message["type"], &message["id"]), (&json!("next"), &json!("1")), "{message}");
        let notice = &message["payload"]["data"]["policyDelivered"];
        assert_eq!(notice["kind"], "DELIVERED", "{message}");
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        (text(&notice["delivery"]["version"]["id"]), text(&notice["cursor"]))
    }

    /// Code and reason of the close that comes next.
    pub async fn closed(&mut self) -> (u16, String) {
        loop {
            match soon("a close", self.0.next()).await {
                Some(Ok(Message::Close(Some(frame)))) => return (frame.code.into(), frame.reason.to_string()),
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                other => panic!("expected a close, got {other:?}"),
            }
        }
    }
}
