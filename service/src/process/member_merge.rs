//! Makes two members one, who were found to be one person.
//!
//! It spans `members`, `access`, `money` and `growth`: whatever names the member who goes is handed to the one who
//! stays, in one transaction, and how it was is kept for 30 days, sealed, so that it can be undone. The phone of the
//! one who goes opens nothing from then on: a number that somebody has given up is soon another's.

use domain::access::Permission;
use domain::kernel::{AccountId, Code, ConsentId, MemberId, MembershipId, MergeId, Violation, Violations, local_date};
use domain::members::{Merged, PointsReason, Term, check_reason};
use serde::Serialize;
use serde_json::json;
use store::StoreError;
use store::members::member::{self, Member};
use store::members::merge::{self as rows, Belongs, MergeRecord};
use store::members::points::{self, NewEntry};
use store::members::term::{self, Membership};
use store::members::{home, sweep, trial};

use super::member_merge_plan::{Plan, plan};
use super::member_merge_undo::{KeptBefore, Lots, MovedTerm, Undo};
use crate::access::set_closed;
use crate::members::{bring_up_to_date, load_member, require_at};
use crate::write::Change;
use crate::{Op, Result, Service, ServiceError, Write};

/// What merges two members.
#[derive(Debug, Clone, Serialize)]
pub struct MemberMerge {
    pub kept: MemberId,
    pub gone: MemberId,
    /// Why they are one person.
    pub reason: String,
    /// The versions of the two that were looked at.
    pub versions: (i32, i32),
}

impl Service {
    /// Makes two members one, with `MemberManage` at both homes.
    ///
    /// # Errors
    /// Rules: one of them was changed since it was looked at, or is frozen, erased, a child or merged already;
    /// something of the one who would go is under way.
    pub async fn member_merge(&self, op: &Op, input: MemberMerge) -> Result<MergeId> {
        let input = &input;
        self.write(op, "members.member_merge", input, |w| Box::pin(join(w, input))).await
    }
}

async fn join(w: &mut Write<'_>, input: &MemberMerge) -> Result<MergeId> {
    let (kept, gone) = lock_both(w, (input.kept, input.gone)).await?;
    check_reason("reason", &input.reason)?;
    for (held, version, field) in [(&kept, input.versions.0, "keptVersion"), (&gone, input.versions.1, "goneVersion")] {
        if held.version != version {
            let message = "the member was changed since you looked: look again, then decide";
            return Err(Violation::new(Code::VersionStale, field, message).into());
        }
    }
    let (kept, gone) = (as_of_today(w, &kept).await?, as_of_today(w, &gone).await?);
    let plan = plan(w.db(), w.vault(), (&kept, &gone), w.now()).await?;
    Violations(plan.refusals.clone()).check()?;
    let merged = plan.merged.as_ref().ok_or_else(|| ServiceError::internal("a merge without a plan"))?;
    let id = MergeId(w.next_id());
    let undo = carry(w, id, (&kept, &gone), (&plan, merged)).await?;
    let made = MergeRecord {
        id,
        kept: kept.id,
        gone: gone.id,
        reason: input.reason.clone(),
        terms: count(undo.terms.len()),
        points: gone.points,
        orders: count(undo.orders.len()),
        undo: Some(undo.seal(w, gone.id).await?),
        merged_at: w.now(),
        merged_by: w.actor().account(),
        undone_at: None,
    };
    rows::insert(w.db(), &made).await?;
    audit(w, &made, (&kept, &gone), json!({ "reason": input.reason })).await?;
    Ok(id)
}

/// Both rows, locked in one order whoever is which, where the actor manages both.
pub(super) async fn lock_both(w: &mut Write<'_>, (kept, gone): (MemberId, MemberId)) -> Result<(Member, Member)> {
    for id in [kept, gone] {
        let seen = member::load(w.db(), id).await?;
        require_at(w, seen.home, Permission::MemberManage).await?;
    }
    let (first, second) = if kept <= gone { (kept, gone) } else { (gone, kept) };
    let (first, second) = (load_member(w, first).await?, load_member(w, second).await?);
    Ok(if first.id == kept { (first, second) } else { (second, first) })
}

