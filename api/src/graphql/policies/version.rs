//! Versions of policies.

use std::sync::Arc;

use async_graphql::{ID, Object};
use domain::access::Permission as Right;
use domain::kernel::ChapterId;
use domain::policies::PolicyVersion;

use super::enums::{PolicyMode, Urgency, VersionState};
use super::push::Push;
use super::rollout::Rollout;
use super::types::Policy;
use crate::graphql::View;
use crate::graphql::access::Account;
use crate::graphql::chapters::{Chapter, ChapterLevel};
use crate::graphql::connection::connection;
use crate::graphql::error::Result;
use crate::graphql::ids;
use crate::graphql::list::List;
use crate::graphql::scalars::{DateTime, Json};

/// A version.
#[derive(Debug, Clone)]
pub(crate) struct Version {
    version: Arc<PolicyVersion>,
    view: View,
}

impl Version {
    pub(crate) fn new(version: Arc<PolicyVersion>, view: View) -> Self {
        Self { version, view }
    }

    pub(crate) fn deadline_hours(&self) -> u32 {
        self.version.content.deadline_hours()
    }

    fn may(&self, right: Right) -> bool {
        self.view.viewer().may(right, self.version.content.issuer)
    }
}

/// One version of a policy, issued by headquarters or by a chapter for its own subtree. What it says never changes; a
/// change is a new version.
#[Object(name = "PolicyVersion")]
impl Version {
    /// Global id, `pver_7`.
    pub(crate) async fn id(&self) -> ID {
        self.version.id.into()
    }

    /// Key of its policy.
    async fn key(&self) -> &str {
        self.version.content.key.as_str()
    }

    /// Its policy.
    async fn policy(&self) -> Result<Policy> {
        self.view.named_policy(self.version.content.key.as_str()).await
    }

    /// The chapter that issued it. Null if you cannot see it: a version that reached a chapter stays there when the
    /// chapter moves elsewhere.
    async fn issuer(&self) -> Option<Chapter> {
        self.view.chapter(self.version.content.issuer)
    }

    /// Counts up from 1 for each key and issuer.
    async fn number(&self) -> i32 {
        self.version.number
    }

    /// Where it is in its life.
    async fn state(&self) -> VersionState {
        self.version.state.into()
    }

    /// The policy's mode when this was drafted.
    async fn mode(&self) -> PolicyMode {
        self.version.mode.into()
    }

    /// SHA-256 of the content in its canonical form, 64 hexadecimal digits. An acknowledgement carries it, so that it is
    /// bound to exactly what was read.
    async fn hash(&self) -> String {
        self.version.hash.to_string()
    }

    /// Levels in scope; empty for all.
    async fn scope_levels(&self) -> List<ChapterLevel> {
        self.version.content.scope.levels().iter().map(|level| (*level).into()).collect()
    }

    /// Codes of the divisions in scope, with all that lies in them; empty for all.
    async fn scope_divisions(&self) -> &[String] {
        self.version.content.scope.divisions()
    }

    /// When it takes effect.
    async fn effective_at(&self) -> DateTime {
        DateTime(self.version.content.effective_at)
    }

    /// Hours from delivery to the deadline of the acknowledgement.
    async fn acknowledge_within_hours(&self) -> i32 {
        i32::try_from(self.deadline_hours()).unwrap_or(i32::MAX)
    }

    /// Whether a chapter that nobody leads owes an acknowledgement too, by its caretaker.
    async fn vacant_must_acknowledge(&self) -> bool {
        self.version.content.vacant_must_acknowledge
    }

    /// How urgent it is.
    async fn urgency(&self) -> Urgency {
        self.version.content.urgency.into()
    }

    /// The text, in Markdown, as the author wrote it: render it with care.
    async fn body(&self) -> &str {
        &self.version.content.body
    }

    /// The value.
    async fn value(&self) -> Json {
        Json(self.version.content.value.clone())
    }

    /// Id of the account that drafted it.
    async fn author(&self) -> ID {
        self.version.author.into()
    }

    /// Who drafted it. Null where you may not see them.
    async fn author_account(&self) -> Result<Option<Account>> {
        self.view.account(self.version.author).await
    }

    /// When it was published. Null for a draft.
    async fn published_at(&self) -> Option<DateTime> {
        self.version.published.map(|publication| DateTime(publication.at))
    }

    /// Id of the account that published it. Null for a draft.
    async fn published_by(&self) -> Option<ID> {
        self.version.published.map(|publication| publication.by.into())
    }

    /// Who published it. Null for a draft, or where you may not see them.
    async fn published_by_account(&self) -> Result<Option<Account>> {
        self.view.account_opt(self.version.published.map(|publication| publication.by)).await
    }

    /// When it was taken back. Null if it was not.
    async fn revoked_at(&self) -> Option<DateTime> {
        self.version.revoked.as_ref().map(|revocation| DateTime(revocation.at))
    }

    /// Id of the account that took it back. Null if nobody did.
    async fn revoked_by(&self) -> Option<ID> {
        self.version.revoked.as_ref().map(|revocation| revocation.by.into())
    }

    /// Who took it back. Null if nobody did, or where you may not see them.
    async fn revoked_by_account(&self) -> Result<Option<Account>> {
        self.view.account_opt(self.version.revoked.as_ref().map(|revocation| revocation.by)).await
    }

    /// Why it was taken back. Null if it was not.
    async fn revoked_reason(&self) -> Option<&str> {
        self.version.revoked.as_ref().map(|revocation| revocation.reason.as_str())
    }

    /// How it lands: counts and chapters by state, as far as you see. Needs `DELIVERY_READ`.
    async fn rollout(
        &self,
        #[graphql(desc = "Only this chapter and what stands below; all of its reach if nothing is said.")]
        within: Option<ID>,
    ) -> Result<Rollout> {
        let within = ids::parse_opt::<ChapterId>(within.as_ref())?;
        Ok(Rollout::new(self.version.id, within, self.view.clone()))
    }

    /// How it travels: its pushes in the subtrees where you read deliveries, the unfinished first.
    async fn pushes(&self) -> Result<List<Push>> {
        self.view.pushes(self.version.id).await
    }

    /// Whether you may publish it, as far as your rights go.
    async fn viewer_can_publish(&self) -> bool {
        self.may(Right::PolicyPublish)
    }

    /// Whether you may take it back, as far as your rights go.
    async fn viewer_can_revoke(&self) -> bool {
        self.may(Right::PolicyRevoke)
    }
}

connection!(
    "A page of versions, the newest first.",
    PolicyVersionConnection,
    "A version with its place in a list.",
    PolicyVersionEdge,
    "The version.",
    Version
);
