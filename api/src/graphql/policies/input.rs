//! What changes policies.

use async_graphql::{ID, InputObject};
use service::policies::{
    DeliveryAcknowledge, DeliveryMarkRead, OverrideClear, OverrideSet, PolicyDefine, VersionDraft, VersionPublish,
    VersionRevoke,
};

use super::enums::{PolicyMode, Urgency};
use crate::graphql::chapters::ChapterLevel;
use crate::graphql::error::Result;
use crate::graphql::ids;
use crate::graphql::scalars::{DateTime, Json};

/// What defines a policy.
#[derive(InputObject, Debug)]
pub(crate) struct PolicyDefineInput {
    /// Its key: two or more words of a-z, 0-9 and _ with dots between them, `membership.annual.price`.
    key: String,
    /// What people call it: 1 to 200 characters.
    title: String,
    /// The JSON Schema that every value must meet.
    schema: Json,
    /// What chapters may do with the value that stands above them.
    mode: PolicyMode,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    pub(crate) request_key: Option<String>,
}

impl PolicyDefineInput {
    pub(crate) fn command(self) -> PolicyDefine {
        PolicyDefine { key: self.key, title: self.title, schema: self.schema.0, mode: self.mode.into() }
    }
}

/// What drafts a version.
#[derive(InputObject, Debug)]
pub(crate) struct PolicyDraftInput {
    /// Key of the policy.
    key: String,
    /// The chapter that issues it, for itself and all below.
    issuer: ID,
    /// Levels in scope; all if nothing is said.
    #[graphql(default)]
    levels: Vec<ChapterLevel>,
    /// Codes of the divisions in scope, with all that lies in them; all if nothing is said. 500 at most.
    #[graphql(default)]
    divisions: Vec<String>,
    /// When it takes effect: from 24 hours ago to ten years ahead. At once if nothing is said.
    effective_at: Option<DateTime>,
    /// Hours from delivery to the deadline of the acknowledgement, 1 to 8,760. 72 if nothing is said, 24 if it is urgent.
    acknowledge_within_hours: Option<i32>,
    /// Whether a chapter that nobody leads owes an acknowledgement too, by its caretaker.
    #[graphql(default = false)]
    vacant_must_acknowledge: bool,
    /// How urgent it is.
    #[graphql(default_with = "Urgency::Normal")]
    urgency: Urgency,
    /// The text, in Markdown: 1 to 20,000 characters.
    body: String,
    /// The value, as the policy's schema has it.
    value: Json,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    pub(crate) request_key: Option<String>,
}

impl PolicyDraftInput {
    pub(crate) fn command(self) -> Result<VersionDraft> {
        Ok(VersionDraft {
            key: self.key,
            issuer: ids::parse(&self.issuer)?,
            levels: self.levels.into_iter().map(Into::into).collect(),
            divisions: self.divisions,
            effective_at: self.effective_at.map(|at| at.0),
            // Less than nothing is as much out of range as nothing is: the rule says so.
            acknowledge_within_hours: self.acknowledge_within_hours.map(|hours| u32::try_from(hours).unwrap_or(0)),
            vacant_must_acknowledge: self.vacant_must_acknowledge,
            urgency: self.urgency.into(),
            body: self.body,
            value: self.value.0,
        })
    }
}

/// What publishes a version.
#[derive(InputObject, Debug)]
pub(crate) struct PolicyPublishInput {
    /// The draft.
    id: ID,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    pub(crate) request_key: Option<String>,
}

impl PolicyPublishInput {
    pub(crate) fn command(self) -> Result<VersionPublish> {
        Ok(VersionPublish { id: ids::parse(&self.id)? })
    }
}

/// What takes a version back.
#[derive(InputObject, Debug)]
pub(crate) struct PolicyRevokeInput {
    /// The published version.
    id: ID,
    /// Why, for the chapters that received it: 1 to 500 characters.
    reason: String,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    pub(crate) request_key: Option<String>,
}

impl PolicyRevokeInput {
    pub(crate) fn command(self) -> Result<VersionRevoke> {
        Ok(VersionRevoke { id: ids::parse(&self.id)?, reason: self.reason })
    }
}

/// What sets a chapter's own value.
#[derive(InputObject, Debug)]
pub(crate) struct PolicyOverrideSetInput {
    /// The chapter; the value holds for it and all below.
    chapter: ID,
    /// Key of the policy.
    key: String,
    /// The value, within what stands above.
    value: Json,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    pub(crate) request_key: Option<String>,
}

impl PolicyOverrideSetInput {
    pub(crate) fn command(self) -> Result<OverrideSet> {
        Ok(OverrideSet { chapter: ids::parse(&self.chapter)?, key: self.key, value: self.value.0 })
    }
}

/// What takes a chapter's own value back.
#[derive(InputObject, Debug)]
pub(crate) struct PolicyOverrideClearInput {
    /// The chapter.
    chapter: ID,
    /// Key of the policy.
    key: String,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    pub(crate) request_key: Option<String>,
}

impl PolicyOverrideClearInput {
    pub(crate) fn command(self) -> Result<OverrideClear> {
        Ok(OverrideClear { chapter: ids::parse(&self.chapter)?, key: self.key })
    }
}

/// What records that a policy was opened.
#[derive(InputObject, Debug)]
pub(crate) struct PolicyMarkReadInput {
    /// The version that was opened.
    version: ID,
    /// The chapter it was delivered to.
    chapter: ID,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    pub(crate) request_key: Option<String>,
}

impl PolicyMarkReadInput {
    pub(crate) fn command(self) -> Result<DeliveryMarkRead> {
        let (version, chapter) = (ids::parse(&self.version)?, ids::parse(&self.chapter)?);
        Ok(DeliveryMarkRead { version, chapter })
    }
}

/// What acknowledges a policy.
#[derive(InputObject, Debug)]
pub(crate) struct PolicyAcknowledgeInput {
    /// The version that is acknowledged.
    version: ID,
    /// The chapter it was delivered to.
    chapter: ID,
    /// The hash of the version that was read, 64 hexadecimal digits: `PolicyVersion.hash`.
    hash: String,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    pub(crate) request_key: Option<String>,
}

impl PolicyAcknowledgeInput {
    pub(crate) fn command(self) -> Result<DeliveryAcknowledge> {
        let (version, chapter) = (ids::parse(&self.version)?, ids::parse(&self.chapter)?);
        Ok(DeliveryAcknowledge { version, chapter, hash: self.hash })
    }
}
