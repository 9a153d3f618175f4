//! What a drill of members and money came to.

use std::time::Duration;

use super::answers::Answers;
use super::books::Books;
use super::checks;
use crate::drill::crew::Journal;
use crate::drill::faults::Fault;
use crate::drill::outcome::{Outcome, Recoveries};
use crate::drill::promise::of_doctors;
use crate::stats::float;

/// A fault, for how long nobody was answered, and when the counts were folded again, both in ms.
#[derive(Debug, Clone, Copy)]
pub(super) struct Struck {
    pub(super) fault: Fault,
    pub(super) silence: i64,
    pub(super) folded: Option<i64>,
}

/// What a drill leaves behind beside the database.
#[derive(Debug)]
pub(super) struct Facts {
    pub(super) seed: u64,
    pub(super) struck: Vec<Struck>,
    /// What ended by itself.
    pub(super) ended: Vec<String>,
    pub(super) journal: Journal,
    pub(super) answers: Answers,
    /// The executable's own examinations, with their complaints.
    pub(super) doctors: Vec<(&'static str, Option<String>)>,
    pub(super) length: Duration,
}

/// Holds everything against the promises.
pub(super) fn judge(books: &Books, facts: Facts) -> Outcome {
    let mut broken = checks::check(books, &facts.answers);
    broken.extend(of_doctors(&facts.doctors));
    let mut recoveries = Recoveries::of(&["silence", "folded"]);
    for struck in &facts.struck {
        recoveries.add(&struck.fault.to_string(), &[Some(float(struck.silence)), struck.folded.map(float)]);
    }
    let counts = counts(books, &facts);
    let Facts { seed, length, ended, journal, .. } = facts;
    Outcome { name: "drill.members", seed, length, broken, counts, recoveries, ended, journal }
}

fn counts(books: &Books, facts: &Facts) -> Vec<(&'static str, u64)> {
    let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    let did = |what: &str| facts.journal.counts.get(what).copied().unwrap_or(0);
    let contested = facts.answers.races.iter().filter(|race| race.won + race.refusals.len() > 1).count();
    vec![
        ("faults", count(facts.struck.len())),
        ("seconds", facts.length.as_secs()),
        ("answers", count(facts.answers.at.len())),
        ("members", count(books.members.len())),
        ("joined by phone", did("memberRegister") + did("helmsmanSignIn")),
        ("members moved", did("memberMove")),
        ("chapters moved", did("chapterMove")),
        ("trials", did("trialStart")),
        ("freezes", did("membershipFreeze")),
        ("cards redeemed", did("cardRedeem")),
        ("points spent", did("pointsSpend")),
        ("orders", count(books.orders.len())),
        ("orders paid", count(books.orders.values().filter(|order| order.is_paid).count())),
        ("upgrades paid", count(books.terms.iter().filter(|term| term.source == checks::UPGRADE).count())),
        ("notices sent", did("notices")),
        ("notices kept", count(books.notices.len())),
        ("refunds asked for", count(books.refunds.len())),
        ("entries of the ledger", count(books.entries.len())),
        ("races", count(contested)),
        ("processes that ended by themselves", count(facts.ended.len())),
        ("unexpected answers", did("unexpected answers")),
    ]
}
