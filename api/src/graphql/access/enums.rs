//! Enums of rights, each bound to its domain type: a variant missing here does not compile.

use async_graphql::Enum;

/// What a person is, on a chapter and below.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::access::Role")]
pub(crate) enum Role {
    /// Does everything, on the chapter and below.
    HqAdmin,
    /// Drafts policies.
    PolicyAuthor,
    /// Publishes and revokes policies.
    PolicyApprover,
    /// Reads all, writes nothing.
    Auditor,
    /// Reads a subtree.
    Supervisor,
    /// Leads a chapter: issues policies for its subtree, acknowledges what it receives, sees all below. Comes with a term
    /// of office only.
    Helmsman,
    /// As the helmsman, but neither publishes nor appoints. Comes with a term of office only.
    Deputy,
}

/// Something that can be done to, or seen of, a chapter.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::access::Permission")]
pub(crate) enum Permission {
    /// See the chapter's card: name, level, divisions, who leads it.
    ChapterSee,
    /// Read all else about the chapter: history, terms of office, contacts (masked).
    ChapterRead,
    /// Open, rename, move, merge, split and close chapters.
    ChapterManage,
    /// Put a helmsman into office, or out of it.
    HelmsmanAppoint,
    /// Put a deputy into office, or out of it.
    DeputyAppoint,
    /// Read who holds which role where.
    GrantRead,
    /// Give and end roles, up to one's own.
    GrantManage,
    /// Open and suspend staff accounts, end their sessions.
    AccountManage,
    /// Add policies to the library.
    PolicyKeyManage,
    /// Read versions, drafts and values in force.
    PolicyRead,
    /// Draft versions.
    PolicyDraft,
    /// Publish versions.
    PolicyPublish,
    /// Take versions back.
    PolicyRevoke,
    /// Set a chapter's own value where the mode allows it.
    OverrideSet,
    /// Read who received, read and acknowledged what.
    DeliveryRead,
    /// Acknowledge what was received.
    DeliveryAcknowledge,
    /// Read the audit log.
    AuditRead,
    /// Ask why somebody else may or may not do something.
    AccessExplain,
    /// See how the system runs: workers, queues, pushes.
    OperationsRead,
    /// Put messages that workers gave up on back to work.
    OperationsManage,
}

/// How a person signs in.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "service::access::AccountKind")]
pub(crate) enum AccountKind {
    /// Works for headquarters; signs in with e-mail and password.
    Staff,
    /// Leads a chapter, or helps to; signs in with phone and one-time code.
    Helmsman,
}

/// Whether an account may be used.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "service::access::AccountStatus")]
pub(crate) enum AccountStatus {
    /// It may be used.
    Active,
    /// Nobody signs in, and no session of it is good.
    Suspended,
}

/// The answer to "may they do this here, now?".
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AccessDecision {
    /// Yes, by a grant.
    Allow,
    /// No; but they may see that the chapter exists.
    Deny,
    /// No; and for them there is no such chapter.
    Invisible,
}

impl From<domain::access::Decision> for AccessDecision {
    fn from(decision: domain::access::Decision) -> Self {
        use domain::access::Decision;
        match decision {
            Decision::Allow { .. } => Self::Allow,
            Decision::Deny => Self::Deny,
            Decision::Invisible => Self::Invisible,
        }
    }
}
