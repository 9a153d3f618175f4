//! `/metrics`: what Prometheus reads.

use std::sync::Arc;
use std::time::Duration;

use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use service::Service;
use tokio_util::sync::CancellationToken;

/// How often the gauges that cost a query are measured.
const MEASURE: Duration = Duration::from_secs(5);
/// Upper bounds of the histograms, in seconds.
const BUCKETS: &[f64] = &[0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0];

/// The metrics could not be set up.
#[derive(Debug, thiserror::Error)]
#[error("metrics cannot be recorded: {0}")]
pub struct MetricsError(#[from] metrics_exporter_prometheus::BuildError);

/// Installs the process's recorder and measures the gauges until `stop`; answers what renders the page.
///
/// # Errors
/// A recorder is installed already.
pub fn install(
    service: &Service,
    stop: CancellationToken,
) -> Result<Arc<dyn Fn() -> String + Send + Sync>, MetricsError> {
    let handle: PrometheusHandle = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("seconds".to_owned()), BUCKETS)?
        .install_recorder()?;
    let service = service.clone();
    let upkeep = handle.clone();
    tokio::spawn(async move {
        let mut ticks = tokio::time::interval(MEASURE);
        loop {
            tokio::select! {
                () = stop.cancelled() => break,
                _ = ticks.tick() => {
                    upkeep.run_upkeep();
                    if let Err(error) = service.measure().await {
                        tracing::debug!(%error, "the gauges could not be measured");
                    }
                }
            }
        }
    });
    Ok(Arc::new(move || handle.render()))
}
