//! Moves the outbox to the bus, in the order it was written. A signal makes it look at once; it looks by itself anyway.

use std::time::Duration;

use service::{Service, Topic};

use crate::retry::Pause;

/// How often it looks unasked.
const LOOK: Duration = Duration::from_millis(200);
/// How many messages go in one pipeline.
const BATCH: i64 = 500;

pub(crate) async fn run(service: Service) {
    let mut nudges = service.bus().listen(&[Topic::Outbox.name()]);
    let mut pause = Pause::default();
    loop {
        match service.outbox_relay(BATCH).await {
            Ok(0) => {
                pause.reset();
                let _ = tokio::time::timeout(LOOK, nudges.next()).await;
            }
            Ok(_) => pause.reset(),
            Err(error) => {
                tracing::warn!(error = error.trace(), "the outbox could not be relayed; it is tried again");
                pause.wait().await;
            }
        }
    }
}
