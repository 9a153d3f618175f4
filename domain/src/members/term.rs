//! Terms (会期): spans of days that are appended, never overlap, and stand still while frozen.
//!
//! Each function takes the member's row as it was last written and brings it up to today first, so a timer that is late
//! changes nothing. What must be written comes back as a [`Change`].

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{MemberState, Move, Standing, TRIAL_DAYS, TierCode};
use crate::kernel::words::words;
use crate::kernel::{Code, Violation};

/// Read-only days after the last term of an active member (`domain.md` 5.3).
pub const GRACE_DAYS: i64 = 7;
/// For how many days one term may be frozen, in all (`domain.md` 5.3).
pub const FREEZE_DAYS: i64 = 90;
/// The longest term: ten years. Ours, so that a slip of the keyboard is not a membership for ever.
pub const MAX_DAYS: i64 = 3_660;

words! {
    /// Where a term comes from.
    TermSource {
        Trial = 1 "TRIAL",
        Purchase = 2 "PURCHASE",
        /// Bought in place of a lower tier, whose unused days were credited.
        Upgrade = 3 "UPGRADE",
        Card = 4 "CARD",
        /// Given by headquarters after a proof was reviewed.
        Grant = 5 "GRANT",
        /// Earned by inviting.
        Reward = 6 "REWARD",
        /// Points turned into days.
        Points = 7 "POINTS",
        Import = 8 "IMPORT",
    }
}

/// One term: from `starts_on` to the day before `ends_on`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    pub tier: TierCode,
    pub source: TermSource,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    /// Days between start and end that did not count, because the membership was frozen.
    pub frozen_days: i64,
}

impl Term {
    /// The days of membership in it, without those frozen.
    #[must_use]
    pub fn days(&self) -> i64 {
        days_between(self.starts_on, self.ends_on) - self.frozen_days
    }

    /// Whether the day lies in it.
    #[must_use]
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.starts_on <= day && day < self.ends_on
    }
}

/// Days that a member is to get.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    pub tier: TierCode,
    pub source: TermSource,
    /// 1 to [`MAX_DAYS`].
    pub days: i64,
}

/// What a rule asks to be written: first the shift of the terms there are, then the new term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub state: MemberState,
    pub shift: Option<Shift>,
    pub term: Option<Term>,
}

/// A freeze that is over. The same for all of a member's terms, so two statements can write it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shift {
    /// The first day that did not count.
    pub since: NaiveDate,
    /// How many did not.
    pub days: i64,
}

impl Shift {
    /// A term after it: one that was over stays, one that ran ends later, one that lay ahead moves.
    #[must_use]
    pub fn apply(&self, term: &Term) -> Term {
        let mut moved = term.clone();
        if term.ends_on > self.since {
            moved.ends_on = plus(term.ends_on, self.days);
            if term.starts_on <= self.since {
                moved.frozen_days += self.days;
            } else {
                moved.starts_on = plus(term.starts_on, self.days);
            }
        }
        moved
    }
}

/// Days from one to the other; negative if `to` is earlier.
pub(super) fn days_between(from: NaiveDate, to: NaiveDate) -> i64 {
    to.signed_duration_since(from).num_days()
}

/// So many days later, or earlier; the ends of the calendar, a quarter of a million years off, stop it.
pub(super) fn plus(day: NaiveDate, days: i64) -> NaiveDate {
    let count = Days::new(days.unsigned_abs());
    if days < 0 {
        day.checked_sub_days(count).unwrap_or(NaiveDate::MIN)
    } else {
        day.checked_add_days(count).unwrap_or(NaiveDate::MAX)
    }
}

/// What time alone does, from the row alone: a freeze of [`FREEZE_DAYS`] ends by itself; an active membership at its end
/// goes to grace and after [`GRACE_DAYS`] lapses; a trial at its end lapses.
///
/// The tier of a term that begins is [`begin`]'s business, which needs the term.
#[must_use]
pub fn settle(state: &MemberState, today: NaiveDate) -> Change {
    let mut change = Change { state: state.clone(), shift: None, term: None };
    if let (Standing::Frozen, Some(since)) = (state.standing, state.frozen_on) {
        let left = (FREEZE_DAYS - state.frozen_days).max(0);
        if days_between(since, today) < left {
            return change;
        }
        change = thaw(state, Shift { since, days: left });
    }
    let state = &mut change.state;
    if matches!(state.standing, Standing::Active | Standing::Trial) && state.is_over(today) {
        state.standing = if state.standing == Standing::Active { Standing::Grace } else { Standing::Lapsed };
    }
    if state.standing == Standing::Grace && state.is_over(plus(today, -GRACE_DAYS)) {
        state.standing = Standing::Lapsed;
    }
    change
}

/// Frozen → Active, with everything moved by the days that did not count.
fn thaw(state: &MemberState, shift: Shift) -> Change {
    let state = MemberState {
        standing: Standing::Active,
        until_on: state.until_on.map(|until| plus(until, shift.days)),
        frozen_on: None,
        frozen_days: state.frozen_days + shift.days,
        tier: state.tier.clone(),
    };
    Change { state, shift: (shift.days > 0).then_some(shift), term: None }
}

