//! What subscribers were told, against what reached their chapters.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::history::History;

/// One notice of the live feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Notice {
    pub(crate) version: i64,
    /// The version was taken back, not delivered.
    pub(crate) is_withdrawal: bool,
}

/// What one subscriber heard, in order, over all its connections.
#[derive(Debug, Clone, Default)]
pub(crate) struct Log {
    pub(crate) chapter: i32,
    pub(crate) heard: Vec<Notice>,
    /// How often it came back with a cursor.
    pub(crate) resumed: u64,
    /// What has happened to its connections since it last heard something, oldest first.
    pub(crate) since: Vec<String>,
}

/// How far the logs are from the truth; all zero is what we want.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Difference {
    pub(crate) lost: usize,
    pub(crate) repeated: usize,
    pub(crate) reordered: usize,
    /// Told, though it never reached the chapter.
    pub(crate) invented: usize,
    pub(crate) examples: Vec<String>,
}

/// What each of these chapters should have heard, in the order of the feed.
pub(crate) fn expected(history: &History, chapters: &HashSet<i32>) -> HashMap<i32, Vec<Notice>> {
    let mut by_place: HashMap<i32, BTreeMap<i64, Notice>> = HashMap::new();
    let mut holders: HashMap<i64, Vec<i32>> = HashMap::new();
    for delivered in history.deliveries.iter().filter(|delivered| chapters.contains(&delivered.chapter)) {
        let Some(seq) = history.steps.get(&delivered.step).and_then(|step| step.seq) else { continue };
        let notice = Notice { version: delivered.version, is_withdrawal: false };
        by_place.entry(delivered.chapter).or_default().insert(seq, notice);
        holders.entry(delivered.version).or_default().push(delivered.chapter);
    }
    for step in history.steps.values().filter(|step| step.depth < 0) {
        let Some(seq) = step.seq else { continue };
        for chapter in holders.get(&step.version).into_iter().flatten() {
            let notice = Notice { version: step.version, is_withdrawal: true };
            by_place.entry(*chapter).or_default().insert(seq, notice);
        }
    }
    by_place.into_iter().map(|(chapter, notices)| (chapter, notices.into_values().collect())).collect()
}

/// Compares every log with the truth.
pub(crate) fn compare(logs: &[Log], expected: &HashMap<i32, Vec<Notice>>) -> Difference {
    let mut sum = Difference::default();
    for log in logs {
        let truth = expected.get(&log.chapter).map_or(&[] as &[Notice], Vec::as_slice);
        let one = of_one(&log.heard, truth);
        if one != Difference::default() && sum.examples.len() < 10 {
            let first =
                truth.iter().zip(&log.heard).position(|(a, b)| a != b).unwrap_or(truth.len().min(log.heard.len()));
            sum.examples.push(format!(
                "chapter {}: {} lost, {} repeated, {} reordered, {} invented; from place {first} on: should {:?}, heard {:?}; \
                 since it last heard something: {:?}",
                log.chapter,
                one.lost,
                one.repeated,
                one.reordered,
                one.invented,
                truth.iter().skip(first).take(3).collect::<Vec<_>>(),
                log.heard.iter().skip(first).take(3).collect::<Vec<_>>(),
                log.since,
            ));
        }
        sum.lost += one.lost;
        sum.repeated += one.repeated;
        sum.reordered += one.reordered;
        sum.invented += one.invented;
    }
    sum
}

fn of_one(heard: &[Notice], truth: &[Notice]) -> Difference {
    let places: HashMap<&Notice, usize> = truth.iter().zip(0..).collect();
    let mut difference = Difference::default();
    let mut seen = HashSet::new();
    let mut furthest = None;
    for notice in heard {
        if !seen.insert(notice) {
            difference.repeated += 1;
            continue;
        }
        let Some(place) = places.get(notice) else {
            difference.invented += 1;
            continue;
        };
        if furthest.is_some_and(|furthest| *place < furthest) {
            difference.reordered += 1;
        } else {
            furthest = Some(*place);
        }
    }
    difference.lost = truth.iter().filter(|notice| !seen.contains(notice)).count();
    difference
}

#[cfg(test)]
mod tests {
    use super::super::history::{Delivered, Step};
    use super::*;

    fn notice(version: i64) -> Notice {
        Notice { version, is_withdrawal: false }
    }

    fn heard(versions: &[i64]) -> Vec<Log> {
        vec![Log { chapter: 7, heard: versions.iter().copied().map(notice).collect(), resumed: 1, since: Vec::new() }]
    }

    fn counts(versions: &[i64]) -> (usize, usize, usize, usize) {
        let truth = HashMap::from([(7, vec![notice(1), notice(2), notice(3)])]);
        let found = compare(&heard(versions), &truth);
        assert_eq!(found.examples.is_empty(), versions == [1, 2, 3]);
        (found.lost, found.repeated, found.reordered, found.invented)
    }

    #[test]
    fn what_is_lost_repeated_reordered_and_invented_is_told_apart() {
        assert_eq!(counts(&[1, 2, 3]), (0, 0, 0, 0));
        assert_eq!(counts(&[1, 3]), (1, 0, 0, 0));
        assert_eq!(counts(&[1, 2, 2, 3]), (0, 1, 0, 0));
        assert_eq!(counts(&[2, 1, 3]), (0, 0, 1, 0));
        assert_eq!(counts(&[1, 2, 9, 3]), (0, 0, 0, 1));
    }

    #[test]
    fn the_truth_follows_the_feed_and_has_withdrawals() {
        let mut history = History::default();
        for (id, seq, version, depth) in [(1, 2, 5, 0), (2, 1, 4, 0), (3, 3, 5, -1), (4, 4, 6, -1)] {
            history.steps.insert(id, Step { seq: Some(seq), version, depth, ..Step::default() });
        }
        for (version, step) in [(5, 1), (4, 2)] {
            history.deliveries.push(Delivered { version, step, chapter: 7, acknowledged: false });
        }

        let truth = expected(&history, &HashSet::from([7]));

        let taken_back = Notice { version: 5, is_withdrawal: true };
        assert_eq!(truth.get(&7).unwrap(), &[notice(4), notice(5), taken_back]);
    }
}
