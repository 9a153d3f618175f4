//! The account of a member who turned out to be another: closed, and opened again if that was wrong.

use domain::access::Grant;
use domain::kernel::{AccountId, Timestamp};
use serde_json::json;
use store::Db;
use store::access::{account, grant};
use store::vault::Vault;

use super::sessions_revoke::revoke;
use super::{AccountKind, AccountStatus};
use crate::signals::Topic;
use crate::write::Change;
use crate::{Result, Write};

/// Whether an account is nothing but a member's: it holds no office and no role, now or later.
pub(crate) async fn is_members_only(db: Db<'_>, vault: &Vault, id: AccountId, now: Timestamp) -> Result<bool> {
    let lasts = |grant: &Grant| grant.period.until.is_none_or(|until| now < until);
    Ok(account::load(db, vault, id).await?.kind == AccountKind::Member
        && !grant::of_account(db, id).await?.iter().any(lasts))
}

/// Closes an account or opens it again, in the transaction of what it follows from; answers whether it was not so before.
pub(crate) async fn set_closed(w: &mut Write<'_>, id: AccountId, closed: bool, why: &str) -> Result<bool> {
    let held = account::load(w.db(), w.vault(), id).await?;
    let status = if closed { AccountStatus::Suspended } else { AccountStatus::Active };
    if held.status == status {
        return Ok(false);
    }
    account::set_status(w.db(), id, held.version, status).await?;
    if closed {
        revoke(w, id, None, why).await?;
    }
    w.signal(Topic::Rights, id.to_string());
    let change = Change {
        target: id.to_string(),
        before: Some(json!({ "suspended": !closed })),
        after: Some(json!({ "suspended": closed, "why": why })),
        action: Some("access.account_status_set"),
        ..Change::default()
    };
    w.audit(change).await?;
    Ok(true)
}
