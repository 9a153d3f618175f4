//! Sessions and their refresh tokens. A token is kept as its hash, and is spent by its first use; what it was changed for
//! is kept beside it.

use domain::kernel::{AccountId, SessionId, Timestamp, from_micros, micros};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::CHUNK;
use super::account::{AccountKind, AccountStatus};
use crate::db::places;
use crate::{Db, Result, StoreError};

/// One sign-in on one device: the family of its refresh tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Session {
    pub id: SessionId,
    pub account: AccountId,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    pub revoked_at: Option<Timestamp>,
}

impl Session {
    /// Whether it is good at an instant.
    #[must_use]
    pub fn is_alive(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && now < self.expires_at
    }
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    account_id: Uuid,
    created_at: i64,
    expires_at: i64,
    revoked_at: Option<i64>,
}

impl From<Row> for Session {
    fn from(row: Row) -> Self {
        Self {
            id: SessionId(row.id),
            account: AccountId(row.account_id),
            created_at: from_micros(row.created_at),
            expires_at: from_micros(row.expires_at),
            revoked_at: row.revoked_at.map(from_micros),
        }
    }
}

/// Adds a session.
pub async fn insert(db: Db<'_>, session: &Session) -> Result<()> {
    let sql = "INSERT INTO session (id, account_id, created_at, expires_at, revoked_at, revoked_why) \
               VALUES ($1, $2, $3, $4, NULL, NULL)";
    let values = [
        session.id.0.into(),
        session.account.0.into(),
        micros(session.created_at).into(),
        micros(session.expires_at).into(),
    ];
    db.run(sql, values).await.map(|_| ())
}

/// A session, locked until the end of the transaction.
pub async fn load_for_update(db: Db<'_>, id: SessionId) -> Result<Session> {
    let sql = format!(
        "SELECT id, account_id, created_at, expires_at, revoked_at FROM session WHERE id = $1{}",
        db.dialect().for_update()
    );
    Ok(db.row::<Row>(&sql, [id.0.into()]).await?.ok_or(StoreError::Missing)?.into())
}

/// The session that a refresh token, spent or not, belongs to.
pub async fn of_token(db: Db<'_>, hash: &[u8]) -> Result<Option<Session>> {
    let sql = "SELECT s.id, s.account_id, s.created_at, s.expires_at, s.revoked_at \
               FROM refresh_token t JOIN session s ON s.id = t.session_id WHERE t.token_hash = $1";
    let row: Option<Row> = db.row(sql, [hash.to_vec().into()]).await?;
    Ok(row.map(Session::from))
}

/// An account's sessions that are good now, oldest first.
pub async fn of_account(db: Db<'_>, account: AccountId, now: Timestamp) -> Result<Vec<Session>> {
    let sql = "SELECT id, account_id, created_at, expires_at, revoked_at FROM session \
               WHERE account_id = $1 AND revoked_at IS NULL AND expires_at > $2 ORDER BY id";
    let rows: Vec<Row> = db.rows(sql, [account.0.into(), micros(now).into()]).await?;
    Ok(rows.into_iter().map(Session::from).collect())
}

/// Whose a good session is, as far as it matters for letting somebody in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holder {
    pub session: SessionId,
    pub account: AccountId,
    pub kind: AccountKind,
}

/// Those of these sessions that are good now, of accounts that may be used.
pub async fn alive(db: Db<'_>, ids: &[SessionId], now: Timestamp) -> Result<Vec<Holder>> {
    #[derive(FromQueryResult)]
    struct Alive {
        id: Uuid,
        account_id: Uuid,
        kind: i16,
        status: i16,
    }
    let mut found = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(CHUNK) {
        let sql = format!(
            "SELECT s.id, s.account_id, a.kind, a.status FROM session s JOIN account a ON a.id = s.account_id \
             WHERE s.revoked_at IS NULL AND s.expires_at > $1 AND s.id IN ({})",
            places(2, chunk.len())
        );
        let values = std::iter::once(micros(now).into()).chain(chunk.iter().map(|id| id.0.into()));
        let rows: Vec<Alive> = db.rows(&sql, values).await?;
        for row in rows {
            if AccountStatus::of_rank(row.status)? == AccountStatus::Active {
                found.push(Holder {
                    session: SessionId(row.id),
                    account: AccountId(row.account_id),
                    kind: AccountKind::of_rank(row.kind)?,
                });
            }
        }
    }
    Ok(found)
}

/// Ends a session; answers whether it was this call that ended it.
pub async fn revoke(db: Db<'_>, id: SessionId, why: &str, at: Timestamp) -> Result<bool> {
    let sql = "UPDATE session SET revoked_at = $2, revoked_why = $3 WHERE id = $1 AND revoked_at IS NULL";
    Ok(db.run(sql, [id.0.into(), micros(at).into(), why.into()]).await? == 1)
}