/// Appends days. They start where the last term ends, or today if that is over: nothing overlaps, nothing is lost. While
/// frozen they queue behind the frozen days, and move with them.
///
/// A member on trial becomes active at once, and enjoys the rest of the trial in the new tier.
///
/// # Errors
/// `MembersStateRefuses`, `MembersErased`; `MembersTierInvalid` for days that no term can have.
pub fn append(state: &MemberState, today: NaiveDate, wanted: &Wanted) -> Result<Change, Violation> {
    check_days(wanted.days)?;
    let Change { state: before, shift, .. } = settle(state, today);
    let step = if wanted.source == TermSource::Trial { Move::StartTrial } else { Move::AddTerm };
    let mut state = before.moved(step)?;
    let starts_on = match (before.standing, before.until_on) {
        (Standing::Frozen, Some(until)) => until,
        (_, until) => until.unwrap_or(today).max(today),
    };
    let term = Term {
        tier: wanted.tier.clone(),
        source: wanted.source,
        starts_on,
        ends_on: plus(starts_on, wanted.days),
        frozen_days: 0,
    };
    let begins = starts_on <= today && before.standing != Standing::Frozen;
    if begins {
        state.frozen_days = 0;
    }
    if begins || before.standing == Standing::Trial {
        state.tier = wanted.tier.clone();
    }
    state.until_on = Some(term.ends_on);
    Ok(Change { state, shift, term: Some(term) })
}

/// How many days a term can have.
pub(super) fn check_days(days: i64) -> Result<(), Violation> {
    if (1..=MAX_DAYS).contains(&days) {
        return Ok(());
    }
    Err(Violation::new(Code::MembersTierInvalid, "days", format!("a term has 1 to {MAX_DAYS} days")))
}

/// Starts the free trial of [`TRIAL_DAYS`] days, once: `had_trial` says whether this phone number ever had one.
///
/// # Errors
/// `MembersTrialUsed`; `MembersStateRefuses` for all but guests; `MembersErased`.
pub fn start_trial(state: &MemberState, today: NaiveDate, had_trial: bool) -> Result<Change, Violation> {
    if had_trial && state.standing != Standing::Erased {
        let message = "this phone number has had its free trial: buy a membership or redeem a card instead";
        return Err(Violation::new(Code::MembersTrialUsed, "", message));
    }
    append(state, today, &Wanted { tier: TierCode::trial(), source: TermSource::Trial, days: TRIAL_DAYS })
}

/// Active → Frozen from today on; today does not count any more. `term` is the one in force.
///
/// # Errors
/// `MembersFreezeTooLong` if the term has had all its days; `MembersStateRefuses`, `MembersErased`.
pub fn freeze(state: &MemberState, term: &Term, today: NaiveDate) -> Result<Change, Violation> {
    let Change { state, shift, .. } = settle(state, today);
    let term = shift.map_or_else(|| term.clone(), |shift| shift.apply(term));
    let mut state = begin(&state, &term).moved(Move::Freeze)?;
    if !term.contains(today) {
        return Err(Violation::new(Code::MembersStateRefuses, "", "no term of this member is in force today"));
    }
    if state.frozen_days >= FREEZE_DAYS {
        let message = format!("this term has been frozen for {FREEZE_DAYS} days, and may be no longer");
        return Err(Violation::new(Code::MembersFreezeTooLong, "", message));
    }
    state.frozen_on = Some(today);
    Ok(Change { state, shift, term: None })
}

/// Frozen → Active: today counts again, and everything ends later by the days that did not. A freeze that has run out is
/// over, also if the timer has not been there: there is nothing to end.
///
/// # Errors
/// `MembersStateRefuses`, `MembersErased`.
pub fn unfreeze(state: &MemberState, today: NaiveDate) -> Result<Change, Violation> {
    let state = settle(state, today).state;
    state.standing.after(Move::Unfreeze)?;
    let since = state.frozen_on.unwrap_or(today);
    Ok(thaw(&state, Shift { since, days: days_between(since, today).max(0) }))
}

/// The term that began last: the one in force while the membership runs, and afterwards the last there was.
#[must_use]
pub fn last_begun<'a>(state: &MemberState, terms: &'a [Term], today: NaiveDate) -> Option<&'a Term> {
    // Terms behind a freeze have yet to be moved; what their dates say now is not so.
    let day = state.frozen_on.map_or(today, |since| since.min(today));
    terms.iter().filter(|term| term.starts_on <= day && term.starts_on < term.ends_on).max_by_key(|term| term.starts_on)
}

/// The row takes over tier and frozen days from the term that began last. Doing it twice changes nothing, so the timer may
/// do it for all terms that start on a day.
#[must_use]
pub fn begin(state: &MemberState, term: &Term) -> MemberState {
    let mut state = state.clone();
    state.frozen_days = term.frozen_days;
    // The rest of a trial is enjoyed in the tier that was bought meanwhile.
    if term.source != TermSource::Trial || state.standing == Standing::Trial {
        state.tier = term.tier.clone();
    }
    state
}

/// The row and all terms as they are today: [`settle`], its shift, and [`begin`].
#[must_use]
pub fn catch_up(state: &MemberState, terms: &[Term], today: NaiveDate) -> (MemberState, Vec<Term>) {
    let begun = last_begun(state, terms, state.frozen_on.unwrap_or(today));
    // How long the term has been frozen decides when a freeze ends, so it must be known first.
    let state = begun.map_or_else(|| state.clone(), |term| begin(state, term));
    let Change { state, shift, .. } = settle(&state, today);
    let terms: Vec<Term> = match shift {
        Some(shift) => terms.iter().map(|term| shift.apply(term)).collect(),
        None => terms.to_vec(),
    };
    let state = last_begun(&state, &terms, today).map_or_else(|| state.clone(), |term| begin(&state, term));
    (state, terms)
}

/// Days of the term that have not yet begun: today counts as used, a frozen day does not.
#[must_use]
pub fn unused_days(term: &Term, state: &MemberState, today: NaiveDate) -> i64 {
    let first = state.frozen_on.unwrap_or_else(|| plus(today, 1));
    days_between(term.starts_on.max(first), term.ends_on).max(0)
}

#[cfg(test)]
mod tests;
