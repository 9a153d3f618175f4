//! Access tokens: Ed25519 JWTs that name an account and a session, and nothing about rights.
//!
//! Every process verifies with all keys of the ring. A new key signs only from its `signs_from` on, so that all processes
//! know it before the first token comes. Time is the service's clock, never the machine's.

use std::fmt;
use std::sync::Arc;

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use domain::kernel::{AccountId, SessionId, Timestamp, from_micros};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::AccessSettings;
use crate::{Result, ServiceError};

/// Longer than any token of ours.
const LONGEST: usize = 2_048;

/// How far the clocks of our processes may differ: for "not before", never for "expired".
const SKEW: TimeDelta = TimeDelta::seconds(5);

/// A key that signs and verifies access tokens.
#[derive(Clone)]
pub struct SigningKey {
    /// Its name in tokens and in the JWKS.
    pub kid: String,
    /// Ed25519, PKCS#8 DER.
    pub pkcs8: Vec<u8>,
    /// When it begins to sign. It verifies from the start.
    pub signs_from: Timestamp,
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey")
            .field("kid", &self.kid)
            .field("signs_from", &self.signs_from)
            .finish_non_exhaustive()
    }
}

/// Why a ring of keys cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    #[error("no key signs access tokens; run `flotilla keys` to see what is configured")]
    NoKey,
    #[error("signing key `{0}` is not an Ed25519 key in PKCS#8 form")]
    Unreadable(String),
    #[error("two signing keys are called `{0}`")]
    Twice(String),
}

struct RingKey {
    kid: String,
    signs_from: Timestamp,
    signing: EncodingKey,
    verifying: DecodingKey,
}

/// All keys, newest first.
pub(super) struct KeyRing {
    keys: Vec<RingKey>,
    validation: Validation,
    issuer: String,
    audience: String,
    life: TimeDelta,
    jwks: Arc<str>,
}

impl fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kids: Vec<&str> = self.keys.iter().map(|key| key.kid.as_str()).collect();
        f.debug_struct("KeyRing").field("kids", &kids).finish_non_exhaustive()
    }
}

#[derive(Serialize)]
struct Claims<'a> {
    iss: &'a str,
    aud: &'a str,
    sub: AccountId,
    sid: SessionId,
    jti: String,
    iat: i64,
    nbf: i64,
    exp: i64,
}

/// What is read of a token; issuer and audience are compared by the library.
#[derive(Deserialize)]
struct Read {
    sub: AccountId,
    sid: SessionId,
    #[serde(rename = "jti")]
    _jti: String,
    iat: i64,
    nbf: i64,
    exp: i64,
}

/// Whom a good token names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) account: AccountId,
    pub(super) session: SessionId,
    pub(super) expires_at: Timestamp,
}

impl KeyRing {
    pub(super) fn new(keys: &[SigningKey], settings: &AccessSettings) -> std::result::Result<Self, KeyError> {
        let mut ring = Vec::with_capacity(keys.len());
        let mut public = Vec::with_capacity(keys.len());
        let mut sorted: Vec<&SigningKey> = keys.iter().collect();
        sorted.sort_by_key(|key| std::cmp::Reverse(key.signs_from));
        for key in sorted {
            let pair = Ed25519KeyPair::from_pkcs8(&key.pkcs8).map_err(|_| KeyError::Unreadable(key.kid.clone()))?;
            let x = pair.public_key().as_ref();
            if key.kid.is_empty() || ring.iter().any(|other: &RingKey| other.kid == key.kid) {
                return Err(KeyError::Twice(key.kid.clone()));
            }
            public.push(serde_json::json!({
                "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA",
                "kid": key.kid, "x": URL_SAFE_NO_PAD.encode(x),
            }));
            ring.push(RingKey {
                kid: key.kid.clone(),
                signs_from: key.signs_from,
                signing: EncodingKey::from_ed_der(&key.pkcs8),
                verifying: DecodingKey::from_ed_der(x),
            });
        }
        if ring.is_empty() {
            return Err(KeyError::NoKey);
        }
        Ok(Self {
            keys: ring,
            validation: validation(settings),
            issuer: settings.issuer.clone(),
            audience: settings.audience.clone(),
            life: TimeDelta::from_std(settings.access_life).unwrap_or(TimeDelta::minutes(10)),
            jwks: serde_json::json!({ "keys": public }).to_string().into(),
        })
    }

    pub(super) fn jwks(&self) -> &str {
        &self.jwks
    }

    /// Signs a token for a session that ends at `until` at the latest; answers it and when it expires.
    pub(super) fn sign(&self, named: &Named, jti: Uuid, now: Timestamp) -> Result<(String, Timestamp)> {
        let key = self.keys.iter().find(|key| key.signs_from <= now).or(self.keys.last());
        let key = key.ok_or_else(|| ServiceError::internal("no signing key"))?;
        let exp = (now + self.life).min(named.expires_at).timestamp();
        let claims = Claims {
            iss: &self.issuer,
            aud: &self.audience,
            sub: named.account,
            sid: named.session,
            jti: jti.simple().to_string(),
            iat: now.timestamp(),
            nbf: now.timestamp(),
            exp,
        };
        let mut header = Header::new(Algorithm::EdDSA);
        header.kid = Some(key.kid.clone());
        let token = jsonwebtoken::encode(&header, &claims, &key.signing)
            .map_err(|error| ServiceError::internal(format!("signing: {error}")))?;
        Ok((token, from_micros(exp.saturating_mul(1_000_000))))
    }

    /// Whom a token names, if one of our keys signed it for us and it is good now.
    pub(super) fn verify(&self, token: &str, now: Timestamp) -> Option<Named> {
        if token.len() > LONGEST {
            return None;
        }
        let header = jsonwebtoken::decode_header(token).ok()?;
        // `crit` names what must be understood, and we understand none of it (RFC 7515, 4.1.11). Where a token says its
        // key can be fetched (jku, x5u, jwk, x5c) is never looked at: only `kid` chooses, among our own keys.
        let odd = header.crit.is_some() || header.enc.is_some() || header.zip.is_some();
        let typed = header.typ.as_deref().is_none_or(|typ| typ.eq_ignore_ascii_case("JWT"));
        if odd || !typed {
            return None;
        }
        let kid = header.kid?;
        let key = self.keys.iter().find(|key| key.kid == kid)?;
        let claims = jsonwebtoken::decode::<Read>(token, &key.verifying, &self.validation).ok()?.claims;
        let at = |seconds: i64| from_micros(seconds.saturating_mul(1_000_000));
        let begun = at(claims.nbf) <= now + SKEW && at(claims.iat) <= now + SKEW;
        let expires_at = at(claims.exp);
        (begun && now < expires_at).then_some(Named { account: claims.sub, session: claims.sid, expires_at })
    }
}

fn validation(settings: &AccessSettings) -> Validation {
    let mut validation = Validation::new(Algorithm::EdDSA);
    validation.set_required_spec_claims(&["exp", "nbf", "iss", "aud", "sub"]);
    validation.set_issuer(&[&settings.issuer]);
    validation.set_audience(&[&settings.audience]);
    // The library would ask the machine's clock; `KeyRing::verify` asks ours.
    validation.validate_exp = false;
    validation.validate_nbf = false;
    validation.leeway = 0;
    validation
}

#[cfg(test)]
mod tests;
