//! The outcome of a drill of members, told.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};

use super::answers::Answers;
use super::books::Books;
use super::checks;
use crate::drill::crew::Journal;
use crate::drill::faults::Fault;
use crate::drill::promise::{Broken, of_doctors};
use crate::report::{short, table};
use crate::stats::{float, largest, percentile};

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

/// All that a drill found.
#[derive(Debug)]
pub(super) struct Verdict {
    broken: Vec<Broken>,
    counts: Vec<(&'static str, u64)>,
    /// By kind of fault: the longest times without an answer, and the times to the fold.
    recoveries: BTreeMap<String, (Vec<f64>, Vec<f64>)>,
    facts: Facts,
}

impl Verdict {
    /// Holds everything against the promises.
    pub(super) fn of(books: &Books, facts: Facts) -> Self {
        let mut broken = checks::check(books, &facts.answers);
        broken.extend(of_doctors(&facts.doctors));
        let counts = counts(books, &facts);
        let mut recoveries: BTreeMap<String, (Vec<f64>, Vec<f64>)> = BTreeMap::new();
        for struck in &facts.struck {
            for name in [struck.fault.to_string(), "~ all".to_owned()] {
                let (silences, folded) = recoveries.entry(name).or_default();
                silences.push(float(struck.silence));
                folded.extend(struck.folded.map(float));
            }
        }
        Self { broken, counts, recoveries, facts }
    }

    /// Whether every promise held and nothing unexpected was answered.
    pub(super) fn is_clean(&self) -> bool {
        self.broken.is_empty() && self.facts.journal.trouble.is_empty()
    }

    pub(super) fn print(&self, json: bool) {
        if json {
            println!("{}", self.json());
            return;
        }
        let head = ["fault", "times", "silence p50 ms", "max ms", "folded p50 ms", "max ms"];
        let row = |(kind, (silences, folded)): (&String, &(Vec<f64>, Vec<f64>))| {
            let cell = |times: &[f64]| [short(percentile(times, 0.5)), short(largest(times))];
            let mut row = vec![kind.clone(), silences.len().to_string()];
            row.extend(cell(silences).into_iter().chain(cell(folded)));
            row
        };
        let rows: Vec<Vec<String>> = self.recoveries.iter().map(row).collect();
        println!("\n{}\n", table(&head, &rows));
        let rows: Vec<Vec<String>> =
            self.counts.iter().map(|(what, count)| vec![(*what).to_owned(), count.to_string()]).collect();
        println!("{}", table(&["what", "count"], &rows));
        let rules = &self.facts.journal.rules;
        println!("\nrefused by rule: {}", serde_json::to_string(rules).unwrap_or_default());
        for ended in &self.facts.ended {
            println!("\n{ended}");
        }
        for trouble in &self.facts.journal.trouble {
            println!("\nUNEXPECTED: {trouble}");
        }
        for Broken { promise, cases, examples } in &self.broken {
            println!("\nBROKEN: {promise}: {cases} cases\n  {}", examples.join("\n  "));
        }
        if self.is_clean() {
            println!("\nevery promise held (seed {})", self.facts.seed);
        }
    }

    fn json(&self) -> Value {
        let times = |times: &[f64]| json!({ "p50_ms": percentile(times, 0.5), "max_ms": largest(times) });
        let recoveries: BTreeMap<&String, Value> = self
            .recoveries
            .iter()
            .map(|(kind, (silences, folded))| {
                let told = json!({ "times": silences.len(), "silence": times(silences), "folded": times(folded) });
                (kind, told)
            })
            .collect();
        let counts: BTreeMap<_, _> = self.counts.iter().copied().collect();
        let broken: BTreeMap<_, _> =
            self.broken.iter().map(|broken| (broken.promise, (broken.cases, &broken.examples))).collect();
        json!({
            "name": "drill.members", "seed": self.facts.seed, "seconds": self.facts.length.as_secs(),
            "counts": counts, "faults": recoveries, "rules": self.facts.journal.rules,
            "broken": broken, "unexpected": self.facts.journal.trouble, "clean": self.is_clean(),
        })
    }
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
