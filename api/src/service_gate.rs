//! The house behind the door: who is calling, what each request carries, and whether we are ready.

use std::sync::Arc;

use async_graphql::{Pos, Request, ServerError};
use chrono::SecondsFormat;
use domain::access::Actor;
use domain::kernel::RequestId;
use futures_util::StreamExt as _;
use futures_util::stream::BoxStream;
use service::access::AuthError;
use service::policies::Notice;
use service::{Op, Service};

use crate::gate::{Asked, Caller, Check, Gate, Readiness, Refusal, Visit};
use crate::graphql::error::Fault;
use crate::graphql::{Announced, Announcement, Asker, followed};

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
        let checks = self.service.readiness().await;
        // Without the database, the first of them, nothing can be served; the rest may be behind, and is said to be.
        let ready = checks.first().is_some_and(|database| database.ok);
        Readiness { ready, checks: checks.into_iter().map(told).collect() }
    }
}

fn told(check: service::operations::Check) -> Check {
    Check {
        name: check.name.to_owned(),
        ok: check.ok,
        stale_since: check.since.map(|since| since.to_rfc3339_opts(SecondsFormat::Secs, true)),
        detail: check.detail,
    }
}
