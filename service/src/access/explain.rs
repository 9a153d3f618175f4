//! Why somebody may or may not do something: which grant gave it, or that none did.

use domain::access::{Decision, Permission, Reason, explain};
use domain::kernel::{AccountId, ChapterId};
use store::access::{account, grant};

use super::GrantRecord;
use crate::{Result, Service, Viewer};

/// A decision with what each grant of the subject had to do with it.
#[derive(Debug, Clone)]
pub struct AccessExplanation {
    pub subject: AccountId,
    pub permission: Permission,
    pub chapter: ChapterId,
    pub decision: Decision,
    /// The grants that the viewer may know of, oldest first; none if the subject holds none.
    pub grants: Vec<(GrantRecord, Reason)>,
}

impl Service {
    /// Explains what the rule says about a subject, a permission and a chapter: to the subject, or with the right to ask.
    ///
    /// # Errors
    /// `NotFound` or `Denied` without that right at the chapter.
    pub async fn explain_access(
        &self,
        viewer: &Viewer,
        subject: AccountId,
        permission: Permission,
        chapter: ChapterId,
    ) -> Result<AccessExplanation> {
        let own = viewer.account().ok() == Some(subject);
        if !own {
            viewer.require(Permission::AccessExplain, chapter)?;
            account::load(self.store.read(), self.store.vault(), subject).await?;
        }
        let records = grant::records_of_account(self.store.read(), subject).await?;
        let grants: Vec<_> = records.iter().map(|record| record.grant).collect();
        let explained = explain(&grants, permission, chapter, viewer.now, viewer.tree.as_ref());
        let visible =
            |(record, _): &(GrantRecord, Reason)| own || viewer.may(Permission::GrantRead, record.grant.chapter);
        let reasons = explained.grants.into_iter().map(|(_, reason)| reason);
        Ok(AccessExplanation {
            subject,
            permission,
            chapter,
            decision: explained.decision,
            grants: records.into_iter().zip(reasons).filter(visible).collect(),
        })
    }
}
