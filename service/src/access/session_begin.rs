//! What every way of signing in ends with: a session, a refresh token, an access token.
//!
//! The secrets are made before the transaction and are no part of what it answers or audits, so that neither a request key
//! nor the audit log ever keeps one.

use std::fmt;

use aws_lc_rs::digest;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use domain::access::Actor;
use domain::kernel::{AccountId, SessionId, Timestamp};
use serde_json::json;
use store::access::session::{self, Session};

use super::secret_bytes;
use super::token::Named;
use crate::write::Change;
use crate::{Op, Result, Service, Write};

/// What a client holds once it has signed in.
#[derive(Clone)]
pub struct Tokens {
    pub account: AccountId,
    pub session: SessionId,
    /// The access token, for `Authorization: Bearer`.
    pub access: String,
    /// When the access token expires.
    pub expires_at: Timestamp,
    /// Good once, for new tokens.
    pub refresh: String,
    /// When the refresh token expires if it is not used.
    pub refresh_expires_at: Timestamp,
}

/// By hand: tokens must not get into logs.
impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tokens").field("account", &self.account).field("session", &self.session).finish_non_exhaustive()
    }
}

/// What a refresh token starts with, so that a leaked one is known by its looks.
const PREFIX: &str = "flrt_";

/// A refresh token and its hash.
pub(crate) struct Refresh {
    pub(crate) text: String,
    pub(crate) hash: Vec<u8>,
}

impl Refresh {
    pub(crate) fn new() -> Result<Self> {
        let text = format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(secret_bytes::<32>()?));
        Ok(Self { hash: refresh_hash(&text), text })
    }
}

/// The hash of a refresh token. Its 256 random bits need neither salt nor stretching.
pub(super) fn refresh_hash(text: &str) -> Vec<u8> {
    digest::digest(&digest::SHA256, text.as_bytes()).as_ref().to_vec()
}

pub(super) fn delta(duration: std::time::Duration) -> TimeDelta {
    TimeDelta::from_std(duration).unwrap_or(TimeDelta::days(1))
}

/// The request as its account's own: a request key is left out, since tokens are never given twice.
pub(crate) fn own(op: &Op, account: AccountId, session: SessionId) -> Op {
    Op { actor: Actor::Account { id: account, session }, request_key: None, ..op.clone() }
}

/// The request without a request key, by nobody we know yet.
pub(crate) fn strangers(op: &Op) -> Op {
    Op { request_key: None, ..op.clone() }
}

/// Begins a session in this transaction.
pub(crate) async fn begin(w: &mut Write<'_>, id: SessionId, account: AccountId, refresh: &Refresh) -> Result<()> {
    let settings = &w.service.access.settings;
    let begun = Session {
        id,
        account,
        created_at: w.now(),
        expires_at: w.now() + delta(settings.session_life),
        revoked_at: None,
    };
    let until = begun.expires_at.min(w.now() + delta(settings.refresh_life));
    session::insert(w.db(), &begun).await?;
    session::token_add(w.db(), id, &refresh.hash, w.now(), until).await?;
    w.audit(Change {
        target: id.to_string(),
        after: Some(json!({ "account": account.to_string(), "expiresAt": begun.expires_at })),
        ..Change::default()
    })
    .await
}

impl Service {
    /// The tokens of a session that was just begun or refreshed and ends at `until` at the latest.
    pub(crate) fn tokens(
        &self,
        account: AccountId,
        session: SessionId,
        until: Timestamp,
        refresh: Refresh,
    ) -> Result<Tokens> {
        let now = self.now();
        let named = Named { account, session, expires_at: until };
        let (access, expires_at) = self.access.ring.sign(&named, self.ids.next(), now)?;
        let refresh_expires_at = until.min(now + delta(self.access.settings.refresh_life));
        Ok(Tokens { account, session, access, expires_at, refresh: refresh.text, refresh_expires_at })
    }

    /// When a session that begins now ends at the latest.
    pub(crate) fn session_end(&self) -> Timestamp {
        self.now() + delta(self.access.settings.session_life)
    }
}
