//! One immutable version of a policy: what it says, and its life from draft to revoked.

use std::fmt;
use std::ops::RangeInclusive;

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Content, ContentHash, Mode, PolicyKey, Scope, ValueSchema, normalise_body};
use crate::kernel::{AccountId, ChapterId, Code, PolicyVersionId, Timestamp, Violation, Violations};

const DEADLINE_HOURS: RangeInclusive<u32> = 1..=8_760;
const MAX_BODY: usize = 20_000;
const MAX_REASON: usize = 500;
/// So that "from today" can be said all day long; a rule may not reach further back.
const MAX_BACKDATE: TimeDelta = TimeDelta::hours(24);
const MAX_AHEAD: TimeDelta = TimeDelta::days(3_660);

/// How soon a version must be acknowledged when it does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    #[default]
    Normal,
    Urgent,
}

impl Urgency {
    /// All urgencies, least first.
    pub const ALL: [Self; 2] = [Self::Normal, Self::Urgent];

    /// Hours from delivery to the deadline: 72, urgent 24.
    #[must_use]
    pub const fn acknowledge_within_hours(self) -> u32 {
        match self {
            Self::Normal => 72,
            Self::Urgent => 24,
        }
    }

    /// As the store keeps it.
    #[must_use]
    pub const fn rank(self) -> i16 {
        match self {
            Self::Normal => 0,
            Self::Urgent => 1,
        }
    }

    /// The urgency with this rank.
    #[must_use]
    pub fn of_rank(rank: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|urgency| urgency.rank() == rank)
    }

    /// The word in the data and the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Urgent => "urgent",
        }
    }
}

/// Where a version is in its life: draft → published → superseded | revoked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum VersionState {
    Draft,
    Published,
    /// A higher version of the same policy from the same issuer was published.
    Superseded,
    /// Taken back, with a reason.
    Revoked,
}

impl VersionState {
    /// All states, in the order of a life.
    pub const ALL: [Self; 4] = [Self::Draft, Self::Published, Self::Superseded, Self::Revoked];

    /// As the store keeps it.
    #[must_use]
    pub const fn rank(self) -> i16 {
        match self {
            Self::Draft => 0,
            Self::Published => 1,
            Self::Superseded => 2,
            Self::Revoked => 3,
        }
    }

    /// The state with this rank.
    #[must_use]
    pub fn of_rank(rank: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.rank() == rank)
    }

    /// The word in the data and the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Published => "published",
            Self::Superseded => "superseded",
            Self::Revoked => "revoked",
        }
    }

    /// Draft → published.
    ///
    /// # Errors
    /// `PoliciesNotDraft`.
    pub fn publish(self) -> Result<Self, Violation> {
        match self {
            Self::Draft => Ok(Self::Published),
            _ => Err(Violation::new(Code::PoliciesNotDraft, "", format!("this version is {self}: draft a new one"))),
        }
    }

    /// Published → superseded.
    ///
    /// # Errors
    /// `PoliciesNotPublished`.
    pub fn supersede(self) -> Result<Self, Violation> {
        self.leave_published(Self::Superseded)
    }

    /// Published → revoked.
    ///
    /// # Errors
    /// `PoliciesNotPublished`.
    pub fn revoke(self) -> Result<Self, Violation> {
        self.leave_published(Self::Revoked)
    }

    fn leave_published(self, to: Self) -> Result<Self, Violation> {
        match self {
            Self::Published => Ok(to),
            _ => Err(Violation::new(
                Code::PoliciesNotPublished,
                "",
                format!("this version is {self}; only a published one can be {to}"),
            )),
        }
    }
}

impl fmt::Display for VersionState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What an author writes.
#[derive(Debug, Clone, PartialEq)]
pub struct PolicyDraft {
    pub key: PolicyKey,
    /// The chapter that issues it, for its own subtree.
    pub issuer: ChapterId,
    pub scope: Scope,
    pub effective_at: Timestamp,
    /// Hours from delivery to the deadline, 1 to 8,760; by default the urgency's.
    pub acknowledge_within_hours: Option<u32>,
    /// Whether a chapter without a helmsman owes an acknowledgement too (by its caretaker).
    pub vacant_must_acknowledge: bool,
    pub urgency: Urgency,
    /// Markdown, kept and hashed as text: it is never rendered here.
    pub body: String,
    pub value: Value,
}

impl PolicyDraft {
    /// Hours from delivery to the deadline.
    #[must_use]
    pub fn deadline_hours(&self) -> u32 {
        self.acknowledge_within_hours.unwrap_or(self.urgency.acknowledge_within_hours())
    }

