//! Who is asking.

use crate::kernel::{AccountId, SessionId};

/// Who is asking. The token names the actor; what it may do is read from the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Actor {
    /// Nobody has signed in.
    Anonymous,
    /// A signed-in person.
    Account { id: AccountId, session: SessionId },
    /// The system itself, with the part that acts: `worker.sweep`, `cli.seed`.
    System(&'static str),
}

impl Actor {
    /// The account, if a person is asking.
    #[must_use]
    pub fn account(&self) -> Option<AccountId> {
        match self {
            Self::Account { id, .. } => Some(*id),
            Self::Anonymous | Self::System(_) => None,
        }
    }
}
