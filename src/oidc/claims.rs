//! The ID token, checked as OpenID Connect Core 3.1.3.7 asks.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use chrono::TimeDelta;
use domain::kernel::{Timestamp, from_micros};
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde::Deserialize;

use super::keys::serves;

/// How far the provider's clock and ours may differ.
const SKEW: TimeDelta = TimeDelta::seconds(60);
/// Longer than any provider's.
const LONGEST: usize = 16 << 10;

/// Only signatures with a published key: never `none`, never a shared secret.
const ALGORITHMS: [Algorithm; 9] = [
    Algorithm::RS256,
    Algorithm::RS384,
    Algorithm::RS512,
    Algorithm::PS256,
    Algorithm::PS384,
    Algorithm::PS512,
    Algorithm::ES256,
    Algorithm::ES384,
    Algorithm::EdDSA,
];

/// What the provider says about somebody.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Person {
    pub(super) sub: String,
    #[serde(default)]
    email: Option<String>,
    #[serde(default)]
    email_verified: Option<Truth>,
}

/// Some providers write it as text.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Truth {
    Said(bool),
    Written(String),
}

impl Person {
    /// The e-mail address, if the provider says that it has verified it.
    pub(super) fn verified_email(&self) -> Option<&str> {
        let verified = match &self.email_verified {
            Some(Truth::Said(it)) => *it,
            Some(Truth::Written(it)) => it == "true",
            None => false,
        };
        self.email.as_deref().filter(|_| verified)
    }
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

#[derive(Debug, Deserialize)]
struct Claims {
    #[serde(flatten)]
    person: Person,
    iss: String,
    aud: Audience,
    azp: Option<String>,
    exp: f64,
    iat: f64,
    nbf: Option<f64>,
    nonce: String,
}

/// What the token must say.
#[derive(Debug, Clone, Copy)]
pub(super) struct Expected<'a> {
    pub(super) issuer: &'a str,
    pub(super) client_id: &'a str,
    pub(super) nonce: &'a str,
    pub(super) now: Timestamp,
}

/// Why a token is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Doubt {
    /// The key did not sign it; another one may have.
    Signature,
    Other(&'static str),
}

impl Doubt {
    pub(super) const fn why(self) -> &'static str {
        match self {
            Self::Signature => "its signature is not good",
            Self::Other(why) => why,
        }
    }
}

/// Which key a token says it is signed with, and how, if that may be.
pub(super) fn signed_with(token: &str) -> Result<(Algorithm, Option<String>), &'static str> {
    if token.len() > LONGEST {
        return Err("it is too long");
    }
    let header = jsonwebtoken::decode_header(token).map_err(|_| "its header cannot be read")?;
    if header.crit.is_some() {
        return Err("it has critical headers");
    }
    if !ALGORITHMS.contains(&header.alg) {
        return Err("its algorithm is not allowed");
    }
    Ok((header.alg, header.kid))
}

/// Who the token is about, if everything it says is as it must be.
pub(super) fn check(token: &str, algorithm: Algorithm, key: &Jwk, expected: &Expected<'_>) -> Result<Person, Doubt> {
    if !serves(key, algorithm) {
        return Err(Doubt::Other("its key is for another algorithm"));
    }
    let key = DecodingKey::from_jwk(key).map_err(|_| Doubt::Other("its key cannot be used"))?;
    let mut validation = Validation::new(algorithm);
    // The library checks the signature; what follows is by our clock, and stricter.
    validation.validate_exp = false;
    validation.validate_aud = false;
    validation.required_spec_claims.clear();
    let claims = jsonwebtoken::decode::<Claims>(token, &key, &validation)
        .map_err(|error| match error.kind() {
            ErrorKind::InvalidSignature => Doubt::Signature,
            _ => Doubt::Other("its claims cannot be read"),
        })?
        .claims;
    judge(&claims, expected).map_err(Doubt::Other)?;
    Ok(claims.person)
}

fn judge(claims: &Claims, expected: &Expected<'_>) -> Result<(), &'static str> {
    let Expected { issuer, client_id, nonce, now } = *expected;
    if claims.iss != issuer {
        return Err("another provider issued it");
    }
    let (for_us, alone) = match &claims.aud {
        Audience::One(one) => (one == client_id, true),
        Audience::Several(all) => (all.iter().any(|it| it == client_id), all.len() == 1),
    };
    if !for_us {
        return Err("it is for somebody else");
    }
    if claims.azp.as_deref().map_or(!alone, |azp| azp != client_id) {
        return Err("it was given to somebody else");
    }
    if now >= at(claims.exp) + SKEW {
        return Err("it has expired");
    }
    if at(claims.iat) > now + SKEW || claims.nbf.is_some_and(|nbf| at(nbf) > now + SKEW) {
        return Err("it is from the future");
    }
    if verify_slices_are_equal(claims.nonce.as_bytes(), nonce.as_bytes()).is_err() {
        return Err("its nonce is not the one that was sent");
    }
    let subject = &claims.person.sub;
    if subject.is_empty() || subject.len() > 255 {
        return Err("it names nobody");
    }
    Ok(())
}

/// Seconds since 1970 as JSON has them, perhaps with a fraction.
fn at(seconds: f64) -> Timestamp {
    // Far beyond any date; what is no number is long ago.
    let bounded = if seconds.is_finite() { seconds.clamp(0.0, 4e9) } else { 0.0 };
    #[expect(clippy::cast_possible_truncation, reason = "bounded above")]
    let micros = (bounded * 1e6) as i64;
    from_micros(micros)
}
