//! Changes a refresh token for new tokens, which spends it.
//!
//! An answer may be lost on its way, and who lost it has nothing but the spent token. So it may come again until somebody
//! has used what it was changed for; that one is replaced. One that comes after that was copied, and so was a replaced
//! one: the whole family ends at once.

use std::fmt;

use domain::kernel::{Code, Violation};
use store::access::session::{self, Presented, Session};

use super::AccountStatus;
use super::session_begin::{Refresh, Tokens, delta, own, refresh_hash};
use crate::signals::Topic;
use crate::write::Change;
use crate::{Op, Result, Service, ServiceError, Write};

/// What refreshes a session.
#[derive(Clone)]
pub struct SessionRefresh {
    pub refresh: String,
}

/// By hand: a token does not belong in a log.
impl fmt::Debug for SessionRefresh {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionRefresh")
    }
}

pub(super) fn ended() -> ServiceError {
    Violation::new(Code::AccessSessionEnded, "refreshToken", "this session has ended; sign in again").into()
}

impl Service {
    /// Gives new tokens for a refresh token, which is spent by it. It may be given again until its successor has been used.
    ///
    /// # Errors
    /// Rules: the session has ended, or ends now because a copy of the token is about.
    pub async fn session_refresh(&self, op: &Op, input: SessionRefresh) -> Result<Tokens> {
        let hash = refresh_hash(&input.refresh);
        let Some(family) = session::of_token(self.store.read(), &hash).await? else {
            return Err(ended());
        };
        let refresh = Refresh::new()?;
        let (held, old, fresh) = (&family, &hash, &refresh);
        let refreshed = self
            .write(&own(op, family.account, family.id), "access.session_refresh", &(), |w| {
                Box::pin(async move { rotate(w, held, old, fresh).await })
            })
            .await?;
        if !refreshed {
            return Err(ended());
        }
        self.tokens(family.account, family.id, family.expires_at, refresh)
    }
}

async fn rotate(w: &mut Write<'_>, family: &Session, hash: &[u8], fresh: &Refresh) -> Result<bool> {
    // The session is locked first, so that a sign-out and a refresh cannot both win.
    let held = session::load_for_update(w.db(), family.id).await?;
    let (refreshed, action) = match session::token_spend(w.db(), hash, &fresh.hash, w.now()).await? {
        Presented::Spent(_) => (true, "access.session_refresh"),
        Presented::Again(_) => (true, "access.session_refresh_again"),
        Presented::Reused(_) => (false, "access.session_refresh_reused"),
        Presented::Unknown => return Err(ended()),
    };
    if refreshed {
        let account = store::access::account::load(w.db(), w.vault(), held.account).await?;
        if !held.is_alive(w.now()) || account.status != AccountStatus::Active {
            return Err(ended());
        }
        let until = held.expires_at.min(w.now() + delta(w.service.access.settings.refresh_life));
        session::token_add(w.db(), held.id, &fresh.hash, w.now(), until).await?;
    } else {
        session::revoke(w.db(), held.id, "a refresh token came twice", w.now()).await?;
        w.signal(Topic::Session, held.id.to_string());
    }
    let change = Change { target: held.id.to_string(), action: Some(action), ..Change::default() };
    w.audit(change).await?;
    Ok(refreshed)
}
