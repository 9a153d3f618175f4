//! A merge undone: what came along goes back, and what has happened since stays with the member who stayed.
//!
//! No day and no point is lost or made by it. Days of the other that were used meanwhile were used by somebody, and
//! count as used; days that nobody used are put back, however long ago the merge was.

use chrono::NaiveDate;

use super::term::{days_between, plus};
use super::{MemberState, Points, Shift, Standing, Term, TierCode, begin, catch_up, last_begun, settle};
use crate::kernel::{Code, Violation};

/// One member's row and terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    pub state: MemberState,
    pub terms: Vec<Term>,
}

/// A merge as it was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    pub on: NaiveDate,
    /// The row of the member who stayed, as it was before.
    pub kept_before: MemberState,
    /// How many terms that member had of its own.
    pub own_before: usize,
    /// Which terms of that member, as they are now, came along, and as they lay then.
    pub moved: Vec<(usize, Term)>,
}

/// The two, apart again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parted {
    /// The terms in the order they were given; those that came along are not looked at.
    pub kept: Held,
    /// As it is today.
    pub gone: Held,
}

/// Puts the days back.
///
/// `kept` is the one who stayed, as it is now; `gone` the other as it was at the merge, all its terms in their old
/// places.
///
/// # Errors
/// `MembersErased`; `MembersStateRefuses` while the membership is frozen or waits for a refund; `MembersUnmergeRefused`
/// if a term that came along was cut short or made longer since.
pub fn part(kept: &Held, gone: &Held, made: &Made, today: NaiveDate) -> Result<Parted, Violation> {
    let (state, terms) = catch_up(&kept.state, &kept.terms, today);
    check(&state)?;
    let mut used = 0;
    for (which, placed) in &made.moved {
        used += used_of(terms.get(*which), placed, today)?;
    }
    let came = |at: usize| made.moved.iter().any(|(which, _)| *which == at);
    let terms = drawn_up(&terms, &came, today);
    let own: Vec<Term> = terms.iter().enumerate().filter(|(at, _)| !came(*at)).map(|(_, term)| term.clone()).collect();
    let state = without(&state, made, &own, today);
    let shift = Shift { since: made.on, days: (days_between(made.on, today) - used).max(0) };
    let (other_state, other_terms) = catch_up(&later(&gone.state, shift), &shifted(&gone.terms, shift), today);
    Ok(Parted { kept: Held { state, terms }, gone: Held { state: other_state, terms: other_terms } })
}

fn check(state: &MemberState) -> Result<(), Violation> {
    match state.standing {
        Standing::Erased => {
            Err(Violation::new(Code::MembersErased, "merge", "this person was erased: there is nobody to tell apart"))
        }
        Standing::Frozen | Standing::Refunding => {
            let message = format!("the member is {}: end that first, then undo the merge", state.standing);
            Err(Violation::new(Code::MembersStateRefuses, "merge", message))
        }
        _ => Ok(()),
    }
}

/// How many days of a term that came along are used up by now.
fn used_of(now: Option<&Term>, placed: &Term, today: NaiveDate) -> Result<i64, Violation> {
    let counted = |term: &Term| days_between(term.starts_on, term.ends_on) - term.frozen_days;
    let Some(now) = now.filter(|now| counted(now) == counted(placed)) else {
        let message = format!(
            "the term of {} days that came along was cut short or made longer since: it cannot go back as it was",
            counted(placed)
        );
        return Err(Violation::new(Code::MembersUnmergeRefused, "merge", message));
    };
    let gone_by = days_between(now.starts_on, today).clamp(0, days_between(now.starts_on, now.ends_on));
    Ok((gone_by - (now.frozen_days - placed.frozen_days)).max(0))
}

