//! Which chapter is credited with a member: written at the registration, and again where a referral is rejected or reinstated.

use domain::growth::{ATTRIBUTION_RULE, Attribution, Credit, CreditKind};
use domain::kernel::{ChapterId, MemberId};
use store::growth::attribution::{self, AttributionRecord};
use store::growth::referral::ReferralRecord;

use crate::{Result, Write};

/// Keeps what the rule came to.
pub(super) async fn keep(
    w: &Write<'_>,
    member: MemberId,
    (judged, home): (&Attribution, Option<ChapterId>),
    referral: Option<&ReferralRecord>,
) -> Result<()> {
    let link = match judged.credit {
        Credit::Link(link, _) => Some(link),
        Credit::Home(_) | Credit::Headquarters => None,
    };
    let sentences = judged.considered.iter().map(ToString::to_string);
    let made = AttributionRecord {
        member,
        rule_version: judged.rule,
        credit: judged.credit.kind(),
        chapter: judged.chapter(),
        home,
        link,
        referral: referral.map(|referral| referral.id),
        why: sentences.chain([judged.credit.to_string()]).collect(),
        at: w.now(),
    };
    Ok(attribution::save(w.db(), &made).await?)
}

/// Takes the credit from a link whose referral is rejected, and gives it to the home.
pub(super) async fn withdraw(w: &Write<'_>, of: &ReferralRecord) -> Result<()> {
    let Some(held) = credited(w, of).await? else { return Ok(()) };
    let (credit, words) = match held.home {
        Some(home) => (CreditKind::Home, Credit::Home(home)),
        None => (CreditKind::Headquarters, Credit::Headquarters),
    };
    let chapter = held.home;
    change(w, AttributionRecord { credit, chapter, link: None, ..held }, &format!("{} was rejected", of.id), words)
        .await
}

/// Gives it back.
pub(super) async fn restore(w: &Write<'_>, of: &ReferralRecord) -> Result<()> {
    let Some(held) = credited(w, of).await? else { return Ok(()) };
    let after = AttributionRecord { credit: CreditKind::Link, chapter: Some(of.chapter), link: Some(of.link), ..held };
    change(w, after, &format!("{} was reinstated", of.id), Credit::Link(of.link, of.chapter)).await
}

/// The attribution that rests, or would rest, on a referral.
async fn credited(w: &Write<'_>, of: &ReferralRecord) -> Result<Option<AttributionRecord>> {
    let Some(invitee) = of.invitee else { return Ok(None) };
    let held = attribution::load(w.db(), invitee).await?;
    Ok(held.filter(|held| held.referral == Some(of.id)))
}

async fn change(w: &Write<'_>, mut after: AttributionRecord, because: &str, words: Credit) -> Result<()> {
    after.rule_version = ATTRIBUTION_RULE;
    after.why.extend([because.to_owned(), words.to_string()]);
    after.at = w.now();
    Ok(attribution::save(w.db(), &after).await?)
}
