//! Two members found to be one person: which row survives, what it takes over, and until when that can be undone.

use chrono::{NaiveDate, TimeDelta};

use super::term::days_between;
use super::{
    Change, ConsentEntry, Home, MemberState, Points, Standing, Term, TermSource, Wanted, append, begin, catch_up,
    last_begun, settle, start_trial,
};
use crate::kernel::{ChapterId, Code, MemberId, Timestamp, Violation};

/// How long a merge can be undone (the number).
pub const UNDO_DAYS: i64 = 30;

/// One of the two, as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Half {
    pub id: MemberId,
    pub registered_at: Timestamp,
    pub state: MemberState,
    pub terms: Vec<Term>,
    pub had_trial: bool,
    pub points: Points,
    pub home: Option<Home>,
    pub follows: Vec<ChapterId>,
    pub consents: Vec<ConsentEntry>,
}

/// What the survivor is afterwards. The other row stays as it was, so that a merge can be undone; it counts nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    pub survivor: MemberId,
    pub absorbed: MemberId,
    pub state: MemberState,
    /// The survivor's terms as they are today, in their order.
    pub terms: Vec<Term>,
    /// What was left of the other's terms, appended.
    pub added: Vec<Term>,
    pub had_trial: bool,
    /// The survivor's lots in their order, then the other's in theirs.
    pub points: Points,
    pub home: Option<Home>,
    pub follows: Vec<ChapterId>,
    /// Both ledgers as one, by time: for each purpose the newest word holds.
    pub consents: Vec<ConsentEntry>,
}

/// The two in order: the one that registered first survives.
///
/// # Errors
/// `MembersMergeMismatch` if they are one row; `MembersErased`; `MembersStateRefuses` while one of them is frozen or waits
/// for a refund.
pub fn pick_survivor<'a>(one: &'a Half, other: &'a Half, today: NaiveDate) -> Result<(&'a Half, &'a Half), Violation> {
    if one.id == other.id {
        let message = "a member cannot be merged with itself: name two";
        return Err(Violation::new(Code::MembersMergeMismatch, "members", message));
    }
    for half in [one, other] {
        let standing = settle(&half.state, today).state.standing;
        match standing {
            Standing::Erased => {
                let message = format!("{} was erased: there is nothing to merge", half.id);
                return Err(Violation::new(Code::MembersErased, "members", message));
            }
            Standing::Frozen | Standing::Refunding => {
                let message = format!("{} is {standing}: end that first, then merge", half.id);
                return Err(Violation::new(Code::MembersStateRefuses, "members", message));
            }
            _ => {}
        }
    }
    let age = |half: &Half| (half.registered_at, half.id);
    Ok(if age(one) <= age(other) { (one, other) } else { (other, one) })
}

/// Plans the merge: the preview is this, and so is what is done.
///
/// Of the other's terms the days from today on are appended, so no term overlaps and no day is lost; but a trial comes along
/// only if the survivor has had none.
///
/// # Errors
/// Those of [`pick_survivor`].
pub fn merge(one: &Half, other: &Half, today: NaiveDate) -> Result<Merged, Violation> {
    let (survivor, absorbed) = pick_survivor(one, other, today)?;
    let (mut state, terms) = catch_up(&survivor.state, &survivor.terms, today);
    let (other_state, other_terms) = catch_up(&absorbed.state, &absorbed.terms, today);
    let mut added: Vec<Term> = Vec::new();
    for (term, days) in left_over(&other_terms, today) {
        let change = if term.source == TermSource::Trial {
            if survivor.had_trial || state.standing != Standing::Guest {
                continue;
            }
            start_trial(&state, today, false).map(|change| shortened(change, days))
        } else {
            append(&state, today, &Wanted { tier: term.tier.clone(), source: term.source, days })
        }?;
        state = change.state;
        added.extend(change.term);
    }
    if added.is_empty() && state.standing == Standing::Guest && other_state.standing != Standing::Trial {
        // Whoever has been a member does not become a guest again by being found twice.
        state = MemberState { frozen_days: 0, ..other_state };
    }
    let all: Vec<Term> = terms.iter().chain(&added).cloned().collect();
    if let Some(term) = last_begun(&state, &all, today).filter(|_| !added.is_empty()) {
        state = begin(&state, term);
    }
    let home = survivor.home.or(absorbed.home);
    Ok(Merged {
        survivor: survivor.id,
        absorbed: absorbed.id,
        state,
        terms,
        added,
        had_trial: survivor.had_trial || absorbed.had_trial,
        points: survivor.points.join(&absorbed.points, today),
        home,
        follows: joined_follows(survivor, absorbed, home),
        consents: joined_consents(survivor, absorbed),
    })
}

/// Whether a merge can still be undone.
///
/// # Errors
/// `MembersUnmergeTooLate`.
pub fn check_undo(merged_at: Timestamp, now: Timestamp) -> Result<(), Violation> {
    if now < merged_at + TimeDelta::days(UNDO_DAYS) {
        return Ok(());
    }
    let message = format!("a merge can be undone within {UNDO_DAYS} days; this one is older");
    Err(Violation::new(Code::MembersUnmergeTooLate, "", message))
}

/// The terms that have days left, today's among them, in the order of their days.
fn left_over(terms: &[Term], today: NaiveDate) -> Vec<(&Term, i64)> {
    let days = |term: &Term| days_between(term.starts_on.max(today), term.ends_on);
    let mut left: Vec<(&Term, i64)> =
        terms.iter().map(|term| (term, days(term))).filter(|(_, days)| *days > 0).collect();
    left.sort_by_key(|(term, _)| term.starts_on);
    left
}

/// A trial that goes on instead of beginning.
fn shortened(mut change: Change, days: i64) -> Change {
    if let Some(term) = &mut change.term {
        term.ends_on = super::term::plus(term.starts_on, days);
        change.state.until_on = Some(term.ends_on);
    }
    change
}

fn joined_follows(survivor: &Half, absorbed: &Half, home: Option<Home>) -> Vec<ChapterId> {
    let mut follows: Vec<ChapterId> = Vec::new();
    // Nor is the other's home forgotten: it becomes one of those followed.
    let others = absorbed.home.iter().map(|home| &home.chapter).chain(&absorbed.follows);
    for chapter in survivor.follows.iter().chain(others) {
        if home.is_none_or(|home| home.chapter != *chapter) && !follows.contains(chapter) {
            follows.push(*chapter);
        }
    }
    follows
}

fn joined_consents(survivor: &Half, absorbed: &Half) -> Vec<ConsentEntry> {
    let mut entries: Vec<ConsentEntry> = survivor.consents.iter().chain(&absorbed.consents).cloned().collect();
    entries.sort_by_key(|entry| entry.at);
    entries
}

#[cfg(test)]
mod tests;
