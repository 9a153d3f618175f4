//! The log of answers: what everybody was told during a drill, to be held against the database afterwards.
//!
//! Whoever asks goes on until an answer comes, so whatever is not in here did not happen, and what is in here happened once.

use std::sync::{Arc, Mutex, PoisonError};

use crate::clock::now_micros;

/// A log that all write. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub(super) struct Log(Arc<Mutex<Answers>>);

impl Log {
    pub(super) fn note<T>(&self, write: impl FnOnce(&mut Answers) -> T) -> T {
        write(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Notes that somebody was answered at this moment.
    pub(super) fn answered(&self) {
        self.note(|answers| answers.at.push(now_micros()));
    }
}

/// What was answered.
#[derive(Debug, Clone, Default)]
pub(super) struct Answers {
    /// When answers came, in µs.
    pub(super) at: Vec<i64>,
    /// Writes that were done: the action and the target that the audit log must have of each.
    pub(super) done: Vec<(&'static str, String)>,
    /// Phones, with the member that each became.
    pub(super) joined: Vec<(String, String)>,
    pub(super) races: Vec<Race>,
    pub(super) points: Vec<Moved>,
    /// The batch of a card, and the member who got what it brings.
    pub(super) redeemed: Vec<(String, String)>,
    /// Orders whose payment in cash was recorded.
    pub(super) cash: Vec<String>,
    pub(super) notices: Vec<Told>,
    /// What should have been refused.
    pub(super) wrongly_done: Vec<String>,
}

impl Answers {
    /// For how long at most nobody was answered between two instants, in µs.
    pub(super) fn silence(&self, from: i64, until: i64) -> i64 {
        let mut at: Vec<i64> = self.at.iter().copied().filter(|at| (from..until).contains(at)).collect();
        at.extend([from, until]);
        at.sort_unstable();
        at.iter().zip(at.iter().skip(1)).map(|(before, after)| after - before).max().unwrap_or_default()
    }
}

/// Points that were given, or taken below zero.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Moved {
    pub(super) member: String,
    /// The rank of the reason.
    pub(super) reason: i16,
    pub(super) delta: i32,
}

/// Several who wanted what only one can have.
#[derive(Debug, Clone, Default)]
pub(super) struct Race {
    pub(super) rules: RaceRules,
    /// What they wanted.
    pub(super) about: String,
    /// How many got it.
    pub(super) won: usize,
    /// What the others were told.
    pub(super) refusals: Vec<String>,
}

/// What must come of a race.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct RaceRules {
    /// Whether somebody must get it.
    pub(super) has_winner: bool,
    /// The only codes that losers may be told.
    pub(super) loses_with: &'static [&'static str],
}

/// A notice of the provider, and what it came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) notice: Notice,
    /// What it came to, or the status that refused it.
    pub(super) verdict: Result<String, u16>,
}

/// What a provider tells of a payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Notice {
    /// The provider's own number.
    pub(super) id: String,
    /// Our number of the payment.
    pub(super) reference: String,
    /// In fen.
    pub(super) amount: i64,
    pub(super) is_paid: bool,
    /// Signed by somebody else.
    pub(super) is_forged: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silence_is_the_longest_time_without_an_answer() {
        let answers = Answers { at: vec![5, 12, 40, 30, 90], ..Answers::default() };

        assert_eq!(answers.silence(10, 60), 20);
        assert_eq!(answers.silence(13, 29), 16);
    }
}
