//! Two members found to be one person: what speaks for it, what the one who stays takes over, and until when that can
//! be undone.

use chrono::{NaiveDate, TimeDelta};

use super::consent::last_word;
use super::term::days_between;
use super::{
    Change, ConsentEntry, MemberState, Points, Purpose, Standing, Term, TermSource, Wanted, append, begin, catch_up,
    is_under_age, last_begun, settle, start_trial,
};
use crate::kernel::words::words;
use crate::kernel::{ChapterId, Code, MemberId, Timestamp, Violation};

/// How long a merge can be undone (the number).
pub const UNDO_DAYS: i64 = 30;

words! {
    /// What two members have in common.
    Likeness {
        SameName = 1 "SAME_NAME",
        SameBirthYear = 2 "SAME_BIRTH_YEAR",
        /// One prefecture: the first four digits of the division.
        SameRegion = 3 "SAME_REGION",
        SameHome = 4 "SAME_HOME",
        /// Somebody else wrote one of them down, and nobody has claimed it.
        OneWithoutAccount = 5 "ONE_WITHOUT_ACCOUNT",
    }
}

impl Likeness {
    /// How much it weighs; all of them together are 100. Ours.
    #[must_use]
    pub const fn weight(self) -> u8 {
        match self {
            Self::SameName => 40,
            Self::SameBirthYear => 25,
            Self::SameRegion => 15,
            Self::SameHome | Self::OneWithoutAccount => 10,
        }
    }
}

/// What of a member tells whether two may be one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Traits {
    pub birth_year: Option<i32>,
    /// Code of the division.
    pub region: Option<String>,
    pub home: ChapterId,
    pub has_account: bool,
}

/// What two members of one name have in common. Nothing if the years of birth differ, or if it is the name alone: that
/// many people share.
#[must_use]
pub fn likeness(one: &Traits, other: &Traits) -> Vec<Likeness> {
    let prefecture = |traits: &Traits| traits.region.as_deref().and_then(|code| code.get(..4).map(str::to_owned));
    let same = |one: Option<String>, other: Option<String>| one.is_some() && one == other;
    let year = |traits: &Traits| traits.birth_year.map(|year| year.to_string());
    let (known, both) = (year(one).is_some() && year(other).is_some(), same(year(one), year(other)));
    let speaks = [
        (Likeness::SameBirthYear, both),
        (Likeness::SameRegion, same(prefecture(one), prefecture(other))),
        (Likeness::SameHome, one.home == other.home),
    ];
    let found: Vec<Likeness> = speaks.into_iter().filter_map(|(what, is_so)| is_so.then_some(what)).collect();
    if found.is_empty() || (known && !both) {
        return Vec::new();
    }
    let unclaimed = (one.has_account != other.has_account).then_some(Likeness::OneWithoutAccount);
    std::iter::once(Likeness::SameName).chain(found).chain(unclaimed).collect()
}

/// One of the two, as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Half {
    pub id: MemberId,
    pub state: MemberState,
    pub terms: Vec<Term>,
    pub had_trial: bool,
    pub points: Points,
    pub birth_year: Option<i32>,
    pub home: ChapterId,
    pub follows: Vec<ChapterId>,
    pub consents: Vec<ConsentEntry>,
}

/// A term that comes along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// Which of the other's terms it is.
    pub which: usize,
    /// As it lies from now on.
    pub term: Term,
    /// Days of it that were used before, without those frozen.
    pub used: i64,
}

/// What the member who stays is afterwards. The other row stays as it was, so that a merge can be undone; it counts
/// nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    pub state: MemberState,
    /// What was left of the other's terms, appended.
    pub moved: Vec<Moved>,
    pub had_trial: bool,
    /// The lots of the one who stays in their order, then the other's in theirs.
    pub points: Points,
    /// Chapters that are followed besides, the other's home among them.
    pub follows: Vec<ChapterId>,
    /// What is entered of consents.
    pub consents: Vec<ConsentEntry>,
}

