//! The use cases: one command, one file, one function.
//!
//! The recipe of a write: authorise → load → decide (domain) → save (store) → audit → outbox → commit, all inside
//! [`Service::write`]; afterwards signals go out, which may be lost. Reads take a [`Viewer`], who carries what they may
//! see. Rules live here and in `domain`, never in a resolver or a job.

pub mod access;
pub mod audit;
pub mod chapters;
mod error;
pub mod growth;
pub mod integrations;
pub mod kernel;
pub mod members;
pub mod money;
mod op;
pub mod operations;
pub mod policies;
pub mod process;
mod settings;
mod signals;
mod write;

use std::ops::Deref;
use std::sync::Arc;

use bus::Bus;
use domain::kernel::{Clock, IdSource};
use store::Store;

pub use error::ServiceError;
pub use op::{Op, Viewer};
pub use settings::ServiceSettings;
pub use signals::{Topic, spawn_listener};
pub use write::{Answer, Write};

/// What every use case answers.
pub type Result<T> = std::result::Result<T, ServiceError>;

/// All use cases, over one store and one bus. Cheap to clone.
#[derive(Clone)]
pub struct Service(Arc<Parts>);

/// What the use cases work with.
#[derive(Debug)]
pub struct Parts {
    pub(crate) store: Store,
    pub(crate) bus: Bus,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) ids: Arc<dyn IdSource>,
    pub(crate) settings: ServiceSettings,
    pub(crate) tree: chapters::TreeCache,
    pub(crate) access: access::AccessParts,
    pub(crate) feed: policies::Feed,
    pub(crate) payments: Vec<Arc<dyn money::PaymentProvider>>,
    /// Held by whoever verifies the audit log here.
    pub(crate) verifying: tokio::sync::Mutex<()>,
    /// Held by whoever previews a change here.
    pub(crate) previewing: tokio::sync::Mutex<()>,
}

impl Deref for Service {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl std::fmt::Debug for Service {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Service").field("dialect", &self.store.dialect()).finish_non_exhaustive()
    }
}

/// What a service is made of.
#[derive(Debug)]
pub struct Ingredients {
    pub store: Store,
    pub bus: Bus,
    pub clock: Arc<dyn Clock>,
    pub ids: Arc<dyn IdSource>,
    pub settings: ServiceSettings,
    pub access: access::AccessParts,
    /// What takes payments online; a new payment goes to the first.
    pub payments: Vec<Arc<dyn money::PaymentProvider>>,
}

impl Service {
    /// Loads the tree and is ready. [`spawn_listener`] keeps it fresh.
    pub async fn start(parts: Ingredients) -> Result<Self> {
        let service = Self(Arc::new(Parts {
            tree: chapters::TreeCache::default(),
            feed: policies::Feed::default(),
            verifying: tokio::sync::Mutex::default(),
            previewing: tokio::sync::Mutex::default(),
            store: parts.store,
            bus: parts.bus,
            clock: parts.clock,
            ids: parts.ids,
            settings: parts.settings,
            access: parts.access,
            payments: parts.payments,
        }));
        service.refresh_tree().await?;
        service.feed_start().await?;
        Ok(service)
    }

    /// The present instant.
    #[must_use]
    pub fn now(&self) -> domain::kernel::Timestamp {
        self.clock.now()
    }

    /// Where ids come from.
    #[must_use]
    pub fn ids(&self) -> &Arc<dyn IdSource> {
        &self.ids
    }

    /// The bus that signals travel on.
    #[must_use]
    pub fn bus(&self) -> &Bus {
        &self.bus
    }

    /// What is in force.
    #[must_use]
    pub fn settings(&self) -> &ServiceSettings {
        &self.settings
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<()> {
        Ok(self.store.ping().await?)
    }
}
