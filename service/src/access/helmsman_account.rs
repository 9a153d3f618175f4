//! The account of somebody who takes office or joins: found by phone, or made.

use domain::kernel::AccountId;
use serde_json::json;
use store::access::account::{self, Account};

use super::contact::check_person_name;
use super::session_sign_in::{may_sign_in_by_phone, refused};
use super::sessions_revoke::revoke;
use super::{AccountKind, AccountStatus, normalise_phone};
use crate::signals::Topic;
use crate::write::Change;
use crate::{Result, Write};

/// Finds a helmsman's account by phone, or makes one with this name, in the transaction of an appointment.
///
/// An account that is there keeps its name.
pub(crate) async fn find_or_create_helmsman(w: &mut Write<'_>, phone: &str, name: &str) -> Result<AccountId> {
    let phone = normalise_phone("phone", phone)?;
    if let Some(found) = account::by_phone(w.db(), w.vault(), &phone).await? {
        if found.kind == AccountKind::Member {
            // The same person in a new part: the account stays, with its sessions and its membership.
            check_person_name("name", name)?;
            account::promote(w.db(), w.vault(), (found.id, found.version), (&phone, name)).await?;
        }
        return Ok(found.id);
    }
    check_person_name("name", name)?;
    create(w, AccountId(w.next_id()), AccountKind::Helmsman, (phone, name)).await
}

/// Finds the account of somebody who joins by phone, or makes one with this id.
///
/// # Errors
/// The credentials are refused if the account signs in otherwise or is suspended.
pub(crate) async fn find_or_create_member(
    w: &mut Write<'_>,
    id: AccountId,
    (phone, name): (String, &str),
) -> Result<AccountId> {
    match account::by_phone(w.db(), w.vault(), &phone).await? {
        Some(found) if may_sign_in_by_phone(&found) => Ok(found.id),
        Some(_) => Err(refused()),
        None => create(w, id, AccountKind::Member, (phone, name)).await,
    }
}

async fn create(
    w: &mut Write<'_>,
    id: AccountId,
    kind: AccountKind,
    (phone, name): (String, &str),
) -> Result<AccountId> {
    let made = Account {
        id,
        kind,
        status: AccountStatus::Active,
        handle: None,
        email: None,
        phone: Some(phone),
        name: name.to_owned(),
        password_hash: None,
        created_at: w.now(),
        version: 1,
    };
    account::insert(w.db(), w.vault(), &made).await?;
    w.audit(Change {
        target: made.id.to_string(),
        after: Some(json!({ "kind": if kind == AccountKind::Member { "member" } else { "helmsman" } })),
        action: Some("access.account_create"),
        ..Change::default()
    })
    .await?;
    Ok(made.id)
}

/// Locks an account until the end of the transaction: what counts its deeds waits for those under way.
pub(crate) async fn lock_account(w: &Write<'_>, id: AccountId) -> Result<()> {
    Ok(account::lock(w.db(), id).await?)
}

/// Forgets the account of a member who is erased, and ends its sessions. One that is or was more than a member's stays:
/// what was done with it in office is on record.
pub(crate) async fn forget_member_account(w: &mut Write<'_>, id: AccountId) -> Result<()> {
    let held = account::load(w.db(), w.vault(), id).await?;
    if held.kind != AccountKind::Member {
        return Ok(());
    }
    revoke(w, id, None, "the member was erased").await?;
    account::forget(w.db(), w.vault(), id, held.version).await?;
    w.signal(Topic::Rights, id.to_string());
    Ok(())
}
