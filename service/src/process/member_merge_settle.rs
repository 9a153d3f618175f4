//! What becomes of a merge after 30 days: it can no longer be undone, so nothing is kept to undo it with, and the
//! person is forgotten where one row is enough (PIPL 47). The number is free for whoever holds it then.

use chrono::TimeDelta;
use domain::kernel::MemberId;
use domain::members::UNDO_DAYS;
use serde_json::json;
use store::growth::visitor;
use store::members::member::{self, Member};
use store::members::merge::{self as rows, MergeRecord};
use store::members::{home, person};

use crate::access::forget_member_account;
use crate::write::Change;
use crate::{Op, Result, Service, Write};

impl Service {
    /// Settles merges that can no longer be undone, the oldest `limit` at most; answers how many. A sweep: call it
    /// until there are none.
    pub async fn member_merges_settle(&self, op: &Op, limit: i64) -> Result<u64> {
        let before = self.now() - TimeDelta::days(UNDO_DAYS);
        if rows::settled(self.store.read(), before, 1).await?.is_empty() {
            return Ok(0);
        }
        self.write(op, "members.member_merge_settle", &(), |w| Box::pin(settle(w, limit))).await
    }
}

async fn settle(w: &mut Write<'_>, limit: i64) -> Result<u64> {
    w.require_system()?;
    let due = rows::settled(w.db(), w.now() - TimeDelta::days(UNDO_DAYS), limit).await?;
    let mut settled = Vec::with_capacity(due.len());
    for seen in &due {
        let gone = member::load_for_update(w.db(), seen.gone).await?;
        // Read again under the lock: who undid it in the last moment has given a living person this row back.
        let Some(made) = rows::find(w.db(), seen.id).await?.filter(MergeRecord::can_be_settled) else { continue };
        forget(w, &made, &gone).await?;
        settled.push(made.id);
    }
    let after = json!({ "merges": settled });
    w.audit(Change { target: "member_merge".to_owned(), after: Some(after), ..Change::default() }).await?;
    Ok(due.len() as u64)
}

/// Forgets a member who turned out to be another: the key, the phone, the account.
async fn forget(w: &mut Write<'_>, made: &MergeRecord, gone: &Member) -> Result<()> {
    let forgotten = Member { account: None, region: None, birth_year: None, ..gone.clone() };
    member::update(w.db(), gone, &forgotten).await?;
    person::erase(w.db(), gone.id).await?;
    home::forget(w.db(), gone.id).await?;
    visitor::forget_member(w.db(), gone.id).await?;
    if let Some(account) = gone.account {
        forget_member_account(w, account).await?;
    }
    Ok(rows::settle(w.db(), made.id).await?)
}

/// Forgets, with a person who is erased, all rows that turned out to be this person.
pub(super) async fn forget_merged(w: &mut Write<'_>, kept: MemberId) -> Result<()> {
    let mut into = vec![kept];
    while let Some(kept) = into.pop() {
        for made in rows::into_member(w.db(), kept).await?.into_iter().filter(|made| made.undone_at.is_none()) {
            let gone = member::load_for_update(w.db(), made.gone).await?;
            forget(w, &made, &gone).await?;
            into.push(gone.id);
        }
    }
    Ok(())
}
