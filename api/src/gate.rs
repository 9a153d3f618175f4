//! What the door asks of the house behind it: who is calling, what belongs to a request, and whether we are ready.

use std::future::Future;
use std::hash::Hash;
use std::net::IpAddr;
use std::sync::Arc;

use async_graphql::parser::types::{ExecutableDocument, OperationDefinition};
use async_graphql::{Request, ServerError, Variables};
use domain::access::{Actor, Grant};
use futures_util::stream::BoxStream;
use tokio_util::sync::CancellationToken;

/// The house behind the door. The service implements it; tests have a small one of their own.
pub trait Gate: Send + Sync + 'static {
    /// Who holds this access token.
    ///
    /// # Errors
    /// [`Refusal::InvalidToken`] when the token is wrong, expired or revoked; [`Refusal::Unavailable`] when that
    /// cannot be found out now.
    fn admit(&self, bearer: &str) -> impl Future<Output = Result<Caller, Refusal>> + Send;

    /// Adds what resolvers need for this visit (the actor, loaders), and takes away what this caller may not do
    /// (introspection, for strangers).
    fn prepare(&self, request: Request, visit: &Visit) -> Request;

    /// What subscribers are told of that looks the same to all of them; equal ones are told alike, in the same words.
    /// [`std::convert::Infallible`] where there is no such thing.
    type Announcement: Clone + Eq + Hash + Send + Sync + 'static;

    /// What this subscription tells, if each answer follows from the announcement and the selection alone, whoever
    /// hears it: then one execution serves all who select the same. Who may hear it is this stream's business. An error
    /// ends it. `None` sends the subscription the usual way, to be executed for itself.
    fn announcements(
        &self,
        asked: &Asked<'_>,
        visit: &Visit,
    ) -> Option<BoxStream<'static, Result<Self::Announcement, ServerError>>>;

    /// The request whose answer tells of this announcement alone; of none, to learn whether it is valid. It is executed
    /// as nobody: what is told to all must need no rights.
    fn announce(&self, request: Request, announcement: Option<&Self::Announcement>) -> Request;

    /// Whether requests can be served now, and what is stale.
    fn readiness(&self) -> impl Future<Output = Readiness> + Send;
}

/// Why a token was not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Wrong, expired or revoked.
    InvalidToken,
    /// It cannot be checked now; the caller should come back.
    Unavailable,
}

/// A caller whose token was accepted.
#[derive(Debug, Clone)]
pub struct Caller {
    pub actor: Actor,
    /// What they hold now or later.
    pub grants: Arc<Vec<Grant>>,
    /// Equal for callers who may see the same. Subscriptions of equal rights share one execution, so whatever a shared
    /// subscription answers must follow from its arguments and this number alone.
    pub rights: u64,
    /// Fires when the token expires or is revoked, or when its holder's rights change.
    pub ended: CancellationToken,
    /// Works for headquarters.
    pub staff: bool,
}

/// One request, or one socket: who calls, from where, under which id.
#[derive(Debug, Clone)]
pub struct Visit {
    /// `None` for a stranger.
    pub caller: Option<Caller>,
    /// Told to the client in `X-Request-Id` and in every error.
    pub request_id: String,
    pub address: IpAddr,
}

/// An operation that somebody asks for.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    pub document: &'a ExecutableDocument,
    pub operation: &'a OperationDefinition,
    pub variables: &'a Variables,
}

/// Whether requests can be served, and the parts that say so.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Readiness {
    pub ready: bool,
    pub checks: Vec<Check>,
}

/// One part of readiness.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Check {
    pub name: String,
    pub ok: bool,
    /// Since when this part has been behind, RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stale_since: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}
