//! Sets a password: one's own, with the present one, or with the right over accounts anybody's on the staff.

use std::fmt;

use domain::access::{Actor, Permission};
use domain::kernel::{AccountId, Code, SessionId, Violation};
use serde_json::json;
use store::access::account::{self, Account};

use super::attempt::Attempt;
use super::password::check_password;
use super::session_begin::strangers;
use super::sessions_revoke::revoke;
use super::{AccountKind, require_headquarters};
use crate::write::Change;
use crate::{Op, Result, Service, ServiceError, Write};

/// What sets a password.
#[derive(Clone)]
pub struct AccountPasswordSet {
    pub account: AccountId,
    /// The present password: needed for one's own account if it has one.
    pub current: Option<String>,
    pub password: String,
}

/// By hand: passwords do not belong in a log.
impl fmt::Debug for AccountPasswordSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccountPasswordSet").field("account", &self.account).finish_non_exhaustive()
    }
}

impl Service {
    /// Sets a password and ends the account's other sessions.
    ///
    /// # Errors
    /// `RateLimited`; `NotFound` or `Denied` without the right over accounts; rules: the present password is wrong, the new
    /// one is weak, or the account signs in by code.
    pub async fn account_password_set(&self, op: &Op, input: AccountPasswordSet) -> Result<AccountId> {
        let own = op.actor.account() == Some(input.account);
        if op.actor == Actor::Anonymous {
            return Err(ServiceError::Unauthenticated);
        }
        if !own {
            self.precheck_accounts(op).await?;
        }
        let held = account::load(self.store.read(), self.store.vault(), input.account).await?;
        if held.kind != AccountKind::Staff {
            let message = "a helmsman signs in with a code and has no password";
            return Err(Violation::new(Code::AccessCredentialsRefused, "account", message).into());
        }
        check_password("password", &input.password, held.email.as_deref())?;
        if own {
            self.confirm(op, &held, input.current.as_deref()).await?;
        }
        let hash = self.access.passwords.hash(&input.password).await?;
        let keep = match op.actor {
            Actor::Account { session, .. } if own => Some(session),
            _ => None,
        };
        let (held, hash) = (&held, &hash);
        // Without a request key: a password is not to be kept under one, and setting it twice does no harm.
        self.write(&strangers(op), "access.account_password_set", &(), |w| Box::pin(set(w, held, hash, keep))).await
    }

    async fn confirm(&self, op: &Op, held: &Account, current: Option<&str>) -> Result<()> {
        let Some(hash) = &held.password_hash else { return Ok(()) };
        self.attempt(op, Attempt::Password, held.id.0.as_bytes()).await?;
        if !self.access.passwords.verify(current.unwrap_or_default(), Some(hash)).await? {
            self.note_refusal(op, "password", held.id.0.as_bytes()).await?;
            let message = "this is not the present password";
            return Err(Violation::new(Code::AccessCredentialsRefused, "current", message).into());
        }
        self.forgive(op, Attempt::Password, held.id.0.as_bytes()).await
    }
}

async fn set(w: &mut Write<'_>, held: &Account, hash: &str, keep: Option<SessionId>) -> Result<AccountId> {
    let account = w.actor().account();
    if account.is_some() && account != Some(held.id) {
        require_headquarters(w, Permission::AccountManage).await?;
    }
    account::set_password(w.db(), held.id, held.version, hash).await?;
    let ended = revoke(w, held.id, keep, "the password was changed").await?;
    w.audit(Change {
        target: held.id.to_string(),
        after: Some(json!({ "sessionsEnded": ended })),
        ..Change::default()
    })
    .await?;
    Ok(held.id)
}
