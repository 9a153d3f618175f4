//! Signs out: the session of the token that asks ends, here at once and elsewhere within a second.

use domain::access::Actor;
use domain::kernel::SessionId;
use store::access::session;

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
}
