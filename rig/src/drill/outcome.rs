//! What a drill came to, and how it is told: the same for every drill.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Result, bail};
use serde_json::{Value, json};
use xtask::interrupt;

use super::crew::Journal;
use super::promise::Broken;
use crate::house::House;
use crate::report::{short, table};
use crate::stats::{largest, percentile};

/// The line for faults of every kind; it comes last.
const ALL: &str = "~ all";

/// All that a drill found.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) name: &'static str,
    pub(super) seed: u64,
    pub(super) length: Duration,
    pub(super) broken: Vec<Broken>,
    pub(super) counts: Vec<(&'static str, u64)>,
    pub(super) recoveries: Recoveries,
    /// What ended by itself.
    pub(super) ended: Vec<String>,
    pub(super) journal: Journal,
}

/// How long it took to recover, by kind of fault.
#[derive(Debug)]
pub(super) struct Recoveries {
    /// What was timed, such as `silence`.
    timed: &'static [&'static str],
    kinds: BTreeMap<String, Recovered>,
}

/// How often there was a fault of a kind, and the times in ms of each thing that was timed.
#[derive(Debug, Default)]
struct Recovered {
    faults: usize,
    times: Vec<Vec<f64>>,
}

impl Recoveries {
    pub(super) fn of(timed: &'static [&'static str]) -> Self {
        Self { timed, kinds: BTreeMap::new() }
    }

    /// Adds a fault with a time for each thing that is timed; none where it did not come to it.
    pub(super) fn add(&mut self, kind: &str, times: &[Option<f64>]) {
        for kind in [kind, ALL] {
            let held = self.kinds.entry(kind.to_owned()).or_default();
            held.faults += 1;
            held.times.resize(self.timed.len(), Vec::new());
            for (kept, time) in held.times.iter_mut().zip(times) {
                kept.extend(time);
            }
        }
    }

    fn print(&self) {
        let columns = self.timed.iter().flat_map(|what| [format!("{what} p50 ms"), "max ms".to_owned()]);
        let head: Vec<String> = ["fault".to_owned(), "times".to_owned()].into_iter().chain(columns).collect();
        let row = |(kind, held): (&String, &Recovered)| {
            let cells = held.times.iter().flat_map(|times| [short(percentile(times, 0.5)), short(largest(times))]);
            [kind.clone(), held.faults.to_string()].into_iter().chain(cells).collect()
        };
        let rows: Vec<Vec<String>> = self.kinds.iter().map(row).collect();
        let head: Vec<&str> = head.iter().map(String::as_str).collect();
        println!("\n{}\n", table(&head, &rows));
    }

    fn json(&self) -> Value {
        let told = |times: &Vec<f64>| json!({ "p50_ms": percentile(times, 0.5), "max_ms": largest(times) });
        let kind = |held: &Recovered| {
            let times: BTreeMap<_, _> = self.timed.iter().zip(held.times.iter().map(told)).collect();
            json!({ "times": held.faults, "until": times })
        };
        json!(self.kinds.iter().map(|(name, held)| (name, kind(held))).collect::<BTreeMap<_, _>>())
    }
}

impl Outcome {
    /// Whether every promise held and nothing unexpected was answered.
    fn is_clean(&self) -> bool {
        self.broken.is_empty() && self.journal.trouble.is_empty()
    }

    fn print(&self) {
        self.recoveries.print();
        let rows: Vec<Vec<String>> =
            self.counts.iter().map(|(what, count)| vec![(*what).to_owned(), count.to_string()]).collect();
        println!("{}", table(&["what", "count"], &rows));
        println!("\nrefused by rule: {}", serde_json::to_string(&self.journal.rules).unwrap_or_default());
        for ended in &self.ended {
            println!("\n{ended}");
        }
        for trouble in &self.journal.trouble {
            println!("\nUNEXPECTED: {trouble}");
        }
        for Broken { promise, cases, examples } in &self.broken {
            println!("\nBROKEN: {promise}: {cases} cases\n  {}", examples.join("\n  "));
        }
        if self.is_clean() {
            println!("\nevery promise held (seed {})", self.seed);
        }
    }

    fn json(&self) -> Value {
        let counts: BTreeMap<_, _> = self.counts.iter().copied().collect();
        let broken: BTreeMap<_, _> =
            self.broken.iter().map(|broken| (broken.promise, (broken.cases, &broken.examples))).collect();
        json!({
            "name": self.name, "seed": self.seed, "seconds": self.length.as_secs(), "counts": counts,
            "faults": self.recoveries.json(), "rules": self.journal.rules, "broken": broken,
            "unexpected": self.journal.trouble, "clean": self.is_clean(),
        })
    }
}

/// Tells what a drill came to. `again` is the command that repeats it.
///
/// # Errors
/// When it could not be finished, or a promise was broken: then the logs of the house are kept.
pub(super) fn conclude(house: House, found: Result<Outcome>, (again, json): (&str, bool)) -> Result<()> {
    let outcome = match found {
        Ok(outcome) => outcome,
        Err(error) if interrupt::requested() => return Err(error),
        Err(error) => {
            let logs = house.keep_logs();
            return Err(error.context(format!("could not be finished: `{again}`; logs in {}", logs.display())));
        }
    };
    if json {
        println!("{}", outcome.json());
    } else {
        outcome.print();
    }
    if outcome.is_clean() {
        return Ok(());
    }
    bail!("promises were broken: `{again}`, logs in {}", house.keep_logs().display());
}