/// A member as of today, points included.
pub(super) async fn as_of_today(w: &Write<'_>, held: &Member) -> Result<Member> {
    let reference = w.next_id().to_string();
    points::expire(w.db(), &[held.id], local_date(w.now()), (&reference, w.now())).await?;
    let held = member::load(w.db(), held.id).await?;
    if !held.counts() {
        return Ok(held);
    }
    let (held, _) = bring_up_to_date(w, &held).await?;
    sweep::told(w.db(), std::slice::from_ref(&held), local_date(w.now())).await?;
    Ok(held)
}

/// Hands over what the one has to the other, and answers how it was.
async fn carry(
    w: &mut Write<'_>,
    id: MergeId,
    (kept, gone): (&Member, &Member),
    (plan, merged): (&Plan, &Merged),
) -> Result<Undo> {
    let versions = rows::order_versions(w.db(), &plan.orders).await?;
    for (what, ids) in [
        (Belongs::Orders, &plan.orders),
        (Belongs::Cards, &plan.cards),
        (Belongs::Links, &plan.links),
        (Belongs::Invitations, &plan.invitations),
    ] {
        rows::hand_over(w.db(), what, ids, (gone.id, kept.id)).await?;
    }
    let terms = carry_terms(w, (kept.id, gone.id), (plan, merged)).await?;
    carry_points(w, id, (kept, gone), (plan, merged)).await?;
    let follows = rows::follows(w.db(), gone.id).await?;
    home::forget(w.db(), gone.id).await?;
    for chapter in &merged.follows {
        home::follow(w.db(), kept.id, *chapter, w.now()).await?;
    }
    let mut consents = Vec::with_capacity(merged.consents.len());
    for entry in &merged.consents {
        let id = ConsentId(w.next_id());
        home::consent(w.db(), (id, kept.id), entry, w.actor().account()).await?;
        consents.push(id);
    }
    let claimed = claim_trials(w, merged.had_trial, (kept.id, gone.id)).await?;
    write_rows(w, (kept, gone), merged).await?;
    Ok(Undo {
        on: local_date(w.now()),
        kept: KeptBefore {
            state: kept.state.clone(),
            terms: plan.kept.terms.len(),
            trial_used: kept.trial_used,
            moved_on: kept.moved_on,
        },
        terms,
        kept_lots: Lots::of(&plan.kept.lots, plan.kept.points.debt),
        gone_lots: Lots::of(&plan.gone.lots, plan.gone.points.debt),
        orders: versions.into_iter().collect(),
        cards: plan.cards.clone(),
        links: plan.links.clone(),
        invitations: plan.invitations.clone(),
        followed: merged.follows.iter().map(|chapter| chapter.0).collect(),
        follows,
        consents,
        claimed,
        closed_account: close(w, plan.closes).await?,
        invited: rows::join_inviter(w.db(), (gone.id, kept.id)).await?,
    })
}

async fn close(w: &mut Write<'_>, account: Option<AccountId>) -> Result<bool> {
    match account {
        Some(account) => set_closed(w, account, true, "the member turned out to be another").await,
        None => Ok(false),
    }
}

/// A person has one trial, with whichever phone; answers which of the phones had not been noted.
async fn claim_trials(w: &Write<'_>, had: bool, (kept, gone): (MemberId, MemberId)) -> Result<(bool, bool)> {
    if !had {
        return Ok((false, false));
    }
    Ok((trial::claim(w.db(), kept, w.now()).await?, trial::claim(w.db(), gone, w.now()).await?))
}

