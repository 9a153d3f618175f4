//! Ends all sessions of an account: one's own, or with the right over accounts anybody's.

use domain::access::Permission;
use domain::kernel::{AccountId, SessionId};
use serde::Serialize;
use serde_json::json;
use store::access::session;

use super::require_headquarters;
use crate::signals::Topic;
use crate::write::Change;
use crate::{Op, Result, Service, Write};

/// What ends all sessions of an account.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct SessionsRevoke {
    pub account: AccountId,
}

impl Service {
    /// Ends all sessions of an account, the one that asks included; answers how many.
    ///
    /// # Errors
    /// `NotFound` or `Denied` without the right over accounts.
    pub async fn sessions_revoke(&self, op: &Op, input: SessionsRevoke) -> Result<u64> {
        self.write(op, "access.sessions_revoke", &input, |w| {
            Box::pin(async move {
                if w.actor().account() != Some(input.account) {
                    require_headquarters(w, Permission::AccountManage).await?;
                    store::access::account::load(w.db(), w.vault(), input.account).await?;
                }
                let ended = revoke(w, input.account, None, "all sessions ended").await?;
                w.audit(Change {
                    target: input.account.to_string(),
                    after: Some(json!({ "sessions": ended })),
                    ..Change::default()
                })
                .await?;
                Ok(ended)
            })
        })
        .await
    }
}

/// Ends the sessions of an account but `keep` in this transaction, and tells.
pub(super) async fn revoke(w: &mut Write<'_>, account: AccountId, keep: Option<SessionId>, why: &str) -> Result<u64> {
    let ended = session::revoke_all(w.db(), account, keep, why, w.now()).await?;
    for session in &ended {
        w.signal(Topic::Session, session.to_string());
    }
    Ok(ended.len() as u64)
}
