//! The account of somebody who takes office: found by phone, or made.

use domain::kernel::AccountId;
use serde_json::json;
use store::access::account::{self, Account};

use super::contact::check_person_name;
use super::{AccountKind, AccountStatus, normalise_phone};
use crate::write::Change;
use crate::{Result, Write};

/// Finds a helmsman's account by phone, or makes one with this name, in the transaction of an appointment.
///
/// An account that is there keeps its name.
pub(crate) async fn find_or_create_helmsman(w: &mut Write<'_>, phone: &str, name: &str) -> Result<AccountId> {
    let phone = normalise_phone("phone", phone)?;
    if let Some(found) = account::by_phone(w.db(), w.vault(), &phone).await? {
        return Ok(found.id);
    }
    check_person_name("name", name)?;
    let made = Account {
        id: AccountId(w.next_id()),
        kind: AccountKind::Helmsman,
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
        after: Some(json!({ "kind": "helmsman" })),
        action: Some("access.account_create"),
        ..Change::default()
    })
    .await?;
    Ok(made.id)
}
