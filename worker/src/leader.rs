//! One worker at a time runs the relay and the timers: the one that holds the lease.

use service::Service;
use tokio_util::sync::CancellationToken;

use crate::{WorkerSettings, imports, relay, timers};

/// The lease of the relay and the timers.
const LEASE: &str = "leader";

/// Takes the lease whenever it is free; leads for as long as it can be renewed.
pub(crate) async fn run(service: Service, settings: WorkerSettings, stop: CancellationToken) {
    while !stop.is_cancelled() {
        if held(&service, &settings).await {
            lead(&service, &settings, &stop).await;
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(settings.lease / 6) => {}
        }
    }
}

async fn held(service: &Service, settings: &WorkerSettings) -> bool {
    match service.lease(LEASE, &settings.name, settings.lease).await {
        Ok(held) => held,
        Err(error) => {
            tracing::warn!(error = error.trace(), "the lease could not be asked for");
            false
        }
    }
}

async fn lead(service: &Service, settings: &WorkerSettings, stop: &CancellationToken) {
    tracing::info!(worker = settings.name, "leads: relay and timers run here");
    let mut renew = tokio::time::interval(settings.lease / 3);
    // Dropped with the lease: what is in hand is one transaction, which rolls back.
    let mut work = tokio::task::JoinSet::new();
    work.spawn(relay::run(service.clone()));
    work.spawn(timers::run(service.clone(), settings.clone()));
    work.spawn(imports::run(service.clone()));
    loop {
        tokio::select! {
            () = stop.cancelled() => break,
            _ = work.join_next() => break,
            _ = renew.tick() => {
                // Renewed at a third of its life: if that fails now, another may lead soon. Two leaders for a moment do
                // no harm, since every step may be repeated, but they are not wanted.
                if !held(service, settings).await {
                    tracing::warn!(worker = settings.name, "lost the lease");
                    return;
                }
            }
        }
    }
    if let Err(error) = service.lease_release(LEASE, &settings.name).await {
        tracing::debug!(error = error.trace(), "the lease will run out by itself");
    }
}
