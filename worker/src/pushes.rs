//! Takes pushes from the bus and carries them down the tree. All workers share one group, so each push goes to one.

use bus::{Consumer, ConsumerOptions, Delivery};
use domain::kernel::PushId;
use serde::Deserialize;
use service::policies::{PUSH_GROUP, PUSH_STREAM, PushProgress};
use service::{Service, ServiceError};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::WorkerSettings;

#[derive(Deserialize)]
struct Job {
    push: PushId,
}

pub(crate) async fn run(service: Service, settings: WorkerSettings, stop: CancellationToken) {
    let options = ConsumerOptions {
        // No more than it can begin at once: what it does not take, another worker does.
        batch: settings.pushes,
        idle_claim: Duration::from_secs(10),
        block: Duration::from_millis(100),
        ..ConsumerOptions::default()
    };
    let mut consumer = match service.bus().consumer(PUSH_STREAM, PUSH_GROUP, &settings.name, options) {
        Ok(consumer) => consumer,
        Err(error) => {
            tracing::error!(%error, "this worker cannot take pushes");
            return;
        }
    };
    let slots = Arc::new(Semaphore::new(settings.pushes.max(1)));
    let tasks = TaskTracker::new();
    while !stop.is_cancelled() {
        tokio::select! {
            () = stop.cancelled() => break,
            taken = take(&mut consumer, &slots) => {
                for delivery in taken {
                    let Ok(slot) = Arc::clone(&slots).acquire_owned().await else { break };
                    let (service, stop) = (service.clone(), stop.clone());
                    tasks.spawn(async move {
                        carry(&service, &delivery, &stop).await;
                        drop(slot);
                    });
                }
            }
        }
    }
    tasks.close();
    tasks.wait().await;
    if let Err(error) = consumer.close().await {
        tracing::debug!(%error, "what was in flight will be claimed by another worker");
    }
}

/// The next messages, once at least one slot is free.
async fn take(consumer: &mut Consumer, slots: &Semaphore) -> Vec<Delivery> {
    let Ok(_free) = slots.acquire().await else { return Vec::new() };
    match consumer.next().await {
        Ok(taken) => taken,
        Err(error) => {
            tracing::warn!(%error, "no messages can be read; it is tried again");
            tokio::time::sleep(Duration::from_millis(200)).await;
            Vec::new()
        }
    }
}

/// Carries one push down, and says what is to become of its message.
async fn carry(service: &Service, delivery: &Delivery, stop: &CancellationToken) {
    let outcome = match serde_json::from_slice::<Job>(&delivery.payload) {
        Ok(job) => descend(service, job.push, delivery, stop).await,
        Err(error) => {
            let _ = delivery.bury(&format!("not a push: {error}")).await;
            return;
        }
    };
    let told = match outcome {
        Ok(true) => delivery.ack().await,
        // Shutting down: closing the consumer hands the message to another worker, which goes on at the level reached.
        Ok(false) => Ok(()),
        // The push itself is gone: nothing will ever come of this message.
        Err(ServiceError::NotFound) => delivery.bury("there is no such push").await.map(|_| ()),
        Err(error) => {
            tracing::warn!(error = error.trace(), attempt = delivery.attempt, "a push stopped; it is tried again");
            metrics::counter!("flotilla_push_failures_total").increment(1);
            delivery.retry_after(bus::backoff(delivery.attempt)).await.map(|_| ())
        }
    };
    if let Err(error) = told {
        // The message comes again after its idle time, and finds the push where it is.
        tracing::debug!(%error, "the bus was not told what became of a push");
    }
}

/// Serves level after level; answers whether the push is finished (and not only interrupted).
async fn descend(
    service: &Service,
    push: PushId,
    delivery: &Delivery,
    stop: &CancellationToken,
) -> Result<bool, ServiceError> {
    loop {
        if stop.is_cancelled() {
            return Ok(false);
        }
        let started = Instant::now();
        let progress = service.push_advance(push).await?;
        metrics::histogram!("flotilla_push_level_seconds").record(started.elapsed().as_secs_f64());
        match progress {
            PushProgress::Finished { served } => {
                metrics::counter!("flotilla_deliveries_total").increment(served);
                return Ok(true);
            }
            PushProgress::Moved { served } => {
                metrics::counter!("flotilla_deliveries_total").increment(served);
                // A level of a great tree takes seconds: say that this worker is alive, or another claims the message.
                let _ = delivery.extend().await;
            }
        }
    }
}
