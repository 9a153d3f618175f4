//! The way to the provider and back.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result};
use api::http::session::{Arrival, Arrived, Leaving, Provider, ProviderProblem, Vouched};
use aws_lc_rs::constant_time::verify_slices_are_equal;
use domain::kernel::{Clock, micros};
use futures_util::future::BoxFuture;
use oauth2::basic::{
    BasicErrorResponse, BasicRevocationErrorResponse, BasicTokenIntrospectionResponse, BasicTokenType,
};
use oauth2::{
    AuthType, AuthUrl, AuthorizationCode, Client, ClientId, ClientSecret, CsrfToken, EndpointNotSet, EndpointSet,
    ExtraTokenFields, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RequestTokenError, Scope,
    StandardRevocableToken, StandardTokenResponse, TokenResponse as _, TokenUrl,
};
use serde::{Deserialize, Serialize};

use super::OidcSettings;
use super::claims::{Doubt, Expected, Person, check, signed_with};
use super::http::{Failed, Http};
use super::keys::{Directory, Doors};
use super::seal::{Sealer, Way};

/// How long somebody may take at the provider.
const LIFE: Duration = Duration::from_mins(10);
const CALLBACK: &str = "/session/console/oidc/callback";

/// One OpenID Connect provider.
#[derive(Debug)]
pub struct Oidc {
    settings: OidcSettings,
    clock: Arc<dyn Clock>,
    http: Http,
    directory: Directory,
    sealer: Sealer,
}

/// What a token answer has beside what OAuth asks for.
#[derive(Debug, Serialize, Deserialize)]
struct WithId {
    id_token: String,
}

impl ExtraTokenFields for WithId {}

type Answer = StandardTokenResponse<WithId, BasicTokenType>;
type Flow = Client<
    BasicErrorResponse,
    Answer,
    BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointSet,
>;

/// What the provider puts into the URL that brings somebody back.
#[derive(Debug, Default, Deserialize)]
struct Back {
    state: Option<String>,
    code: Option<String>,
    error: Option<String>,
    /// RFC 9207: who sends them back.
    iss: Option<String>,
}

impl Oidc {
    /// Prepares; the provider is asked when somebody signs in.
    ///
    /// # Errors
    /// The key is not 32 bytes, or there is no TLS to be had.
    pub fn new(settings: OidcSettings, clock: Arc<dyn Clock>) -> Result<Self> {
        let http = Http::new().context("no client of HTTP can be made")?;
        let directory = Directory::new(&settings.issuer, http.clone(), Arc::clone(&clock));
        Ok(Self { sealer: Sealer::new(&settings.key)?, settings, clock, http, directory })
    }

    async fn doors(&self) -> Result<Doors, ProviderProblem> {
        self.directory.doors().await.map_err(|error| unavailable(&error))
    }

    fn flow(&self, doors: &Doors) -> Result<Flow, ProviderProblem> {
        let broken = |error: oauth2::url::ParseError| unavailable(&Failed::Malformed(error.to_string()));
        let callback = format!("{}{CALLBACK}", self.settings.public_url);
        let mut flow = Client::new(ClientId::new(self.settings.client_id.clone()))
            .set_auth_uri(AuthUrl::new(doors.authorization_endpoint.clone()).map_err(broken)?)
            .set_token_uri(TokenUrl::new(doors.token_endpoint.clone()).map_err(broken)?)
            .set_redirect_uri(RedirectUrl::new(callback).map_err(broken)?);
        if let Some(secret) = &self.settings.client_secret {
            flow = flow.set_client_secret(ClientSecret::new(secret.clone()));
        }
        // What is not said means Basic.
        let methods = &doors.token_endpoint_auth_methods_supported;
        let takes = |method: &str| methods.iter().any(|it| it == method);
        if !methods.is_empty() && !takes("client_secret_basic") && takes("client_secret_post") {
            flow = flow.set_auth_type(AuthType::RequestBody);
        }
        Ok(flow)
    }

    async fn prepare(&self, to: String) -> Result<Leaving, ProviderProblem> {
        let flow = self.flow(&self.doors().await?)?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let nonce = CsrfToken::new_random();
        let (url, state) = flow
            .authorize_url(CsrfToken::new_random)
            .add_scope(Scope::new("openid".to_owned()))
            .add_scope(Scope::new("email".to_owned()))
            .add_extra_param("nonce", nonce.secret())
            .set_pkce_challenge(challenge)
            .url();
        let way = Way {
            state: state.into_secret(),
            nonce: nonce.into_secret(),
            verifier: verifier.into_secret(),
            to,
            until: self.seconds() + i64::try_from(LIFE.as_secs()).unwrap_or(0),
        };
        let cookie = self.sealer.seal(&way).ok_or(ProviderProblem::Unavailable)?;
        Ok(Leaving { url: url.into(), cookie, life: LIFE })
    }

