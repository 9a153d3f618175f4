//! Start-up: secrets, schema, store, bus and service, in this order, and their orderly end.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result};
use api::http::DoorSettings;
use api::http::session::Provider;
use api::service_door::{self, Metrics, ServiceDoor};
use bus::{Bus, RedisSettings};
use domain::access::Actor;
use domain::kernel::{AccountId, Clock, RandomIds, RequestId, SessionId, SystemClock};
use futures_util::future::BoxFuture;
use service::access::{AccessParts, AccessSettings, AttemptLimits, CodeSender, LoggedCodes, SendError};
use service::process::DEMO_ADMIN;
use service::{Ingredients, Op, Service, ServiceSettings, spawn_listener};
use store::{PoolSettings, Store};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::secrets::Secrets;
use crate::settings::Settings;

/// What a process needs of the service.
#[derive(Debug, Clone, Copy)]
pub struct Parts {
    /// Whoever answers reads holds the tree in memory.
    pub hold_tree: bool,
}

/// A started service with its background tasks.
#[derive(Debug)]
pub struct Boot {
    pub service: Service,
    store: Store,
    bus: Bus,
    stop: CancellationToken,
    tasks: Vec<JoinHandle<()>>,
}

impl Boot {
    /// Migrates, connects and starts.
    pub async fn start(settings: &Settings, parts: Parts) -> Result<Self> {
        Self::start_at(settings, parts, Arc::new(SystemClock)).await
    }

    /// As [`Boot::start`], by a clock of one's own: what a demo shows has happened some time ago.
    pub async fn start_at(settings: &Settings, parts: Parts, clock: Arc<dyn Clock>) -> Result<Self> {
        prepare_data_dir(settings)?;
        let secrets = load_secrets(settings)?;
        let url = settings.database_url();
        Box::pin(migration::up(&url)).await.with_context(|| format!("at the database {}", shown(&url)))?;
        let pool = PoolSettings {
            max_connections: u32::try_from(settings.number("database_connections")?)?,
            ..PoolSettings::default()
        };
        let store =
            Box::pin(Store::connect(&url, pool, secrets.vault()?)).await.context("the database cannot be reached")?;
        let bus = match settings.redis_url() {
            Some(url) => {
                let mut redis = RedisSettings::new(url);
                redis.namespace = settings.text("redis_namespace").to_owned();
                Bus::connect(&redis).await.context("the setting redis_url cannot be used")?
            }
            None => Bus::memory(),
        };
        let limits = settings.switch("rate_limits")?.then(AttemptLimits::default);
        let access = AccessSettings {
            issuer: settings.text("issuer").to_owned(),
            audience: settings.text("issuer").to_owned(),
            limits,
            ..AccessSettings::default()
        };
        let service = Box::pin(Service::start(Ingredients {
            store: store.clone(),
            bus: bus.clone(),
            clock,
            ids: Arc::new(RandomIds),
            settings: ServiceSettings {
                fork_above: i64::try_from(settings.number("push_fork_above")?)?,
                hold_tree: parts.hold_tree,
                public_url: settings.public_url(settings.listen()?)?,
                ..ServiceSettings::default()
            },
            access: AccessParts::new(access, &secrets.access_keys()?, code_sender(settings, &store).await?)?,
            payments: crate::payments::providers(settings, &secrets, is_demo(&store).await?)?,
        }))
        .await
        .context("the service cannot start")?;
        let stop = CancellationToken::new();
        Ok(Self { service, store, bus, stop, tasks: Vec::new() })
    }

    /// Starts what keeps this process fresh: needed by whoever serves or works, not by a single command.
    pub fn follow(&mut self) {
        self.tasks.extend(follow(&self.service, &self.stop));
    }

    /// Ends the background tasks and closes the connections.
    pub async fn stop(self) -> Result<()> {
        self.stop.cancel();
        for task in self.tasks {
            let _ = tokio::time::timeout(Duration::from_secs(2), task).await;
        }
        self.bus.close();
        Ok(self.store.close().await?)
    }
}

/// How one-time codes reach people. There is no provider of messages yet: a demo writes them to its log, and everybody
/// else must say that they want that too, since whoever reads the log could sign in as any helmsman.
async fn code_sender(settings: &Settings, store: &Store) -> Result<Arc<dyn CodeSender>> {
    if is_demo(store).await? || settings.switch("log_codes")? {
        return Ok(Arc::new(LoggedCodes));
    }
    Ok(Arc::new(NoCodes))
}

