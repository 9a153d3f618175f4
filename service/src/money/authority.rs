//! On whose word an order is changed and read.

use domain::access::{Actor, Permission};
use domain::kernel::{ChapterId, OrderId};
use store::members::member::{self, Member};
use store::money::order::{self, OrderRecord};

use crate::members::{Hand, load_member};
use crate::{Result, ServiceError, Viewer, Write};

/// An order and its member, both locked, where the actor is the member or has this right at the order's home.
///
/// # Errors
/// `NotFound` for who may not read the home's orders, `Denied` for who may read them but not do this; rules: the member
/// was erased or merged.
pub(crate) async fn lock_order(
    w: &mut Write<'_>,
    id: OrderId,
    permission: Permission,
) -> Result<(Member, OrderRecord, Hand)> {
    let seen = order::load(w.db(), id).await?;
    let buyer = member::load(w.db(), seen.member).await?;
    let hand = if is_own(w.actor(), &buyer) {
        Hand::Own
    } else {
        require_at(w, seen.home, permission).await?;
        Hand::Other
    };
    // The member first, then the order: as everybody does.
    let buyer = load_member(w, seen.member).await?;
    let held = order::load_for_update(w.db(), id).await?;
    check_buyer(&buyer, &held)?;
    Ok((buyer, held, hand))
}

/// Asks to be run again if the buyer turned out to be another member while the lock was waited for.
pub(crate) fn check_buyer(buyer: &Member, held: &OrderRecord) -> Result<()> {
    if held.member == buyer.id {
        return Ok(());
    }
    Err(ServiceError::Busy("the buyer was merged into another member".into()))
}

/// Lets whoever has this right over the orders of a chapter's members.
pub(crate) async fn require_at(w: &mut Write<'_>, home: ChapterId, permission: Permission) -> Result<()> {
    match w.require(Permission::OrderRead, home).await {
        // Whoever may not read a chapter's orders must not learn which ids are taken.
        Err(ServiceError::Denied(_)) => return Err(ServiceError::NotFound),
        outcome => outcome?,
    }
    w.require(permission, home).await
}

fn is_own(actor: Actor, buyer: &Member) -> bool {
    match actor {
        Actor::System(_) => true,
        Actor::Account { id, .. } => buyer.account == Some(id),
        Actor::Anonymous => false,
    }
}

impl Viewer {
    /// Refuses unless the order is the viewer's own or the viewer reads the orders of its home.
    pub(super) fn require_order(&self, buyer: &Member, home: ChapterId) -> Result<()> {
        if self.is_member(buyer) {
            return Ok(());
        }
        match self.require(Permission::OrderRead, home) {
            Err(ServiceError::Denied(_)) => Err(ServiceError::NotFound),
            outcome => outcome,
        }
    }
}
