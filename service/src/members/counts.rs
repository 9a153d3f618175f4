//! How many members there are.

use domain::access::Permission;
use domain::kernel::{ChapterId, RequestId};
use serde_json::json;
use store::dialect::{TreeLock, lock_tree};
use store::members::count;

use super::MemberCount;
use crate::write::Change;
use crate::{Op, Result, Service, Viewer};

impl Service {
    /// How many members a chapter has by tier and standing, itself and with all below it: exact at this moment.
    pub async fn member_counts(&self, viewer: &Viewer, chapter: ChapterId) -> Result<Vec<MemberCount>> {
        viewer.require(Permission::MemberCount, chapter)?;
        Ok(count::of_subtree(self.store.read(), chapter).await?)
    }

    /// Folds noted differences, `limit` at most, into the counts of every chapter above; answers how many it took.
    ///
    /// Derived rows, so nothing for the audit log; again and again is no harm.
    pub async fn member_counts_fold(&self, limit: i64) -> Result<u64> {
        // Asked first without a transaction: SQLite has one writer, who is not to be held up ten times a second for nothing.
        if !count::is_waiting(self.store.read()).await? {
            return Ok(0);
        }
        let work = self.store.begin().await?;
        lock_tree(work.db(), TreeLock::Shared).await?;
        let taken = count::fold(work.db(), limit).await?;
        work.commit().await?;
        Ok(taken)
    }

    /// The chapters whose counts differ from a plain count of the members. Empty if all is well.
    pub async fn member_counts_check(&self) -> Result<Vec<ChapterId>> {
        Ok(count::differences(self.store.read()).await?)
    }

    /// Counts every member anew. Takes the time of a scan, and holds up writes of members for as long.
    pub async fn member_counts_rebuild(&self) -> Result<()> {
        let op = Op::system("doctor", RequestId(self.ids.next()));
        self.write(&op, "members.counts_rebuild", &(), |w| {
            Box::pin(async move {
                w.lock_tree(TreeLock::Exclusive).await?;
                count::rebuild(w.db()).await?;
                let change =
                    Change { target: "member_count".to_owned(), after: Some(json!("rebuilt")), ..Change::default() };
                w.audit(change).await?;
                Ok(true)
            })
        })
        .await
        .map(|_| ())
    }
}
