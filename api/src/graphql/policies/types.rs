//! Policies: the keys of the library.

use std::sync::Arc;

use async_graphql::{ID, Object};
use domain::policies::{PolicyKey, PolicySpec};

use super::enums::{PolicyMode, VersionState};
use super::query::{VersionsWanted, versions};
use super::version::PolicyVersionConnection;
use crate::graphql::View;
use crate::graphql::connection::page;
use crate::graphql::error::Result;
use crate::graphql::scalars::Json;

/// A policy key.
#[derive(Debug, Clone)]
pub(crate) struct Policy {
    spec: Arc<PolicySpec>,
    view: View,
}

impl Policy {
    pub(crate) fn new(spec: Arc<PolicySpec>, view: View) -> Self {
        Self { spec, view }
    }

    fn key(&self) -> &PolicyKey {
        &self.spec.key
    }
}

/// A policy (政策) of the library: what it is about, and how its value is inherited. Its versions carry the values.
#[Object]
impl Policy {
    /// Its key, `membership.annual.price`.
    #[graphql(name = "key")]
    async fn key_text(&self) -> &str {
        self.spec.key.as_str()
    }

    /// What people call it, in Chinese.
    async fn title(&self) -> &str {
        &self.spec.title
    }

    /// What chapters may do with the value that stands above them.
    async fn mode(&self) -> PolicyMode {
        self.spec.mode.into()
    }

    /// The JSON Schema that every value meets.
    async fn schema(&self) -> Json {
        Json(self.spec.schema.clone())
    }

    /// Its versions that you may read, the newest first.
    async fn versions(
        &self,
        #[graphql(desc = "Only versions in this state.")] state: Option<VersionState>,
        #[graphql(desc = "Only versions that this chapter issued.")] issuer: Option<ID>,
        #[graphql(desc = "How many from the start, 0 to 100; 20 if nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 0 to 100; not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<PolicyVersionConnection> {
        let wanted = VersionsWanted { key: Some(self.key().clone()), state, issuer };
        versions(&self.view, wanted, &page(first, after, last, before)?).await
    }
}
