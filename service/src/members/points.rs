//! The one way points change: the ledger, the balance and the lots together, under the lock of the member's row.

use domain::access::Permission;
use domain::kernel::{Code, PageRequest, Slice, Violation, local_date};
use domain::members::{MAX_POINTS, PointsReason, expires_on};
use store::StoreError;
use store::members::member::{self, Member};
use store::members::points::{self, NewEntry};

pub use store::members::points::PointsEntry;

use super::MemberCard;
use crate::{Result, Service, Viewer, Write};

/// A change of points.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PointsChange<'a> {
    pub delta: i64,
    pub reason: PointsReason,
    /// What it is for: the same reason and reference again changes nothing.
    pub reference: &'a str,
    pub note: Option<&'a str>,
}

impl Service {
    /// A page of a member's changes, the newest first: for the member, and with `MemberManage`.
    pub async fn points_entries(
        &self,
        viewer: &Viewer,
        card: &MemberCard,
        page: &PageRequest,
    ) -> Result<Slice<PointsEntry>> {
        if !card.own {
            viewer.require(Permission::MemberManage, card.member.home)?;
        }
        if let Some(cursor) = &page.from {
            cursor.key::<i64>()?;
        }
        Ok(points::page(self.store.read(), card.member.id, page).await?)
    }
}

/// Changes the points of a member whose row is locked; answers the balance afterwards, or nothing if this was entered before.
/// Only a reversal makes a balance negative; what comes in then pays that off first. The caller audits.
///
/// # Errors
/// Rules: there are too few; no such amount can be moved.
pub(crate) async fn change_points(w: &Write<'_>, held: &Member, change: PointsChange<'_>) -> Result<Option<i32>> {
    let today = local_date(w.now());
    // What is past its day must not be spent, even where the timer has not been.
    let reference = w.next_id().to_string();
    points::expire(w.db(), &[held.id], today, (&reference, w.now())).await?;
    let before = member::load(w.db(), held.id).await?.points;
    let delta = i32::try_from(change.delta).ok().filter(|_| (1..=MAX_POINTS).contains(&change.delta.abs()));
    let delta = delta.ok_or_else(|| {
        let message = format!("an amount is 1 to {MAX_POINTS} points");
        Violation::new(Code::MembersPointsInvalid, "points", message)
    })?;
    let entry = NewEntry {
        member: held.id,
        delta,
        reason: change.reason,
        reference: change.reference,
        note: change.note,
        at: w.now(),
    };
    let Some(id) = points::enter(w.db(), &entry).await? else { return Ok(None) };
    match member::add_points(w.db(), held.id, delta, change.reason == PointsReason::Reversal).await {
        Err(StoreError::Stale) => {
            let message = format!("there are {before} points, and {} are wanted", delta.abs());
            return Err(Violation::new(Code::MembersPointsShort, "points", message).into());
        }
        outcome => outcome?,
    }
    if delta < 0 {
        points::take(w.db(), held.id, -delta).await?;
    } else {
        let left = delta.min(before + delta);
        if left > 0 {
            points::add_lot(w.db(), (held.id, id), left, expires_on(today)).await?;
        }
    }
    Ok(Some(before + delta))
}
