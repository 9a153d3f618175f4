//! Reads of policies: keys, versions, a chapter's inbox.

use domain::access::Permission;
use domain::kernel::{ChapterId, PageRequest, PolicyVersionId, Slice};
use domain::policies::{PolicyKey, PolicySpec, PolicyVersion, VersionState};
use store::policies::delivery::Delivered;
use store::policies::version::VersionFilter;
use store::policies::{delivery, local, policy, rollout, version};

use super::LocalValue;
use crate::{Result, Service, ServiceError, Viewer};

/// A delivery in an inbox, with its rank (0 unread, 1 owed, 2 done): the sort key together with `seq`.
#[derive(Debug, Clone, PartialEq)]
pub struct InboxItem {
    pub rank: i16,
    pub delivered: Delivered,
}

/// What a chapter still has to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pending {
    pub unread: i64,
    /// Unread and read, not yet acknowledged.
    pub owed: i64,
}

impl Service {
    /// All policy keys.
    pub async fn policies(&self, viewer: &Viewer) -> Result<Vec<PolicySpec>> {
        require_policy_reader(viewer)?;
        Ok(policy::list(self.store.read()).await?)
    }

    /// One policy key.
    pub async fn policy(&self, viewer: &Viewer, key: &PolicyKey) -> Result<Option<PolicySpec>> {
        require_policy_reader(viewer)?;
        Ok(policy::load(self.store.read(), key).await?)
    }

    /// A version that the viewer may read: a draft or version of a chapter they read, or one in force above them.
    pub async fn version(&self, viewer: &Viewer, id: PolicyVersionId) -> Result<PolicyVersion> {
        let found = version::load(self.store.read(), id).await?;
        require_version(viewer, &found)?;
        Ok(found)
    }

    /// Versions by id, for one who asks [`Viewer::may_read_version`] of each, or who reads a delivery of it: a record of
    /// what a chapter was told stays with the chapter, and says what it was, also when the chapter has moved away from
    /// under the issuer.
    pub async fn versions_by_id(&self, ids: &[PolicyVersionId]) -> Result<Vec<PolicyVersion>> {
        let ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
        Ok(version::load_many(self.store.read(), &ids).await?)
    }

    /// A page of versions that the viewer may read, newest first: those issued in their subtrees, and published ones
    /// issued above.
    pub async fn versions(
        &self,
        viewer: &Viewer,
        mut filter: VersionFilter,
        page: &PageRequest,
    ) -> Result<Slice<PolicyVersion>> {
        require_policy_reader(viewer)?;
        check_cursor::<i64>(page)?;
        let scope = viewer.scope(Permission::PolicyRead);
        filter.within = Some(scope.roots.iter().map(|id| id.0).collect());
        filter.published_by =
            scope.roots.iter().flat_map(|root| viewer.tree.path(*root).into_iter().skip(1)).map(|id| id.0).collect();
        Ok(version::list(self.store.read(), &filter, page).await?)
    }

    /// A chapter's deliveries: unread first, then what is owed, then the rest.
    pub async fn inbox(
        &self,
        viewer: &Viewer,
        chapter: ChapterId,
        unread_only: bool,
        page: &PageRequest,
    ) -> Result<Slice<InboxItem>> {
        viewer.require(Permission::DeliveryRead, chapter)?;
        check_cursor::<(i16, i64)>(page)?;
        let slice = delivery::inbox(self.store.read(), chapter, unread_only, page).await?;
        Ok(slice.map(|(rank, delivered)| InboxItem { rank, delivered }))
    }

    /// How much a chapter has yet to read and acknowledge.
    pub async fn pending(&self, viewer: &Viewer, chapter: ChapterId) -> Result<Pending> {
        viewer.require(Permission::DeliveryRead, chapter)?;
        let (unread, owed) = delivery::pending(self.store.read(), chapter).await?;
        Ok(Pending { unread, owed })
    }

    /// A chapter's copy of a version.
    pub async fn delivery(
        &self,
        viewer: &Viewer,
        version: PolicyVersionId,
        chapter: ChapterId,
    ) -> Result<Option<Delivered>> {
        viewer.require(Permission::DeliveryRead, chapter)?;
        Ok(delivery::load(self.store.read(), version, chapter).await?)
    }

    /// For each of these versions the newest earlier one of its policy that the chapter acknowledged, where there is one:
    /// of the same issuer, or else of another. For one who reads deliveries of them.
    pub async fn acknowledged_before(
        &self,
        viewer: &Viewer,
        chapter: ChapterId,
        versions: &[PolicyVersionId],
    ) -> Result<Vec<(PolicyVersionId, PolicyVersionId)>> {
        viewer.require(Permission::DeliveryRead, chapter)?;
        Ok(delivery::acknowledged_before(self.store.read(), chapter, versions).await?)
    }

    /// A chapter's own value for a key.
    pub async fn local_value(&self, viewer: &Viewer, chapter: ChapterId, key: &str) -> Result<Option<LocalValue>> {
        viewer.require(Permission::PolicyRead, chapter)?;
        Ok(local::current(self.store.read(), chapter, &key.parse()?).await?)
    }

    /// What is late enough to be a chapter's business: its children's once the deadline has passed, and at headquarters
    /// everybody's once twice the time has.
    pub async fn escalations(&self, viewer: &Viewer, chapter: ChapterId, limit: usize) -> Result<Vec<rollout::Late>> {
        viewer.require(Permission::DeliveryRead, chapter)?;
        let at_headquarters = viewer.tree.root() == Some(chapter);
        let times = if at_headquarters { (2, true) } else { (1, false) };
        let limit = i64::try_from(limit.min(100)).unwrap_or(100);
        Ok(rollout::escalated(self.store.read(), chapter, times, (viewer.now, limit)).await?)
    }
}

fn require_policy_reader(viewer: &Viewer) -> Result<()> {
    viewer.account()?;
    if viewer.scope(Permission::PolicyRead).roots.is_empty() {
        return Err(ServiceError::Denied(Permission::PolicyRead));
    }
    Ok(())
}

impl Viewer {
    /// Whether the viewer may read this version.
    #[must_use]
    pub fn may_read_version(&self, version: &PolicyVersion) -> bool {
        require_version(self, version).is_ok()
    }
}

/// A published version binds everybody below its issuer, so they may read it; a draft is its issuer's business.
fn require_version(viewer: &Viewer, found: &PolicyVersion) -> Result<()> {
    let issuer = found.content.issuer;
    if found.state != VersionState::Draft {
        let below = viewer.scope(Permission::PolicyRead);
        if below.roots.iter().any(|root| viewer.tree.is_within(*root, issuer)) {
            return Ok(());
        }
    }
    match viewer.require(Permission::PolicyRead, issuer) {
        // Who sees the chapter's card only does not learn of its drafts.
        Err(ServiceError::Denied(_)) => Err(ServiceError::NotFound),
        outcome => outcome,
    }
}

/// Refuses a cursor that another list gave.
pub(super) fn check_cursor<K: serde::de::DeserializeOwned>(page: &PageRequest) -> Result<()> {
    page.from.as_ref().map(domain::kernel::Cursor::key::<K>).transpose()?;
    Ok(())
}
