//! Whom a version would reach if it were published now.

use domain::access::Permission;
use domain::chapters::Level;
use domain::kernel::ChapterId;
use domain::policies::Scope;
use store::policies::reach;

use super::version_draft::require_known;
use crate::{Result, Service, Viewer};

/// How many chapters of a level are reached.
pub type Reached = reach::Reached;

/// Whom a scope reaches.
#[derive(Debug, Clone, PartialEq)]
pub struct Reach {
    pub issuer: ChapterId,
    pub scope: Scope,
    /// By level; levels that are not reached are left out.
    pub levels: Vec<Reached>,
}

impl Service {
    /// Whom a version of `issuer` with this scope would be for, if it were published now.
    ///
    /// # Errors
    /// Rules: the scope names what is not there.
    pub async fn policy_reach(
        &self,
        viewer: &Viewer,
        issuer: ChapterId,
        (levels, divisions): (Vec<Level>, Vec<String>),
    ) -> Result<Reach> {
        viewer.require(Permission::PolicyRead, issuer)?;
        let scope = Scope::new(levels, divisions)?;
        require_known(self.store.read(), &scope).await?;
        let levels = reach::counts(self.store.read(), issuer, &scope).await?;
        Ok(Reach { issuer, scope, levels })
    }

    /// The first of its chapters, in the order they were opened.
    pub async fn policy_reach_first(&self, viewer: &Viewer, reach: &Reach, limit: usize) -> Result<Vec<ChapterId>> {
        viewer.require(Permission::PolicyRead, reach.issuer)?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        Ok(reach::first(self.store.read(), reach.issuer, &reach.scope, limit).await?)
    }
}
