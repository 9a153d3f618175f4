//! Who looks: what every resolver reads through.

use std::fmt;
use std::sync::{Arc, OnceLock};

use async_graphql::Context;
use domain::access::{Actor, Grant};
use domain::kernel::{AccountId, ChapterId, MemberId, PolicyVersionId, Timestamp};
use domain::policies::PolicyVersion;
use service::{Op, Service, Viewer};

use super::access::Account;
use super::chapters::{Chapter, Division};
use super::error::{Fault, Result};
use super::list::List;
use super::loaders::{Accounts, Acknowledged, Divisions, Policies, Pushes, Reminders, Versions};
use super::policies::{Policy, Push, Version};

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
    accounts: Accounts,
    divisions: Divisions,
    pushes: Pushes,
    reminders: Reminders,
    acknowledged: Acknowledged,
}

impl Sight {
    fn new(service: Service, viewer: Viewer) -> Self {
        Self {
            service,
            viewer,
            present: None,
            versions: Versions::default(),
            policies: Policies::default(),
            accounts: Accounts::default(),
            divisions: Divisions::default(),
            pushes: Pushes::default(),
            reminders: Reminders::default(),
            acknowledged: Acknowledged::default(),
        }
    }
}

impl fmt::Debug for View {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("View").field("op", &self.0.viewer.op).finish_non_exhaustive()
    }
}

/// Who asks. A view is taken when one is needed: it holds a whole tree, and a subscription that lives for hours must
/// not keep the tree of its first minute.
pub(crate) struct Asker {
    service: Service,
    op: Op,
    grants: Arc<Vec<Grant>>,
    view: OnceLock<View>,
}

impl Asker {
    /// Without grants there is little to see.
    pub(crate) fn new(service: Service, op: Op, grants: Arc<Vec<Grant>>) -> Self {
        Self { service, op, grants, view: OnceLock::new() }
    }

    /// Who sent this request.
    pub(crate) fn of<'c>(context: &Context<'c>) -> Result<&'c Self> {
        context
            .data::<Self>()
            .map_err(|_| Fault(service::ServiceError::Internal("a request without an asker reached a resolver".into())))
    }

    /// The same asker, for the events of a subscription.
    pub(crate) fn again(&self) -> Self {
        Self::new(self.service.clone(), self.op.clone(), Arc::clone(&self.grants))
    }

    /// What holds now.
    pub(crate) fn look(&self) -> View {
        self.look_with(Versions::default())
    }

    /// What holds now, with a version that need not be read again.
    pub(crate) fn look_at(&self, version: Arc<PolicyVersion>) -> View {
        self.look_with(Versions::knowing(version))
    }

    fn look_with(&self, versions: Versions) -> View {
        let service = self.service.clone();
        let viewer = service.viewer_with(self.op.clone(), Arc::clone(&self.grants));
        View(Arc::new(Sight { versions, ..Sight::new(service, viewer) }))
    }
}

impl View {
    /// The view of this request: one for all of its answer.
    pub(crate) fn of<'c>(context: &Context<'c>) -> Result<&'c Self> {
        let asker = Asker::of(context)?;
        Ok(asker.view.get_or_init(|| asker.look()))
    }

    /// What holds now, after a mutation.
    pub(crate) fn fresh(&self) -> Self {
        let Viewer { op, grants, .. } = self.viewer();
        Asker::new(self.service().clone(), op.clone(), Arc::clone(grants)).look()
    }

    /// The same network at an earlier date.
    pub(crate) async fn as_of(&self, at: domain::kernel::Timestamp) -> Result<Self> {
        let viewer = self.service().viewer_as_of(self.viewer(), at).await?;
        let sight = Sight::new(self.service().clone(), viewer);
        Ok(Self(Arc::new(Sight { present: Some(self.clone()), ..sight })))
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

    /// A person, if they are there and the viewer may see them: as much of them as rights allow. Siblings who ask at the
    /// same time are read together.
    pub(crate) async fn account(&self, id: AccountId) -> Result<Option<Account>> {
        let now = self.present();
        if now.viewer().op.actor == Actor::Anonymous {
            return Ok(None);
        }
        let card = now.0.accounts.load(&now.0.service, &now.0.viewer, id).await?;
        Ok(card.map(|card| Account::new(card, now.clone())))
    }

    /// The same for somebody who may not be named at all.
    pub(crate) async fn account_opt(&self, id: Option<AccountId>) -> Result<Option<Account>> {
        match id {
            Some(id) => self.account(id).await,
            None => Ok(None),
        }
    }

    /// Divisions by their codes, in this order; siblings who ask at the same time are read together.
    pub(crate) async fn divisions(&self, codes: &[String]) -> Result<List<Division>> {
        let found = self.0.divisions.load(&self.0.service, &self.0.viewer, codes).await?;
        Ok(found.into_iter().map(|division| Division::new(division, self.clone())).collect())
    }

    /// A version, if it is there and visible.
    pub(crate) async fn version(&self, id: PolicyVersionId) -> Result<Option<Version>> {
        let Sight { service, viewer, versions, .. } = &*self.0;
        let found = versions.load(service, id).await?;
        Ok(found.filter(|found| viewer.may_read_version(found)).map(|found| self.show_version(found)))
    }

    /// The version of a delivery that the viewer reads.
    pub(crate) async fn delivered_version(&self, id: PolicyVersionId) -> Result<Version> {
        let found = self.0.versions.load(&self.0.service, id).await?;
        Ok(self.show_version(found.ok_or(Fault(service::ServiceError::NotFound))?))
    }

    /// What a chapter acknowledged of a policy before this version, for one who reads its delivery of it.
    pub(crate) async fn acknowledged_before(
        &self,
        chapter: ChapterId,
        version: PolicyVersionId,
    ) -> Result<Option<Version>> {
        let Sight { service, viewer, acknowledged, .. } = &*self.0;
        match acknowledged.before(service, viewer, (chapter, version)).await? {
            Some(before) => Ok(Some(self.delivered_version(before).await?)),
            None => Ok(None),
        }
    }

    /// When a member was last reminded of the end of the membership; siblings who ask at the same time are read together.
    pub(crate) async fn reminded_at(&self, id: MemberId) -> Result<Option<Timestamp>> {
        self.0.reminders.load(&self.0.service, id).await
    }

    /// The pushes of a version, as far as the viewer reads deliveries.
    pub(crate) async fn pushes(&self, version: PolicyVersionId) -> Result<List<Push>> {
        let Sight { service, viewer, pushes, .. } = &*self.0;
        let found = pushes.load(service, viewer, version).await?;
        Ok(found.iter().map(|push| Push::new(*push, self.clone())).collect())
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
