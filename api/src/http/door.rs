//! What the door is made of, and what its handlers share.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::Arc;

use async_graphql::{Executor, ServerError};
use domain::kernel::IdSource;
use tokio_util::sync::CancellationToken;

use super::document::Plans;
use super::error::{code, fault};
use super::params::Document;
use super::rates::Rates;
use super::settings::DoorSettings;
use crate::gate::Gate;
use crate::live::{Announced, Groups};

/// How subscribers of equal operation, variables and rights share one execution of a subscription field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sharing {
    /// The stream tells what happens; who joins later hears what happens from then on.
    FromNow,
    /// The stream tells how things stand, each frame replacing the last; who joins later gets the last one first.
    Latest,
}

/// Everything the door is built from.
pub struct Door<E, G> {
    pub schema: E,
    /// The schema's text. The door checks the values of variables against it, so that a bad one fails the request
    /// and not a field in the middle of it.
    pub sdl: String,
    pub gate: Arc<G>,
    pub settings: DoorSettings,
    pub ids: Arc<dyn IdSource>,
    /// The subscription fields that may be shared. A field not named here is executed for every subscriber.
    pub shared: BTreeMap<String, Sharing>,
    /// Renders `/metrics`; without it the path is not there.
    pub metrics: Option<Arc<dyn Fn() -> String + Send + Sync>>,
    /// Renders `/.well-known/jwks.json`; without it the path is not there.
    pub jwks: Option<Arc<dyn Fn() -> serde_json::Value + Send + Sync>>,
    /// Documents that a request may name instead of sending their text, by the SHA-256 of it in hexadecimal digits.
    pub documents: HashMap<String, String>,
    /// Fires when the process stops: sockets and streams are closed.
    pub shutdown: CancellationToken,
}

impl<E, G> fmt::Debug for Door<E, G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Door").field("settings", &self.settings).finish_non_exhaustive()
    }
}

/// The door in service: what was given, and what is kept between requests.
pub(crate) struct House<E, G: Gate> {
    pub(crate) door: Door<E, G>,
    pub(crate) plans: Plans,
    pub(crate) groups: Arc<Groups>,
    pub(crate) announced: Announced<G::Announcement>,
    pub(crate) rates: Option<Rates>,
}

impl<E: Executor, G: Gate> House<E, G> {
    pub(crate) fn new(door: Door<E, G>) -> Self {
        Self {
            plans: Plans::new(&door.settings, &door.sdl),
            groups: Arc::default(),
            announced: Announced::default(),
            rates: Rates::new(&door.settings),
            door,
        }
    }

    pub(crate) fn settings(&self) -> &DoorSettings {
        &self.door.settings
    }

    /// The text of a document.
    ///
    /// # Errors
    /// It is named, and not one of ours: the client has to send the text.
    pub(crate) fn text<'a>(&'a self, document: &'a Document) -> Result<&'a str, ServerError> {
        let found = match document {
            Document::Text(text) => Some(text),
            Document::Named(name) => name.strip_prefix("sha256:").and_then(|digest| self.door.documents.get(digest)),
        };
        let message = "this document is not known here; send its text as `query`";
        found.map(String::as_str).ok_or_else(|| fault(code::PERSISTED_DOCUMENT_NOT_FOUND, message))
    }
}
