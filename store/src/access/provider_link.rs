//! Whose account somebody is who signs in with an identity provider.

use domain::kernel::{AccountId, Timestamp, micros};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::{Db, Result};

/// Somebody as an identity provider knows them. A subject is never given to anybody else; an e-mail address may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subject<'a> {
    pub issuer: &'a str,
    pub subject: &'a str,
}

#[derive(FromQueryResult)]
struct Linked {
    account_id: Uuid,
}

/// The account that somebody was linked with.
pub async fn find(db: Db<'_>, who: Subject<'_>) -> Result<Option<AccountId>> {
    let sql = "SELECT account_id FROM provider_link WHERE issuer = $1 AND subject = $2";
    let row: Option<Linked> = db.row(sql, [who.issuer.into(), who.subject.into()]).await?;
    Ok(row.map(|row| AccountId(row.account_id)))
}

/// Whether an account is linked with anybody at this issuer.
pub async fn is_taken(db: Db<'_>, issuer: &str, account: AccountId) -> Result<bool> {
    let sql = "SELECT account_id FROM provider_link WHERE account_id = $1 AND issuer = $2";
    let row: Option<Linked> = db.row(sql, [account.0.into(), issuer.into()]).await?;
    Ok(row.is_some())
}

/// Links somebody with an account.
///
/// # Errors
/// [`crate::StoreError::Duplicate`] if they have one, or the account has somebody else.
pub async fn insert(db: Db<'_>, who: Subject<'_>, account: AccountId, at: Timestamp) -> Result<()> {
    let sql = "INSERT INTO provider_link (issuer, subject, account_id, linked_at) VALUES ($1, $2, $3, $4)";
    let values = [who.issuer.into(), who.subject.into(), account.0.into(), micros(at).into()];
    db.run(sql, values).await.map(|_| ())
}
