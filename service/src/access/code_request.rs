//! Sends a one-time code to a phone: to sign in, or to join.
//!
//! Who signs in with a phone that nobody has gets the same answer, after the same work; only nothing is sent. Who joins
//! may have any phone.

use std::fmt;
use std::sync::Arc;

use domain::kernel::Timestamp;
use serde_json::json;
use store::access::{account, code};
use store::vault::Purpose;

use super::attempt::Attempt;
use super::session_begin::{delta, strangers};
use super::session_sign_in::may_sign_in_by_phone;
use super::{AccessParts, normalise_phone, secret_bytes, short_hex};
use crate::write::Change;
use crate::{Op, Result, Service};

/// What asks for a code.
#[derive(Clone)]
pub struct CodeRequest {
    pub phone: String,
    /// Whether it is to join, and not to sign in: then nobody needs to have the phone yet.
    pub joining: bool,
}

/// By hand: a phone number does not belong in a log.
impl fmt::Debug for CodeRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CodeRequest")
    }
}

/// What is answered, to everybody alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeRequested {
    /// Until when a code, if one was sent, is good.
    pub expires_at: Timestamp,
}

impl Service {
    /// Sends a code to a phone, if somebody who signs in by phone has it, or wants to join.
    ///
    /// # Errors
    /// `RateLimited`; rules: it is no phone number.
    pub async fn code_request(&self, op: &Op, input: CodeRequest) -> Result<CodeRequested> {
        let phone = normalise_phone("phone", &input.phone)?;
        let index = self.store.vault().blind_index(Purpose::Phone, &phone);
        self.attempt(op, Attempt::CodeRequest, &index).await?;
        let found = account::by_phone(self.store.read(), self.store.vault(), &phone).await?;
        let known = input.joining || found.is_some_and(|account| may_sign_in_by_phone(&account));
        let digits = six_digits()?;
        let hash = self.access.code_hash(&index, &digits);
        let settings = &self.access.settings;
        let expires_at = self.now() + delta(settings.code_life);
        let (index, hash) = (&index, &hash);
        self.write(&strangers(op), "access.code_request", &(), |w| {
            Box::pin(async move {
                code::put(w.db(), index, hash, expires_at, settings.code_tries).await?;
                w.audit(Change {
                    target: format!("phone:{}", short_hex(index)),
                    after: Some(json!({ "expiresAt": expires_at })),
                    ..Change::default()
                })
                .await?;
                Ok(true)
            })
        })
        .await?;
        if known {
            // Not awaited: how long the sending takes would tell that there is somebody to send to.
            let sender = Arc::clone(&self.access.sender);
            tokio::spawn(async move {
                if let Err(error) = sender.send(&phone, &digits).await {
                    tracing::warn!(%error, "a one-time code was not sent");
                }
            });
        }
        Ok(CodeRequested { expires_at })
    }
}

impl AccessParts {
    /// How a code is kept: bound to its phone, and useless without the key.
    pub(crate) fn code_hash(&self, phone_index: &[u8], digits: &str) -> Vec<u8> {
        self.keyed("one-time-code", &[phone_index, digits.as_bytes()]).to_vec()
    }
}

/// Six decimal digits, each value as likely as any other.
fn six_digits() -> Result<String> {
    const VALUES: u32 = 1_000_000;
    // The largest multiple of a million below 2^32: what lies above would make low values likelier.
    const FAIR: u32 = u32::MAX - u32::MAX % VALUES;
    loop {
        let drawn = u32::from_be_bytes(secret_bytes::<4>()?);
        if drawn < FAIR {
            return Ok(format!("{:06}", drawn % VALUES));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_six_digits() {
        for _ in 0..100 {
            let code = six_digits().unwrap();
            assert!(code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit()), "{code}");
        }
    }
}
