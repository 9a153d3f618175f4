//! Puts a session that an operation has begun into a browser's cookie.
//!
//! Who joins is signed in by the answer of an operation, and a page takes no refresh token from there: no script of ours ever
//! holds one. So the page shows the access token, within the session's first minute, and the door sets the cookie. The refresh
//! token that was answered is replaced: whoever brings it has a copy, and that ends the session.

use chrono::TimeDelta;
use domain::access::Actor;
use domain::kernel::Timestamp;
use store::access::session::{self, Session};

use super::session_begin::{Refresh, Tokens, delta};
use super::session_refresh::ended;
use super::{AccountKind, AccountStatus};
use crate::write::Change;
use crate::{Op, Result, Service, ServiceError, Write};

/// How long after it began a session can be kept.
const KEPT_WITHIN: TimeDelta = TimeDelta::minutes(1);

impl Service {
    /// Gives a session that was just begun by phone another first refresh token: the one that was answered then is replaced.
    ///
    /// # Errors
    /// Rules: it is one of staff, began more than a minute ago, was refreshed since, or has ended.
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
    let account = store::access::account::load(w.db(), w.vault(), held.account).await?;
    let is_new = held.is_alive(w.now()) && w.now() < held.created_at + KEPT_WITHIN;
    let may = account.status == AccountStatus::Active && account.kind != AccountKind::Staff && is_new;
    if !may || !session::token_replace(w.db(), held.id, w.now()).await? {
        return Err(ended());
    }
    let until = held.expires_at.min(w.now() + delta(w.service.access.settings.refresh_life));
    session::token_add(w.db(), held.id, &fresh.hash, w.now(), until).await?;
    w.audit(Change { target: held.id.to_string(), ..Change::default() }).await
}
