//! HQ watches a version land.

use domain::access::Permission;
use domain::kernel::{ChapterId, PageRequest, PolicyVersionId, Slice};
use domain::policies::DeliveryView;
use store::policies::{rollout, version};

use super::read::check_cursor;
use crate::{Result, Service, Viewer};

/// How many chapters of a level are in a state.
pub type RolloutCount = rollout::Count;

/// A chapter and how the version stands there.
pub type RolloutRow = rollout::Landing;

/// A chapter directly below another, and how the version stands on it and all that stands below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RolloutBranch {
    pub chapter: ChapterId,
    /// How the version stands at the chapter itself; nothing if it is not for it.
    pub view: Option<DeliveryView>,
    /// How many chapters are in each state that occurs.
    pub counts: Vec<(DeliveryView, i64)>,
}

impl Service {
    /// Where to look: the subtree asked for, or the whole reach of the version as far as the viewer sees.
    async fn rollout_roots(
        &self,
        viewer: &Viewer,
        id: PolicyVersionId,
        within: Option<ChapterId>,
    ) -> Result<Vec<ChapterId>> {
        let issuer = version::load(self.store.read(), id).await?.content.issuer;
        if let Some(within) = within {
            viewer.require(Permission::DeliveryRead, within)?;
            // Only what lies in the issuer's subtree can have the version.
            if viewer.tree.is_within(within, issuer) {
                return Ok(vec![within]);
            }
            return Ok(if viewer.tree.is_within(issuer, within) { vec![issuer] } else { Vec::new() });
        }
        let scope = viewer.scope(Permission::DeliveryRead);
        if scope.covers(&viewer.tree, issuer) {
            return Ok(vec![issuer]);
        }
        Ok(scope.roots.into_iter().filter(|root| viewer.tree.is_within(*root, issuer)).collect())
    }

    /// Counts per level and state, in one query a subtree that the viewer sees.
    pub async fn rollout_counts(
        &self,
        viewer: &Viewer,
        id: PolicyVersionId,
        within: Option<ChapterId>,
    ) -> Result<Vec<RolloutCount>> {
        let mut counts: Vec<RolloutCount> = Vec::new();
        for root in self.rollout_roots(viewer, id, within).await? {
            for count in rollout::counts(self.store.read(), id, root, viewer.now).await? {
                match counts.iter_mut().find(|c| (c.level, c.view) == (count.level, count.view)) {
                    Some(sum) => sum.chapters += count.chapters,
                    None => counts.push(count),
                }
            }
        }
        Ok(counts)
    }

    /// How the version stands on each branch of the subtree asked for, in one query a subtree that the viewer sees. Branches
    /// that the version is not for are left out.
    pub async fn rollout_branches(
        &self,
        viewer: &Viewer,
        id: PolicyVersionId,
        of: Option<ChapterId>,
    ) -> Result<Vec<RolloutBranch>> {
        let mut branches: Vec<RolloutBranch> = Vec::new();
        for root in self.rollout_roots(viewer, id, of).await? {
            for count in rollout::branches(self.store.read(), id, root, viewer.now).await? {
                // They come in the order of their chapters.
                if branches.last().is_none_or(|last| last.chapter != count.branch) {
                    branches.push(RolloutBranch { chapter: count.branch, view: None, counts: Vec::new() });
                }
                if let Some(branch) = branches.last_mut() {
                    branch.counts.push((count.view, count.chapters));
                    if count.itself {
                        branch.view = Some(count.view);
                    }
                }
            }
        }
        Ok(branches)
    }

    /// A page of chapters by state or subtree. Who sees several separate subtrees names the one to page through.
    pub async fn rollout_page(
        &self,
        viewer: &Viewer,
        id: PolicyVersionId,
        within: Option<ChapterId>,
        (views, page): (&[DeliveryView], &PageRequest),
    ) -> Result<Slice<RolloutRow>> {
        check_cursor::<i32>(page)?;
        let roots = self.rollout_roots(viewer, id, within).await?;
        let [root] = roots.as_slice() else {
            if roots.is_empty() {
                return Ok(Slice { items: Vec::new(), has_previous: false, has_next: false });
            }
            let message = "you see several separate subtrees; name the one to page through with `within`";
            return Err(crate::ServiceError::BadInput(message.into()));
        };
        Ok(rollout::page(self.store.read(), id, *root, views, (viewer.now, page)).await?)
    }
}
