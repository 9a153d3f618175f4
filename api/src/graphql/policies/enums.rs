//! Enums of policies, each bound to its domain type: a variant missing here does not compile.

use async_graphql::Enum;

/// What a chapter may do with the value that stands above it.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::policies::Mode")]
pub(crate) enum PolicyMode {
    /// Nothing: the topmost value holds everywhere below.
    Locked,
    /// Narrow it: ranges shrink, sets become subsets.
    Bounded,
    /// Replace it.
    Open,
}

/// Where a version is in its life.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::policies::VersionState")]
pub(crate) enum VersionState {
    /// Written, and known to its issuer only.
    Draft,
    /// In force, or on its way down the tree.
    Published,
    /// Replaced by a newer version of the same policy from the same issuer.
    Superseded,
    /// Taken back, with a reason.
    Revoked,
}

/// How soon a version must be acknowledged if it does not say.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::policies::Urgency")]
pub(crate) enum Urgency {
    /// Within 72 hours of delivery.
    Normal,
    /// Within 24 hours of delivery.
    Urgent,
}

/// How a version stands with a chapter.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::policies::DeliveryView")]
pub(crate) enum DeliveryState {
    /// It is on its way.
    Queued,
    /// It has arrived, and nobody has opened it.
    Delivered,
    /// Somebody has opened it.
    Read,
    /// The helmsman has acknowledged exactly this version.
    Acknowledged,
    /// It was not acknowledged in time.
    Overdue,
    /// It was replaced or revoked before it was acknowledged: nobody waits for it any more.
    Stale,
    /// Nobody led the chapter when it arrived: no acknowledgement is owed.
    Exempt,
}

/// What a chapter is told about a version.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "service::policies::NoticeKind")]
pub(crate) enum NoticeKind {
    /// It has arrived.
    Delivered,
    /// It was taken back.
    Revoked,
}

/// What became of one value on the path from headquarters to a chapter.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PolicyVerdict {
    /// It was the first to set the value.
    Set,
    /// It replaced the value above it.
    Replaced,
    /// It narrowed the value above it, or repeated it.
    Narrowed,
    /// It reached beyond what an ancestor allows: only what both allow holds.
    Clipped,
    /// It is ignored: an ancestor locked the value.
    Forbidden,
    /// It is ignored: it has nothing in common with what an ancestor allows.
    OutOfBounds,
    /// It is ignored: nothing is in force above it.
    NothingAbove,
}

impl From<domain::policies::Verdict> for PolicyVerdict {
    fn from(verdict: domain::policies::Verdict) -> Self {
        use domain::policies::Verdict as V;
        match verdict {
            V::Set => Self::Set,
            V::Replaced => Self::Replaced,
            V::Narrowed => Self::Narrowed,
            V::Clipped(_) => Self::Clipped,
            V::ForbiddenBy(_) => Self::Forbidden,
            V::OutOfBounds(_) => Self::OutOfBounds,
            V::NothingAbove => Self::NothingAbove,
        }
    }
}
