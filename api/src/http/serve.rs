//! Listens and serves: a bounded number of connections, none of which may stall, and an orderly end.
//!
//! hyper is driven by hand because axum's own server waits for ever for a header, counts nothing, and gives a client
//! that stops reading all the time in the world.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

use super::guarded::Guarded;
use super::settings::DoorSettings;

/// Room for a request's header and for what is read of a body at a time.
const BUFFER: usize = 64 << 10;
/// After an error of `accept` (out of file handles, most likely) the loop waits for some to come back.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// Serves until `shutdown` fires, then lets open requests finish within the settings' `drain_seconds`.
///
/// # Errors
/// None of a single connection; only what keeps the listener from working at all.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    settings: &DoorSettings,
    shutdown: CancellationToken,
) -> io::Result<()> {
    let places = Arc::new(Semaphore::new(settings.connections as usize));
    let cut = CancellationToken::new();
    let line = Line { router, settings: settings.clone(), shutdown: shutdown.clone(), cut: cut.clone() };
    loop {
        let next = async {
            let place = Arc::clone(&places).acquire_owned().await.map_err(io::Error::other)?;
            listener.accept().await.map(|(stream, peer)| (stream, peer, place))
        };
        let accepted = tokio::select! {
            biased;
            () = shutdown.cancelled() => break,
            accepted = next => accepted,
        };
        match accepted {
            Ok((stream, peer, place)) => {
                // A small answer must not wait for the acknowledgement of the one before.
                let _ = stream.set_nodelay(true);
                let guarded = Guarded::new(stream, place, settings.stall());
                tokio::spawn(line.clone().connection(guarded, peer));
            }
            Err(error) => {
                tracing::warn!(%error, "accepting a connection failed");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
    drop(listener);
    drain(&places, settings).await;
    cut.cancel();
    Ok(())
}

/// Waits until every connection has gone, or as long as is allowed.
async fn drain(places: &Semaphore, settings: &DoorSettings) {
    let everyone = places.acquire_many(settings.connections);
    if timeout(Duration::from_secs(settings.drain_seconds), everyone).await.is_err() {
        tracing::warn!("connections were cut off at the end of the drain");
    }
}

#[derive(Clone)]
struct Line {
    router: Router,
    settings: DoorSettings,
    shutdown: CancellationToken,
    cut: CancellationToken,
}

impl Line {
    async fn connection(self, stream: Guarded, peer: SocketAddr) {
        let Self { router, settings, shutdown, cut } = self;
        let service = service_fn(move |mut request: hyper::Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(peer));
            router.clone().oneshot(request.map(Body::new))
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(Duration::from_secs(settings.header_seconds))
            .max_buf_size(BUFFER)
            .serve_connection(TokioIo::new(stream), service)
            .with_upgrades();
        let mut connection = Box::pin(connection);
        let ended = tokio::select! {
            ended = connection.as_mut() => ended,
            () = shutdown.cancelled() => {
                connection.as_mut().graceful_shutdown();
                tokio::select! {
                    ended = connection.as_mut() => ended,
                    () = cut.cancelled() => return,
                }
            }
        };
        if let Err(error) = ended {
            tracing::debug!(%error, "a connection ended early");
        }
    }
}
