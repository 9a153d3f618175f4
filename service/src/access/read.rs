//! Reads of accounts, grants and sessions.

use std::collections::HashMap;

use domain::access::{Actor, Grant, Permission, Role};
use domain::kernel::{AccountId, ChapterId, GrantId, PageRequest, Slice, Timestamp, mask_email, mask_name, mask_phone};
use store::access::account::{self, Account};
use store::access::{grant, session};

use super::{AccountKind, AccountStatus, GrantRecord, Session, normalise_email};
use crate::{Result, Service, ServiceError, Viewer};

/// An account as a viewer may see it. Phone and e-mail are always masked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountCard {
    pub id: AccountId,
    pub kind: AccountKind,
    pub status: AccountStatus,
    pub handle: Option<String>,
    /// In clear or masked, by the viewer's right.
    pub name: String,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub created_at: Timestamp,
}

/// How much of an account a viewer sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sight {
    /// Only that somebody of that surname leads a chapter the viewer may see.
    Masked,
    Clear,
}

impl Viewer {
    /// What the viewer sees of an account that holds these grants; nothing at all if there is no link between the two.
    pub(super) fn sight(&self, account: AccountId, grants: &[Grant]) -> Option<Sight> {
        let own = self.op.actor.account() == Some(account);
        let headquarters = |permission| self.tree.root().is_some_and(|root| self.may(permission, root));
        if own || headquarters(Permission::AccountManage) || headquarters(Permission::AuditRead) {
            return Some(Sight::Clear);
        }
        let held = grants.iter().filter(|grant| grant.period.contains(self.now));
        held.filter_map(|grant| {
            if self.may(Permission::ChapterRead, grant.chapter) {
                return Some(Sight::Clear);
            }
            // Who leads a chapter stands on its card; who works for headquarters does not.
            let leads = matches!(grant.role, Role::Helmsman | Role::Deputy);
            (leads && self.may(Permission::ChapterSee, grant.chapter)).then_some(Sight::Masked)
        })
        .max()
    }
}

pub(super) fn card(found: Account, sight: Sight) -> AccountCard {
    AccountCard {
        id: found.id,
        kind: found.kind,
        status: found.status,
        handle: found.handle.filter(|_| sight == Sight::Clear),
        name: if sight == Sight::Clear { found.name } else { mask_name(&found.name) },
        phone: found.phone.as_deref().map(mask_phone).filter(|_| sight == Sight::Clear),
        email: found.email.as_deref().map(mask_email).filter(|_| sight == Sight::Clear),
        created_at: found.created_at,
    }
}

impl Service {
    /// The viewer's own account.
    pub async fn me(&self, viewer: &Viewer) -> Result<AccountCard> {
        let id = viewer.account()?;
        Ok(card(account::load(self.store.read(), self.store.vault(), id).await?, Sight::Clear))
    }

    /// An account, as far as the viewer may see it.
    pub async fn account(&self, viewer: &Viewer, id: AccountId) -> Result<AccountCard> {
        self.accounts(viewer, &[id]).await?.remove(&id).ok_or(ServiceError::NotFound)
    }

    /// Those of several accounts that the viewer may see: two statements, however many they are.
    pub async fn accounts(&self, viewer: &Viewer, ids: &[AccountId]) -> Result<HashMap<AccountId, AccountCard>> {
        if viewer.op.actor == Actor::Anonymous {
            return Err(ServiceError::Unauthenticated);
        }
        let grants = self.grants_of(ids).await?;
        let found = account::load_many(self.store.read(), self.store.vault(), ids).await?;
        let seen = found.into_iter().filter_map(|account| {
            let held = grants.get(&account.id).map(Vec::as_slice).unwrap_or_default();
            let sight = viewer.sight(account.id, held)?;
            Some((account.id, card(account, sight)))
        });
        Ok(seen.collect())
    }

    /// All grants of several accounts, ended ones included.
    pub(super) async fn grants_of(&self, ids: &[AccountId]) -> Result<HashMap<AccountId, Vec<Grant>>> {
        let mut grants: HashMap<AccountId, Vec<Grant>> = HashMap::with_capacity(ids.len());
        for grant in grant::of_accounts(self.store.read(), ids).await? {
            grants.entry(grant.account).or_default().push(grant);
        }
        Ok(grants)
    }

    /// A page of an account's grants, oldest first, ended ones included: all to their holder, to others those on chapters
    /// whose grants they may read.
    pub async fn grants_of_account(
        &self,
        viewer: &Viewer,
        id: AccountId,
        page: &PageRequest,
    ) -> Result<Slice<GrantRecord>> {
        let own = viewer.account()? == id;
        let mut records = grant::records_of_account(self.store.read(), id).await?;
        let scope = viewer.scope(Permission::GrantRead);
        records.retain(|record| own || scope.covers(&viewer.tree, record.grant.chapter));
        Ok(page.slice(&records, |record| record.grant.id)?)
    }

    /// A grant, ended or not: one's own, or on a chapter whose grants the viewer reads.
    pub async fn grant(&self, viewer: &Viewer, id: GrantId) -> Result<GrantRecord> {
        let account = viewer.account()?;
        let found = grant::load(self.store.read(), id).await?;
        if found.grant.account != account {
            // Whoever may not read the chapter's grants must not learn which ids are taken.
            viewer.require(Permission::GrantRead, found.grant.chapter).map_err(|_| ServiceError::NotFound)?;
        }
        Ok(found)
    }

    /// A page of the grants on a chapter itself that have not ended, oldest first.
    pub async fn grants_of_chapter(
        &self,
        viewer: &Viewer,
        chapter: ChapterId,
        page: &PageRequest,
    ) -> Result<Slice<GrantRecord>> {
        viewer.require(Permission::GrantRead, chapter)?;
        let records = grant::of_chapter(self.store.read(), chapter, viewer.now).await?;
        Ok(page.slice(&records, |record| record.grant.id)?)
    }

    /// The viewer's own sessions that are good now, oldest first.
    pub async fn sessions(&self, viewer: &Viewer) -> Result<Vec<Session>> {
        Ok(session::of_account(self.store.read(), viewer.account()?, viewer.now).await?)
    }

    /// The account that a command names: an id, a handle, an e-mail address, or `helmsman:` and a division code.
    ///
    /// For commands with direct access to the store; the API has no such question.
    pub async fn account_named(&self, text: &str) -> Result<AccountId> {
        let (db, vault) = (self.store.read(), self.store.vault());
        if let Some(code) = text.strip_prefix("helmsman:") {
            let tree = self.tree();
            let led = tree.by_division(code).iter().filter_map(|id| tree.node(*id)?.leader.as_ref());
            return led.map(|leader| leader.account).next().ok_or(ServiceError::NotFound);
        }
        let found = if let Ok(id) = text.parse::<AccountId>() {
            Some(account::load(db, vault, id).await?)
        } else if text.contains('@') {
            account::by_email(db, vault, &normalise_email("email", text)?).await?
        } else {
            account::by_handle(db, vault, text).await?
        };
        found.map(|account| account.id).ok_or(ServiceError::NotFound)
    }
}
