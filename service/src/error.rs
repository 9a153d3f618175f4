//! What a use case may answer instead of a result.

use std::time::Duration;

use domain::access::Permission;
use domain::kernel::{Violation, Violations};
use store::StoreError;

/// Why a use case gave no result.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// It is not there, or the actor may not know that it is.
    #[error("not found")]
    NotFound,
    /// The actor may see it, but not do this.
    #[error("you may see this, but you lack the right {0:?}")]
    Denied(Permission),
    /// Nobody has signed in.
    #[error("sign in first")]
    Unauthenticated,
    /// Rules that the input breaks.
    #[error("{}", .0.0.first().map_or_else(String::new, |first| first.message.clone()))]
    Rules(Violations),
    /// The input cannot be read: a bad cursor, id or page size.
    #[error("{0}")]
    BadInput(String),
    /// Too many attempts.
    #[error("too many attempts; try again in {} seconds", .0.as_secs().max(1))]
    RateLimited(Duration),
    /// The database or the bus is away or overloaded.
    #[error("the service is busy; try again")]
    Busy(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A fault of ours.
    #[error("an internal fault")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl ServiceError {
    /// A fault of ours, in words for the log.
    pub(crate) fn internal(what: impl Into<String>) -> Self {
        Self::Internal(what.into().into())
    }

    /// The error with all that caused it: for the log alone, since it may name tables and hosts.
    #[must_use]
    pub fn trace(&self) -> String {
        let mut text = self.to_string();
        let mut cause = std::error::Error::source(self);
        while let Some(error) = cause {
            text.push_str(": ");
            text.push_str(&error.to_string());
            cause = error.source();
        }
        text
    }

    /// Whether running the whole use case again may help.
    pub(crate) fn is_transient(&self) -> bool {
        matches!(self, Self::Busy(_))
    }
}

impl From<StoreError> for ServiceError {
    fn from(error: StoreError) -> Self {
        use domain::kernel::Code;
        match error {
            StoreError::Missing => Self::NotFound,
            StoreError::Stale => {
                let message = "it has changed since you read it; read it again and repeat";
                Self::Rules(Violation::new(Code::VersionStale, "version", message).into())
            }
            StoreError::Busy(_) => Self::Busy(Box::new(error)),
            other => Self::Internal(Box::new(other)),
        }
    }
}

impl From<Violations> for ServiceError {
    fn from(broken: Violations) -> Self {
        Self::Rules(broken)
    }
}

impl From<Violation> for ServiceError {
    fn from(broken: Violation) -> Self {
        Self::Rules(broken.into())
    }
}

impl From<domain::kernel::CursorError> for ServiceError {
    fn from(error: domain::kernel::CursorError) -> Self {
        Self::BadInput(error.to_string())
    }
}

impl From<domain::kernel::PageError> for ServiceError {
    fn from(error: domain::kernel::PageError) -> Self {
        Self::BadInput(error.to_string())
    }
}

impl From<serde_json::Error> for ServiceError {
    fn from(error: serde_json::Error) -> Self {
        Self::Internal(Box::new(error))
    }
}
