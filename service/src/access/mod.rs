//! Who is who, and who may do what: sign-in, sessions, tokens, accounts and grants.
//!
//! A token names the actor; what the actor may do is read from the store and remembered for a while in [`live`], kept
//! fresh by signals. Rules about rights are in `domain::access`.

mod account_create;
mod account_password_set;
mod account_search;
mod account_status_set;
mod attempt;
mod authenticate;
mod code_request;
mod contact;
mod explain;
mod helmsman_account;
mod live;
mod member_account;
mod password;
mod path_tree;
mod read;
mod role_grant;
mod role_revoke;
mod sender;
mod session_begin;
mod session_issue;
mod session_keep;
mod session_refresh;
mod session_sign_in;
mod session_sign_in_by_code;
mod session_sign_in_by_provider;
mod session_sign_out;
mod sessions_revoke;
mod settings;
mod token;
mod upkeep;

use std::sync::{Arc, OnceLock};

use aws_lc_rs::hmac;
use bus::{Bus, Health};
use domain::access::{Actor, Permission};
use domain::kernel::{AccountId, SessionId};
use tokio::sync::{Notify, watch};

pub use account_create::AccountCreate;
pub use account_password_set::AccountPasswordSet;
pub use account_status_set::AccountStatusSet;
pub use authenticate::{AuthError, Caller, spawn_session_watch};
pub use code_request::{CodeRequest, CodeRequested};
pub use contact::{normalise_email, normalise_phone};
pub use explain::AccessExplanation;
pub use read::AccountCard;
pub use role_grant::RoleGrant;
pub use role_revoke::RoleRevoke;
pub use sender::{CodeSender, LoggedCodes, SendError};
pub use session_begin::Tokens;
pub use session_refresh::SessionRefresh;
pub use session_sign_in::SessionSignIn;
pub use session_sign_in_by_code::SessionSignInByCode;
pub use session_sign_in_by_provider::SessionSignInByProvider;
pub use sessions_revoke::SessionsRevoke;
pub use settings::{AccessKeys, AccessSettings, AttemptLimits};
pub use store::access::account::{AccountKind, AccountStatus};
pub use store::access::grant::GrantRecord;
pub use store::access::session::Session;
pub use token::{KeyError, SigningKey};

pub(crate) use attempt::{Attempt, network};
pub(crate) use helmsman_account::{
    find_or_create_helmsman, find_or_create_member, forget_member_account, lock_account,
};
pub(crate) use member_account::{is_members_only, set_closed};
pub(crate) use path_tree::PathTree;
pub(crate) use session_begin::{Refresh, begin, own, strangers};
pub(crate) use session_sign_in::refused;
pub(crate) use session_sign_in_by_code::{note as note_wrong_code, spend as spend_code};

use live::Registry;
use password::Passwords;
use token::KeyRing;

use crate::{Result, ServiceError, Write};

/// What this context needs to work: made by the composition root.
pub struct AccessParts {
    settings: AccessSettings,
    ring: KeyRing,
    code_key: hmac::Key,
    sender: Arc<dyn CodeSender>,
    passwords: Passwords,
    registry: Registry,
    /// Wakes [`spawn_session_watch`] when something it knows may no longer hold.
    suspicion: Notify,
    health: OnceLock<watch::Receiver<Health>>,
}

impl std::fmt::Debug for AccessParts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AccessParts")
            .field("settings", &self.settings)
            .field("ring", &self.ring)
            .field("sender", &self.sender)
            .finish_non_exhaustive()
    }
}

impl AccessParts {
    /// Takes the settings, the keys, and the way that one-time codes go to people.
    ///
    /// # Errors
    /// A signing key cannot be read, there is none, or two share a name.
    pub fn new(
        settings: AccessSettings,
        keys: &AccessKeys,
        sender: Arc<dyn CodeSender>,
    ) -> std::result::Result<Self, KeyError> {
        Ok(Self {
            ring: KeyRing::new(&keys.signing, &settings)?,
            code_key: hmac::Key::new(hmac::HMAC_SHA256, &keys.code),
            passwords: Passwords::new(settings.hashes_at_once),
            registry: Registry::new(settings.tokens_held),
            settings,
            sender,
            suspicion: Notify::new(),
            health: OnceLock::new(),
        })
    }

    /// The public keys that access tokens verify with, as a JWKS document (RFC 7517).
    #[must_use]
    pub fn jwks(&self) -> &str {
        self.ring.jwks()
    }

    /// An account's rights, or its sessions, may have changed: ask the store at the next request.
    pub(crate) fn forget_account(&self, account: AccountId) {
        self.registry.forget_account(account);
        self.suspicion.notify_one();
    }

    /// A session has ended: its tokens are bad from now on, and what listens on them ends.
    pub(crate) fn end_session(&self, session: SessionId) {
        self.registry.end_session(session);
    }

    /// Anything may have changed.
    pub(crate) fn forget_all(&self) {
        self.registry.forget_all();
        self.suspicion.notify_one();
    }

    /// Whether signals from other processes arrive now, and since when.
    fn health(&self, bus: &Bus) -> Health {
        *self.health.get_or_init(|| bus.health()).borrow()
    }

    /// A keyed digest of something that must not be kept in clear and is short enough to be guessed.
    fn keyed(&self, label: &str, parts: &[&[u8]]) -> [u8; 32] {
        let mut context = hmac::Context::with_key(&self.code_key);
        context.update(label.as_bytes());
        for part in parts {
            context.update(&(part.len() as u64).to_be_bytes());
            context.update(part);
        }
        let mut digest = [0; 32];
        digest.copy_from_slice(context.sign().as_ref());
        digest
    }
}

/// Refuses unless the actor may do this at headquarters: how a right over all accounts is measured.
async fn require_headquarters(w: &mut Write<'_>, permission: Permission) -> Result<()> {
    match (w.actor(), w.service.tree().root()) {
        (Actor::System(_), _) => Ok(()),
        (_, Some(root)) => w.require(permission, root).await,
        // Before the first chapter nobody has a right, and nobody can.
        (_, None) => Err(ServiceError::Denied(permission)),
    }
}

/// Random bytes from the operating system: for secrets, never for ids or rules.
fn secret_bytes<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    aws_lc_rs::rand::fill(&mut bytes).map_err(|_| ServiceError::internal("no randomness"))?;
    Ok(bytes)
}

/// The first 16 hexadecimal digits of a digest: enough to tell apart in a log, too few to search with.
fn short_hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().take(8).fold(String::with_capacity(16), |mut text, byte| {
        let _infallible = write!(text, "{byte:02x}");
        text
    })
}