/// Whether two members can be made one.
///
/// # Errors
/// `MembersMergeMismatch` if they are one row; `MembersErased`; `MembersStateRefuses` while one of them is frozen or
/// waits for a refund; `MembersGuardianRequired` for a child, of whom a guardian is asked who it is.
pub fn check_pair(kept: &Half, gone: &Half, today: NaiveDate) -> Result<(), Violation> {
    if kept.id == gone.id {
        let message = "a member cannot be merged with itself: name two";
        return Err(Violation::new(Code::MembersMergeMismatch, "gone", message));
    }
    for (half, field) in [(kept, "kept"), (gone, "gone")] {
        let standing = settle(&half.state, today).state.standing;
        let (code, message) = match standing {
            Standing::Erased => (Code::MembersErased, format!("{} was erased: there is nothing to merge", half.id)),
            Standing::Frozen | Standing::Refunding => {
                (Code::MembersStateRefuses, format!("{} is {standing}: end that first, then merge", half.id))
            }
            _ if half.birth_year.is_some_and(|year| is_under_age(year, today)) => {
                let message =
                    format!("{} is a child: who it is, a guardian says; correct the one, erase the other", half.id);
                (Code::MembersGuardianRequired, message)
            }
            _ => continue,
        };
        return Err(Violation::new(code, field, message));
    }
    Ok(())
}

/// Plans the merge: the preview is this, and so is what is done.
///
/// Of the other's terms the days from today on are appended, so no term overlaps and no day is lost; but a trial comes
/// along only if the member who stays has had none.
///
/// # Errors
/// Those of [`check_pair`].
pub fn merge(kept: &Half, gone: &Half, now: Timestamp, today: NaiveDate) -> Result<Merged, Violation> {
    check_pair(kept, gone, today)?;
    let (mut state, terms) = catch_up(&kept.state, &kept.terms, today);
    let (other_state, other_terms) = catch_up(&gone.state, &gone.terms, today);
    let mut moved: Vec<Moved> = Vec::new();
    for (which, term, days) in left_over(&other_terms, today) {
        let change = if term.source == TermSource::Trial {
            if kept.had_trial || state.standing != Standing::Guest {
                continue;
            }
            start_trial(&state, today, false).map(|change| shortened(change, days))
        } else {
            append(&state, today, &Wanted { tier: term.tier.clone(), source: term.source, days })
        }?;
        state = change.state;
        let used = days_between(term.starts_on, term.ends_on) - days - term.frozen_days;
        moved.extend(change.term.map(|placed| Moved { which, term: placed, used: used.max(0) }));
    }
    if moved.is_empty() && state.standing == Standing::Guest && other_state.standing != Standing::Trial {
        // Whoever has been a member does not become a guest again by being found twice.
        state = MemberState { frozen_days: 0, ..other_state };
    }
    let all: Vec<Term> = terms.iter().chain(moved.iter().map(|moved| &moved.term)).cloned().collect();
    if let Some(term) = last_begun(&state, &all, today).filter(|_| !moved.is_empty()) {
        state = begin(&state, term);
    }
    Ok(Merged {
        state,
        moved,
        had_trial: kept.had_trial || gone.had_trial,
        points: kept.points.join(&gone.points, today),
        follows: joined_follows(kept, gone),
        consents: stricter(kept, gone, now),
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
fn left_over(terms: &[Term], today: NaiveDate) -> Vec<(usize, &Term, i64)> {
    let days = |term: &Term| days_between(term.starts_on.max(today), term.ends_on);
    let all = terms.iter().enumerate().map(|(which, term)| (which, term, days(term)));
    let mut left: Vec<(usize, &Term, i64)> = all.filter(|(_, _, days)| *days > 0).collect();
    left.sort_by_key(|(_, term, _)| term.starts_on);
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

fn joined_follows(kept: &Half, gone: &Half) -> Vec<ChapterId> {
    let mut follows: Vec<ChapterId> = Vec::new();
    // Nor is the other's home forgotten: it becomes one of those followed.
    for chapter in std::iter::once(&gone.home).chain(&gone.follows) {
        if *chapter != kept.home && !kept.follows.contains(chapter) && !follows.contains(chapter) {
            follows.push(*chapter);
        }
    }
    follows
}

/// Of two last words on one purpose the withdrawal stands, whichever is older; what only the other has said is taken
/// over. But the consent that lets a chapter see was given to that chapter: it does not go to another.
fn stricter(kept: &Half, gone: &Half, now: Timestamp) -> Vec<ConsentEntry> {
    let mut entered = Vec::new();
    for purpose in Purpose::ALL {
        let (own, other) = (last_word(&kept.consents, purpose), last_word(&gone.consents, purpose));
        let taken = match (own, other) {
            (Some(own), Some(other)) if own.granted && !other.granted => ConsentEntry { at: now, ..other.clone() },
            (None, Some(other)) if !other.granted || purpose != Purpose::ShareWithChapter || kept.home == gone.home => {
                other.clone()
            }
            _ => continue,
        };
        entered.push(taken);
    }
    entered
}

#[cfg(test)]
mod tests;
