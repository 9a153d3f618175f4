//! Ends a referral link: nobody new is bound by it. Whom it holds already it goes on holding.

use domain::access::Permission;
use domain::kernel::{Code, ReferralLinkId, Violation};
use serde::Serialize;
use serde_json::json;
use store::StoreError;
use store::growth::link;
use store::members::member;

use crate::write::Change;
use crate::{Op, Result, Service, ServiceError, Write};

/// What ends a link.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct LinkEnd {
    pub id: ReferralLinkId,
}

impl Service {
    /// Ends a link: one's own, or with `ReferralManage` at the chapter that it credits.
    ///
    /// # Errors
    /// Rules: it has ended.
    pub async fn link_end(&self, op: &Op, input: LinkEnd) -> Result<ReferralLinkId> {
        let input = &input;
        self.write(op, "growth.link_end", input, |w| Box::pin(end(w, input))).await
    }
}

async fn end(w: &mut Write<'_>, input: &LinkEnd) -> Result<ReferralLinkId> {
    let actor = w.actor().account().ok_or(ServiceError::Unauthenticated)?;
    let held = link::load(w.db(), input.id).await?;
    let own = match held.inviter {
        Some(inviter) => member::load(w.db(), inviter).await?.account == Some(actor),
        None => false,
    };
    if !own {
        super::read::require_at(w, held.chapter, Permission::ReferralManage).await?;
    }
    match link::end(w.db(), held.id, w.now()).await {
        Err(StoreError::Stale) => {
            return Err(Violation::new(Code::GrowthLinkEnded, "id", "this link has ended already").into());
        }
        outcome => outcome?,
    }
    let change = Change {
        target: held.id.to_string(),
        chapter: Some(held.chapter),
        after: Some(json!({ "code": held.code })),
        ..Change::default()
    };
    w.audit(change).await?;
    Ok(held.id)
}
