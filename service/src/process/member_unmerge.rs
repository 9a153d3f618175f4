//! Undoes a merge within 30 days: what came along goes back as it was; what has happened since stays with the member
//! who stayed. Where that cannot be told apart any more it is refused, with what stands in the way.

use domain::kernel::{AccountId, ChapterId, Code, MemberId, MergeId, PointsEntryId, Timestamp, Violation, local_date};
use domain::members::{Held, Lot, Made, Parted, Points, Term, check_reason, check_undo, expires_on, part, part_points};
use serde::Serialize;
use serde_json::json;
use store::StoreError;
use store::members::member::{self, Member};
use store::members::merge::{self as rows, Belongs, MergeRecord};
use store::members::term::{self, Membership};
use store::members::{home, points, trial};
use uuid::Uuid;

use super::member_merge::{as_of_today, audit, enter, lock_both};
use super::member_merge_plan::points_of;
use super::member_merge_undo::Undo;
use super::rearrange::write_terms;
use crate::access::set_closed;
use crate::members::check_live;
use crate::{Op, Result, Service, ServiceError, Write};

/// What undoes a merge.
#[derive(Debug, Clone, Serialize)]
pub struct MemberUnmerge {
    pub merge: MergeId,
    /// Why they are two after all.
    pub reason: String,
}

impl Service {
    /// Undoes a merge, with `MemberManage` at both homes.
    ///
    /// # Errors
    /// Rules: the 30 days are over; it was undone before; the member who stayed was erased, merged, or is frozen; an
    /// order, a term or points that came along have been changed since.
    pub async fn member_unmerge(&self, op: &Op, input: MemberUnmerge) -> Result<MergeId> {
        let input = &input;
        self.write(op, "members.member_unmerge", input, |w| Box::pin(undo(w, input))).await
    }
}

/// The two as they are now, and how it was.
struct Case<'a> {
    made: &'a MergeRecord,
    kept: &'a Member,
    gone: &'a Member,
    undo: &'a Undo,
}

async fn undo(w: &mut Write<'_>, input: &MemberUnmerge) -> Result<MergeId> {
    let seen = rows::find(w.db(), input.merge).await?.ok_or(StoreError::Missing)?;
    let (kept, gone) = lock_both(w, (seen.kept, seen.gone)).await?;
    check_reason("reason", &input.reason)?;
    let made = rows::find(w.db(), input.merge).await?.ok_or(StoreError::Missing)?;
    if made.undone_at.is_some() {
        return Err(refused("this merge was undone before"));
    }
    check_undo(made.merged_at, w.now())?;
    if let Some(into) = kept.merged_into {
        return Err(refused(&format!("the member who stayed turned out to be {into} since: undo that first")));
    }
    check_live(&kept)?;
    let sealed = made.undo.as_deref().ok_or_else(|| ServiceError::internal("a merge without a way back"))?;
    let undo = Undo::open(w, gone.id, sealed).await?;
    let kept = as_of_today(w, &kept).await?;
    let case = Case { made: &made, kept: &kept, gone: &gone, undo: &undo };
    hand_back(w, &case).await?;
    let parted = give_days_back(w, &case).await?;
    give_points_back(w, &case).await?;
    give_rest_back(w, &case).await?;
    write_rows(w, &case, &parted).await?;
    rows::undo(w.db(), made.id, w.now(), w.actor().account()).await?;
    audit(w, &made, (&kept, &gone), json!({ "reason": input.reason })).await?;
    Ok(made.id)
}

fn refused(message: &str) -> ServiceError {
    Violation::new(Code::MembersUnmergeRefused, "merge", message).into()
}

/// Orders go back if nothing has befallen them since; what hangs on them goes along.
async fn hand_back(w: &Write<'_>, case: &Case<'_>) -> Result<()> {
    let Case { kept, gone, undo, .. } = case;
    let orders: Vec<Uuid> = undo.orders.iter().map(|(order, _)| order.0).collect();
    let now = rows::order_versions(w.db(), &orders).await?;
    if let Some((order, _)) = undo.orders.iter().find(|(order, version)| now.get(order) != Some(version)) {
        return Err(refused(&format!("{order}, which came along, was paid, refunded or upgraded since")));
    }
    if rows::waiting_payments(w.db(), &orders).await? > 0 {
        return Err(refused("money of an order that came along waits to go back: send it back first"));
    }
    for (what, ids) in [
        (Belongs::Orders, &orders),
        (Belongs::Cards, &undo.cards),
        (Belongs::Links, &undo.links),
        (Belongs::Invitations, &undo.invitations),
    ] {
        rows::hand_over(w.db(), what, ids, (kept.id, gone.id)).await?;
    }
    Ok(())
}