    /// Checks what the draft alone can tell: deadline, effective date, body, and the value against the schema. Whether the
    /// value fits what stands above the issuer is for [`super::may_issue`].
    ///
    /// The seven days' notice for changes of fees and rules (e-commerce law 34) hangs on what a key is about, which keys do
    /// not say yet.
    ///
    /// # Errors
    /// All the rules that it breaks.
    pub fn validate(&self, schema: &ValueSchema, now: Timestamp) -> Result<(), Violations> {
        let mut broken = Violations::default();
        if !DEADLINE_HOURS.contains(&self.deadline_hours()) {
            let (least, most) = (DEADLINE_HOURS.start(), DEADLINE_HOURS.end());
            let message = format!("a deadline is {least} to {most} hours after delivery");
            broken.add(Code::PoliciesDeadlineInvalid, "acknowledgeWithinHours", message);
        }
        if self.effective_at < now - MAX_BACKDATE || self.effective_at > now + MAX_AHEAD {
            broken.add(
                Code::PoliciesEffectiveInvalid,
                "effectiveAt",
                "a version takes effect from 24 hours ago at the earliest to ten years ahead",
            );
        }
        let length = normalise_body(&self.body).chars().count();
        if self.body.trim().is_empty() || length > MAX_BODY || self.body.contains('\0') {
            let message = format!("a body has 1 to {MAX_BODY} characters, not all blank, and no NUL");
            broken.add(Code::PoliciesBodyInvalid, "body", message);
        }
        if let Err(faults) = schema.check(&self.value) {
            broken.0.extend(faults.0);
        }
        broken.check()
    }

    /// The hash it has as the `number`-th version of its key from its issuer.
    #[must_use]
    pub fn hash(&self, mode: Mode, number: i32) -> ContentHash {
        Content {
            key: &self.key,
            mode,
            issuer: self.issuer,
            number,
            scope: &self.scope,
            effective_at: self.effective_at,
            acknowledge_within_hours: self.deadline_hours(),
            vacant_must_acknowledge: self.vacant_must_acknowledge,
            urgency: self.urgency,
            body: &self.body,
            value: &self.value,
        }
        .hash()
    }
}

/// Who published a version, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Publication {
    pub by: AccountId,
    pub at: Timestamp,
}

/// Who took a version back, when and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revocation {
    pub by: AccountId,
    pub at: Timestamp,
    /// For the chapters that had received it.
    pub reason: String,
}

impl Revocation {
    /// A revocation with a reason of 1 to 500 characters.
    ///
    /// # Errors
    /// `PoliciesReasonRequired`.
    pub fn new(by: AccountId, at: Timestamp, reason: &str) -> Result<Self, Violation> {
        let reason = reason.trim();
        if reason.is_empty() || reason.chars().count() > MAX_REASON || reason.contains('\0') {
            let message = format!("say why, in 1 to {MAX_REASON} characters: the chapters will read it");
            return Err(Violation::new(Code::PoliciesReasonRequired, "reason", message));
        }
        Ok(Self { by, at, reason: reason.to_owned() })
    }
}

/// A version: what it says never changes, where it is in its life does.
#[derive(Debug, Clone, PartialEq)]
pub struct PolicyVersion {
    pub id: PolicyVersionId,
    /// Counts up from 1 for each key and issuer.
    pub number: i32,
    /// The mode of the key when it was drafted; part of the hash.
    pub mode: Mode,
    pub hash: ContentHash,
    pub content: PolicyDraft,
    pub author: AccountId,
    pub state: VersionState,
    pub published: Option<Publication>,
    pub revoked: Option<Revocation>,
}

impl PolicyVersion {
    /// A new draft.
    #[must_use]
    pub fn draft(id: PolicyVersionId, number: i32, mode: Mode, content: PolicyDraft, author: AccountId) -> Self {
        let hash = content.hash(mode, number);
        let state = VersionState::Draft;
        Self { id, number, mode, hash, content, author, state, published: None, revoked: None }
    }

    /// Whether what it says is what was hashed.
    #[must_use]
    pub fn is_intact(&self) -> bool {
        self.content.hash(self.mode, self.number) == self.hash
    }

    /// Publishes the draft. `newest` is the highest number of this key and issuer that was ever published.
    ///
    /// # Errors
    /// `PoliciesNotDraft`; `PoliciesNewerExists` when a later version went out first, for no chapter may go back.
    pub fn publish(self, publication: Publication, newest: Option<i32>) -> Result<Self, Violation> {
        let state = self.state.publish()?;
        if let Some(newest) = newest.filter(|newest| *newest >= self.number) {
            return Err(Violation::new(
                Code::PoliciesNewerExists,
                "",
                format!("number {newest} has been published already, this is {}: draft a new version", self.number),
            ));
        }
        Ok(Self { state, published: Some(publication), ..self })
    }

    /// Marks the version as replaced by one with a higher number.
    ///
    /// # Errors
    /// `PoliciesNotPublished`; `PoliciesNewerExists` when `by` is not higher.
    pub fn supersede(self, by: i32) -> Result<Self, Violation> {
        let state = self.state.supersede()?;
        if by <= self.number {
            let message = format!("number {by} cannot replace number {}", self.number);
            return Err(Violation::new(Code::PoliciesNewerExists, "", message));
        }
        Ok(Self { state, ..self })
    }

    /// Takes the version back.
    ///
    /// # Errors
    /// `PoliciesNotPublished`.
    pub fn revoke(self, revocation: Revocation) -> Result<Self, Violation> {
        let state = self.state.revoke()?;
        Ok(Self { state, revoked: Some(revocation), ..self })
    }
}

#[cfg(test)]
mod tests;
