//! How the parts that do the work are: what the page of operations shows, and what `/readyz` says.

mod dead_letter_retry;
mod read;
mod readiness;

pub use bus::{DeadLetter, Member as Worker};
pub use dead_letter_retry::DeadLetterRetry;
pub use read::StreamState;
pub use readiness::Check;

use crate::ServiceError;

/// What the bus refuses is a fault of ours; what it cannot do now may be tried again.
fn bus_fault(error: bus::Error) -> ServiceError {
    if error.is_passing() { ServiceError::Busy(Box::new(error)) } else { ServiceError::Internal(Box::new(error)) }
}
