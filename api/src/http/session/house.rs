//! What the sessions of pages ask of the house behind the door.

use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;

use crate::gate::Visit;

/// Which pages: each has a session of its own, so that both can be open in one browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum App {
    /// For headquarters: password, or an identity provider.
    Console,
    /// For helmsmen: phone and one-time code.
    Client,
}

impl App {
    pub(super) fn named(name: &str) -> Option<Self> {
        [Self::Console, Self::Client].into_iter().find(|app| app.name() == name)
    }

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Console => "console",
            Self::Client => "client",
        }
    }
}

/// What somebody shows to be let in.
#[derive(Clone)]
pub enum Proof {
    Password {
        email: String,
        password: String,
    },
    Code {
        phone: String,
        code: String,
    },
    Vouched(Vouched),
    /// The access token of a session that an operation has just begun.
    Begun {
        access: String,
    },
}

/// By hand: secrets and addresses do not belong in a log.
impl fmt::Debug for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Password { .. } => "Password",
            Self::Code { .. } => "Code",
            Self::Vouched(_) => "Vouched",
            Self::Begun { .. } => "Begun",
        })
    }
}

/// Somebody as an identity provider vouches for them.
#[derive(Clone, PartialEq, Eq)]
pub struct Vouched {
    pub issuer: String,
    /// The provider's own name for them, which is never given to anybody else.
    pub subject: String,
    /// Only if the provider says that it has verified it.
    pub verified_email: Option<String>,
}

/// By hand: an address does not belong in a log.
impl fmt::Debug for Vouched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vouched").field("issuer", &self.issuer).finish_non_exhaustive()
    }
}

/// What a session's holder gets. The refresh token goes into a cookie and nowhere else.
#[derive(Clone)]
pub struct Tokens {
    pub access: String,
    /// RFC 3339.
    pub expires_at: String,
    pub refresh: String,
    /// RFC 3339.
    pub refresh_expires_at: String,
    /// How long the refresh token is good if it is not used.
    pub refresh_life: Duration,
}

/// By hand: tokens must not get into logs.
impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tokens").field("expires_at", &self.expires_at).finish_non_exhaustive()
    }
}

/// Why there is no session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub kind: ProblemKind,
    /// One of the API's codes.
    pub code: &'static str,
    /// For a person.
    pub message: String,
}

/// What kind of problem it is, which decides the status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProblemKind {
    /// The input breaks a rule.
    Invalid,
    /// It is not known who asks, or no more.
    Unauthenticated,
    /// Too many attempts; come back after this time.
    Limited(Duration),
    /// It cannot be found out now.
    Unavailable,
    /// A fault of ours, which the log tells.
    Internal,
}

/// The house that begins and ends sessions. The service implements it.
pub trait Sessions: Send + Sync + 'static {
    /// Begins a session for whoever has shown who they are.
    fn begin(&self, proof: Proof, visit: &Visit) -> impl Future<Output = Result<Tokens, Problem>> + Send;

    /// Gives new tokens for a refresh token.
    fn refresh(&self, token: String, visit: &Visit) -> impl Future<Output = Result<Tokens, Problem>> + Send;

    /// Ends the session of a refresh token, if it has one.
    fn end(&self, token: String, visit: &Visit) -> impl Future<Output = Result<(), Problem>> + Send;

    /// Whether this is a demo, whose accounts everybody may know.
    fn is_demo(&self) -> impl Future<Output = bool> + Send;
}

/// What vouches for staff: OpenID Connect, in the composition root.
pub trait Provider: fmt::Debug + Send + Sync + 'static {
    /// What people call it.
    fn name(&self) -> &str;

    /// Prepares the way there; whoever comes back goes on to `to`, a place within the console.
    fn leave(&self, to: String) -> BoxFuture<'_, Result<Leaving, ProviderProblem>>;

    /// Takes in who comes back.
    fn arrive(&self, arrival: Arrival) -> BoxFuture<'_, Result<Arrived, ProviderProblem>>;
}

/// The way to the provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaving {
    /// The provider's page.
    pub url: String,
    /// What has to come back with the person, sealed: letters, digits, `-` and `_`.
    pub cookie: String,
    /// How long it may take them.
    pub life: Duration,
}

/// Somebody coming back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    pub cookie: Option<String>,
    /// What the provider put into the URL.
    pub query: String,
}

/// Somebody who was vouched for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrived {
    pub vouched: Vouched,
    pub to: String,
}

/// Why nobody was vouched for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProviderProblem {
    /// The provider does not answer, or not as it should.
    Unavailable,
    /// The provider, or the person at it, said no.
    Refused,
    /// It took too long, or it began in another browser.
    Expired,
    /// What the provider says cannot be believed.
    Invalid,
}

/// Everything the sessions of pages are made of.
pub struct SessionDoor<S> {
    pub sessions: Arc<S>,
    /// Without one there is none to sign in with.
    pub provider: Option<Arc<dyn Provider>>,
    /// Where browsers reach us, without a slash at the end: `https://flotilla.example`. Cookies go over TLS alone if it
    /// begins with `https`.
    pub public_url: String,
}

impl<S> fmt::Debug for SessionDoor<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionDoor").field("public_url", &self.public_url).finish_non_exhaustive()
    }
}

impl<S> SessionDoor<S> {
    pub(super) fn secure(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}
