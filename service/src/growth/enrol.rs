//! A registration as growth sees it: what was followed before, whether it looks right, who is credited, and the first points.

use domain::chapters::ChapterStatus;
use domain::growth::{
    Attribution, Credit, FraudFlag, FraudFlags, LinkCode, Referral, ReferralState, Registration, Risk, Signals, Touch,
    TouchFlaw, attribute, lock_until, unknown_link,
};
use domain::kernel::{ChapterId, MemberId, ReferralId, Timestamp};
use serde_json::json;
use store::chapters::chapter;
use store::growth::link::{self, LinkRecord};
use store::growth::referral::{self, Booked, ReferralRecord};
use store::growth::visitor;
use store::vault::Purpose;

use super::booking::{Parties, book, due_points, lock_person};
use super::{Lead, attribution, visitor as tokens};
use crate::access::network;
use crate::write::Change;
use crate::{Result, Write};

/// What is known of somebody before they are a member.
#[derive(Debug, Default)]
pub(crate) struct Found {
    visitor: Option<Vec<u8>>,
    is_device_known: bool,
    from_address: u32,
    /// What was followed, the oldest first.
    followed: Vec<(Touch, LinkRecord)>,
    /// What of it holds the visitor.
    bound: Option<ReferralRecord>,
}

/// What the rules say of a registration.
#[derive(Debug)]
pub(crate) struct Judged {
    attribution: Attribution,
    home: Option<ChapterId>,
    flags: FraudFlags,
    /// The link that brought the person, rejected or not, and when it was followed.
    by: Option<(LinkRecord, Timestamp)>,
}

/// Looks up whence somebody comes, locks the visitor, and counts the registration from this address.
///
/// # Errors
/// Rules: the token is no good; there is no such link.
pub(crate) async fn find(w: &Write<'_>, lead: &Lead) -> Result<Found> {
    let mut found = Found { from_address: count_address(w).await?, ..Found::default() };
    let mut touches = Vec::new();
    let mut rejected = Vec::new();
    if let Some(token) = &lead.visitor {
        let hash = tokens::hash(w.vault(), token)?;
        found.is_device_known = visitor::lock(w.db(), &hash, w.now()).await?.is_some();
        touches = visitor::touches(w.db(), &hash).await?;
        for known in referral::of_visitor(w.db(), &hash).await? {
            match known.state {
                ReferralState::Bound => found.bound = Some(known),
                _ => rejected.push(known.link),
            }
        }
        found.visitor = Some(hash);
    }
    let ids: Vec<_> = touches.iter().map(|touch| touch.link).collect();
    let links = link::load_many(w.db(), &ids).await?;
    for touch in touches {
        let Some(link) = links.iter().find(|link| link.id == touch.link) else { continue };
        let mut flaw = flaw(w, link, touch.at).await?;
        if rejected.contains(&link.id) {
            flaw = Some(TouchFlaw::Rejected);
        }
        let touch = Touch { link: link.id, chapter: link.chapter, at: touch.at, flaw };
        found.followed.push((touch, link.clone()));
    }
    if let Some(code) = &lead.link {
        let code = LinkCode::parse("link", code)?;
        let link = link::by_code(w.db(), code.as_str()).await?.ok_or_else(|| unknown_link("link"))?;
        let holds = |touch: &Touch| touch.link == link.id && w.now() < lock_until(touch.at);
        if !found.followed.iter().any(|(touch, _)| holds(touch)) {
            let flaw = flaw(w, &link, w.now()).await?;
            found.followed.push((Touch { link: link.id, chapter: link.chapter, at: w.now(), flaw }, link));
        }
    }
    Ok(found)
}

async fn count_address(w: &Write<'_>) -> Result<u32> {
    let Some(address) = w.op().address else { return Ok(0) };
    let hash = w.vault().blind_index(Purpose::Address, &format!("{:?}", network(address)));
    Ok(visitor::count_registration(w.db(), &hash, w.now()).await?)
}

async fn flaw(w: &Write<'_>, link: &LinkRecord, at: Timestamp) -> Result<Option<TouchFlaw>> {
    if link.rule().check_open(at).is_err() {
        return Ok(Some(TouchFlaw::LinkEnded));
    }
    let is_open = chapter::load(w.db(), link.chapter).await?.status == ChapterStatus::Open;
    Ok((!is_open).then_some(TouchFlaw::ChapterClosed))
}

impl Found {
    /// The chapter that the first link of use names: a home for somebody of whom nothing better is known.
    pub(crate) fn home(&self, now: Timestamp) -> Option<ChapterId> {
        let touches: Vec<Touch> = self.followed.iter().map(|(touch, _)| *touch).collect();
        attribute(&touches, None, now).chapter()
    }

