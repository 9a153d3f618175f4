//! Finds people to give a role or an office to.

use domain::access::Permission;
use domain::kernel::AccountId;
use store::access::account::{self, Account};

use super::read::{Sight, card};
use super::{AccountCard, normalise_email, normalise_phone};
use crate::{Result, Service, ServiceError, Viewer};

/// How many staff accounts are looked through: their names are sealed, so that no index can.
const MOST_STAFF: i64 = 2_000;

/// By what somebody was found who was named exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    Id,
    /// E-mail or phone, which is more than many who see the account may know of it.
    Contact,
}

impl Service {
    /// Whoever has exactly this id, e-mail or phone; then staff whose name, handle or e-mail contains the text, the oldest
    /// accounts first. Of both those that the viewer sees: by contacts and parts of names only whom they see in clear, so
    /// that nothing masked can be guessed. Who may give roles, or appoint helmsmen, finds by all of an id, e-mail or phone
    /// also people of whom they see nothing else: they could give a role to that id, or appoint that phone, anyway.
    ///
    /// # Errors
    /// `Denied` without `GrantRead` or `AccountManage` anywhere.
    pub async fn account_search(&self, viewer: &Viewer, text: &str, limit: usize) -> Result<Vec<AccountCard>> {
        viewer.account()?;
        let anywhere = |permission| !viewer.scope(permission).roots.is_empty();
        if !anywhere(Permission::GrantRead) && !anywhere(Permission::AccountManage) {
            return Err(ServiceError::Denied(Permission::GrantRead));
        }
        let gives = anywhere(Permission::GrantManage) || anywhere(Permission::HelmsmanAppoint);
        let text = text.trim();
        let mut cards = Vec::new();
        if let Some((named, by)) = self.named_exactly(text).await? {
            let grants = self.grants_of(&[named.id]).await?;
            let held = grants.get(&named.id).map(Vec::as_slice).unwrap_or_default();
            let sight = viewer.sight(named.id, held).filter(|sight| by == By::Id || *sight == Sight::Clear);
            cards.extend(sight.or(gives.then_some(Sight::Masked)).map(|sight| card(named, sight)));
        }
        for staff in self.staff_containing(viewer, text).await? {
            if cards.len() >= limit {
                break;
            }
            if cards.first().is_none_or(|named| named.id != staff.id) {
                cards.push(card(staff, Sight::Clear));
            }
        }
        cards.truncate(limit);
        Ok(cards)
    }

    async fn named_exactly(&self, text: &str) -> Result<Option<(Account, By)>> {
        let (db, vault) = (self.store.read(), self.store.vault());
        if let Ok(id) = text.parse::<AccountId>() {
            return Ok(account::load_many(db, vault, &[id]).await?.pop().map(|found| (found, By::Id)));
        }
        let found = if let Ok(email) = normalise_email("text", text) {
            account::by_email(db, vault, &email).await?
        } else if let Ok(phone) = normalise_phone("text", text) {
            account::by_phone(db, vault, &phone).await?
        } else {
            None
        };
        Ok(found.map(|found| (found, By::Contact)))
    }

    /// Staff that the viewer sees in clear.
    async fn staff_containing(&self, viewer: &Viewer, text: &str) -> Result<Vec<Account>> {
        let wanted = text.to_lowercase();
        let contains = |text: &str| text.to_lowercase().contains(&wanted);
        let mut staff = account::staff(self.store.read(), self.store.vault(), MOST_STAFF).await?;
        staff.retain(|one| {
            contains(&one.name)
                || one.handle.as_deref().is_some_and(contains)
                || one.email.as_deref().is_some_and(contains)
        });
        let ids: Vec<AccountId> = staff.iter().map(|one| one.id).collect();
        let grants = self.grants_of(&ids).await?;
        staff.retain(|one| {
            let held = grants.get(&one.id).map(Vec::as_slice).unwrap_or_default();
            viewer.sight(one.id, held) == Some(Sight::Clear)
        });
        Ok(staff)
    }
}
