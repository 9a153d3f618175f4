//! What the provider publishes about itself: where its doors are, and the keys it signs with.

use std::sync::Arc;
use std::time::Duration;

use domain::kernel::{Clock, Timestamp};
use jsonwebtoken::jwk::{Jwk, KeyAlgorithm, PublicKeyUse};
use serde::Deserialize;
use tokio::sync::Mutex;

use super::http::{Failed, Http};
use super::is_trusted_transport;

/// How long the doors are believed in. Short, so that a provider that is down is noticed before anybody is sent there.
const DOORS_LIFE: Duration = Duration::from_secs(5);
/// How long the keys are believed in without asking again.
const KEYS_LIFE: Duration = Duration::from_hours(1);
/// How long the provider is left in peace after it has told its keys, whatever tokens name.
const KEYS_REST: Duration = Duration::from_secs(30);
/// How long a failure is everybody's answer: those who wait for it must not each wait for one of their own.
const FAILURE_LIFE: Duration = Duration::from_secs(2);

/// What the provider said, or why it said nothing. One failure answers all who wait for it.
type Told<T> = Result<T, Arc<Failed>>;

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
    at: Timestamp,
}

/// The keys, as they were last told.
#[derive(Debug, Default)]
struct Keys {
    known: Vec<Jwk>,
    /// When they were told.
    learnt: Option<Timestamp>,
    /// How the provider was last asked for them.
    asked: Option<Kept<Told<()>>>,
}

/// What was learnt of one provider.
#[derive(Debug)]
pub(super) struct Directory {
    issuer: String,
    http: Http,
    clock: Arc<dyn Clock>,
    doors: Mutex<Option<Kept<Told<Doors>>>>,
    keys: Mutex<Keys>,
}

impl Directory {
    pub(super) fn new(issuer: &str, http: Http, clock: Arc<dyn Clock>) -> Self {
        Self { issuer: issuer.to_owned(), http, clock, doors: Mutex::default(), keys: Mutex::default() }
    }

    /// Where the provider does what. Whoever asks meanwhile waits for the same answer.
    pub(super) async fn doors(&self) -> Told<Doors> {
        let mut kept = self.doors.lock().await;
        if let Some(Kept { what, at }) = &*kept
            && self.is_younger(*at, if what.is_ok() { DOORS_LIFE } else { FAILURE_LIFE })
        {
            return what.clone();
        }
        let what = self.ask_doors().await.map_err(Arc::new);
        *kept = Some(Kept { what: what.clone(), at: self.clock.now() });
        what
    }

    async fn ask_doors(&self) -> Result<Doors, Failed> {
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
        Ok(doors)
    }

    /// The key of this name; without a name, the only one that can sign. Asks again if there is none, though not at once
    /// after it has asked. While the provider does not tell its keys, those that are known go on.
    pub(super) async fn key(&self, kid: Option<&str>) -> Told<Option<Jwk>> {
        self.find(kid, None).await
    }

    /// The key that has come in the place of one which did not sign, if there is one: a provider may use a name again, or
    /// none at all.
    pub(super) async fn key_in_place_of(&self, kid: Option<&str>, old: &Jwk) -> Told<Option<Jwk>> {
        self.find(kid, Some(old)).await
    }

    async fn find(&self, kid: Option<&str>, not: Option<&Jwk>) -> Told<Option<Jwk>> {
        let mut keys = self.keys.lock().await;
        let fitting = |known: &[Jwk]| pick(known, kid).filter(|key| Some(key) != not);
        let found = fitting(&keys.known);
        if found.is_some() && keys.learnt.is_some_and(|at| self.is_younger(at, KEYS_LIFE)) {
            return Ok(found);
        }
        // Who has a key to go on with does not need another answer soon.
        let rest = |what: &Told<()>| if what.is_ok() || found.is_some() { KEYS_REST } else { FAILURE_LIFE };
        if !keys.asked.as_ref().is_some_and(|asked| self.is_younger(asked.at, rest(&asked.what))) {
            let told = self.ask_keys().await;
            let at = self.clock.now();
            let what = match told {
                Ok(known) => {
                    (keys.known, keys.learnt) = (known, Some(at));
                    Ok(())
                }
                Err(error) => {
                    tracing::warn!(%error, "the identity provider does not tell its keys");
                    Err(error)
                }
            };
            keys.asked = Some(Kept { what, at });
        }
        match (fitting(&keys.known), &keys.asked) {
            (None, Some(Kept { what: Err(error), .. })) => Err(Arc::clone(error)),
            (found, _) => Ok(found),
        }
    }

    async fn ask_keys(&self) -> Told<Vec<Jwk>> {
        let published: Published = self.http.document(&self.doors().await?.jwks_uri, None).await.map_err(Arc::new)?;
        // A key of a kind unknown here is nothing to fail for.
        Ok(published.keys.into_iter().filter_map(|key| serde_json::from_value(key).ok()).collect())
    }

    /// Whether it was less than this long ago. A clock that was set back makes everything old, and nothing young for long.
    fn is_younger(&self, at: Timestamp, life: Duration) -> bool {
        (self.clock.now() - at).to_std().is_ok_and(|age| age < life)
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
