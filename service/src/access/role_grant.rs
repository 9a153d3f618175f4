//! Grants a role on a subtree for a period. Nobody can grant more than they have.

use domain::access::{Actor, Grant, Permission, Role, Wanted, check_reason, may_grant};
use domain::kernel::{AccountId, ChapterId, Code, GrantId, Period, Timestamp, Violation};
use serde::Serialize;
use serde_json::json;
use store::access::account;
use store::access::grant::{self, GrantRecord};
use store::dialect::TreeLock;

use super::PathTree;
use crate::signals::Topic;
use crate::write::Change;
use crate::{Op, Result, Service, Write};

/// What grants a role.
#[derive(Debug, Clone, Serialize)]
pub struct RoleGrant {
    pub account: AccountId,
    #[serde(serialize_with = "as_text")]
    pub role: Role,
    pub chapter: ChapterId,
    /// From now on if not given.
    pub from: Option<Timestamp>,
    /// For ever if not given.
    pub until: Option<Timestamp>,
    /// For whoever reads the grant or the audit log. Left out of what a request key stands for if there is none, so that
    /// keys from before there were reasons stay good.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn as_text<S: serde::Serializer>(role: &Role, serializer: S) -> std::result::Result<S::Ok, S::Error> {
    serializer.collect_str(role)
}

impl Service {
    /// Grants a role.
    ///
    /// # Errors
    /// `NotFound` or `Denied` without the right to; rules: more than the giver has, a period that runs backwards, a role that
    /// only comes with a term of office, or a bad reason.
    pub async fn role_grant(&self, op: &Op, input: RoleGrant) -> Result<GrantId> {
        let input = &input;
        self.write(op, "access.role_grant", input, |w| Box::pin(give(w, input))).await
    }
}

async fn give(w: &mut Write<'_>, input: &RoleGrant) -> Result<GrantId> {
    // A chapter that moves meanwhile would take the right to give with it.
    w.lock_tree(TreeLock::Shared).await?;
    w.require(Permission::GrantManage, input.chapter).await?;
    store::chapters::chapter::load(w.db(), input.chapter).await?;
    let holder = account::load(w.db(), w.vault(), input.account).await?;
    let wanted = Wanted {
        role: input.role,
        chapter: input.chapter,
        period: Period { from: input.from.unwrap_or(w.now()), until: input.until },
    };
    if let Some(reason) = &input.reason {
        check_reason("reason", reason)?;
    }
    check(w, &wanted).await?;
    let given = Grant {
        id: GrantId(w.next_id()),
        account: holder.id,
        role: wanted.role,
        chapter: wanted.chapter,
        period: wanted.period,
    };
    let record = GrantRecord {
        grant: given,
        granted_by: w.actor().account(),
        term: None,
        reason: input.reason.clone(),
        ended_reason: None,
    };
    grant::insert(w.db(), &record, w.now()).await?;
    w.signal(Topic::Rights, holder.id.to_string());
    w.audit(Change {
        target: given.id.to_string(),
        chapter: Some(given.chapter),
        after: Some(with_reason(describe(&given), input.reason.as_deref())),
        ..Change::default()
    })
    .await?;
    Ok(given.id)
}

async fn check(w: &mut Write<'_>, wanted: &Wanted) -> Result<()> {
    if matches!(wanted.role, Role::Helmsman | Role::Deputy) {
        let message = "this role comes and goes with a term of office; appoint the person instead";
        return Err(Violation::new(Code::AccessGrantExceedsOwn, "role", message).into());
    }
    if !wanted.period.is_valid() || wanted.period.until.is_some_and(|until| until <= w.now()) {
        let message = "the period must end after it begins, and in the future";
        return Err(Violation::new(Code::AccessPeriodInvalid, "until", message).into());
    }
    if let Actor::System(_) = w.actor() {
        return Ok(());
    }
    let own = w.grants().await?;
    let tree = PathTree::load(w.db(), &own, &[wanted.chapter]).await?;
    Ok(may_grant(&own, wanted, w.now(), &tree)?)
}

/// A grant as the audit log shows it.
pub(super) fn describe(grant: &Grant) -> serde_json::Value {
    json!({
        "account": grant.account.to_string(),
        "role": grant.role.as_str(),
        "chapter": grant.chapter.to_string(),
        "from": grant.period.from,
        "until": grant.period.until,
    })
}

/// The same with the reason, if one was given.
pub(super) fn with_reason(mut told: serde_json::Value, reason: Option<&str>) -> serde_json::Value {
    if let (Some(reason), Some(fields)) = (reason, told.as_object_mut()) {
        fields.insert("reason".to_owned(), reason.into());
    }
    told
}
