//! Makes an account for somebody who works for headquarters.

use std::fmt;

use domain::access::{Actor, Permission, decide};
use domain::kernel::{AccountId, Code, Violation, Violations};
use serde::Serialize;
use serde_json::json;
use store::access::account::{self, Account};
use store::access::grant;

use super::contact::check_person_name;
use super::password::check_password;
use super::{AccountKind, AccountStatus, normalise_email, require_headquarters};
use crate::op::judge;
use crate::write::Change;
use crate::{Op, Result, Service, ServiceError, Write};

/// What makes a staff account.
#[derive(Clone, Serialize)]
pub struct AccountCreate {
    pub name: String,
    pub email: String,
    /// A readable name for commands and demos; most accounts have none.
    pub handle: Option<String>,
    /// Without one, nobody can sign in until one is set. Not kept under a request key, not even as a hash.
    #[serde(skip)]
    pub password: Option<String>,
}

/// By hand: personal data does not belong in a log.
impl fmt::Debug for AccountCreate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccountCreate").field("handle", &self.handle).finish_non_exhaustive()
    }
}

impl Service {
    /// Makes a staff account. It may do nothing until it is granted a role.
    ///
    /// # Errors
    /// `NotFound` or `Denied` without the right over accounts; rules: name, e-mail or password are not acceptable, or the
    /// e-mail or handle is taken.
    pub async fn account_create(&self, op: &Op, input: AccountCreate) -> Result<AccountId> {
        let mut broken = Violations::default();
        broken.0.extend(check_person_name("name", &input.name).err());
        broken.0.extend(check_handle(input.handle.as_deref()).err());
        let email = normalise_email("email", &input.email).map_err(|violation| broken.0.push(violation)).ok();
        if let Some(password) = &input.password {
            broken.0.extend(check_password("password", password, email.as_deref()).err());
        }
        broken.check()?;
        // Hashing takes a while: not for those who may not ask for it, and never inside the transaction.
        self.precheck_accounts(op).await?;
        let password_hash = match &input.password {
            Some(password) => Some(self.access.passwords.hash(password).await?),
            None => None,
        };
        let id = AccountId(self.ids.next());
        let made = Account {
            id,
            kind: AccountKind::Staff,
            status: AccountStatus::Active,
            handle: input.handle.clone(),
            email,
            phone: None,
            name: input.name.clone(),
            password_hash,
            created_at: self.now(),
            version: 1,
        };
        let made = &made;
        self.write(op, "access.account_create", &input, |w| Box::pin(create(w, made))).await
    }

    /// Whether an actor has the right over accounts, by a read; the transaction decides.
    pub(super) async fn precheck_accounts(&self, op: &Op) -> Result<()> {
        let grants = match op.actor {
            Actor::System(_) => return Ok(()),
            Actor::Anonymous => return Err(ServiceError::Unauthenticated),
            Actor::Account { id, .. } => grant::of_account(self.store.read(), id).await?,
        };
        let (tree, permission) = (self.tree(), Permission::AccountManage);
        let root = tree.root().ok_or(ServiceError::Denied(permission))?;
        judge(op.actor, permission, decide(&grants, permission, root, self.now(), tree.as_ref()))
    }
}

async fn create(w: &mut Write<'_>, made: &Account) -> Result<AccountId> {
    require_headquarters(w, Permission::AccountManage).await?;
    // Looked up first, since a failed statement ends a PostgreSQL transaction; the constraint settles a race.
    let taken = |field: &str, what: &str| {
        Violation::new(Code::AccessAccountExists, field, format!("another account has this {what}"))
    };
    if let Some(email) = &made.email
        && account::by_email(w.db(), w.vault(), email).await?.is_some()
    {
        return Err(taken("email", "e-mail address").into());
    }
    if let Some(handle) = &made.handle
        && account::by_handle(w.db(), w.vault(), handle).await?.is_some()
    {
        return Err(taken("handle", "handle").into());
    }
    account::insert(w.db(), w.vault(), made).await?;
    w.audit(Change {
        target: made.id.to_string(),
        after: Some(json!({ "kind": "staff", "handle": made.handle, "password": made.password_hash.is_some() })),
        ..Change::default()
    })
    .await?;
    Ok(made.id)
}

fn check_handle(handle: Option<&str>) -> std::result::Result<(), Violation> {
    let Some(handle) = handle else { return Ok(()) };
    let plain = handle.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if plain && (3..=40).contains(&handle.len()) && !handle.starts_with('-') {
        return Ok(());
    }
    let message = "a handle has 3 to 40 lower-case letters, digits and dashes";
    Err(Violation::new(Code::AccessNameInvalid, "handle", message))
}
