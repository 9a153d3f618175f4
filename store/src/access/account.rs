//! Accounts. E-mail, phone and name are sealed; look-ups go through blind indexes.

use std::fmt;

use domain::kernel::{AccountId, Timestamp, from_micros, micros};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use super::CHUNK;
use crate::db::places;
use crate::vault::{Purpose, Vault};
use crate::{Db, Result, StoreError};

/// What kind of person an account is for: it decides how they sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AccountKind {
    /// Works for headquarters; signs in with e-mail and password.
    Staff,
    /// Leads a chapter, or helps to; signs in with phone and one-time code.
    Helmsman,
    /// Has joined through a chapter; signs in with phone and one-time code.
    Member,
}

impl AccountKind {
    pub(super) const fn rank(self) -> i16 {
        match self {
            Self::Staff => 1,
            Self::Helmsman => 2,
            Self::Member => 3,
        }
    }

    pub(super) fn of_rank(rank: i16) -> Result<Self> {
        match rank {
            1 => Ok(Self::Staff),
            2 => Ok(Self::Helmsman),
            3 => Ok(Self::Member),
            _ => Err(StoreError::Corrupt("account kind".into())),
        }
    }
}

/// Whether an account may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AccountStatus {
    Active,
    /// Nobody signs in, and no session of it is good.
    Suspended,
}

impl AccountStatus {
    pub(super) const fn rank(self) -> i16 {
        match self {
            Self::Active => 1,
            Self::Suspended => 2,
        }
    }

    pub(super) fn of_rank(rank: i16) -> Result<Self> {
        match rank {
            1 => Ok(Self::Active),
            2 => Ok(Self::Suspended),
            _ => Err(StoreError::Corrupt("account status".into())),
        }
    }
}

/// An account, opened. E-mail and phone are as normalised when it was made.
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    pub id: AccountId,
    pub kind: AccountKind,
    pub status: AccountStatus,
    /// A readable name for commands and demos: `hq-admin`.
    pub handle: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub name: String,
    /// The password's hash in PHC form.
    pub password_hash: Option<String>,
    pub created_at: Timestamp,
    pub version: i32,
}

/// By hand: personal data and hashes must not get into logs.
impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account")
            .field("id", &self.id)
            .field("kind", &self.kind)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

/// What stands for the name in an account that has none of its own.
const NO_NAME: &str = "—";

const COLUMNS: &str = "id, kind, status, handle, email_sealed, phone_sealed, name_sealed, password_hash, \
                       created_at, version";

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    kind: i16,
    status: i16,
    handle: Option<String>,
    email_sealed: Option<Vec<u8>>,
    phone_sealed: Option<Vec<u8>>,
    name_sealed: Vec<u8>,
    password_hash: Option<String>,
    created_at: i64,
    version: i32,
}

impl Row {
    fn open(self, vault: &Vault) -> Result<Account> {
        let open = |purpose, sealed: Option<Vec<u8>>| sealed.map(|sealed| vault.open(purpose, &sealed)).transpose();
        Ok(Account {
            id: AccountId(self.id),
            kind: AccountKind::of_rank(self.kind)?,
            status: AccountStatus::of_rank(self.status)?,
            handle: self.handle,
            email: open(Purpose::Email, self.email_sealed)?,
            phone: open(Purpose::Phone, self.phone_sealed)?,
            name: vault.open(Purpose::Name, &self.name_sealed)?,
            password_hash: self.password_hash,
            created_at: from_micros(self.created_at),
            version: self.version,
        })
    }
}

async fn one(db: Db<'_>, vault: &Vault, condition: &str, value: Value) -> Result<Option<Account>> {
    let sql = format!("SELECT {COLUMNS} FROM account WHERE {condition}");
    db.row::<Row>(&sql, [value]).await?.map(|row| row.open(vault)).transpose()
}

/// An account.
pub async fn load(db: Db<'_>, vault: &Vault, id: AccountId) -> Result<Account> {
    one(db, vault, "id = $1", id.0.into()).await?.ok_or(StoreError::Missing)
}

/// The account with this (normalised) e-mail address.
pub async fn by_email(db: Db<'_>, vault: &Vault, email: &str) -> Result<Option<Account>> {
    one(db, vault, "email_index = $1", vault.blind_index(Purpose::Email, email).into()).await
}

/// The account with this (normalised) phone number.
pub async fn by_phone(db: Db<'_>, vault: &Vault, phone: &str) -> Result<Option<Account>> {
    one(db, vault, "phone_index = $1", vault.blind_index(Purpose::Phone, phone).into()).await
}