async fn give_days_back(w: &Write<'_>, case: &Case<'_>) -> Result<Parted> {
    let (undo, today) = (case.undo, local_date(w.now()));
    let markers: Vec<_> = undo.terms.iter().filter_map(|moved| moved.marker).collect();
    let kept_terms = term::of_member(w.db(), case.kept.id).await?;
    let own_gone: Vec<Membership> = term::of_member(w.db(), case.gone.id).await?;
    let own_gone: Vec<Membership> = own_gone.into_iter().filter(|kept| !markers.contains(&kept.id)).collect();
    let place = |id| kept_terms.iter().position(|kept| kept.id == id);
    let moved: Option<Vec<(usize, Term)>> =
        undo.terms.iter().map(|moved| Some((place(moved.id)?, moved.placed.clone()))).collect();
    let moved = moved.ok_or_else(|| refused("a term that came along is with another member now"))?;
    let kept =
        Held { state: case.kept.state.clone(), terms: kept_terms.iter().map(|kept| kept.term.clone()).collect() };
    let gone_terms = own_gone.iter().map(|kept| &kept.term).chain(undo.terms.iter().map(|moved| &moved.before));
    let gone = Held { state: case.gone.state.clone(), terms: gone_terms.cloned().collect() };
    let joined: Vec<usize> = moved.iter().map(|(which, _)| *which).collect();
    let made = Made { on: undo.on, kept_before: undo.kept.state.clone(), own_before: undo.kept.terms, moved };
    let parted = part(&kept, &gone, &made, today)?;
    rows::remove_terms(w.db(), &markers).await?;
    for (moved, back) in undo.terms.iter().zip(parted.gone.terms.iter().skip(own_gone.len())) {
        rows::place(w.db(), moved.id, (case.gone.id, back), moved.used_before, today).await?;
    }
    write_terms(w, &own_gone, parted.gone.terms.get(..own_gone.len()).unwrap_or_default()).await?;
    let stays = |at: &usize| !joined.contains(at);
    let own = |at: usize| kept_terms.get(at).cloned().zip(parted.kept.terms.get(at).cloned());
    let (own_kept, after): (Vec<Membership>, Vec<Term>) = (0..kept_terms.len()).filter(stays).filter_map(own).unzip();
    write_terms(w, &own_kept, &after).await?;
    Ok(parted)
}

async fn give_points_back(w: &Write<'_>, case: &Case<'_>) -> Result<()> {
    let (undo, kept, today) = (case.undo, case.kept, local_date(w.now()));
    let known: Vec<PointsEntryId> = undo.kept_lots.entries().chain(undo.gone_lots.entries()).collect();
    let lots = rows::lots(w.db(), kept.id, &known).await?;
    let find = |entry: PointsEntryId| lots.iter().find(|(id, _)| *id == entry).copied();
    let joined: Vec<(PointsEntryId, Lot)> = undo.gone_lots.entries().filter_map(find).collect();
    let newer = lots.iter().filter(|(entry, _)| !known.contains(entry)).copied();
    let own: Vec<(PointsEntryId, Lot)> = undo.kept_lots.entries().filter_map(find).chain(newer).collect();
    let debt = points_of(lots.iter().map(|(_, lot)| *lot), kept.points).debt;
    let now = Points { lots: own.iter().map(|(_, lot)| *lot).collect(), debt };
    let with = Points { lots: joined.iter().map(|(_, lot)| *lot).collect(), debt: 0 };
    let before = (undo.kept_lots.points(), undo.gone_lots.points());
    let parted = part_points(&now, &with, (&before.0, &before.1), today)?;
    for ((entry, lot), after) in own.iter().zip(&parted.kept.lots) {
        if lot.left != after.left {
            rows::put_lot(w.db(), *entry, kept.id, after.left).await?;
        }
    }
    for ((entry, _), after) in joined.iter().zip(&parted.gone.lots) {
        rows::put_lot(w.db(), *entry, case.gone.id, after.left).await?;
    }
    let worth = parted.gone.lots.iter().map(|lot| lot.left).sum::<i64>() - parted.gone.debt;
    let worth = i32::try_from(worth).map_err(|_| ServiceError::internal("more points than there can be"))?;
    let reference = format!("undone:{}", case.made.id);
    enter(w, case.gone.id, worth, &reference).await?;
    let entered = enter(w, kept.id, -worth, &reference).await?;
    if let (Some(entry), Ok(extra @ 1..)) = (entered, i32::try_from(parted.extra)) {
        points::add_lot(w.db(), (kept.id, entry), extra, expires_on(today)).await?;
    }
    Ok(())
}

async fn give_rest_back(w: &mut Write<'_>, case: &Case<'_>) -> Result<()> {
    let Case { kept, gone, undo, .. } = case;
    for chapter in &undo.followed {
        home::unfollow(w.db(), kept.id, ChapterId(*chapter)).await?;
    }
    for (chapter, since) in &undo.follows {
        refollow(w, gone.id, (*chapter, *since)).await?;
    }
    let consents: Vec<Uuid> = undo.consents.iter().map(|consent| consent.0).collect();
    rows::remove_consents(w.db(), &consents).await?;
    for (claimed, member) in [(undo.claimed.0, kept.id), (undo.claimed.1, gone.id)] {
        if claimed {
            trial::disclaim(w.db(), member).await?;
        }
    }
    rows::part_inviter(w.db(), kept.id, undo.invited).await?;
    if undo.closed_account {
        reopen(w, gone.account).await?;
    }
    Ok(())
}

async fn refollow(w: &Write<'_>, member: MemberId, (chapter, since): (i32, Timestamp)) -> Result<()> {
    Ok(home::follow(w.db(), member, ChapterId(chapter), since).await?)
}

async fn reopen(w: &mut Write<'_>, account: Option<AccountId>) -> Result<()> {
    if let Some(account) = account {
        set_closed(w, account, false, "the merge was undone").await?;
    }
    Ok(())
}

async fn write_rows(w: &Write<'_>, case: &Case<'_>, parted: &Parted) -> Result<()> {
    let Case { kept, gone, undo, .. } = case;
    // Whoever has moved since has moved.
    let moved_on =
        if kept.moved_on == undo.kept.moved_on.max(gone.moved_on) { undo.kept.moved_on } else { kept.moved_on };
    let stays =
        Member { state: parted.kept.state.clone(), trial_used: undo.kept.trial_used, moved_on, ..(*kept).clone() };
    member::update(w.db(), kept, &stays).await?;
    let returns = Member { state: parted.gone.state.clone(), merged_into: None, ..(*gone).clone() };
    Ok(member::update(w.db(), gone, &returns).await?)
}
