//! Who asks for what: the context that goes first into every use case.

use std::net::IpAddr;
use std::sync::Arc;

use domain::access::{Actor, Decision, Grant, Permission, VisibleScope, decide};
use domain::chapters::{Tree, TreeScope};
use domain::kernel::{AccountId, ChapterId, RequestId, Timestamp};

use crate::{Result, Service, ServiceError};

/// One request: who, under which id, from where.
#[derive(Debug, Clone)]
pub struct Op {
    pub actor: Actor,
    pub request_id: RequestId,
    /// For limits on attempts; never stored in clear.
    pub address: Option<IpAddr>,
    /// The client's key for a safe retry: the same key has one effect.
    pub request_key: Option<String>,
}

impl Op {
    /// The system acts by itself; `part` says which part of it, for the audit log.
    #[must_use]
    pub fn system(part: &'static str, request_id: RequestId) -> Self {
        Self { actor: Actor::System(part), request_id, address: None, request_key: None }
    }

    /// How the audit log names the actor.
    #[must_use]
    pub fn actor_text(&self) -> String {
        match self.actor {
            Actor::Anonymous => "anonymous".to_owned(),
            Actor::Account { id, .. } => id.to_string(),
            Actor::System(part) => format!("system:{part}"),
        }
    }
}

/// Who reads, with their grants and the tree they are read against: all that a read needs to decide.
#[derive(Debug, Clone)]
pub struct Viewer {
    pub op: Op,
    pub grants: Arc<Vec<Grant>>,
    pub tree: Arc<Tree>,
    pub now: Timestamp,
}

impl Service {
    /// Somebody with these grants, who looks at the network as it is now.
    #[must_use]
    pub fn viewer_with(&self, op: Op, grants: Arc<Vec<Grant>>) -> Viewer {
        Viewer { op, grants, tree: self.tree(), now: self.now() }
    }
}

impl Viewer {
    /// The account, if somebody has signed in.
    pub fn account(&self) -> Result<AccountId> {
        self.op.actor.account().ok_or(ServiceError::Unauthenticated)
    }

    /// What the viewer's grants say about this at a chapter.
    #[must_use]
    pub fn decide(&self, permission: Permission, chapter: ChapterId) -> Decision {
        decide(&self.grants, permission, chapter, self.now, self.tree.as_ref())
    }

    /// Whether the viewer may do this at a chapter, yes or no.
    #[must_use]
    pub fn may(&self, permission: Permission, chapter: ChapterId) -> bool {
        self.require(permission, chapter).is_ok()
    }

    /// Refuses unless the viewer may do this at a chapter.
    ///
    /// # Errors
    /// `NotFound` if the viewer may not even know of the chapter, `Denied` if only this is not allowed.
    pub fn require(&self, permission: Permission, chapter: ChapterId) -> Result<()> {
        if let Actor::System(_) = self.op.actor {
            return Ok(());
        }
        judge(self.op.actor, permission, self.decide(permission, chapter))
    }

    /// Refuses unless the viewer may do this at headquarters: of what concerns all of the system.
    pub fn require_at_headquarters(&self, permission: Permission) -> Result<()> {
        self.require(permission, self.tree.root().ok_or(ServiceError::NotFound)?)
    }

    /// The subtrees in which the viewer may do this.
    #[must_use]
    pub fn scope(&self, permission: Permission) -> TreeScope {
        if let Actor::System(_) = self.op.actor {
            return TreeScope::new(self.tree.root().into_iter().collect());
        }
        TreeScope::new(VisibleScope::of(&self.grants, permission, self.now, self.tree.as_ref()).subtrees)
    }
}

/// Turns a decision into an answer.
pub(crate) fn judge(actor: Actor, permission: Permission, decision: Decision) -> Result<()> {
    match decision {
        Decision::Allow { .. } => Ok(()),
        _ if actor == Actor::Anonymous => Err(ServiceError::Unauthenticated),
        Decision::Deny => Err(ServiceError::Denied(permission)),
        Decision::Invisible => Err(ServiceError::NotFound),
    }
}
