//! What an inviter reaches by the number of those who have qualified: rungs in points, and weeks.

use domain::growth::{scan_days, tiers_reached};
use domain::members::{POINTS_PER_DAY, PointsReason, TermSource, TierCode};
use store::growth::attribution::{self, Inviter};
use store::growth::referral;
use store::members::member::Member;

use crate::members::{Given, PointsChange, append_term, change_points, check_of_age};
use crate::{Result, ServiceError, Write};

/// Gives an inviter, whose row is locked, what one more qualified invitee leads to. Only the highest number ever counts, so
/// that what was taken back and comes again earns nothing twice.
pub(super) async fn climb(w: &mut Write<'_>, inviter: &Member) -> Result<()> {
    let now = referral::rewarded(w.db(), inviter.id).await?;
    let before = attribution::inviter(w.db(), inviter.id).await?;
    let highest = u32::try_from(before.highest).unwrap_or_default();
    if now <= highest {
        return Ok(());
    }
    for rung in tiers_reached(highest, now) {
        let reference = format!("rung:{}", rung.qualified);
        give_points(w, inviter, rung.reward, &reference).await?;
    }
    let days = scan_days(now) - i64::from(before.days);
    if days > 0 {
        give_days(w, inviter, days, now).await?;
    }
    let narrow = |number: i64| i32::try_from(number).unwrap_or(i32::MAX);
    let after = Inviter { highest: narrow(now.into()), days: narrow(i64::from(before.days) + days.max(0)) };
    Ok(attribution::save_inviter(w.db(), inviter.id, after).await?)
}

async fn give_points(w: &Write<'_>, inviter: &Member, delta: i64, reference: &str) -> Result<()> {
    let change = PointsChange { delta, reason: PointsReason::InviteePaid, reference, note: None };
    change_points(w, inviter, change).await.map(|_| ())
}

/// Days of the annual tier; their worth in points where the membership takes none now: it waits for a refund, or for a
/// guardian.
async fn give_days(w: &mut Write<'_>, inviter: &Member, days: i64, qualified: u32) -> Result<()> {
    let given = Given {
        tier: TierCode::annual(),
        source: TermSource::Reward,
        days,
        sold_by: None,
        order: None,
        card: None,
        note: None,
    };
    let may = check_of_age(w, inviter).await;
    let outcome = match may {
        Ok(()) => append_term(w, inviter, given).await.map(|_| ()),
        refused => refused,
    };
    match outcome {
        Err(ServiceError::Rules(_)) => {
            give_points(w, inviter, days * POINTS_PER_DAY, &format!("days:{qualified}")).await
        }
        outcome => outcome,
    }
}
