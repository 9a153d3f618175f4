//! Signs staff in with e-mail and password.
//!
//! Whether there is such an account shows neither in the answer nor in the work done for it.

use std::fmt;

use domain::kernel::{Code, SessionId, Violation};
use serde_json::json;
use store::access::account::{self, Account};
use store::vault::Purpose;

use super::attempt::Attempt;
use super::session_begin::{Refresh, Tokens, begin, own, strangers};
use super::{AccountKind, AccountStatus, normalise_email, short_hex};
use crate::write::Change;
use crate::{Op, Result, Service, ServiceError};

/// What signs staff in.
#[derive(Clone)]
pub struct SessionSignIn {
    pub email: String,
    pub password: String,
}

/// By hand: neither of the two belongs in a log.
impl fmt::Debug for SessionSignIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionSignIn")
    }
}

/// The one answer to a wrong e-mail, password, phone or code.
pub(crate) fn refused() -> ServiceError {
    let message = "this does not match; check both parts and try again";
    Violation::new(Code::AccessCredentialsRefused, "", message).into()
}

impl Service {
    /// Signs staff in.
    ///
    /// # Errors
    /// `RateLimited`; rules: the credentials are refused, whatever is wrong with them.
    pub async fn session_sign_in(&self, op: &Op, input: SessionSignIn) -> Result<Tokens> {
        // What is no address is nobody's, and refused like one.
        let email = normalise_email("email", &input.email).unwrap_or_else(|_| input.email.chars().take(254).collect());
        let index = self.store.vault().blind_index(Purpose::Email, &email);
        self.attempt(op, Attempt::Password, &index).await?;
        let found = account::by_email(self.store.read(), self.store.vault(), &email).await?;
        let found = found.filter(|account| may_sign_in(account, AccountKind::Staff));
        let hash = found.as_ref().and_then(|account| account.password_hash.as_deref());
        let verified = self.access.passwords.verify(&input.password, hash).await?;
        let Some(known) = found.filter(|_| verified) else {
            self.note_refusal(op, "email", &index).await?;
            return Err(refused());
        };
        let tokens = self.begin_verified(op, &known).await?;
        self.forgive(op, Attempt::Password, &index).await?;
        Ok(tokens)
    }

    async fn begin_verified(&self, op: &Op, known: &Account) -> Result<Tokens> {
        let (session, refresh) = (SessionId(self.ids.next()), Refresh::new()?);
        let until = self.session_end();
        let fresh = &refresh;
        self.write(&own(op, known.id, session), "access.session_sign_in", &(), |w| {
            Box::pin(async move {
                // A password changed, or an account suspended, while the hash was computed.
                let held = account::load(w.db(), w.vault(), known.id).await?;
                if held.password_hash != known.password_hash || !may_sign_in(&held, AccountKind::Staff) {
                    return Err(refused());
                }
                begin(w, session, known.id, fresh).await?;
                Ok(session)
            })
        })
        .await?;
        self.tokens(known.id, session, until, refresh)
    }

    /// Audits an attempt that failed, without personal data: the beginning of the blind index tells attempts on one
    /// account together.
    pub(super) async fn note_refusal(&self, op: &Op, by: &str, index: &[u8]) -> Result<()> {
        self.write(&strangers(op), "access.sign_in_refused", &(), |w| {
            Box::pin(async move {
                w.audit(Change {
                    target: format!("{by}:{}", short_hex(index)),
                    after: Some(json!({ "by": by })),
                    ..Change::default()
                })
                .await?;
                Ok(true)
            })
        })
        .await
        .map(|_| ())
    }
}

/// Whether an account signs in by phone and may be used: a helmsman's or a member's.
pub(crate) fn may_sign_in_by_phone(account: &Account) -> bool {
    may_sign_in(account, AccountKind::Helmsman) || may_sign_in(account, AccountKind::Member)
}

/// Whether an account is in use and of the kind that signs in this way.
pub(super) fn may_sign_in(account: &Account, kind: AccountKind) -> bool {
    account.status == AccountStatus::Active && account.kind == kind
}