/// The account with this handle.
pub async fn by_handle(db: Db<'_>, vault: &Vault, handle: &str) -> Result<Option<Account>> {
    one(db, vault, "handle = $1", handle.into()).await
}

/// Staff, the oldest accounts first.
pub async fn staff(db: Db<'_>, vault: &Vault, limit: i64) -> Result<Vec<Account>> {
    // Written out: a parameter does not find the partial index.
    let kind = AccountKind::Staff.rank();
    let sql = format!("SELECT {COLUMNS} FROM account WHERE kind = {kind} ORDER BY id LIMIT $1");
    let rows: Vec<Row> = db.rows(&sql, [limit.into()]).await?;
    rows.into_iter().map(|row| row.open(vault)).collect()
}

/// The accounts among these ids that exist, in no order.
pub async fn load_many(db: Db<'_>, vault: &Vault, ids: &[AccountId]) -> Result<Vec<Account>> {
    let mut found = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(CHUNK) {
        let list = places(1, chunk.len());
        let sql = format!("SELECT {COLUMNS} FROM account WHERE id IN ({list})");
        let rows: Vec<Row> = db.rows(&sql, chunk.iter().map(|id| id.0.into())).await?;
        for row in rows {
            found.push(row.open(vault)?);
        }
    }
    Ok(found)
}

/// The names of the accounts among these ids that exist, in no order.
pub async fn names(db: Db<'_>, vault: &Vault, ids: &[AccountId]) -> Result<Vec<(AccountId, String)>> {
    #[derive(FromQueryResult)]
    struct Name {
        id: Uuid,
        name_sealed: Vec<u8>,
    }
    let mut found = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(CHUNK) {
        let list = places(1, chunk.len());
        let sql = format!("SELECT id, name_sealed FROM account WHERE id IN ({list})");
        let rows: Vec<Name> = db.rows(&sql, chunk.iter().map(|id| id.0.into())).await?;
        for row in rows {
            found.push((AccountId(row.id), vault.open(Purpose::Name, &row.name_sealed)?));
        }
    }
    Ok(found)
}

/// Adds an account.
///
/// # Errors
/// [`StoreError::Duplicate`] if its e-mail, phone or handle is taken.
pub async fn insert(db: Db<'_>, vault: &Vault, account: &Account) -> Result<()> {
    insert_all(db, vault, std::slice::from_ref(account)).await
}

/// Adds many accounts, a statement per 500.
///
/// # Errors
/// [`StoreError::Duplicate`] if an e-mail, phone or handle is taken.
pub async fn insert_all(db: Db<'_>, vault: &Vault, accounts: &[Account]) -> Result<()> {
    const WIDTH: usize = 12;
    for chunk in accounts.chunks(CHUNK) {
        let mut tuples = Vec::with_capacity(chunk.len());
        let mut values: Vec<Value> = Vec::with_capacity(chunk.len() * WIDTH);
        for account in chunk {
            tuples.push(format!("({})", places(values.len() + 1, WIDTH)));
            values.extend(columns(vault, account)?);
        }
        let sql = format!(
            "INSERT INTO account (id, kind, status, handle, email_index, email_sealed, phone_index, phone_sealed, \
             name_sealed, password_hash, created_at, version) VALUES {}",
            tuples.join(", ")
        );
        db.run(&sql, values).await?;
    }
    Ok(())
}

fn columns(vault: &Vault, account: &Account) -> Result<[Value; 12]> {
    let index = |purpose, text: &Option<String>| -> Option<Vec<u8>> {
        text.as_deref().map(|text| vault.blind_index(purpose, text))
    };
    let seal = |purpose, text: &Option<String>| text.as_deref().map(|text| vault.seal(purpose, text)).transpose();
    // A member's phone and name are sealed with the member's own key, and nowhere else: erasing forgets that key.
    let (phone, name) = match account.kind {
        AccountKind::Member => (None, NO_NAME),
        AccountKind::Staff | AccountKind::Helmsman => (account.phone.clone(), account.name.as_str()),
    };
    Ok([
        account.id.0.into(),
        account.kind.rank().into(),
        account.status.rank().into(),
        account.handle.clone().into(),
        index(Purpose::Email, &account.email).into(),
        seal(Purpose::Email, &account.email)?.into(),
        index(Purpose::Phone, &account.phone).into(),
        seal(Purpose::Phone, &phone)?.into(),
        vault.seal(Purpose::Name, name)?.into(),
        account.password_hash.clone().into(),
        micros(account.created_at).into(),
        account.version.into(),
    ])
}