/// Whether nobody in this database is real.
async fn is_demo(store: &Store) -> Result<bool> {
    Ok(store::access::account::by_handle(store.read(), store.vault(), DEMO_ADMIN).await?.is_some())
}

/// Sends no codes: helmsmen cannot sign in until there is a way.
#[derive(Debug)]
struct NoCodes;

impl CodeSender for NoCodes {
    fn send<'a>(&'a self, _phone: &'a str, _code: &'a str) -> BoxFuture<'a, std::result::Result<(), SendError>> {
        let why = "no provider is set up; `log_codes = true` writes codes to the log".to_owned();
        Box::pin(std::future::ready(Err(SendError(why))))
    }
}

/// The background tasks of a process that answers: signals in, the feed out, sessions watched. Each ends at `stop`.
#[must_use]
pub fn follow(service: &Service, stop: &CancellationToken) -> Vec<JoinHandle<()>> {
    let (feed, ended) = (service.clone(), stop.clone());
    vec![
        spawn_listener(service, stop.clone()),
        service::access::spawn_session_watch(service, stop.clone()),
        tokio::spawn(async move {
            tokio::select! {
                () = ended.cancelled() => {}
                () = feed.feed_run() => {}
            }
        }),
    ]
}

/// Who may read the schema by introspection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Schema {
    /// Signed-in staff.
    Hidden,
    /// Everybody: for demos and test installations.
    Open,
}

/// What HTTP shows beside the service itself.
pub struct Facade {
    pub schema: Schema,
    /// Without it there is no `/metrics`.
    pub metrics: Option<Metrics>,
    /// Where browsers reach us, see [`ServiceDoor::public_url`].
    pub public_url: String,
    /// What requests may name instead of sending its text, see [`pages::documents`].
    pub documents: HashMap<String, String>,
    /// What vouches for staff beside their passwords.
    pub provider: Option<Arc<dyn Provider>>,
}

impl std::fmt::Debug for Facade {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Facade")
            .field("schema", &self.schema)
            .field("public_url", &self.public_url)
            .finish_non_exhaustive()
    }
}

impl Facade {
    /// Without metrics, documents and a provider, at the address of the listener.
    #[must_use]
    pub fn plain(schema: Schema) -> Self {
        Self { schema, metrics: None, public_url: String::new(), documents: HashMap::new(), provider: None }
    }
}

/// The whole of HTTP over a service: the API, the pages, and the sessions of pages.
pub fn router(service: &Service, settings: DoorSettings, shutdown: CancellationToken, facade: Facade) -> axum::Router {
    let door = ServiceDoor {
        service: service.clone(),
        settings,
        open_introspection: facade.schema == Schema::Open,
        metrics: facade.metrics,
        public_url: facade.public_url,
        documents: facade.documents,
        provider: facade.provider,
        shutdown,
    };
    service_door::router(door, pages::router())
}

/// The system acting through one of its parts.
#[must_use]
pub fn system_op(service: &Service, part: &'static str) -> Op {
    Op::system(part, RequestId(service.ids().next()))
}

/// A request of somebody's own, by a demo in their name.
#[must_use]
pub fn account_op(service: &Service, account: AccountId) -> Op {
    let session = SessionId(service.ids().next());
    Op {
        actor: Actor::Account { id: account, session },
        request_id: RequestId(service.ids().next()),
        address: None,
        request_key: None,
    }
}

/// Makes the data directory, readable by its owner alone.
pub fn prepare_data_dir(settings: &Settings) -> Result<()> {
    let dir = settings.data_dir();
    std::fs::create_dir_all(&dir).with_context(|| format!("cannot make the data directory {}", dir.display()))?;
    restrict(&dir)
}

#[cfg(unix)]
fn restrict(dir: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    Ok(std::fs::set_permissions(dir, std::fs::Permissions::from_mode(0o700))?)
}

#[cfg(not(unix))]
fn restrict(_dir: &Path) -> Result<()> {
    Ok(())
}

/// The secrets, made on the first start.
pub fn load_secrets(settings: &Settings) -> Result<Secrets> {
    Secrets::load_or_create(&settings.secrets(), SystemClock.now())
}

/// A database's address without its password.
fn shown(url: &str) -> String {
    match (url.split_once("://"), url.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, host))) => format!("{scheme}://…@{host}"),
        _ => url.to_owned(),
    }
}
