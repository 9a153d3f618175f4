//! Follows another chapter, or no more.

use domain::access::Permission;
use domain::kernel::{ChapterId, MemberId};
use domain::members::check_follow;
use serde::Serialize;
use serde_json::json;
use store::dialect::TreeLock;
use store::members::home;

use super::member_add::check_open;
use super::{load_member, require_for};
use crate::write::Change;
use crate::{Op, Result, Service, Write};

/// What follows a chapter, or ends that.
#[derive(Debug, Clone, Serialize)]
pub struct MemberFollow {
    pub id: MemberId,
    pub chapter: ChapterId,
    pub follow: bool,
}

impl Service {
    /// Follows a chapter or follows it no more: by the member, or with `MemberManage`. Ending what is not there is no error.
    ///
    /// # Errors
    /// Rules: it is the home, is followed already, or is closed; too many are followed.
    pub async fn member_follow(&self, op: &Op, input: MemberFollow) -> Result<MemberId> {
        let input = &input;
        self.write(op, "members.member_follow", input, |w| Box::pin(follow(w, input))).await
    }
}

async fn follow(w: &mut Write<'_>, input: &MemberFollow) -> Result<MemberId> {
    // Before the member, in the order that a chapter which closes takes them.
    w.lock_tree(TreeLock::Shared).await?;
    let held = load_member(w, input.id).await?;
    require_for(w, &held, Permission::MemberManage).await?;
    if input.follow {
        check_open(w, input.chapter).await?;
        let followed = home::followed(w.db(), held.id).await?;
        check_follow(Some(held.home), &followed, input.chapter)?;
        home::follow(w.db(), held.id, input.chapter, w.now()).await?;
    } else {
        home::unfollow(w.db(), held.id, input.chapter).await?;
    }
    let change = Change {
        target: held.id.to_string(),
        chapter: Some(held.home),
        after: Some(json!({ "chapter": input.chapter.to_string(), "follow": input.follow })),
        ..Change::default()
    };
    w.audit(change).await?;
    Ok(held.id)
}
