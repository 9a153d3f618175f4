//! What a drill of the push came to.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use super::checks;
use super::crew::Journal;
use super::faults::Fault;
use super::history::History;
use super::outcome::{Outcome, Recoveries};
use super::promise::{Broken, of_doctors};
use super::told::{self, Difference, Log};
use crate::stats::float;

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

/// Holds everything against the promises.
pub(super) fn judge(history: &History, facts: Facts) -> Outcome {
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
    let mut recoveries = Recoveries::of(&["next level"]);
    for (kind, time) in next_levels(history, &facts.struck) {
        recoveries.add(&kind, &[time]);
    }
    let counts = counts(history, &facts, &difference);
    let Facts { seed, length, ended, journal, .. } = facts;
    Outcome { name: "drill.push", seed, length, broken, counts, recoveries, ended, journal }
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

/// From each fault, by its kind, to the next commit of a level, in ms; none where none came after it.
fn next_levels(history: &History, struck: &[(Fault, i64)]) -> Vec<(String, Option<f64>)> {
    let mut commits: Vec<i64> = history.steps.values().map(|step| step.at).collect();
    commits.sort_unstable();
    let next = |at: &i64| commits.get(commits.partition_point(|commit| commit <= at)).copied();
    let time = |(fault, at): &(Fault, i64)| (fault.to_string(), next(at).map(|next| float(next - at) / 1000.0));
    struck.iter().map(time).collect()
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

        let struck = [(Fault::KillApi, 2_000), (Fault::KillApi, 7_000), (Fault::KillRedis, 9_000)];
        let kill = |whom: &str, time| (format!("kill -9 {whom}"), time);
        let expected = [kill("api", Some(4.0)), kill("api", Some(2.0)), kill("redis", None)];
        assert_eq!(next_levels(&history, &struck), expected, "none came after the last");
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
