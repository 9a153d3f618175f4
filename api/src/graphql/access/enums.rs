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
    /// Orders, refunds, the ledger, statements and payouts.
    Finance,
    /// Serves members: registers, moves, merges, and helps with orders.
    MemberService,
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
    /// See how many members there are, by tier and standing.
    MemberCount,
    /// Read a chapter's members, masked.
    MemberRead,
    /// Register members at a chapter.
    MemberRegister,
    /// Move members, grant memberships, merge and erase people.
    MemberManage,
    /// See a member's phone and name unmasked, for a reason that is kept.
    MemberReveal,
    /// Import members from files.
    MemberImport,
    /// Add and change tiers of membership.
    TierManage,
    /// Set a chapter's own price of a tier, within the policy's bounds.
    TierPriceSet,
    /// See batches of cards and what became of them.
    CardRead,
    /// Issue and void batches of cards.
    CardIssue,
    /// Read orders, payments and refunds of a chapter's members.
    OrderRead,
    /// Open and cancel orders for members, and ask for their refunds.
    OrderManage,
    /// Record cash and transfers that were received.
    PaymentRecord,
    /// Approve and pay refunds.
    RefundDecide,
    /// Read the ledger and its balances.
    LedgerRead,
    /// Read a chapter's shares, statements and payouts.
    StatementRead,
    /// Issue statements, pay out, rule on disputes, change the split.
    SettlementManage,
    /// Object to a chapter's statement.
    DisputeOpen,
    /// Read referral links and what they brought.
    ReferralRead,
    /// Make and end referral links, reject referrals.
    ReferralManage,
}

/// How a person signs in.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "service::access::AccountKind")]
pub(crate) enum AccountKind {
    /// Works for headquarters; signs in with e-mail and password.
    Staff,
    /// Leads a chapter, or helps to; signs in with phone and one-time code.
    Helmsman,
    /// Has joined through a chapter; signs in with phone and one-time code.
    Member,
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
