//! From the service's errors to those of the protocol: a code for programs, a sentence for people, nothing from inside.

use async_graphql::{Error, ErrorExtensions as _};
use domain::kernel::{CursorError, PageError, ParseIdError, Violation};
use service::ServiceError;

use crate::http::code;

/// What a resolver answers.
pub(crate) type Result<T, E = Fault> = std::result::Result<T, E>;

/// Why a field has no value.
///
/// It is not `Display` on purpose: async-graphql turns whatever is into an error without a code.
#[derive(Debug)]
pub(crate) struct Fault(pub(crate) ServiceError);

impl Fault {
    /// The client's input cannot be read.
    pub(crate) fn bad_input(message: impl Into<String>) -> Self {
        Self(ServiceError::BadInput(message.into()))
    }
}

impl From<ServiceError> for Fault {
    fn from(error: ServiceError) -> Self {
        Self(error)
    }
}

impl From<ParseIdError> for Fault {
    fn from(error: ParseIdError) -> Self {
        Self::bad_input(error.to_string())
    }
}

impl From<PageError> for Fault {
    fn from(error: PageError) -> Self {
        Self(error.into())
    }
}

impl From<CursorError> for Fault {
    fn from(error: CursorError) -> Self {
        Self(error.into())
    }
}

impl From<Violation> for Fault {
    fn from(broken: Violation) -> Self {
        Self(broken.into())
    }
}

impl From<Fault> for Error {
    fn from(Fault(error): Fault) -> Self {
        let code = code_of(&error);
        let told = match &error {
            ServiceError::Internal(source) => {
                tracing::error!(error = %chain(source.as_ref()), "a field failed");
                Self::new("internal error")
            }
            ServiceError::Busy(source) => {
                tracing::warn!(error = %chain(source.as_ref()), "a field could not be answered now");
                Self::new("the service is busy; try again")
            }
            ServiceError::Denied(permission) => {
                Self::new(format!("you may see this, but you lack the right {permission}"))
            }
            // A message that quotes what was sent is bounded by the edge.
            other => Self::new(other.to_string()),
        };
        told.extend_with(|_, extensions| {
            extensions.set("code", code);
            match &error {
                ServiceError::RateLimited(wait) => extensions.set("retryAfter", wait.as_secs().max(1)),
                ServiceError::Denied(permission) => extensions.set("permission", permission.as_str()),
                _ => {}
            }
        })
    }
}

fn code_of(error: &ServiceError) -> &'static str {
    match error {
        ServiceError::NotFound => code::NOT_FOUND,
        ServiceError::Denied(_) => code::FORBIDDEN,
        ServiceError::Unauthenticated => code::UNAUTHENTICATED,
        // A rule that a query's arguments break; of a mutation's input, see `user_error`.
        ServiceError::Rules(_) | ServiceError::BadInput(_) => code::BAD_USER_INPUT,
        ServiceError::RateLimited(_) => code::RATE_LIMITED,
        ServiceError::Busy(_) => code::UNAVAILABLE,
        ServiceError::Internal(_) => code::INTERNAL,
    }
}

/// An error with what caused it, for the log.
fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        cause = inner.source();
    }
    text
}

/// The answer to a single read: nothing if it is not there, or not to be known of.
pub(crate) fn found<T>(outcome: service::Result<T>) -> Result<Option<T>> {
    match outcome {
        Ok(value) => Ok(Some(value)),
        Err(ServiceError::NotFound) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
