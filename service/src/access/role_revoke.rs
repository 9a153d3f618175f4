//! Ends a grant before its time.

use domain::access::{Permission, check_reason};
use domain::kernel::{Code, GrantId, Violation};
use serde::Serialize;
use serde_json::json;
use store::access::grant;

use super::role_grant::{describe, with_reason};
use crate::signals::Topic;
use crate::write::Change;
use crate::{Op, Result, Service, Write};

/// What ends a grant.
#[derive(Debug, Clone, Serialize)]
pub struct RoleRevoke {
    pub grant: GrantId,
    /// For whoever reads the grant or the audit log; see [`super::RoleGrant::reason`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Service {
    /// Ends a grant now.
    ///
    /// # Errors
    /// `NotFound` or `Denied` without the right to; rules: it has ended already, or comes with a term of office; a
    /// bad reason.
    pub async fn role_revoke(&self, op: &Op, input: RoleRevoke) -> Result<GrantId> {
        let input = &input;
        self.write(op, "access.role_revoke", input, |w| Box::pin(end(w, input))).await
    }
}

async fn end(w: &mut Write<'_>, input: &RoleRevoke) -> Result<GrantId> {
    let (id, reason) = (input.grant, input.reason.as_deref());
    let record = grant::load_for_update(w.db(), id).await?;
    let held = record.grant;
    w.require(Permission::GrantManage, held.chapter).await?;
    if let Some(reason) = reason {
        check_reason("reason", reason)?;
    }
    let refuse = |message: &str| Err(Violation::new(Code::AccessGrantEnded, "grant", message).into());
    if record.term.is_some() {
        return refuse("this role comes and goes with a term of office; end the term instead");
    }
    if held.period.until.is_some_and(|until| until <= w.now()) {
        return refuse("this grant has ended already");
    }
    grant::end(w.db(), id, w.now(), reason).await?;
    w.signal(Topic::Rights, held.account.to_string());
    w.audit(Change {
        target: id.to_string(),
        chapter: Some(held.chapter),
        before: Some(describe(&held)),
        after: Some(with_reason(json!({ "until": w.now() }), reason)),
        ..Change::default()
    })
    .await?;
    Ok(id)
}
