//! On whose word a member's affairs are changed.

use domain::access::{Actor, Permission};
use domain::kernel::ChapterId;
use store::members::member::Member;

use super::terms::check_live;
use crate::op::Viewer;
use crate::{Result, ServiceError, Write};

/// Who acts on a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hand {
    /// The member, or the system for them.
    Own,
    /// Somebody with the right at the member's home.
    Other,
}

/// Lets the member act, and whoever has this right at the member's home.
///
/// # Errors
/// `NotFound` for who may not read the home's members, `Denied` for who may read them but not do this; rules: the person was
/// erased.
pub(crate) async fn require_for(w: &mut Write<'_>, member: &Member, permission: Permission) -> Result<Hand> {
    let hand = if is_own(w.actor(), member) {
        Hand::Own
    } else {
        require_at(w, member.home, permission).await?;
        Hand::Other
    };
    check_live(member)?;
    Ok(hand)
}

/// Lets whoever has this right over the members of a chapter.
pub(crate) async fn require_at(w: &mut Write<'_>, home: ChapterId, permission: Permission) -> Result<()> {
    match w.require(Permission::MemberRead, home).await {
        // Whoever may not read a chapter's members must not learn which ids are taken.
        Err(ServiceError::Denied(_)) => return Err(ServiceError::NotFound),
        outcome => outcome?,
    }
    w.require(permission, home).await
}

fn is_own(actor: Actor, member: &Member) -> bool {
    match actor {
        Actor::System(_) => true,
        Actor::Account { id, .. } => member.account == Some(id),
        Actor::Anonymous => false,
    }
}

impl Viewer {
    /// Whether a member is the viewer.
    #[must_use]
    pub fn is_member(&self, member: &Member) -> bool {
        self.op.actor.account().is_some_and(|account| member.account == Some(account))
    }

    /// Refuses unless the member is the viewer's own or the viewer has this right at the member's home.
    pub(super) fn require_member(&self, member: &Member, permission: Permission) -> Result<()> {
        if self.is_member(member) {
            return Ok(());
        }
        match self.require(permission, member.home) {
            Err(ServiceError::Denied(_)) => Err(ServiceError::NotFound),
            outcome => outcome,
        }
    }
}
