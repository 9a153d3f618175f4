//! The promises, each checked over the whole history.

use std::collections::{HashMap, HashSet};

use super::history::{Delivered, History, PUBLISHED, Version};
use super::promise::{Broken, Promise};

/// Every promise that the history breaks; none is what we want.
pub(crate) fn check(history: &History) -> Vec<Broken> {
    let by_version = by_version(history);
    [
        finished(history),
        complete(history, &by_version),
        within_scope(history),
        only_forward(history),
        parents_first(history, &by_version),
        acknowledged_as_delivered(history, &by_version),
        gapless(history),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Of each version, the place in the feed at which a chapter got it.
type ByVersion<'a> = HashMap<i64, HashMap<i32, (i64, &'a Delivered)>>;

fn by_version(history: &History) -> ByVersion<'_> {
    let mut by_version = ByVersion::new();
    for delivered in &history.deliveries {
        by_version
            .entry(delivered.version)
            .or_default()
            .insert(delivered.chapter, (place(history, delivered), delivered));
    }
    by_version
}

/// The place in the feed; 0 where there is none, which [`gapless`] and [`within_scope`] tell of.
fn place(history: &History, delivered: &Delivered) -> i64 {
    history.steps.get(&delivered.step).and_then(|step| step.seq).unwrap_or(0)
}

fn finished(history: &History) -> Option<Broken> {
    let mut promise = Promise::new("every push finishes and every message is sent");
    if history.unfinished_pushes > 0 {
        promise.broken(|| format!("{} pushes are unfinished", history.unfinished_pushes));
    }
    if history.unsent > 0 {
        promise.broken(|| format!("{} messages wait in the outbox", history.unsent));
    }
    promise.outcome()
}

fn complete(history: &History, by_version: &ByVersion<'_>) -> Option<Broken> {
    let mut promise = Promise::new("every open chapter in scope has the published version");
    let now = i64::MAX - 1;
    for (id, version) in history.versions.iter().filter(|(_, version)| version.state == PUBLISHED) {
        let have = by_version.get(id);
        for chapter in history.chapters.keys() {
            let has = have.is_some_and(|have| have.contains_key(chapter));
            if !has && history.in_scope(version, *chapter, now) {
                promise.broken(|| format!("chapter {chapter} lacks {}", named(*id, version)));
            }
        }
    }
    promise.outcome()
}

fn within_scope(history: &History) -> Option<Broken> {
    let mut promise = Promise::new("no chapter outside the scope has a version, and none has it twice");
    let mut seen = HashSet::with_capacity(history.deliveries.len());
    for delivered in &history.deliveries {
        let Delivered { version: id, chapter, .. } = delivered;
        if !seen.insert((*id, *chapter)) {
            promise.broken(|| format!("chapter {chapter} has version {id} twice"));
        }
        let (Some(version), Some(step)) = (history.versions.get(id), history.steps.get(&delivered.step)) else {
            promise.broken(|| format!("chapter {chapter} has version {id} from nowhere"));
            continue;
        };
        if step.version != *id || step.depth < 0 {
            promise.broken(|| format!("chapter {chapter} has version {id} from a step of version {}", step.version));
        }
        if !history.in_scope(version, *chapter, step.at) {
            promise.broken(|| format!("chapter {chapter} has {} from outside its scope", named(*id, version)));
        }
    }
    promise.outcome()
}

fn only_forward(history: &History) -> Option<Broken> {
    let mut promise = Promise::new("no chapter goes back to an older version");
    let mut order: Vec<(i32, i64, &Version)> = history
        .deliveries
        .iter()
        .filter_map(|delivered| {
            let version = history.versions.get(&delivered.version)?;
            Some((delivered.chapter, place(history, delivered), version))
        })
        .collect();
    order.sort_by_key(|(chapter, place, version)| (*chapter, *place, version.number));
    let mut newest: HashMap<(&str, i32), i32> = HashMap::new();
    let mut at = None;
    for (chapter, _, version) in order {
        if at.replace(chapter) != Some(chapter) {
            newest.clear();
        }
        let before = newest.insert((&version.key, version.issuer), version.number).unwrap_or(0);
        if version.number <= before {
            let Version { key, number, .. } = version;
            promise.broken(|| format!("chapter {chapter} got {key} number {number} after {before}"));
        }
    }
    promise.outcome()
}

