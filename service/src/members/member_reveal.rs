//! Shows a member's phone and name in clear, to somebody with a right and a reason; it is logged, and the member can read
//! who looked.

use std::fmt;

use chrono::TimeDelta;
use domain::access::Permission;
use domain::kernel::MemberId;
use domain::members::{Purpose, check_consent, check_reveal};
use serde::Serialize;
use serde_json::json;
use store::StoreError;
use store::members::reveal::{self, Reveal};
use store::members::{home, person};

use super::{Hand, load_member, require_for};
use crate::access::lock_account;
use crate::write::Change;
use crate::{Op, Result, Service, ServiceError, Write};

/// What reveals a member.
#[derive(Debug, Clone, Serialize)]
pub struct MemberReveal {
    pub id: MemberId,
    /// Why: the log keeps it.
    pub reason: String,
}

/// A member in clear.
#[derive(Clone, PartialEq, Eq)]
pub struct Revealed {
    pub id: MemberId,
    pub phone: String,
    pub name: String,
}

/// By hand: personal data must not get into logs.
impl fmt::Debug for Revealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Revealed").field("id", &self.id).finish_non_exhaustive()
    }
}

impl Service {
    /// Reveals a member: to the member, or with `MemberReveal`. A chapter is another legal person, so its people need the
    /// member's separate consent besides (PIPL 23); headquarters does not.
    ///
    /// # Errors
    /// Rules: no reason, no consent, too many within an hour; the person was erased.
    pub async fn member_reveal(&self, op: &Op, input: MemberReveal) -> Result<Revealed> {
        let input = &input;
        // Without a request key: every look is asked for, counted and kept anew, and no key keeps what it showed.
        let op = &Op { request_key: None, ..op.clone() };
        let id = self.write(op, "members.member_reveal", input, |w| Box::pin(note(w, input))).await?;
        let person = person::load(self.store.read(), self.store.vault(), id).await?.ok_or(ServiceError::NotFound)?;
        Ok(Revealed { id, phone: person.phone, name: person.name })
    }
}

async fn note(w: &mut Write<'_>, input: &MemberReveal) -> Result<MemberId> {
    let held = load_member(w, input.id).await?;
    let hand = require_for(w, &held, Permission::MemberReveal).await?;
    let by = w.actor().account().ok_or(ServiceError::Unauthenticated)?;
    if hand == Hand::Other {
        // One after the other, or looks at the same time would not count each other.
        lock_account(w, by).await?;
        let seen = reveal::count(w.db(), by, w.now() - TimeDelta::hours(1)).await?;
        check_reveal(&input.reason, u32::try_from(seen).unwrap_or(u32::MAX))?;
        if !is_headquarters(w).await? {
            // What was consented to was this chapter, not the one before.
            let mut consents = home::consents(w.db(), held.id).await?;
            consents.retain(|entry| entry.at >= held.home_since);
            check_consent(&consents, Purpose::ShareWithChapter)?;
        }
        reveal::note(w.db(), held.id, &Reveal { by, reason: input.reason.clone(), at: w.now() }).await?;
    }
    // Read here too: an erased person is refused before the log says that somebody looked.
    person::load(w.db(), w.vault(), held.id).await?.ok_or(StoreError::Missing)?;
    let change = Change {
        target: held.id.to_string(),
        chapter: Some(held.home),
        after: Some(json!({ "reason": input.reason })),
        ..Change::default()
    };
    w.audit(change).await?;
    Ok(held.id)
}

/// Whether the actor reveals as headquarters, and not as a chapter.
async fn is_headquarters(w: &mut Write<'_>) -> Result<bool> {
    let now = w.now();
    let root = store::chapters::chapter::headquarters(w.db()).await?;
    let grants = w.grants().await?;
    Ok(grants.iter().any(|grant| {
        grant.chapter == root && grant.period.contains(now) && grant.role.reach(Permission::MemberReveal).is_some()
    }))
}