    /// Applies the rules. `known` is the member who has the phone already, `home` the chapter of the home region, none where
    /// that is headquarters.
    pub(crate) fn judge(
        &self,
        (known, is_phone_known): (Option<MemberId>, bool),
        home: Option<ChapterId>,
        now: Timestamp,
    ) -> Judged {
        let own = |link: &LinkRecord| known.is_some() && link.inviter == known;
        let touches = self.followed.iter().map(|(touch, link)| {
            let flaw = if own(link) { Some(TouchFlaw::OwnLink) } else { touch.flaw };
            Touch { flaw, ..*touch }
        });
        let touches: Vec<Touch> = touches.collect();
        let signals = Signals {
            is_device_known: self.is_device_known,
            is_payer_known: false,
            is_phone_known,
            registrations_from_address: self.from_address,
        };
        let flags = FraudFlags::of(&signals);
        let first = attribute(&touches, home, now);
        let by = match first.credit {
            // The latest of one link: an earlier one no longer held.
            Credit::Link(id, _) => self.followed.iter().rev().find(|(touch, _)| touch.link == id),
            Credit::Home(_) | Credit::Headquarters => None,
        };
        let by = by.map(|(touch, link)| (link.clone(), touch.at));
        let attribution = if by.is_some() && flags.risk() == Risk::Reject {
            // What is wrong is wrong with the person, whichever link it was.
            let rejected = |touch: Touch| Touch { flaw: touch.flaw.or(Some(TouchFlaw::Rejected)), ..touch };
            attribute(&touches.into_iter().map(rejected).collect::<Vec<_>>(), home, now)
        } else {
            first
        };
        Judged { attribution, home, flags, by }
    }

    /// Writes what the rules said of a registration: who is credited with a new member, the referral, the inviter's first
    /// points; and forgets what was followed.
    pub(crate) async fn enrol(
        &self,
        w: &mut Write<'_>,
        judged: &Judged,
        (member, is_new): (MemberId, bool),
    ) -> Result<()> {
        let made = self.refer(w, judged, member).await?;
        if is_new {
            attribution::keep(w, member, (&judged.attribution, judged.home), made.as_ref()).await?;
        }
        if let Some(visitor) = &self.visitor {
            visitor::take(w.db(), visitor, member).await?;
            visitor::forget_touches(w.db(), visitor).await?;
        }
        let Some(made) = made else { return Ok(()) };
        let flags: Vec<&str> = made.flags.iter().map(FraudFlag::as_str).collect();
        let change = Change {
            target: made.id.to_string(),
            chapter: Some(made.chapter),
            after: Some(json!({ "state": made.state, "link": made.link.to_string(), "flags": flags })),
            action: Some("growth.referral_register"),
            ..Change::default()
        };
        w.audit(change).await
    }

    async fn refer(&self, w: &mut Write<'_>, judged: &Judged, invitee: MemberId) -> Result<Option<ReferralRecord>> {
        let by = judged.by.as_ref();
        let held = self
            .bound
            .as_ref()
            .filter(|held| w.now() < held.lock_until && by.is_some_and(|(link, _)| held.link == link.id));
        if let Some(other) = self.bound.as_ref().filter(|_| held.is_none()) {
            // It held the visitor, and does not count: its chapter is closed, or nothing came of it in time.
            let over = ReferralRecord { state: ReferralState::Expired, visitor: None, due_at: None, ..other.clone() };
            referral::update(w.db(), other, &over).await?;
        }
        let Some((link, at)) = by else { return Ok(None) };
        let base = match held {
            Some(held) => held.clone(),
            None => followed(w, link, *at)?,
        };
        let who = Registration { invitee, flags: judged.flags };
        let rule = base.rule().register(&link.rule(), who, w.now())?;
        let after = ReferralRecord {
            visitor: None,
            invitee: Some(invitee),
            registered_at: Some(w.now()),
            due_at: None,
            ..base.with(rule)
        };
        // The invited person's row is new, or locked already.
        let wanted = due_points(&after)?;
        let host = if wanted == Booked::default() { None } else { lock_person(w, after.inviter).await? };
        let booked = book(w, &Parties { invitee: None, inviter: host }, &base, wanted).await?;
        let after = ReferralRecord { booked, ..after };
        match held {
            Some(held) => referral::update(w.db(), held, &after).await?,
            None => referral::insert(w.db(), &after).await?,
        }
        Ok(Some(after))
    }
}

impl Judged {
    /// Whether a link is credited.
    pub(crate) const fn is_by_link(&self) -> bool {
        matches!(self.attribution.credit, Credit::Link(..))
    }
}

/// A referral of a link that was followed then.
pub(super) fn followed(w: &Write<'_>, link: &LinkRecord, at: Timestamp) -> Result<ReferralRecord> {
    let rule = Referral::created().bind(&link.rule(), None, at)?;
    let made = ReferralRecord {
        id: ReferralId(w.next_id()),
        link: link.id,
        chapter: link.chapter,
        inviter: link.inviter,
        visitor: None,
        invitee: None,
        state: ReferralState::Created,
        flags: FraudFlags::default(),
        bound_at: at,
        lock_until: lock_until(at),
        registered_at: None,
        order: None,
        converted_at: None,
        due_at: Some(lock_until(at)),
        rejected: None,
        reason: None,
        decided: None,
        appeal: None,
        booked: Booked::default(),
        rule_version: domain::growth::ATTRIBUTION_RULE,
        version: 1,
    };
    Ok(made.with(rule))
}
