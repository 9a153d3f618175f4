//! The one way a referral is written once somebody has registered: the row, the points that go with its state, and what the
//! inviter has reached by it.

use domain::growth::{PAID_INVITEE, PAID_INVITER, REGISTERED_INVITER, ReferralState, Risk};
use domain::kernel::MemberId;
use domain::members::PointsReason;
use domain::money::refund_window_over_at;
use store::growth::referral::{self, Booked, ReferralRecord};
use store::members::member::Member;

use super::reward::climb;
use crate::members::{PointsChange, change_points, check_live, load_member};
use crate::{Result, ServiceError, Write};

/// Whom a referral concerns, locked. Nobody where the person was erased.
#[derive(Debug, Clone, Default)]
pub(super) struct Parties {
    pub(super) invitee: Option<Member>,
    pub(super) inviter: Option<Member>,
}

/// Locks whom a referral concerns, in the order in which everybody does it.
pub(super) async fn lock_parties(w: &Write<'_>, of: &ReferralRecord) -> Result<Parties> {
    let invitee = lock_person(w, of.invitee).await?;
    Ok(Parties { invitee, inviter: lock_person(w, of.inviter).await? })
}

/// Whoever this member is now, locked.
pub(super) async fn lock_person(w: &Write<'_>, id: Option<MemberId>) -> Result<Option<Member>> {
    let (mut next, mut found) = (id, None);
    while let Some(id) = next {
        let held = load_member(w, id).await?;
        next = held.merged_into;
        found = Some(held);
    }
    Ok(found.filter(|held| check_live(held).is_ok()))
}

/// The points that go with a state.
pub(super) fn due_points(of: &ReferralRecord) -> Result<Booked> {
    use ReferralState as S;
    let registered = points(REGISTERED_INVITER)?;
    let is_clear = of.flags.risk() == Risk::Clear;
    Ok(match of.state {
        S::Registered | S::Converted | S::Qualified if is_clear => Booked { registered, ..Booked::default() },
        S::Rewarded => Booked { registered, inviter: points(PAID_INVITER)?, invitee: points(PAID_INVITEE)? },
        // The order went back; the registration was one.
        S::Reversed => Booked { registered: of.booked.registered, ..Booked::default() },
        _ => Booked::default(),
    })
}

fn points(of: i64) -> Result<i32> {
    i32::try_from(of).map_err(|_| ServiceError::internal("a reward of more points than there can be"))
}

/// Books what is missing of `wanted`, and takes back what is too much, below zero if need be; answers what stands then. Who is
/// gone gets nothing.
pub(super) async fn book(w: &Write<'_>, parties: &Parties, held: &ReferralRecord, wanted: Booked) -> Result<Booked> {
    let (host, guest) = (parties.inviter.as_ref(), parties.invitee.as_ref());
    let lines = [
        (host, PointsReason::InviteeRegistered, held.booked.registered, wanted.registered),
        (host, PointsReason::InviteePaid, held.booked.inviter, wanted.inviter),
        (guest, PointsReason::Invited, held.booked.invitee, wanted.invitee),
    ];
    let mut stand = [0; 3];
    for (stands, (whose, reason, before, after)) in stand.iter_mut().zip(lines) {
        *stands = before;
        let Some(whose) = whose.filter(|_| before != after) else { continue };
        // One version of the row is written once: so is what goes with it.
        let reference = format!("{}:{}:{reason}", held.id, held.version);
        let reason = if after > before { reason } else { PointsReason::Reversal };
        let change = PointsChange { delta: i64::from(after - before), reason, reference: &reference, note: None };
        change_points(w, whose, change).await?;
        *stands = after;
    }
    let [registered, for_order, to_guest] = stand;
    Ok(Booked { registered, inviter: for_order, invitee: to_guest })
}

/// Writes a referral that a rule has moved on, with the points of its state; answers it as it is now.
pub(super) async fn write(
    w: &mut Write<'_>,
    parties: &Parties,
    before: &ReferralRecord,
    after: ReferralRecord,
) -> Result<ReferralRecord> {
    let wanted = due_points(&after)?;
    write_with(w, parties, before, (after, wanted)).await
}

/// The same with other points than the state's.
pub(super) async fn write_with(
    w: &mut Write<'_>,
    parties: &Parties,
    before: &ReferralRecord,
    (after, wanted): (ReferralRecord, Booked),
) -> Result<ReferralRecord> {
    let booked = book(w, parties, before, wanted).await?;
    let due_at = match after.state {
        ReferralState::Bound => Some(after.lock_until),
        ReferralState::Converted => after.converted_at.map(refund_window_over_at),
        _ => None,
    };
    let after = ReferralRecord { booked, due_at, ..after };
    referral::update(w.db(), before, &after).await?;
    if after.state == ReferralState::Rewarded
        && let Some(inviter) = &parties.inviter
    {
        climb(w, inviter).await?;
    }
    Ok(ReferralRecord { version: before.version + 1, ..after })
}