/// Ends all good sessions of an account but `keep`; answers which.
pub async fn revoke_all(
    db: Db<'_>,
    account: AccountId,
    keep: Option<SessionId>,
    why: &str,
    at: Timestamp,
) -> Result<Vec<SessionId>> {
    #[derive(FromQueryResult)]
    struct Ended {
        id: Uuid,
    }
    let sql = "UPDATE session SET revoked_at = $3, revoked_why = $4 \
               WHERE account_id = $1 AND id <> $2 AND revoked_at IS NULL AND expires_at > $3 RETURNING id";
    let values = [account.0.into(), keep.map_or(Uuid::nil(), |id| id.0).into(), micros(at).into(), why.into()];
    let rows: Vec<Ended> = db.rows(sql, values).await?;
    Ok(rows.into_iter().map(|row| SessionId(row.id)).collect())
}

/// Adds a refresh token, by its hash.
pub async fn token_add(
    db: Db<'_>,
    session: SessionId,
    hash: &[u8],
    issued_at: Timestamp,
    expires_at: Timestamp,
) -> Result<()> {
    let sql = "INSERT INTO refresh_token (token_hash, session_id, issued_at, expires_at, used_at) \
               VALUES ($1, $2, $3, $4, NULL)";
    let values = [hash.to_vec().into(), session.0.into(), micros(issued_at).into(), micros(expires_at).into()];
    db.run(sql, values).await.map(|_| ())
}

/// Replaces the token of a session that was never refreshed, and answers whether it was one: who brings the replaced token
/// later has a copy. The caller has locked the session, and adds another token in the same transaction.
pub async fn token_replace(db: Db<'_>, session: SessionId, now: Timestamp) -> Result<bool> {
    let sql = "UPDATE refresh_token SET used_at = $2 WHERE session_id = $1 AND used_at IS NULL AND NOT EXISTS \
               (SELECT 1 FROM refresh_token t WHERE t.session_id = $1 AND t.successor IS NOT NULL)";
    Ok(db.run(sql, [session.0.into(), micros(now).into()]).await? == 1)
}

/// What presenting a refresh token came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presented {
    /// Good, and spent by this call: it is the only one that gets this answer.
    Spent(SessionId),
    /// Spent before, and nobody has used what it was changed for: the answer was lost. That token is good no more.
    Again(SessionId),
    /// Spent before, and its successor too, or replaced unused: somebody has a copy.
    Reused(SessionId),
    /// Not ours, or past its time.
    Unknown,
}

/// Spends a refresh token for `successor`, which the caller adds in the same transaction. The caller has locked the
/// session.
pub async fn token_spend(db: Db<'_>, hash: &[u8], successor: &[u8], now: Timestamp) -> Result<Presented> {
    #[derive(FromQueryResult)]
    struct Token {
        session_id: Uuid,
    }
    let (hash, successor) = (|| hash.to_vec().into(), || successor.to_vec().into());
    let sql = "UPDATE refresh_token SET used_at = $2, successor = $3 \
               WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2 RETURNING session_id";
    let spent: Option<Token> = db.row(sql, [hash(), micros(now).into(), successor()]).await?;
    if let Some(token) = spent {
        return Ok(Presented::Spent(SessionId(token.session_id)));
    }
    // Used without a successor: that is what tells a replaced token from one that was changed.
    let sql = "UPDATE refresh_token SET used_at = $2 WHERE used_at IS NULL AND token_hash = \
               (SELECT successor FROM refresh_token WHERE token_hash = $1 AND expires_at > $2)";
    if db.run(sql, [hash(), micros(now).into()]).await? == 1 {
        let sql = "UPDATE refresh_token SET successor = $2 WHERE token_hash = $1 RETURNING session_id";
        let again: Option<Token> = db.row(sql, [hash(), successor()]).await?;
        return Ok(again.map_or(Presented::Unknown, |token| Presented::Again(SessionId(token.session_id))));
    }
    let sql = "SELECT session_id FROM refresh_token WHERE token_hash = $1 AND used_at IS NOT NULL";
    let used: Option<Token> = db.row(sql, [hash()]).await?;
    Ok(used.map_or(Presented::Unknown, |token| Presented::Reused(SessionId(token.session_id))))
}

/// Forgets sessions that ended before `before`, with their tokens: at most `limit` a call, so that no transaction
/// is long. Answers how many.
pub async fn prune(db: Db<'_>, before: Timestamp, limit: i64) -> Result<u64> {
    let over = "SELECT id FROM session WHERE expires_at < $1 ORDER BY expires_at, id LIMIT $2";
    let values = || [micros(before).into(), limit.into()];
    db.run(&format!("DELETE FROM refresh_token WHERE session_id IN ({over})"), values()).await?;
    db.run(&format!("DELETE FROM session WHERE id IN ({over})"), values()).await
}
