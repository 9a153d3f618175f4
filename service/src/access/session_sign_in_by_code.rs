//! Signs a helmsman or a member in with phone and one-time code.

use std::fmt;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use domain::kernel::SessionId;
use serde_json::json;
use store::access::{account, code};
use store::vault::Purpose;

use super::attempt::Attempt;
use super::session_begin::{Refresh, Tokens, begin, own, strangers};
use super::session_sign_in::{may_sign_in_by_phone, refused};
use super::{normalise_phone, short_hex};
use crate::write::Change;
use crate::{Op, Result, Service, Write};

/// What signs somebody in by phone.
#[derive(Clone)]
pub struct SessionSignInByCode {
    pub phone: String,
    pub code: String,
}

/// By hand: neither of the two belongs in a log.
impl fmt::Debug for SessionSignInByCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionSignInByCode")
    }
}

impl Service {
    /// Signs a helmsman or a member in.
    ///
    /// # Errors
    /// `RateLimited`; rules: it is no phone number, or phone and code do not match.
    pub async fn session_sign_in_by_code(&self, op: &Op, input: SessionSignInByCode) -> Result<Tokens> {
        let phone = normalise_phone("phone", &input.phone)?;
        let index = self.store.vault().blind_index(Purpose::Phone, &phone);
        self.attempt(op, Attempt::Code, &index).await?;
        let hash = self.access.code_hash(&index, input.code.trim());
        let found = account::by_phone(self.store.read(), self.store.vault(), &phone).await?;
        let known = found.filter(may_sign_in_by_phone);
        // Looked at first only to know in whose name to write; the transaction takes the try and compares again.
        let kept = code::peek(self.store.read(), &index, self.now()).await?;
        let matches = kept.is_some_and(|kept| verify_slices_are_equal(&kept, &hash).is_ok());
        let session = SessionId(self.ids.next());
        let (index, hash) = (&index, &hash);
        let Some(known) = known.filter(|_| matches) else {
            let by_nobody = strangers(op);
            self.write(&by_nobody, "access.sign_in_refused", &(), |w| Box::pin(spend(w, index))).await?;
            return Err(refused());
        };
        let (until, refresh) = (self.session_end(), Refresh::new()?);
        let (known, fresh) = (&known, &refresh);
        let begun = self
            .write(&own(op, known.id, session), "access.session_sign_in", &(), |w| {
                Box::pin(async move {
                    let held = account::load(w.db(), w.vault(), known.id).await?;
                    let kept = code::try_take(w.db(), index, w.now()).await?;
                    let matches = kept.is_some_and(|kept| verify_slices_are_equal(&kept, hash).is_ok());
                    let good = matches && may_sign_in_by_phone(&held);
                    if !good || !code::use_up(w.db(), index, hash).await? {
                        note(w, index).await?;
                        return Ok(false);
                    }
                    begin(w, session, known.id, fresh).await?;
                    Ok(true)
                })
            })
            .await?;
        if !begun {
            return Err(refused());
        }
        self.forgive(op, Attempt::Code, index).await?;
        self.tokens(known.id, session, until, refresh)
    }
}

/// A wrong try counts, and is audited.
pub(crate) async fn spend(w: &mut Write<'_>, index: &[u8]) -> Result<bool> {
    code::try_take(w.db(), index, w.now()).await?;
    note(w, index).await?;
    Ok(false)
}

pub(crate) async fn note(w: &mut Write<'_>, index: &[u8]) -> Result<()> {
    w.audit(Change {
        target: format!("phone:{}", short_hex(index)),
        after: Some(json!({ "by": "phone" })),
        action: Some("access.sign_in_refused"),
        ..Change::default()
    })
    .await
}
