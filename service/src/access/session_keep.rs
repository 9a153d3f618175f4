//! Puts a session that an operation has begun into a browser's cookie.
//!
//! Who joins is signed in by the answer of an operation, and a page takes no refresh token from there: no script of ours ever
//! holds one. So the page shows the access token, within the session's first minute, and the door sets the cookie.

use chrono::TimeDelta;
use domain::access::Actor;
use domain::kernel::Timestamp;
use store::access::session::{self, Session};

use super::session_begin::{Refresh, Tokens};
use super::session_refresh::ended;
use crate::write::Change;
use crate::{Op, Result, Service, ServiceError, Write};

/// How long after it began a session can be kept.
const KEPT_WITHIN: TimeDelta = TimeDelta::minutes(1);

impl Service {
    /// Gives a session that was just begun another first refresh token: the one that was answered then is good no more.
    ///
    /// # Errors
    /// Rules: it began more than a minute ago, was refreshed since, or has ended.
    pub async fn session_keep(&self, op: &Op) -> Result<Tokens> {
        let Actor::Account { id: account, session } = op.actor else { return Err(ServiceError::Unauthenticated) };
        let refresh = Refresh::new()?;
        let fresh = &refresh;
        let held = Box::pin(self.write(op, "access.session_keep", &(), |w| {
            Box::pin(async move {
                let held = session::load_for_update(w.db(), session).await?;
                keep(w, &held, fresh).await?;
                Ok(held.expires_at)
            })
        }));
        let until: Timestamp = held.await?;
        self.tokens(account, session, until, refresh)
    }
}

async fn keep(w: &mut Write<'_>, held: &Session, fresh: &Refresh) -> Result<()> {
    let is_new = held.is_alive(w.now()) && w.now() < held.created_at + KEPT_WITHIN;
    if !is_new || !session::token_exchange(w.db(), held.id, &fresh.hash).await? {
        return Err(ended());
    }
    w.audit(Change { target: held.id.to_string(), ..Change::default() }).await
}