    async fn take_in(&self, arrival: Arrival) -> Result<Arrived, ProviderProblem> {
        let back = read(&arrival.query);
        let way = arrival.cookie.as_deref().and_then(|cookie| self.sealer.open(cookie));
        let way = way.filter(|way| self.seconds() < way.until).ok_or(ProviderProblem::Expired)?;
        let same = |state: &String| verify_slices_are_equal(state.as_bytes(), way.state.as_bytes()).is_ok();
        if !back.state.as_ref().is_some_and(same) {
            return Err(ProviderProblem::Expired);
        }
        if back.iss.as_ref().is_some_and(|iss| *iss != self.settings.issuer) {
            return Err(invalid("another provider sends somebody back"));
        }
        if let Some(error) = &back.error {
            tracing::info!(error = ?error.chars().take(100).collect::<String>(), "the identity provider said no");
            return Err(ProviderProblem::Refused);
        }
        let code = back.code.ok_or(ProviderProblem::Refused)?;
        let doors = self.doors().await?;
        let answer = self.change(&doors, code, way.verifier).await?;
        let person = self.vouched(&answer, &way.nonce).await?;
        let person = self.with_email(&doors, &answer, person).await?;
        let verified_email = person.verified_email().map(ToOwned::to_owned);
        let vouched = Vouched { issuer: self.settings.issuer.clone(), subject: person.sub, verified_email };
        Ok(Arrived { vouched, to: way.to })
    }

    /// Changes the code for tokens.
    async fn change(&self, doors: &Doors, code: String, verifier: String) -> Result<Answer, ProviderProblem> {
        let flow = self.flow(doors)?;
        let asked = flow
            .exchange_code(AuthorizationCode::new(code))
            .set_pkce_verifier(PkceCodeVerifier::new(verifier))
            .request_async(&self.http)
            .await;
        asked.map_err(|error| match error {
            RequestTokenError::ServerResponse(answer) => {
                tracing::warn!(error = %answer.error(), "the identity provider did not take the code");
                ProviderProblem::Refused
            }
            RequestTokenError::Request(error) => unavailable(&error),
            RequestTokenError::Parse(error, _) => unavailable(&Failed::Malformed(error.to_string())),
            RequestTokenError::Other(error) => unavailable(&Failed::Malformed(error)),
        })
    }

    /// Who the ID token is about.
    async fn vouched(&self, answer: &Answer, nonce: &str) -> Result<Person, ProviderProblem> {
        let token = &answer.extra_fields().id_token;
        let (algorithm, kid) = signed_with(token).map_err(invalid)?;
        let key = self.directory.key(kid.as_deref()).await.map_err(|error| unavailable(&error))?;
        let key = key.ok_or_else(|| invalid("its key is not published"))?;
        let expected = Expected {
            issuer: &self.settings.issuer,
            client_id: &self.settings.client_id,
            nonce,
            now: self.clock.now(),
        };
        let mut checked = check(token, algorithm, &key, &expected);
        if matches!(checked, Err(Doubt::Signature))
            && let Ok(Some(key)) = self.directory.key_in_place_of(kid.as_deref(), &key).await
        {
            checked = check(token, algorithm, &key, &expected);
        }
        checked.map_err(|doubt| invalid(doubt.why()))
    }

    /// Many providers leave the address out of the ID token, and tell it to whoever asks with the access token.
    async fn with_email(&self, doors: &Doors, answer: &Answer, person: Person) -> Result<Person, ProviderProblem> {
        let Some(url) = doors.userinfo_endpoint.as_deref().filter(|_| person.verified_email().is_none()) else {
            return Ok(person);
        };
        let bearer = answer.access_token().secret();
        let told: Person = self.http.document(url, Some(bearer)).await.map_err(|error| unavailable(&error))?;
        if told.sub != person.sub {
            return Err(invalid("it and the answer about the person name two people"));
        }
        Ok(told)
    }

    fn seconds(&self) -> i64 {
        micros(self.clock.now()) / 1_000_000
    }
}

impl Provider for Oidc {
    fn name(&self) -> &str {
        &self.settings.name
    }

    fn leave(&self, to: String) -> BoxFuture<'_, Result<Leaving, ProviderProblem>> {
        Box::pin(self.prepare(to))
    }

    fn arrive(&self, arrival: Arrival) -> BoxFuture<'_, Result<Arrived, ProviderProblem>> {
        Box::pin(self.take_in(arrival))
    }
}

/// A parameter that comes twice, or is not text, makes all of them nothing.
fn read(query: &str) -> Back {
    let uri = format!("/?{query}").parse::<axum::http::Uri>().ok();
    uri.and_then(|uri| axum::extract::Query::<Back>::try_from_uri(&uri).ok()).map(|back| back.0).unwrap_or_default()
}

fn unavailable(error: &Failed) -> ProviderProblem {
    tracing::warn!(error = %chain(error), "the identity provider is of no use now");
    ProviderProblem::Unavailable
}

fn invalid(why: &'static str) -> ProviderProblem {
    tracing::warn!(why, "the identity provider's ID token is not believed");
    ProviderProblem::Invalid
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        cause = inner.source();
    }
    text
}
