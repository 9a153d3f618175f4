//! `/graphql/ws`: from a request to a socket.

use std::sync::Arc;

use async_graphql::Executor;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{FromRequestParts as _, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;

use super::protocol::{Closing, SUBPROTOCOL};
use super::socket::{Socket, close};
use crate::gate::{Gate, Visit};
use crate::http::{House, Media, Refused, Seen, caller, code};

/// Frames are written when this much has come together or nothing more waits.
const WRITE_BUFFER: usize = 4 << 10;

pub(crate) async fn endpoint<E: Executor, G: Gate>(
    State(house): State<Arc<House<E, G>>>,
    request: Request,
) -> Response {
    let (mut parts, _) = request.into_parts();
    let seen = Seen::of(&parts.extensions);
    let Ok(upgrade) = WebSocketUpgrade::from_request_parts(&mut parts, &()).await else {
        return not_a_socket().answer(Media::Json, &seen.request_id);
    };
    // Browsers send the token in `connection_init`; who can send the header may.
    let caller = match caller(&parts.headers, &*house.door.gate).await {
        Ok(caller) => caller,
        Err(refused) => return refused.answer(Media::Json, &seen.request_id),
    };
    let live = &house.settings().live;
    let upgrade = upgrade
        .protocols([SUBPROTOCOL])
        .read_buffer_size(live.read_buffer)
        .write_buffer_size(WRITE_BUFFER)
        .max_message_size(live.message_bytes)
        .max_frame_size(live.message_bytes);
    let agreed = upgrade.selected_protocol().is_some();
    let visit = Visit { caller, request_id: seen.request_id, address: seen.address };
    upgrade.on_upgrade(move |wire| {
        // Boxed, so that the task is no larger than what it needs at the moment.
        let run: std::pin::Pin<Box<dyn Future<Output = ()> + Send>> = if agreed {
            Box::pin(Socket::new(house, wire, visit).run())
        } else {
            Box::pin(close(wire, Closing::subprotocol()))
        };
        run
    })
}

fn not_a_socket() -> Refused {
    Refused::new(StatusCode::UPGRADE_REQUIRED, code::BAD_REQUEST, "this endpoint speaks graphql-transport-ws")
        .with(header::UPGRADE, HeaderValue::from_static("websocket"))
        .with(header::CONNECTION, HeaderValue::from_static("upgrade"))
}
