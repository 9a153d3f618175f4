//! `flotilla serve | api | worker`: the long-running roles.

use anyhow::{Context as _, Result, bail};
use api::http::DoorSettings;
use service::Service;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use worker::{Worker, WorkerSettings};

use super::config::print_text;
use crate::boot::{self, Boot};
use crate::settings::{SHUTDOWN, Settings};

/// Which roles a process plays.
#[derive(Debug, Clone, Copy)]
pub(super) struct Roles {
    api: bool,
    worker: bool,
}

impl Roles {
    pub(super) const ALL: Self = Self { api: true, worker: true };
    pub(super) const API: Self = Self { api: true, worker: false };
    pub(super) const WORKER: Self = Self { api: false, worker: true };
}

pub(super) async fn run(settings: &Settings, roles: Roles) -> Result<()> {
    if settings.redis_url().is_none() && !(roles.api && roles.worker) {
        bail!("`api` and `worker` alone need REDIS_URL; without Redis run `flotilla serve`");
    }
    let mut boot = Boot::start(settings, boot::Parts { hold_tree: roles.api }).await?;
    boot.follow();
    let running = Running::start(&boot.service, settings, roles).await?;
    stopped().await;
    tracing::info!("shutting down");
    running.stop().await;
    boot.stop().await
}

/// The roles at work.
pub(super) struct Running {
    worker: Option<Worker>,
    server: Option<tokio::task::JoinHandle<std::io::Result<()>>>,
    stop: CancellationToken,
    /// Where HTTP is served, if it is.
    pub(super) address: Option<std::net::SocketAddr>,
}

impl Running {
    /// Starts the roles; when it returns, HTTP is being served.
    pub(super) async fn start(service: &Service, settings: &Settings, roles: Roles) -> Result<Self> {
        let stop = CancellationToken::new();
        let worker = if roles.worker { Some(Worker::start(service, &worker_settings(settings)?)) } else { None };
        let (mut address, mut server) = (None, None);
        if roles.api {
            let wanted = settings.listen()?;
            refuse_remote_demo(service, settings, wanted.ip()).await?;
            let listener = TcpListener::bind(wanted).await.with_context(|| format!("cannot listen on {wanted}"))?;
            let bound = listener.local_addr()?;
            let shown = settings.switch("introspection")? || service.has_demo_accounts().await?;
            let schema = if shown { boot::Schema::Open } else { boot::Schema::Hidden };
            let metrics = api::metrics::install(service, stop.clone())?;
            let facade = boot::Facade {
                schema,
                metrics: Some(metrics),
                public_url: settings.public_url(bound)?,
                documents: pages::documents(),
                provider: crate::oidc::provider(settings, bound)?,
            };
            let settings = door_settings(settings)?;
            let router = boot::router(service, settings.clone(), stop.clone(), facade);
            let ended = stop.clone();
            server = Some(tokio::spawn(async move { api::http::serve(listener, router, &settings, ended).await }));
            address = Some(bound);
            print_text(&format!("listening on http://{bound}"))?;
        } else {
            print_text("working")?;
        }
        Ok(Self { worker, server, stop, address })
    }

    /// Lets requests and levels in hand finish, within a bound.
    pub(super) async fn stop(self) {
        self.stop.cancel();
        let worker = async {
            if let Some(worker) = self.worker {
                worker.shut_down().await;
            }
        };
        let server = async {
            if let Some(server) = self.server {
                let _ = server.await;
            }
        };
        if tokio::time::timeout(SHUTDOWN, async { tokio::join!(worker, server) }).await.is_err() {
            tracing::warn!("not everything ended in time; what was in hand will be taken up again");
        }
    }
}

fn worker_settings(settings: &Settings) -> Result<WorkerSettings> {
    let host = std::env::var("HOSTNAME").unwrap_or_default();
    // A restarted process must not take over the name (and the lease) of the one before it.
    let unique = domain::kernel::IdSource::next(&domain::kernel::RandomIds).simple();
    let mut worker = WorkerSettings::named(format!("{host}-{}-{unique}", std::process::id()));
    worker.pushes = usize::try_from(settings.number("push_concurrency")?)?.max(1);
    Ok(worker)
}

fn door_settings(settings: &Settings) -> Result<DoorSettings> {
    let limited = settings.switch("rate_limits")?;
    let rate = u32::try_from(settings.number("requests_per_second")?)?;
    Ok(DoorSettings {
        body_limit: usize::try_from(settings.number("max_body_bytes")?)?,
        rate_per_second: if limited { rate } else { 0 },
        proxies: usize::try_from(settings.number("proxies")?)?,
        origins: settings.cors_origins(),
        hsts_seconds: if settings.switch("hsts")? { 31_536_000 } else { 0 },
        ..DoorSettings::default()
    })
}

/// A demo's passwords are in its documentation: it serves nobody but this machine, unless told.
async fn refuse_remote_demo(service: &Service, settings: &Settings, address: std::net::IpAddr) -> Result<()> {
    if address.is_loopback() || settings.switch("allow_remote_demo")? || !service.has_demo_accounts().await? {
        return Ok(());
    }
    bail!(
        "this database holds demo accounts, whose password everybody knows: listen on 127.0.0.1, \
         or set allow_remote_demo = true if you mean it"
    )
}

/// Until the process is asked to end.
pub(super) async fn stopped() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}