/// Gives an account a new password, if it still has the version that was read.
pub async fn set_password(db: Db<'_>, id: AccountId, version: i32, hash: &str) -> Result<()> {
    let sql = "UPDATE account SET password_hash = $3, version = version + 1 WHERE id = $1 AND version = $2";
    db.run_one(sql, [id.0.into(), version.into(), hash.into()]).await
}

/// Makes a member's account a helmsman's, which has phone and name of its own, if it still has the version that was read.
pub async fn promote(
    db: Db<'_>,
    vault: &Vault,
    (id, version): (AccountId, i32),
    (phone, name): (&str, &str),
) -> Result<()> {
    let sql = "UPDATE account SET kind = $3, phone_sealed = $4, name_sealed = $5, version = version + 1 \
               WHERE id = $1 AND version = $2";
    let values = [
        id.0.into(),
        version.into(),
        AccountKind::Helmsman.rank().into(),
        vault.seal(Purpose::Phone, phone)?.into(),
        vault.seal(Purpose::Name, name)?.into(),
    ];
    db.run_one(sql, values).await
}

/// Forgets whose an account was: it keeps its id, for what names it, and nothing else; nobody can sign in with it.
pub async fn forget(db: Db<'_>, vault: &Vault, id: AccountId, version: i32) -> Result<()> {
    let sql = "UPDATE account SET status = $3, phone_index = NULL, phone_sealed = NULL, email_index = NULL, \
               email_sealed = NULL, name_sealed = $4, password_hash = NULL, version = version + 1 \
               WHERE id = $1 AND version = $2";
    let nobody = vault.seal(Purpose::Name, NO_NAME)?;
    let values = [id.0.into(), version.into(), AccountStatus::Suspended.rank().into(), nobody.into()];
    db.run_one(sql, values).await
}

/// Locks an account until the end of the transaction.
pub async fn lock(db: Db<'_>, id: AccountId) -> Result<()> {
    let sql = format!("SELECT CAST(1 AS bigint) AS n FROM account WHERE id = $1{}", db.dialect().for_update());
    db.number(&sql, [id.0.into()]).await.map(|_| ())
}

/// Suspends an account or takes it back, if it still has the version that was read.
pub async fn set_status(db: Db<'_>, id: AccountId, version: i32, status: AccountStatus) -> Result<()> {
    let sql = "UPDATE account SET status = $3, version = version + 1 WHERE id = $1 AND version = $2";
    db.run_one(sql, [id.0.into(), version.into(), status.rank().into()]).await
}

/// A batch of [`reseal`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resealed {
    /// How many accounts were sealed anew.
    pub changed: usize,
    /// The last account looked at: where the next batch starts. `None` when there are no more.
    pub last: Option<AccountId>,
}

/// Seals with the newest key what was sealed with an older one: the next `limit` accounts after `after`.
pub async fn reseal(db: Db<'_>, vault: &Vault, after: Option<AccountId>, limit: i64) -> Result<Resealed> {
    #[derive(FromQueryResult)]
    struct Values {
        id: Uuid,
        email_sealed: Option<Vec<u8>>,
        phone_sealed: Option<Vec<u8>>,
        name_sealed: Vec<u8>,
    }
    let sql = format!(
        "SELECT id, email_sealed, phone_sealed, name_sealed FROM account WHERE id > $1 ORDER BY id LIMIT $2{}",
        db.dialect().for_update()
    );
    let from = after.map_or(Uuid::nil(), |id| id.0);
    let rows: Vec<Values> = db.rows(&sql, [from.into(), limit.into()]).await?;
    let again = |purpose, sealed: &[u8]| vault.seal(purpose, &vault.open(purpose, sealed)?);
    let maybe = |purpose, sealed: &Option<Vec<u8>>| sealed.as_deref().map(|sealed| again(purpose, sealed)).transpose();
    let mut changed = 0;
    for row in &rows {
        let parts = [row.email_sealed.as_deref(), row.phone_sealed.as_deref(), Some(&row.name_sealed)];
        if parts.into_iter().flatten().all(|sealed| vault.is_current(sealed)) {
            continue;
        }
        let sql = "UPDATE account SET email_sealed = $2, phone_sealed = $3, name_sealed = $4 WHERE id = $1";
        let values = [
            row.id.into(),
            maybe(Purpose::Email, &row.email_sealed)?.into(),
            maybe(Purpose::Phone, &row.phone_sealed)?.into(),
            again(Purpose::Name, &row.name_sealed)?.into(),
        ];
        db.run_one(sql, values).await?;
        changed += 1;
    }
    Ok(Resealed { changed, last: rows.last().map(|row| AccountId(row.id)) })
}
