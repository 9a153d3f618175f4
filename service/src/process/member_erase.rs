//! Forgets a person (PIPL 47): the key of the personal data goes, and with it what any copy of it holds. Rows for the books
//! stay, as nobody's.

use domain::access::Permission;
use domain::kernel::MemberId;
use domain::members::erase;
use serde::Serialize;
use serde_json::json;
use store::growth::{link, visitor};
use store::members::member::{self, Member};
use store::members::{home, person};
use store::money::{order, refund};

use super::member_merge_settle::forget_merged;
use crate::access::forget_member_account;
use crate::members::{Hand, load_member, require_for};
use crate::write::Change;
use crate::{Op, Result, Service, Write};

/// What erases a member.
#[derive(Debug, Clone, Serialize)]
pub struct MemberErase {
    pub id: MemberId,
    /// Why, where it is not the member who asks.
    pub reason: Option<String>,
}

impl Service {
    /// Erases a member: by the member, or with `MemberManage` for a reason. Orders that nobody has paid are cancelled,
    /// links are ended; the account goes too, unless the person is or was more than a member.
    ///
    /// # Errors
    /// Rules: a refund is being decided, no reason, it was done before.
    pub async fn member_erase(&self, op: &Op, input: MemberErase) -> Result<MemberId> {
        let input = &input;
        self.write(op, "members.member_erase", input, |w| Box::pin(forget(w, input))).await
    }
}

async fn forget(w: &mut Write<'_>, input: &MemberErase) -> Result<MemberId> {
    let held = load_member(w, input.id).await?;
    let hand = require_for(w, &held, Permission::MemberManage).await?;
    let reason = input.reason.as_deref().filter(|_| hand == Hand::Other);
    if hand == Hand::Other {
        domain::members::check_reason("reason", reason.unwrap_or_default())?;
    }
    order::cancel_open(w.db(), held.id).await?;
    let state = erase(&held.state, refund::any_open(w.db(), held.id).await?)?;
    let erased = Member { state, account: None, region: None, birth_year: None, ..held.clone() };
    member::update(w.db(), &held, &erased).await?;
    person::erase(w.db(), held.id).await?;
    home::forget(w.db(), held.id).await?;
    link::end_all(w.db(), held.id, w.now()).await?;
    visitor::forget_member(w.db(), held.id).await?;
    if let Some(account) = held.account {
        forget_member_account(w, account).await?;
    }
    forget_merged(w, held.id).await?;
    let change = Change {
        target: held.id.to_string(),
        chapter: Some(held.home),
        after: Some(json!({ "reason": reason })),
        ..Change::default()
    };
    w.audit(change).await?;
    Ok(held.id)
}
