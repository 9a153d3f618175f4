//! The outcome of a drill, told.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::Duration;

use serde_json::{Value, json};

use super::checks;
use super::crew::Journal;
use super::faults::Fault;
use super::history::History;
use super::promise::{Broken, of_doctors};
use super::told::{self, Difference, Log};
use crate::report::{short, table};
use crate::stats::{float, largest, percentile};

/// What a drill leaves behind beside the database.
#[derive(Debug)]
pub(super) struct Facts {
    pub(super) seed: u64,
    pub(super) struck: Vec<(Fault, i64)>,
    /// What ended by itself.
    pub(super) ended: Vec<String>,
    pub(super) journal: Journal,
    pub(super) logs: Vec<Log>,
    /// The executable's own examinations, with their complaints.
    pub(super) doctors: Vec<(&'static str, Option<String>)>,
    pub(super) length: Duration,
}

/// All that a drill found.
#[derive(Debug)]
pub(super) struct Verdict {
    broken: Vec<Broken>,
    counts: Vec<(&'static str, u64)>,
    /// By kind: how often, and the times in ms until the next level was committed.
    recoveries: BTreeMap<String, Vec<f64>>,
    facts: Facts,
}

impl Verdict {
    /// Holds everything against the promises.
    pub(super) fn of(history: &History, facts: Facts) -> Self {
        let chapters: HashSet<i32> = facts.logs.iter().map(|log| log.chapter).collect();
        let difference = told::compare(&facts.logs, &told::expected(history, &chapters));
        let mut broken = checks::check(history);
        broken.extend(answers_kept(history, &facts.journal));
        broken.extend(of_doctors(&facts.doctors));
        if difference != Difference::default() {
            broken.push(Broken {
                promise: "every subscriber hears everything once and in order",
                cases: difference.lost + difference.repeated + difference.reordered + difference.invented,
                examples: difference.examples.clone(),
            });
        }
        let counts = counts(history, &facts, &difference);
        let recoveries = recoveries(history, &facts.struck);
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
        let mut all = Vec::new();
        let mut rows = Vec::new();
        for (kind, times) in &self.recoveries {
            rows.push(recovery_row(kind, times));
            all.extend_from_slice(times);
        }
        rows.push(recovery_row("all", &all));
        println!("\n{}\n", table(&["fault", "times", "next level after p50 ms", "max ms"], &rows));
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
        let recoveries: BTreeMap<&String, Value> = self
            .recoveries
            .iter()
            .map(|(kind, times)| {
                (kind, json!({ "times": times.len(), "p50_ms": percentile(times, 0.5), "max_ms": largest(times) }))
            })
            .collect();
        let counts: BTreeMap<_, _> = self.counts.iter().copied().collect();
        let broken: BTreeMap<_, _> =
            self.broken.iter().map(|broken| (broken.promise, (broken.cases, &broken.examples))).collect();
        json!({
            "name": "drill.push", "seed": self.facts.seed, "seconds": self.facts.length.as_secs(),
            "counts": counts, "faults": recoveries, "rules": self.facts.journal.rules,
            "broken": broken, "unexpected": self.facts.journal.trouble, "clean": self.is_clean(),
        })
    }
}

fn recovery_row(kind: &str, times: &[f64]) -> Vec<String> {
    vec![kind.to_owned(), times.len().to_string(), short(percentile(times, 0.5)), short(largest(times))]
}

fn counts(history: &History, facts: &Facts, difference: &Difference) -> Vec<(&'static str, u64)> {
    let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    let did = |what: &str| facts.journal.counts.get(what).copied().unwrap_or(0);
    vec![
        ("faults", count(facts.struck.len())),
        ("seconds", facts.length.as_secs()),
        ("versions published", did("policyPublish")),
        ("versions revoked", did("policyRevoke")),
        ("chapters moved", did("chapterMove")),
        ("chapters closed", did("chapterClose")),
        ("chapters opened", did("chapterOpen")),
        ("levels committed", count(history.steps.len())),
        ("deliveries", count(history.deliveries.len())),
        ("acknowledged", did("policyAcknowledge")),
        ("subscribers", count(facts.logs.len())),
        ("resumed by cursor", facts.logs.iter().map(|log| log.resumed).sum()),
        ("connections cut", did("connections cut")),
        ("notices", did("notices")),
        ("lost", count(difference.lost)),
        ("repeated", count(difference.repeated)),
        ("reordered", count(difference.reordered)),
        ("processes that ended by themselves", count(facts.ended.len())),
        ("unexpected answers", did("unexpected answers")),
    ]
}

/// From each fault to the next commit of a level, in ms.
fn recoveries(history: &History, struck: &[(Fault, i64)]) -> BTreeMap<String, Vec<f64>> {
    let mut commits: Vec<i64> = history.steps.values().map(|step| step.at).collect();
    commits.sort_unstable();
    let mut recoveries: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for (fault, at) in struck {
        let next = commits.partition_point(|commit| commit <= at);
        if let Some(commit) = commits.get(next) {
            recoveries.entry(fault.to_string()).or_default().push(float(commit - at) / 1000.0);
        }
    }
    recoveries
}

/// What was answered must be there, whatever crashed afterwards.
fn answers_kept(history: &History, journal: &Journal) -> Option<Broken> {
    let mut examples: Vec<String> = journal.wrongly_accepted.clone();
    let acknowledged: HashMap<(i64, i32), bool> =
        history.deliveries.iter().map(|found| ((found.version, found.chapter), found.acknowledged)).collect();
    for (version, chapter) in &journal.acknowledged {
        if acknowledged.get(&(*version, *chapter)) != Some(&true) {
            examples.push(format!(
                "the acknowledgement of version {version} by chapter {chapter} was answered and is gone"
            ));
        }
    }
    for version in &journal.published {
        if history.versions.get(version).is_none_or(|version| version.state == 0) {
            examples.push(format!("the publication of version {version} was answered and is gone"));
        }
    }
    let cases = examples.len();
    examples.truncate(10);
    (cases > 0).then_some(Broken {
        promise: "what was answered is kept, and wrong hashes are refused",
        cases,
        examples,
    })
}

#[cfg(test)]
mod tests {
    use super::super::history::{Delivered, Step, Version};
    use super::*;

    #[test]
    fn recovery_is_the_time_to_the_next_level() {
        let mut history = History::default();
        for (id, at) in [(1, 1_000), (2, 6_000), (3, 9_000)] {
            history.steps.insert(id, Step { at, ..Step::default() });
        }

        let found =
            recoveries(&history, &[(Fault::KillApi, 2_000), (Fault::KillApi, 7_000), (Fault::KillRedis, 9_000)]);

        assert_eq!(found.get("kill -9 api").unwrap(), &[4.0, 2.0]);
        assert_eq!(found.get("kill -9 redis"), None);
    }

    #[test]
    fn an_answer_that_is_gone_is_found() {
        let mut history = History::default();
        history.versions.insert(1, Version { state: 1, ..Version::default() });
        history.deliveries.push(Delivered { version: 1, step: 1, chapter: 7, acknowledged: true });
        let kept = Journal { published: vec![1], acknowledged: vec![(1, 7)], ..Journal::default() };
        assert_eq!(answers_kept(&history, &kept), None);

        let gone = Journal { published: vec![2], acknowledged: vec![(1, 8)], ..Journal::default() };
        assert_eq!(answers_kept(&history, &gone).unwrap().cases, 2);
        let wrong = Journal { wrongly_accepted: vec!["version 1".into()], ..Journal::default() };
        assert_eq!(answers_kept(&history, &wrong).unwrap().cases, 1);
    }
}
