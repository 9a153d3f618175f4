//! Signs out: the session of the token that asks ends, here at once and elsewhere within a second.

use domain::access::Actor;
use domain::kernel::SessionId;
use store::access::session;

use super::session_begin::{own, refresh_hash};
use super::session_refresh::SessionRefresh;
use crate::signals::Topic;
use crate::write::Change;
use crate::{Op, Result, Service, ServiceError};

impl Service {
    /// Ends the session that asks.
    pub async fn session_sign_out(&self, op: &Op) -> Result<SessionId> {
        let Actor::Account { session, .. } = op.actor else { return Err(ServiceError::Unauthenticated) };
        self.write(op, "access.session_sign_out", &(), |w| {
            Box::pin(async move {
                session::revoke(w.db(), session, "signed out", w.now()).await?;
                w.signal(Topic::Session, session.to_string());
                w.audit(Change { target: session.to_string(), ..Change::default() }).await?;
                Ok(session)
            })
        })
        .await
    }

    /// Ends the session that a refresh token belongs to, spent or not: whoever holds it may. Answers `None` if it belongs to
    /// none that is still good.
    pub async fn session_sign_out_by_refresh(&self, op: &Op, input: &SessionRefresh) -> Result<Option<SessionId>> {
        let family = session::of_token(self.store.read(), &refresh_hash(&input.refresh)).await?;
        let Some(family) = family.filter(|family| family.is_alive(self.now())) else { return Ok(None) };
        self.session_sign_out(&own(op, family.account, family.id)).await.map(Some)
    }
}
