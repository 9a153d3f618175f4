//! Suspends an account, or takes it back into use.

use domain::access::Permission;
use domain::kernel::{AccountId, Code, Violation};
use serde::Serialize;
use serde_json::json;
use store::access::account;

use super::sessions_revoke::revoke;
use super::{AccountStatus, require_headquarters};
use crate::signals::Topic;
use crate::write::Change;
use crate::{Op, Result, Service, Write};

/// What suspends an account or takes it back.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct AccountStatusSet {
    pub account: AccountId,
    pub suspended: bool,
}

impl Service {
    /// Suspends an account (its sessions end at once) or takes it back into use.
    ///
    /// # Errors
    /// `NotFound` or `Denied` without the right over accounts; rules: nobody suspends themselves.
    pub async fn account_status_set(&self, op: &Op, input: AccountStatusSet) -> Result<AccountId> {
        self.write(op, "access.account_status_set", &input, |w| Box::pin(set(w, input))).await
    }
}

async fn set(w: &mut Write<'_>, input: AccountStatusSet) -> Result<AccountId> {
    require_headquarters(w, Permission::AccountManage).await?;
    if w.actor().account() == Some(input.account) {
        let message = "you would lock yourself out; ask another administrator";
        return Err(Violation::new(Code::AccessCredentialsRefused, "account", message).into());
    }
    let held = account::load(w.db(), w.vault(), input.account).await?;
    let status = if input.suspended { AccountStatus::Suspended } else { AccountStatus::Active };
    if held.status != status {
        account::set_status(w.db(), held.id, held.version, status).await?;
    }
    if input.suspended {
        revoke(w, held.id, None, "the account was suspended").await?;
    }
    w.signal(Topic::Rights, held.id.to_string());
    w.audit(Change {
        target: held.id.to_string(),
        before: Some(json!({ "suspended": held.status == AccountStatus::Suspended })),
        after: Some(json!({ "suspended": input.suspended })),
        ..Change::default()
    })
    .await?;
    Ok(held.id)
}
