//! Who looks: what every resolver reads through.

use std::fmt;
use std::sync::Arc;

use async_graphql::Context;
use domain::access::Grant;
use domain::kernel::{ChapterId, PolicyVersionId};
use domain::policies::PolicyVersion;
use service::{Op, Service, Viewer};

use super::chapters::Chapter;
use super::error::{Fault, Result};
use super::loaders::{Policies, Versions};
use super::policies::{Policy, Version};

/// One caller's sight of the network at one moment. Objects carry the view they were read through, so that all of an
/// answer shows one state of the tree; after a mutation, a fresh one is taken.
#[derive(Clone)]
pub(crate) struct View(Arc<Sight>);

struct Sight {
    service: Service,
    viewer: Viewer,
    /// The view of today, of a view of the past: what is not part of the tree is never read as of a date.
    present: Option<View>,
    versions: Versions,
    policies: Policies,
}

impl fmt::Debug for View {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("View").field("op", &self.0.viewer.op).finish_non_exhaustive()
    }
}

impl View {
    /// A view of what holds now. Without grants there is little to see.
    pub(crate) fn new(service: Service, op: Op, grants: Arc<Vec<Grant>>) -> Self {
        let viewer = Viewer { tree: service.tree(), now: service.now(), op, grants };
        Self::of_viewer(service, viewer, None)
    }

    fn of_viewer(service: Service, viewer: Viewer, present: Option<Self>) -> Self {
        Self(Arc::new(Sight { service, viewer, present, versions: Versions::default(), policies: Policies::default() }))
    }

    /// The view of this request.
    pub(crate) fn of<'c>(context: &Context<'c>) -> Result<&'c Self> {
        context
            .data::<Self>()
            .map_err(|_| Fault(service::ServiceError::Internal("a request without a view reached a resolver".into())))
    }

    /// What holds now, after a mutation or at the next event of a subscription.
    pub(crate) fn fresh(&self) -> Self {
        let viewer = self.viewer();
        Self::new(self.service().clone(), viewer.op.clone(), Arc::clone(&viewer.grants))
    }

    /// The same network at an earlier date.
    pub(crate) async fn as_of(&self, at: domain::kernel::Timestamp) -> Result<Self> {
        let viewer = self.service().viewer_as_of(self.viewer(), at).await?;
        Ok(Self::of_viewer(self.service().clone(), viewer, Some(self.clone())))
    }

    /// The view of today.
    pub(crate) fn present(&self) -> &Self {
        self.0.present.as_ref().unwrap_or(self)
    }

    pub(crate) fn service(&self) -> &Service {
        &self.0.service
    }

    pub(crate) fn viewer(&self) -> &Viewer {
        &self.0.viewer
    }

    /// What a write is done under.
    pub(crate) fn op(&self, request_key: Option<String>) -> Op {
        Op { request_key, ..self.viewer().op.clone() }
    }

    /// Refuses a stranger: a list would be empty for them, and say less than an error does.
    pub(crate) fn signed_in(&self) -> Result<()> {
        self.viewer().account()?;
        Ok(())
    }

    /// A chapter, if it is there and visible.
    pub(crate) fn chapter(&self, id: ChapterId) -> Option<Chapter> {
        self.viewer().chapter_if_visible(id).map(|node| Chapter::new(node, self.clone()))
    }

    /// A chapter that something visible names.
    pub(crate) fn named_chapter(&self, id: ChapterId) -> Result<Chapter> {
        let node = self.viewer().chapter(id)?;
        Ok(Chapter::new(node, self.clone()))
    }

    /// A version, if it is there and visible.
    pub(crate) async fn version(&self, id: PolicyVersionId) -> Result<Option<Version>> {
        let Sight { service, viewer, versions, .. } = &*self.0;
        let found = versions.load(service, viewer, id).await?;
        Ok(found.map(|version| self.show_version(version)))
    }

    /// A version that something visible names.
    pub(crate) async fn named_version(&self, id: PolicyVersionId) -> Result<Version> {
        self.version(id).await?.ok_or(Fault(service::ServiceError::NotFound))
    }

    pub(crate) fn show_version(&self, version: Arc<PolicyVersion>) -> Version {
        Version::new(version, self.clone())
    }

    /// A policy that something visible names.
    pub(crate) async fn named_policy(&self, key: &str) -> Result<Policy> {
        let Sight { service, viewer, policies, .. } = &*self.0;
        let found = policies.load(service, viewer, key).await?;
        let spec = found.ok_or(Fault(service::ServiceError::NotFound))?;
        Ok(Policy::new(spec, self.clone()))
    }
}
