//! Somebody follows a link, before anything is known of them.

use std::fmt;

use chrono::TimeDelta;
use domain::chapters::ChapterStatus;
use domain::growth::{LOCK_DAYS, LinkCode, ReferralState, unknown_link};
use domain::kernel::{ChapterId, Code, ReferralLinkId, Timestamp, Violation, mask_name};
use serde_json::json;
use store::StoreError;
use store::chapters::chapter;
use store::dialect::TreeLock;
use store::growth::link::{self, LinkRecord};
use store::growth::referral::{self, ReferralRecord};
use store::growth::visitor;
use store::members::person;

use super::enrol::followed;
use super::visitor as tokens;
use crate::access::{Attempt, strangers};
use crate::write::Change;
use crate::{Op, Result, Service, ServiceError, Write};

/// What follows a link.
#[derive(Clone)]
pub struct ReferralTouch {
    /// The link's code, as it was typed or scanned.
    pub code: String,
    /// The token of the visitor.
    pub visitor: String,
}

/// By hand: a visitor's token must not get into logs.
impl fmt::Debug for ReferralTouch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReferralTouch").field("code", &self.code).finish_non_exhaustive()
    }
}

/// What somebody sees who follows a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    pub code: String,
    pub chapter: ChapterId,
    pub chapter_name: String,
    /// Masked; none for a chapter's link.
    pub inviter_name: Option<String>,
    pub campaign: Option<String>,
    /// Whether it is this link that holds the visitor, and no earlier one.
    pub holds: bool,
    /// Until when that which holds the visitor does so.
    pub lock_until: Timestamp,
}

impl Service {
    /// Follows a link: the first that a visitor follows holds them for 30 days. Again changes nothing.
    ///
    /// # Errors
    /// `RateLimited`; rules: there is no such link, it has ended, its chapter is closed, the token is no good.
    pub async fn referral_touch(&self, op: &Op, input: ReferralTouch) -> Result<Invitation> {
        let hash = tokens::hash(self.store.vault(), &input.visitor)?;
        // A slip of the keyboard is found by the check, and is no guess.
        let code = LinkCode::parse("code", &input.code)?;
        self.attempt(op, Attempt::Touch, &hash).await?;
        let db = self.store.read();
        let link = link::by_code(db, code.as_str()).await?.ok_or_else(|| unknown_link("code"))?;
        let known = visitor::touches(db, &hash).await?.iter().any(|touch| touch.link == link.id);
        let holding = referral::bound(db, &hash).await?.filter(|held| self.now() < held.lock_until);
        if !known || holding.is_none() || link.ended_at.is_some() {
            let (id, hash) = (link.id, &hash);
            let op = strangers(op);
            self.write(&op, "growth.referral_touch", &(), |w| Box::pin(touch(w, id, hash))).await?;
        }
        self.invitation(&link, &hash).await
    }

    async fn invitation(&self, link: &LinkRecord, hash: &[u8]) -> Result<Invitation> {
        let db = self.store.read();
        let holding = referral::bound(db, hash).await?.ok_or(ServiceError::NotFound)?;
        let person = match link.inviter {
            Some(inviter) => person::load(db, self.store.vault(), inviter).await?,
            None => None,
        };
        Ok(Invitation {
            code: link.code.clone(),
            chapter: link.chapter,
            chapter_name: chapter::load(db, link.chapter).await?.name,
            inviter_name: person.map(|person| mask_name(&person.name)),
            campaign: link.campaign.clone(),
            holds: holding.link == link.id,
            lock_until: holding.lock_until,
        })
    }
}

async fn touch(w: &mut Write<'_>, id: ReferralLinkId, hash: &[u8]) -> Result<bool> {
    w.lock_tree(TreeLock::Shared).await?;
    visitor::lock(w.db(), hash, w.now()).await?;
    let link = link::load(w.db(), id).await?;
    link.rule().check_open(w.now())?;
    if chapter::load(w.db(), link.chapter).await?.status != ChapterStatus::Open {
        let message = "the chapter of this link is closed: ask for another link";
        return Err(Violation::new(Code::GrowthLinkEnded, "code", message).into());
    }
    visitor::touch(w.db(), hash, id, (w.now(), w.now() - TimeDelta::days(LOCK_DAYS))).await?;
    let bound = referral::of_visitor(w.db(), hash).await?;
    let mut held = bound.into_iter().find(|known| known.state == ReferralState::Bound);
    if let Some(over) = held.as_ref().filter(|held| held.lock_until <= w.now()) {
        let after = ReferralRecord { state: ReferralState::Expired, visitor: None, due_at: None, ..over.clone() };
        referral::update(w.db(), over, &after).await?;
        held = None;
    }
    let binds = held.is_none();
    if binds {
        let made = ReferralRecord { visitor: Some(hash.to_vec()), ..followed(w, &link, w.now())? };
        match referral::insert(w.db(), &made).await {
            // Cannot be while the visitor is locked; if it is all the same, the other came first.
            Err(error @ StoreError::Duplicate(_)) => return Err(ServiceError::Busy(Box::new(error))),
            outcome => outcome?,
        }
    }
    let change = Change {
        target: id.to_string(),
        chapter: Some(link.chapter),
        after: Some(json!({ "binds": binds })),
        ..Change::default()
    };
    w.audit(change).await?;
    Ok(binds)
}