fn parents_first(history: &History, by_version: &ByVersion<'_>) -> Option<Broken> {
    let mut promise = Promise::new("parents have a version before their children");
    for (id, have) in by_version {
        let Some(version) = history.versions.get(id) else { continue };
        for (chapter, (place, delivered)) in have.iter().filter(|(chapter, _)| **chapter != version.issuer) {
            let Some(step) = history.steps.get(&delivered.step) else { continue };
            let Some(parent) = history.span_at(*chapter, step.at).and_then(|span| span.parent) else { continue };
            if !history.in_scope(version, parent, step.at) {
                continue;
            }
            if have.get(&parent).is_none_or(|(above, _)| above >= place) {
                promise.broken(|| format!("chapter {chapter} got {} before its parent {parent}", named(*id, version)));
            }
        }
    }
    promise.outcome()
}

fn acknowledged_as_delivered(history: &History, by_version: &ByVersion<'_>) -> Option<Broken> {
    let mut promise = Promise::new("nothing is acknowledged but exactly what was delivered");
    let mut told = HashSet::new();
    for receipt in &history.acknowledgements {
        let (id, chapter) = (receipt.version, receipt.chapter);
        told.insert((id, chapter));
        let Some((_, delivered)) = by_version.get(&id).and_then(|have| have.get(&chapter)) else {
            promise.broken(|| format!("chapter {chapter} acknowledged version {id}, which it does not have"));
            continue;
        };
        if !delivered.acknowledged {
            promise.broken(|| format!("the receipt of chapter {chapter} for version {id} is lost"));
        }
        if history.steps.get(&delivered.step).is_none_or(|step| receipt.at < step.at) {
            promise.broken(|| format!("chapter {chapter} acknowledged version {id} before it had it"));
        }
        if history.versions.get(&id).is_none_or(|version| version.hash != receipt.hash) {
            promise.broken(|| format!("chapter {chapter} acknowledged version {id} by another hash"));
        }
    }
    for Delivered { version, chapter, .. } in history.deliveries.iter().filter(|delivered| delivered.acknowledged) {
        if !told.contains(&(*version, *chapter)) {
            promise.broken(|| format!("a receipt of chapter {chapter} for version {version} that nobody gave"));
        }
    }
    promise.outcome()
}

fn gapless(history: &History) -> Option<Broken> {
    let mut promise = Promise::new("the feed has every number from 1 on, once, and counts what it brought");
    let mut numbers: Vec<i64> = Vec::with_capacity(history.steps.len());
    let mut brought: HashMap<i64, i32> = HashMap::new();
    for delivered in &history.deliveries {
        *brought.entry(delivered.step).or_default() += 1;
    }
    for (id, step) in &history.steps {
        match step.seq {
            Some(seq) => numbers.push(seq),
            None => promise.broken(|| format!("step {id} has no number")),
        }
        let rows = brought.get(id).copied().unwrap_or(0);
        if rows != step.served {
            promise.broken(|| format!("step {id} counts {} deliveries and has {rows}", step.served));
        }
    }
    numbers.sort_unstable();
    for (expected, seq) in (1..).zip(&numbers) {
        if *seq != expected {
            promise.broken(|| format!("number {expected} is missing or double: found {seq}"));
            break;
        }
    }
    if numbers.last().copied().unwrap_or(0) != history.feed {
        promise.broken(|| format!("the feed stands at {}, its last step at {:?}", history.feed, numbers.last()));
    }
    promise.outcome()
}

fn named(id: i64, version: &Version) -> String {
    format!("version {id} ({} number {} of chapter {})", version.key, version.number, version.issuer)
}

#[cfg(test)]
#[path = "checks_tests.rs"]
mod tests;
