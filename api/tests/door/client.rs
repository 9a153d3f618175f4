//! A client of graphql-transport-ws.

use std::net::SocketAddr;

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::{WebSocketStream, client_async};

use crate::world::{Served, soon};

pub(crate) struct Client(pub(crate) WebSocketStream<TcpStream>);

impl Client {
    pub(crate) async fn connect(address: SocketAddr, subprotocol: Option<&str>) -> Self {
        let mut request = format!("ws://{address}/graphql/ws").into_client_request().unwrap();
        if let Some(subprotocol) = subprotocol {
            request.headers_mut().insert("sec-websocket-protocol", subprotocol.parse().unwrap());
        }
        let stream = TcpStream::connect(address).await.unwrap();
        Self(soon("the upgrade", client_async(request, stream)).await.unwrap().0)
    }

    pub(crate) async fn open(served: &Served) -> Self {
        Self::connect(served.address, Some("graphql-transport-ws")).await
    }

    /// Introduced, with a token or as a stranger.
    pub(crate) async fn greeted(served: &Served, token: Option<&str>) -> Self {
        let mut client = Self::open(served).await;
        let payload = token.map(|token| json!({ "authorization": format!("Bearer {token}") }));
        client.say(json!({ "type": "connection_init", "payload": payload })).await;
        assert_eq!(client.hear().await, json!({ "type": "connection_ack" }));
        client
    }

    pub(crate) async fn say(&mut self, message: Value) {
        self.0.send(Message::text(message.to_string())).await.unwrap();
    }

    pub(crate) async fn subscribe(&mut self, id: &str, query: &str) {
        self.say(json!({ "type": "subscribe", "id": id, "payload": { "query": query } })).await;
    }

    /// Subscribes, and waits until the server has worked on it.
    pub(crate) async fn subscribed(&mut self, id: &str, query: &str) {
        self.subscribe(id, query).await;
        self.settled().await;
    }

    /// Everything said so far has been worked on.
    pub(crate) async fn settled(&mut self) {
        self.say(json!({ "type": "ping" })).await;
        assert_eq!(self.hear().await, json!({ "type": "pong" }));
    }

    /// The next message of the protocol.
    pub(crate) async fn hear(&mut self) -> Value {
        loop {
            match soon("a message", self.0.next()).await {
                Some(Ok(Message::Text(text))) => return serde_json::from_str(&text).unwrap(),
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                other => panic!("expected a message, got {other:?}"),
            }
        }
    }

    /// Code and reason of the close that comes next.
    pub(crate) async fn closed(&mut self) -> (u16, String) {
        loop {
            match self.0.next().await {
                Some(Ok(Message::Close(Some(frame)))) => return (frame.code.into(), frame.reason.to_string()),
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                other => panic!("expected a close, got {other:?}"),
            }
        }
    }
}
