//! The sealed part of a member: phone and name, each under a key of the person's own. Erasing deletes the key, and with it
//! everything that was ever sealed for this person, in backups too.

use domain::kernel::MemberId;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::member::Sealed;
use crate::db::places;
use crate::vault::{Purpose, SubjectKey, Vault};
use crate::{Db, Result, StoreError};

/// A member's personal data, opened.
#[derive(Clone, PartialEq, Eq)]
pub struct Person {
    /// Normalised.
    pub phone: String,
    pub name: String,
}

/// By hand: personal data must not get into logs.
impl std::fmt::Debug for Person {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Person")
    }
}

/// Makes a person's key and seals the data with it; the key is stored with [`insert_key`].
pub fn seal_new(vault: &Vault, person: &Person) -> Result<(Sealed, Vec<u8>)> {
    let (key, stored) = vault.new_subject_key()?;
    Ok((seal(vault, &key, person)?, stored))
}

fn seal(vault: &Vault, key: &SubjectKey, person: &Person) -> Result<Sealed> {
    Ok(Sealed {
        phone_index: vault.blind_index(Purpose::Phone, &person.phone),
        name_index: name_index(vault, &person.name),
        phone: key.seal(Purpose::MemberPhone, &person.phone)?,
        name: key.seal(Purpose::MemberName, &person.name)?,
    })
}

/// What namesakes are found by: a few bytes of the name's blind index. A whole one would tell a reader of the table who has
/// the same name; this one tells who may.
#[must_use]
pub fn name_index(vault: &Vault, name: &str) -> Vec<u8> {
    let mut index = vault.blind_index(Purpose::MemberName, name.trim());
    index.truncate(8);
    index
}

/// Stores a person's key.
pub async fn insert_key(db: Db<'_>, member: MemberId, stored: Vec<u8>) -> Result<()> {
    let sql = "INSERT INTO member_key (member_id, key_sealed) VALUES ($1, $2)";
    db.run(sql, [member.0.into(), stored.into()]).await.map(|_| ())
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    phone_sealed: Option<Vec<u8>>,
    name_sealed: Option<Vec<u8>>,
    key_sealed: Vec<u8>,
}

impl Row {
    fn open(self, vault: &Vault) -> Result<(MemberId, Person)> {
        let key = vault.subject_key(&self.key_sealed)?;
        let open = |purpose, sealed: Option<Vec<u8>>| match sealed {
            Some(sealed) => key.open(purpose, &sealed),
            None => Err(StoreError::Corrupt(format!("member {} without personal data", self.id))),
        };
        let phone = open(Purpose::MemberPhone, self.phone_sealed)?;
        Ok((MemberId(self.id), Person { phone, name: open(Purpose::MemberName, self.name_sealed)? }))
    }
}

/// The personal data of those of these members who are not erased, in no order.
pub async fn load_many(db: Db<'_>, vault: &Vault, ids: &[MemberId]) -> Result<Vec<(MemberId, Person)>> {
    let mut found = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(500) {
        let sql = format!(
            "SELECT m.id, m.phone_sealed, m.name_sealed, k.key_sealed \
             FROM member m JOIN member_key k ON k.member_id = m.id WHERE m.id IN ({})",
            places(1, chunk.len())
        );
        for row in db.rows::<Row>(&sql, chunk.iter().map(|id| id.0.into())).await? {
            found.push(row.open(vault)?);
        }
    }
    Ok(found)
}

/// A member's personal data; nothing if the person was erased.
pub async fn load(db: Db<'_>, vault: &Vault, id: MemberId) -> Result<Option<Person>> {
    Ok(load_many(db, vault, &[id]).await?.pop().map(|(_, person)| person))
}

/// Writes personal data anew under the person's key: a new name, or a new phone.
///
/// # Errors
/// [`StoreError::Missing`] if the person was erased, [`StoreError::Duplicate`] if the phone is another member's.
pub async fn replace(db: Db<'_>, vault: &Vault, id: MemberId, person: &Person) -> Result<()> {
    let sealed = seal(vault, &subject_key(db, vault, id).await?, person)?;
    let sql = "UPDATE member SET phone_index = $2, phone_sealed = $3, name_sealed = $4, name_index = $5 WHERE id = $1";
    let values =
        [id.0.into(), sealed.phone_index.into(), sealed.phone.into(), sealed.name.into(), sealed.name_index.into()];
    db.run_one(sql, values).await
}

/// The key of a person's data.
///
/// # Errors
/// [`StoreError::Missing`] if the person was erased.
pub async fn subject_key(db: Db<'_>, vault: &Vault, id: MemberId) -> Result<SubjectKey> {
    #[derive(FromQueryResult)]
    struct Key {
        key_sealed: Vec<u8>,
    }
    let sql = "SELECT key_sealed FROM member_key WHERE member_id = $1";
    let stored: Key = db.row(sql, [id.0.into()]).await?.ok_or(StoreError::Missing)?;
    vault.subject_key(&stored.key_sealed)
}

/// Forgets a person: the key, the index, and what was sealed.
pub async fn erase(db: Db<'_>, id: MemberId) -> Result<()> {
    db.run("DELETE FROM member_key WHERE member_id = $1", [id.0.into()]).await?;
    let sql = "UPDATE member SET phone_index = NULL, phone_sealed = NULL, name_sealed = NULL, name_index = NULL, \
               birth_year = NULL WHERE id = $1";
    db.run_one(sql, [id.0.into()]).await
}

/// A batch of [`reseal`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resealed {
    /// How many keys were stored anew.
    pub changed: usize,
    /// The last member looked at: where the next batch starts. `None` when there are no more.
    pub last: Option<MemberId>,
}

/// Stores under the newest key what was stored under an older one: the keys of the next `limit` members after `after`.
/// The data themselves stay as they are.
pub async fn reseal(db: Db<'_>, vault: &Vault, after: Option<MemberId>, limit: i64) -> Result<Resealed> {
    #[derive(FromQueryResult)]
    struct Key {
        member_id: Uuid,
        key_sealed: Vec<u8>,
    }
    let sql = format!(
        "SELECT member_id, key_sealed FROM member_key WHERE member_id > $1 ORDER BY member_id LIMIT $2{}",
        db.dialect().for_update()
    );
    let from = after.map_or(Uuid::nil(), |id| id.0);
    let rows: Vec<Key> = db.rows(&sql, [from.into(), limit.into()]).await?;
    let mut changed = 0;
    for row in rows.iter().filter(|row| !vault.is_current(&row.key_sealed)) {
        let stored = vault.reseal_subject_key(&row.key_sealed)?;
        let sql = "UPDATE member_key SET key_sealed = $2 WHERE member_id = $1";
        db.run_one(sql, [row.member_id.into(), stored.into()]).await?;
        changed += 1;
    }
    Ok(Resealed { changed, last: rows.last().map(|row| MemberId(row.member_id)) })
}
