//! What the provider publishes about itself: where its doors are, and the keys it signs with.

use std::time::{Duration, Instant};

use jsonwebtoken::jwk::{Jwk, KeyAlgorithm, PublicKeyUse};
use serde::Deserialize;
use tokio::sync::Mutex;

use super::http::{Failed, Http};
use super::is_trusted_transport;

/// How long the doors are believed in. Short, so that a provider that is down is noticed before anybody is sent there.
const DOORS_LIFE: Duration = Duration::from_secs(5);
/// How long the keys are believed in. An unknown one is asked for at once.
const KEYS_LIFE: Duration = Duration::from_hours(1);

/// Where the provider does what.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Doors {
    issuer: String,
    pub(super) authorization_endpoint: String,
    pub(super) token_endpoint: String,
    jwks_uri: String,
    pub(super) userinfo_endpoint: Option<String>,
    #[serde(default)]
    pub(super) token_endpoint_auth_methods_supported: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Published {
    keys: Vec<serde_json::Value>,
}

#[derive(Debug)]
struct Kept<T> {
    what: T,
    at: Instant,
}

/// What was learnt of one provider.
#[derive(Debug)]
pub(super) struct Directory {
    issuer: String,
    http: Http,
    doors: Mutex<Option<Kept<Doors>>>,
    keys: Mutex<Option<Kept<Vec<Jwk>>>>,
}

impl Directory {
    pub(super) fn new(issuer: &str, http: Http) -> Self {
        Self { issuer: issuer.to_owned(), http, doors: Mutex::default(), keys: Mutex::default() }
    }

    /// Where the provider does what. Whoever asks meanwhile waits for the same answer.
    pub(super) async fn doors(&self) -> Result<Doors, Failed> {
        let mut kept = self.doors.lock().await;
        if let Some(Kept { what, at }) = &*kept
            && at.elapsed() < DOORS_LIFE
        {
            return Ok(what.clone());
        }
        let url = format!("{}/.well-known/openid-configuration", self.issuer.trim_end_matches('/'));
        let doors: Doors = self.http.document(&url, None).await?;
        if doors.issuer != self.issuer {
            let message = format!("it calls itself `{}`, and oidc_issuer is `{}`", doors.issuer, self.issuer);
            return Err(Failed::Malformed(message));
        }
        let all = [&doors.authorization_endpoint, &doors.token_endpoint, &doors.jwks_uri];
        if !all.into_iter().chain(&doors.userinfo_endpoint).all(|url| is_trusted_transport(url)) {
            return Err(Failed::Malformed("one of its addresses is not https".to_owned()));
        }
        *kept = Some(Kept { what: doors.clone(), at: Instant::now() });
        Ok(doors)
    }

    /// The key of this name; without a name, the only one that can sign. Asks again if there is none.
    pub(super) async fn key(&self, kid: Option<&str>) -> Result<Option<Jwk>, Failed> {
        let mut kept = self.keys.lock().await;
        if let Some(Kept { what, at }) = &*kept
            && at.elapsed() < KEYS_LIFE
            && let Some(key) = pick(what, kid)
        {
            return Ok(Some(key));
        }
        let published: Published = self.http.document(&self.doors().await?.jwks_uri, None).await?;
        // A key of a kind unknown here is nothing to fail for.
        let keys: Vec<Jwk> = published.keys.into_iter().filter_map(|key| serde_json::from_value(key).ok()).collect();
        let key = pick(&keys, kid);
        *kept = Some(Kept { what: keys, at: Instant::now() });
        Ok(key)
    }
}

fn pick(keys: &[Jwk], kid: Option<&str>) -> Option<Jwk> {
    let mut fitting = keys.iter().filter(|key| {
        let signs = key.common.public_key_use.as_ref().is_none_or(|it| *it == PublicKeyUse::Signature);
        signs && kid.is_none_or(|kid| key.common.key_id.as_deref() == Some(kid))
    });
    let first = fitting.next()?;
    // Of two, nobody can say which is meant.
    fitting.next().is_none().then(|| first.clone())
}

/// Whether a key, if it says what it is for, is for this algorithm.
pub(super) fn serves(key: &Jwk, algorithm: jsonwebtoken::Algorithm) -> bool {
    let named = format!("{algorithm:?}");
    key.common.key_algorithm.as_ref().is_none_or(|it: &KeyAlgorithm| it.to_string() == named)
}