async fn write_rows(w: &Write<'_>, (kept, gone): (&Member, &Member), merged: &Merged) -> Result<()> {
    // Who has moved with the one row has moved: the next time is 180 days later.
    let stays = Member {
        state: merged.state.clone(),
        trial_used: merged.had_trial,
        moved_on: kept.moved_on.max(gone.moved_on),
        ..kept.clone()
    };
    member::update(w.db(), kept, &stays).await?;
    let goes = Member { merged_into: Some(kept.id), ..gone.clone() };
    Ok(member::update(w.db(), gone, &goes).await?)
}

/// Puts what is left of the other's terms behind the own; where one had begun, a marker stays of the days that were
/// used.
async fn carry_terms(
    w: &Write<'_>,
    (kept, gone): (MemberId, MemberId),
    (plan, merged): (&Plan, &Merged),
) -> Result<Vec<MovedTerm>> {
    let today = local_date(w.now());
    let mut carried = Vec::with_capacity(merged.moved.len());
    for moved in &merged.moved {
        let row = plan.gone.terms.get(moved.which).ok_or_else(|| ServiceError::internal("a term that is not there"))?;
        let used_before = plan.used_before.get(&row.id).copied().unwrap_or_default();
        rows::place(w.db(), row.id, (kept, &moved.term), used_before + moved.used, today).await?;
        let marker = (row.term.starts_on < today).then(|| MembershipId(w.next_id()));
        if let Some(id) = marker {
            let term = Term { ends_on: today, ..row.term.clone() };
            let used = Membership { id, member: gone, term, order: None, card: None, note: None, ..row.clone() };
            term::insert(w.db(), &used).await?;
        }
        let (before, placed) = (row.term.clone(), moved.term.clone());
        carried.push(MovedTerm { id: row.id, before, used_before, placed, marker });
    }
    Ok(carried)
}

/// Puts the other's lots behind the own, sets debts against them, and enters what that comes to with both.
async fn carry_points(
    w: &Write<'_>,
    id: MergeId,
    (kept, gone): (&Member, &Member),
    (plan, merged): (&Plan, &Merged),
) -> Result<()> {
    let owners = plan.kept.lots.iter().map(|lot| (lot, true)).chain(plan.gone.lots.iter().map(|lot| (lot, false)));
    for ((lot, own), after) in owners.zip(&merged.points.lots) {
        if !own || lot.1.left != after.left {
            rows::put_lot(w.db(), lot.0, kept.id, after.left).await?;
        }
    }
    let reference = id.to_string();
    for (member, delta) in [(gone.id, -gone.points), (kept.id, gone.points)] {
        enter(w, member, delta, &reference).await?;
    }
    Ok(())
}

/// Enters points that come or go with a merge; answers the entry, unless there are none.
pub(super) async fn enter(
    w: &Write<'_>,
    member: MemberId,
    delta: i32,
    reference: &str,
) -> Result<Option<domain::kernel::PointsEntryId>> {
    if delta == 0 {
        return Ok(None);
    }
    let entry = NewEntry { member, delta, reason: PointsReason::Merge, reference, note: None, at: w.now() };
    let made = points::enter(w.db(), &entry).await?;
    member::add_points(w.db(), member, delta, true).await?;
    made.map(Some).ok_or_else(|| StoreError::Stale.into())
}

/// Tells both chapters. Neither learns more of the other than that it was so.
pub(super) async fn audit(
    w: &mut Write<'_>,
    made: &MergeRecord,
    (kept, gone): (&Member, &Member),
    after: serde_json::Value,
) -> Result<()> {
    for held in [kept, gone] {
        let mut after = after.clone();
        if let Some(fields) = after.as_object_mut() {
            fields.insert("merge".to_owned(), json!(made.id));
            fields.insert("kept".to_owned(), json!(made.kept));
            fields.insert("gone".to_owned(), json!(made.gone));
        }
        let change =
            Change { target: held.id.to_string(), chapter: Some(held.home), after: Some(after), ..Change::default() };
        w.audit(change).await?;
    }
    Ok(())
}

fn count(n: usize) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX)
}
