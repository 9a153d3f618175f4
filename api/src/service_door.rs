//! The whole API over the use cases. It is put together in this crate, and not by the executable, so that all that is
//! generic over schema and gate is compiled here: whoever only starts it is rebuilt in a moment.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use axum::Router;
use service::Service;
use tokio_util::sync::CancellationToken;

use crate::http::session::{self, Provider, SessionDoor};
use crate::http::{Door, DoorSettings, router_with};
use crate::service_gate::ServiceGate;
use crate::service_sessions::ServiceSessions;
use crate::{graphql, service_imports, service_payments};

/// What renders the page of metrics.
pub type Metrics = Arc<dyn Fn() -> String + Send + Sync>;

/// What the API is built from.
pub struct ServiceDoor {
    pub service: Service,
    /// Lists and weights of fields are the schema's own, whatever stands here.
    pub settings: DoorSettings,
    /// Whether everybody may ask for the schema, and not only signed-in staff.
    pub open_introspection: bool,
    /// Without it there is no `/metrics`.
    pub metrics: Option<Metrics>,
    /// Where browsers reach us, see [`SessionDoor::public_url`].
    pub public_url: String,
    /// What requests may name instead of sending its text, see [`Door::documents`].
    pub documents: HashMap<String, String>,
    /// What vouches for staff beside their passwords.
    pub provider: Option<Arc<dyn Provider>>,
    /// Fires when the process stops.
    pub shutdown: CancellationToken,
}

impl fmt::Debug for ServiceDoor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServiceDoor").field("public_url", &self.public_url).finish_non_exhaustive()
    }
}

/// All routes: the API, the sessions of pages, the notices of payment providers, files of people, and `pages` under the same edge.
pub fn router(door: ServiceDoor, pages: Router) -> Router {
    let ServiceDoor { service, mut settings, open_introspection, metrics, public_url, documents, provider, shutdown } =
        door;
    settings.limits.lists = graphql::list_lengths();
    settings.limits.weights = graphql::field_weights();
    let sessions = session::router(SessionDoor {
        sessions: Arc::new(ServiceSessions::new(service.clone())),
        provider,
        public_url,
    });
    let payments = service_payments::router(service.clone());
    let imports = service_imports::router(service.clone());
    let keys = service.clone();
    let door = Door {
        schema: graphql::schema(),
        sdl: graphql::sdl(),
        ids: Arc::clone(service.ids()),
        gate: Arc::new(ServiceGate::new(service, open_introspection)),
        shared: graphql::shared_subscriptions(),
        metrics,
        jwks: Some(Arc::new(move || serde_json::from_str(keys.jwks()).unwrap_or_default())),
        documents,
        shutdown,
        settings,
    };
    router_with(door, pages.merge(sessions).merge(payments).merge(imports))
}
