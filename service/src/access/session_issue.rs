//! Begins a session for somebody without their password or code: for whoever has direct access to the store.

use domain::access::{Actor, Permission};
use domain::kernel::{AccountId, SessionId};

use super::AccountStatus;
use super::session_begin::{Refresh, Tokens, begin, strangers};
use crate::{Op, Result, Service, ServiceError};

impl Service {
    /// Begins a session for an account. Only the system itself may: this is `flotilla token`, not an operation of the API.
    pub async fn session_issue(&self, op: &Op, account: AccountId) -> Result<Tokens> {
        if !matches!(op.actor, Actor::System(_)) {
            return Err(ServiceError::Denied(Permission::AccountManage));
        }
        let (session, refresh) = (SessionId(self.ids.next()), Refresh::new()?);
        let until = self.session_end();
        let fresh = &refresh;
        self.write(&strangers(op), "access.session_issue", &(), |w| {
            Box::pin(async move {
                let holder = store::access::account::load(w.db(), w.vault(), account).await?;
                if holder.status != AccountStatus::Active {
                    return Err(ServiceError::NotFound);
                }
                begin(w, session, account, fresh).await?;
                Ok(session)
            })
        })
        .await?;
        self.tokens(account, session, until, refresh)
    }
}