/// The terms with those that stay drawn up to today, in the place of those that leave.
fn drawn_up(terms: &[Term], leaves: &impl Fn(usize) -> bool, today: NaiveDate) -> Vec<Term> {
    let mut order: Vec<usize> = (0..terms.len()).filter(|at| !leaves(*at)).collect();
    order.sort_by_key(|at| terms.get(*at).map(|term| term.starts_on));
    let mut drawn = terms.to_vec();
    let mut next = today;
    for at in order {
        let Some(term) = drawn.get_mut(at).filter(|term| term.ends_on > today) else { continue };
        if term.starts_on > today {
            let days = days_between(term.starts_on, term.ends_on);
            term.starts_on = next;
            term.ends_on = plus(next, days);
        }
        next = next.max(term.ends_on);
    }
    drawn
}

/// The row of the one who stayed, with its own terms alone.
fn without(state: &MemberState, made: &Made, own: &[Term], today: NaiveDate) -> MemberState {
    let before = &made.kept_before;
    let until = own.iter().filter(|term| term.starts_on < term.ends_on).map(|term| term.ends_on).max();
    let base = if own.len() > made.own_before {
        // Days of its own that came since.
        MemberState { standing: Standing::Active, until_on: until, tier: state.tier.clone(), ..before.clone() }
    } else if matches!(before.standing, Standing::Active | Standing::Trial) {
        MemberState { until_on: until, ..before.clone() }
    } else {
        before.clone()
    };
    let base = settle(&base, today).state;
    if base.standing == Standing::Guest {
        return MemberState { tier: TierCode::guest(), ..base };
    }
    last_begun(&base, own, today).map_or_else(|| base.clone(), |term| begin(&base, term))
}

fn later(state: &MemberState, shift: Shift) -> MemberState {
    let until_on = state.until_on.map(|until| if until > shift.since { plus(until, shift.days) } else { until });
    MemberState { until_on, ..state.clone() }
}

fn shifted(terms: &[Term], shift: Shift) -> Vec<Term> {
    terms.iter().map(|term| shift.apply(term)).collect()
}

/// Points apart again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PointsParted {
    /// Of the one who stayed: the lots that are not the other's, in their order.
    pub kept: Points,
    /// What that member gets back of what was set against the other's debt, where its lot has expired meanwhile.
    pub extra: i64,
    /// The other's, in their order.
    pub gone: Points,
}

/// Puts the points back: the other's lots as they were, but for what has expired.
///
/// `now` is what the one who stayed has, the other's lots apart (`came`); `kept` and `gone` are as they were before the
/// merge, the lots in the same order; lots that came since follow.
///
/// # Errors
/// `MembersUnmergeRefused` if more was spent since than was that member's own.
pub fn part_points(
    now: &Points,
    came: &Points,
    (kept, gone): (&Points, &Points),
    today: NaiveDate,
) -> Result<PointsParted, Violation> {
    let sum = |points: &Points| points.lots.iter().map(|lot| lot.left).sum::<i64>();
    let mut back = gone.clone();
    for (lot, is) in back.lots.iter_mut().zip(&came.lots).filter(|(lot, _)| lot.expires_on <= today) {
        lot.left = is.left;
    }
    let worth = sum(now) + sum(came) - now.debt - (sum(&back) - back.debt);
    if worth < -kept.debt {
        let message = format!(
            "{} of the points that came along have been spent, and the member's own do not make up for them",
            -kept.debt - worth
        );
        return Err(Violation::new(Code::MembersUnmergeRefused, "merge", message));
    }
    let mut own = now.clone();
    own.debt = (-worth).max(0);
    let mut surplus = sum(&own) - worth.max(0);
    let mut order: Vec<usize> = (0..own.lots.len()).collect();
    order.sort_by_key(|at| own.lots.get(*at).map(|lot| lot.expires_on));
    for at in order {
        let (Some(lot), before) = (own.lots.get_mut(at), kept.lots.get(at)) else { continue };
        // Too many: taken, the oldest first. Too few: given back to the lots that were taken from.
        let room = before.map_or(0, |before| before.left - lot.left).max(0);
        let room = if today < lot.expires_on { room } else { 0 };
        let change = surplus.clamp(-room, lot.left);
        lot.left -= change;
        surplus -= change;
    }
    Ok(PointsParted { kept: own, extra: (-surplus).max(0), gone: back })
}

#[cfg(test)]
mod tests;
