//! Moves a member to another home, with its history.

use domain::access::Permission;
use domain::kernel::{ChapterId, Code, MemberId, Violation, local_date};
use domain::members::{HomeSource, check_move};
use serde::Serialize;
use serde_json::json;
use store::dialect::TreeLock;
use store::members::home;
use store::members::member::{self, Member};

use super::member_add::check_open;
use super::{Hand, load_member, require_for};
use crate::write::Change;
use crate::{Op, Result, Service, Write};

/// What moves a member.
#[derive(Debug, Clone, Serialize)]
pub struct MemberMove {
    pub id: MemberId,
    pub chapter: ChapterId,
    /// Why headquarters moves the member before the time has come.
    pub reason: Option<String>,
}

impl Service {
    /// Moves a member home: by the member, once in 180 days; or with `MemberManage`, with a reason at any time.
    ///
    /// # Errors
    /// Rules: too soon, the chapter is closed or is the home already, no reason.
    pub async fn member_move(&self, op: &Op, input: MemberMove) -> Result<MemberId> {
        let input = &input;
        self.write(op, "members.member_move", input, |w| Box::pin(move_home(w, input))).await
    }
}

async fn move_home(w: &mut Write<'_>, input: &MemberMove) -> Result<MemberId> {
    // Before the member, in the order that a chapter which closes takes them.
    w.lock_tree(TreeLock::Shared).await?;
    let held = load_member(w, input.id).await?;
    let hand = require_for(w, &held, Permission::MemberManage).await?;
    let reason = match (hand, &input.reason) {
        // A member needs no reason, and none lifts the rule.
        (Hand::Own, _) => None,
        (Hand::Other, Some(reason)) => Some(reason.as_str()),
        (Hand::Other, None) => {
            let message = "say why the member is moved: it is logged, and the member reads it";
            return Err(Violation::new(Code::MembersReasonRequired, "reason", message).into());
        }
    };
    if hand == Hand::Other {
        // Nobody gives a member to a chapter beyond the own reach.
        w.require(Permission::MemberManage, input.chapter).await?;
    }
    check_open(w, input.chapter).await?;
    let today = local_date(w.now());
    check_move((Some(held.home), input.chapter), held.moved_on, today, reason)?;
    home::leave(w.db(), &held, w.now(), (reason, w.actor().account().filter(|_| hand == Hand::Other))).await?;
    home::unfollow(w.db(), held.id, input.chapter).await?;
    let moved = Member {
        home: input.chapter,
        home_source: HomeSource::MemberChoice,
        home_since: w.now(),
        moved_on: Some(today),
        ..held.clone()
    };
    member::update(w.db(), &held, &moved).await?;
    // Both chapters see it, neither sees what the other has of the member.
    for (chapter, action) in [(held.home, "members.member_leave"), (input.chapter, "members.member_move")] {
        let change = Change {
            target: held.id.to_string(),
            chapter: Some(chapter),
            before: Some(json!({ "home": held.home.to_string() })),
            after: Some(json!({ "home": input.chapter.to_string(), "reason": reason })),
            action: Some(action),
        };
        w.audit(change).await?;
    }
    Ok(held.id)
}
