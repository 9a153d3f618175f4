//! Why somebody may or may not do something.

use async_graphql::{ID, Object};
use domain::access::{Decision, Reason};
use service::access::{AccessExplanation as Explained, GrantRecord};

use super::enums::AccessDecision;
use super::{Grant, Permission};
use crate::graphql::View;
use crate::graphql::chapters::Chapter;
use crate::graphql::list::List;

/// The decision and its reasons.
#[derive(Debug)]
pub(crate) struct AccessExplanation {
    explained: Explained,
    view: View,
}

impl AccessExplanation {
    pub(crate) fn new(explained: Explained, view: View) -> Self {
        Self { explained, view }
    }
}

/// Whether somebody may do something on a chapter now, and which grant gives it or why none does.
#[Object]
impl AccessExplanation {
    /// Id of the account that was asked about.
    async fn subject(&self) -> ID {
        self.explained.subject.into()
    }

    /// What was asked about.
    async fn action(&self) -> Permission {
        self.explained.permission.into()
    }

    /// Where. Null if you may not see it.
    async fn chapter(&self) -> Option<Chapter> {
        self.view.chapter(self.explained.chapter)
    }

    /// The answer.
    async fn decision(&self) -> AccessDecision {
        self.explained.decision.into()
    }

    /// Id of the grant that gives it. Null if none does.
    async fn grant(&self) -> Option<ID> {
        match self.explained.decision {
            Decision::Allow { grant } => Some(grant.into()),
            Decision::Deny | Decision::Invisible => None,
        }
    }

    /// Each grant of the subject that you may know of, the oldest first, with what it had to do with the answer.
    async fn reasons(&self) -> List<AccessReason<'_>> {
        self.explained
            .grants
            .iter()
            .map(|(record, reason)| AccessReason { record, reason: *reason, view: &self.view })
            .collect()
    }
}

/// A grant and what it had to do with an answer.
#[derive(Debug)]
pub(crate) struct AccessReason<'a> {
    record: &'a GrantRecord,
    reason: Reason,
    view: &'a View,
}

/// A grant, and what it had to do with the answer.
#[Object]
impl AccessReason<'_> {
    /// The grant.
    async fn grant(&self) -> Grant {
        Grant::new(self.record.clone(), self.view.clone())
    }

    /// Whether this grant gives what was asked.
    async fn gives(&self) -> bool {
        self.reason.gives()
    }

    /// Why, as a sentence without its subject: "gives it here, on its own chapter", "has ended".
    async fn text(&self) -> String {
        self.reason.to_string()
    }
}
