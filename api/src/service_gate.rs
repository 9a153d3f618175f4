//! The house behind the door: who is calling, what each request carries, and whether we are ready.

use std::sync::Arc;
use std::time::Duration;

use async_graphql::{Pos, Request, ServerError};
use chrono::{SecondsFormat, TimeDelta};
use domain::access::Actor;
use domain::kernel::{RequestId, Timestamp};
use futures_util::StreamExt as _;
use futures_util::stream::BoxStream;
use service::access::AuthError;
use service::policies::{Notice, Unfinished};
use service::{Op, Service};

use crate::gate::{Asked, Caller, Check, Gate, Readiness, Refusal, Visit};
use crate::graphql::error::Fault;
use crate::graphql::{Announced, Announcement, Asker, followed};

/// An outbox whose oldest message waits longer is behind.
const OUTBOX_BEHIND: Duration = Duration::from_secs(10);

/// A tree that the store has not confirmed for longer may be old: it is asked twice a second.
const TREE_BEHIND: TimeDelta = TimeDelta::seconds(5);
/// A push that takes longer is stuck, or nobody works: a million chapters take some ten seconds.
const PUSHES_BEHIND: TimeDelta = TimeDelta::seconds(60);

/// The gate over the service.
#[derive(Debug)]
pub struct ServiceGate {
    service: Service,
    open_introspection: bool,
}

impl ServiceGate {
    /// A gate over a service that has started. With `open_introspection` everybody may ask for the schema, not staff
    /// alone: for demos and test installations.
    #[must_use]
    pub fn new(service: Service, open_introspection: bool) -> Self {
        Self { service, open_introspection }
    }

    fn op(&self, visit: &Visit) -> Op {
        Op {
            actor: visit.caller.as_ref().map_or(Actor::Anonymous, |caller| caller.actor),
            // A client may bring an id of its own; the audit log keeps ids of ours only.
            request_id: visit.request_id.parse().unwrap_or_else(|_| RequestId(self.service.ids().next())),
            address: Some(visit.address),
            request_key: None,
        }
    }

    async fn database(&self) -> Check {
        match self.service.ping().await {
            Ok(()) => good("database", None),
            Err(error) => {
                tracing::warn!(%error, "the database does not answer");
                bad("database", None, "it does not answer")
            }
        }
    }

    fn bus(&self) -> Check {
        let health = *self.service.bus().health().borrow();
        if health.live {
            return good("bus", None);
        }
        let since = self.service.now() - health.since.elapsed();
        bad("bus", Some(since), "signals do not arrive; what they hasten is done by looking")
    }

    fn tree(&self) -> Check {
        let tree = self.service.tree();
        let confirmed = self.service.tree_confirmed();
        if confirmed.is_some_and(|at| self.service.now() - at > TREE_BEHIND) {
            return bad("tree", confirmed, "it may be old: the store does not confirm it");
        }
        match tree.root() {
            Some(_) => good("tree", Some(format!("{} chapters at version {}", tree.preorder().len(), tree.version()))),
            None => bad("tree", None, "there is no headquarters; seed the installation"),
        }
    }

    async fn outbox(&self) -> Check {
        let Ok(outbox) = self.service.outbox_state().await else {
            return bad("outbox", None, "it cannot be read");
        };
        let detail = format!("{} messages wait", outbox.waiting);
        match outbox.oldest {
            Some(age) if age > OUTBOX_BEHIND => bad("outbox", Some(self.service.now() - age), &detail),
            _ => good("outbox", Some(detail)),
        }
    }

    async fn pushes(&self) -> Check {
        match self.service.pushes_unfinished().await {
            Ok(Unfinished { count, since }) => {
                let detail = format!("{count} on their way");
                match since.filter(|since| self.service.now() - *since > PUSHES_BEHIND) {
                    Some(since) => bad("pushes", Some(since), &detail),
                    None => good("pushes", Some(detail)),
                }
            }
            Err(_) => bad("pushes", None, "they cannot be read"),
        }
    }
}

impl Gate for ServiceGate {
    type Announcement = Announcement;

    fn announcements(
        &self,
        asked: &Asked<'_>,
        visit: &Visit,
    ) -> Option<BoxStream<'static, Result<Announcement, ServerError>>> {
        let (chapter, after) = followed(asked)?;
        let grants = Arc::clone(&visit.caller.as_ref()?.grants);
        let viewer = self.service.viewer_with(self.op(visit), grants);
        // Whoever may not is told so the usual way.
        let notices = self.service.policy_feed(&viewer, chapter, after.as_deref()).ok()?;
        let told = |notice: service::Result<Notice>| {
            notice.map(Announcement).map_err(|error| {
                let mut error = async_graphql::Error::from(Fault(error)).into_server_error(Pos::default());
                // It belongs to no place of the document.
                error.locations.clear();
                error
            })
        };
        Some(notices.map(told).boxed())
    }

    fn announce(&self, request: Request, announcement: Option<&Announcement>) -> Request {
        let nobody = Op {
            actor: Actor::Anonymous,
            request_id: RequestId(self.service.ids().next()),
            address: None,
            request_key: None,
        };
        request
            .data(Asker::new(self.service.clone(), nobody, Arc::default()))
            .data(Announced(announcement.cloned()))
            .disable_introspection()
    }

    async fn admit(&self, bearer: &str) -> Result<Caller, Refusal> {
        match self.service.authenticate(bearer).await {
            Ok(caller) => Ok(Caller {
                actor: caller.actor,
                grants: caller.grants,
                rights: caller.rights,
                ended: caller.ended,
                staff: caller.staff,
            }),
            Err(AuthError::InvalidToken) => Err(Refusal::InvalidToken),
            Err(AuthError::Unavailable) => Err(Refusal::Unavailable),
        }
    }

    fn prepare(&self, request: Request, visit: &Visit) -> Request {
        let caller = visit.caller.as_ref();
        let grants = caller.map_or_else(Arc::default, |caller| Arc::clone(&caller.grants));
        let request = request.data(Asker::new(self.service.clone(), self.op(visit), grants));
        if self.open_introspection || caller.is_some_and(|caller| caller.staff) {
            request
        } else {
            request.disable_introspection()
        }
    }

    async fn readiness(&self) -> Readiness {
        let database = self.database().await;
        // Without the database nothing can be served; the rest may be behind, and is said to be.
        let ready = database.ok;
        let mut checks = vec![database, self.bus(), self.tree()];
        if ready {
            checks.push(self.outbox().await);
            checks.push(self.pushes().await);
        }
        Readiness { ready, checks }
    }
}

fn good(name: &str, detail: Option<String>) -> Check {
    Check { name: name.to_owned(), ok: true, stale_since: None, detail }
}

fn bad(name: &str, since: Option<Timestamp>, detail: &str) -> Check {
    let stale_since = since.map(|since| since.to_rfc3339_opts(SecondsFormat::Secs, true));
    Check { name: name.to_owned(), ok: false, stale_since, detail: Some(detail.to_owned()) }
}
