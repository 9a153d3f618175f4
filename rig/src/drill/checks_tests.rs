//! A history that is right, and one way to break each promise of it.

use super::super::history::{Acknowledgement, Span, Step, Territory};
use super::*;

const HQ: i32 = 1;
const PROVINCE: i32 = 2;
const COUNTY: i32 = 3;
const OTHER: i32 = 4;

fn span(parent: Option<i32>, level: i16) -> Span {
    Span { from: 0, until: i64::MAX, parent, level, is_open: true }
}

fn version(number: i32, state: i16) -> Version {
    Version { key: "a.b".into(), issuer: HQ, number, state, hash: format!("hash {number}"), ..Version::default() }
}

fn step(history: &mut History, version: i64, chapters: &[i32]) {
    let id = i64::try_from(history.steps.len()).unwrap() + 1;
    let served = i32::try_from(chapters.len()).unwrap();
    history.steps.insert(id, Step { seq: Some(id), version, depth: 0, served, at: id * 10 });
    for &chapter in chapters {
        history.deliveries.push(Delivered { version, step: id, chapter, acknowledged: false });
    }
    history.feed = id;
}

/// HQ, a province with a county, another province; version 1 was replaced by version 2.
fn right() -> History {
    let mut history = History::default();
    history.chapters.insert(HQ, vec![span(None, 0)]);
    history.chapters.insert(PROVINCE, vec![span(Some(HQ), 1)]);
    history.chapters.insert(COUNTY, vec![span(Some(PROVINCE), 3)]);
    history.chapters.insert(OTHER, vec![span(Some(HQ), 1)]);
    history.versions.insert(1, version(1, 2));
    history.versions.insert(2, version(2, PUBLISHED));
    step(&mut history, 1, &[HQ]);
    step(&mut history, 1, &[PROVINCE, OTHER]);
    step(&mut history, 2, &[HQ]);
    step(&mut history, 2, &[PROVINCE, OTHER]);
    step(&mut history, 2, &[COUNTY]);
    history
}

fn delivery(history: &mut History, version: i64, chapter: i32) -> &mut Delivered {
    history.deliveries.iter_mut().find(|found| (found.version, found.chapter) == (version, chapter)).unwrap()
}

fn broken(history: &History) -> Vec<&'static str> {
    check(history).iter().map(|broken| broken.promise).collect()
}

fn assert_broken(history: &History, words: &str) {
    let found = broken(history);
    assert!(found.iter().any(|promise| promise.contains(words)), "`{words}` was not found to be broken, but {found:?}");
}

#[test]
fn a_right_history_breaks_nothing() {
    assert_eq!(broken(&right()), [] as [&str; 0]);
}

#[test]
fn a_lost_delivery_is_found() {
    let mut history = right();
    history.deliveries.retain(|found| found.chapter != COUNTY);
    assert_broken(&history, "every open chapter in scope");
}

#[test]
fn a_chapter_that_is_closed_needs_nothing() {
    let mut history = right();
    history.deliveries.retain(|found| found.chapter != COUNTY);
    history.steps.get_mut(&5).unwrap().served = 0;
    history.chapters.get_mut(&COUNTY).unwrap()[0].is_open = false;
    assert_eq!(broken(&history), [] as [&str; 0]);
}

#[test]
fn a_delivery_to_another_level_is_found() {
    let mut history = right();
    history.versions.get_mut(&2).unwrap().levels = 0b0011;
    assert_broken(&history, "outside the scope");
}

#[test]
fn a_delivery_outside_the_divisions_is_found() {
    let mut history = right();
    let held = |code: &str| Territory { from: 0, until: i64::MAX, codes: vec![code.into(), "110000".into()] };
    history.territory.insert(PROVINCE, vec![held("110000")]);
    history.territory.insert(COUNTY, vec![held("110101")]);
    history.versions.get_mut(&2).unwrap().divisions = ["110000".to_owned()].into();
    history.deliveries.retain(|found| found.version == 1 || found.chapter == PROVINCE || found.chapter == COUNTY);
    history.steps.get_mut(&3).unwrap().served = 0;
    history.steps.get_mut(&4).unwrap().served = 1;
    assert_eq!(broken(&history), [] as [&str; 0]);

    history.territory.get_mut(&COUNTY).unwrap()[0].until = 40;
    assert_broken(&history, "outside the scope");
}

#[test]
fn a_delivery_outside_the_issuers_subtree_at_that_time_is_found() {
    let mut history = right();
    history.versions.get_mut(&2).unwrap().issuer = PROVINCE;
    history.deliveries.retain(|found| found.version == 1 || found.chapter == PROVINCE || found.chapter == COUNTY);
    history.steps.get_mut(&3).unwrap().served = 0;
    history.steps.get_mut(&4).unwrap().served = 1;
    assert_eq!(broken(&history), [] as [&str; 0]);

    // It moved away before it was served.
    let here = Span { until: 45, ..span(Some(PROVINCE), 3) };
    let there = Span { from: 45, ..span(Some(OTHER), 3) };
    history.chapters.insert(COUNTY, vec![here, there]);
    assert_broken(&history, "outside the scope");
}

#[test]
fn a_chapter_that_moved_after_it_was_served_is_right() {
    let mut history = right();
    let here = Span { until: 55, ..span(Some(PROVINCE), 3) };
    let there = Span { from: 55, ..span(Some(OTHER), 3) };
    history.chapters.insert(COUNTY, vec![here, there]);
    assert_eq!(broken(&history), [] as [&str; 0]);
}

#[test]
fn a_second_delivery_is_found() {
    let mut history = right();
    let again = *delivery(&mut history, 2, COUNTY);
    history.deliveries.push(again);
    assert_broken(&history, "none has it twice");
}

#[test]
fn an_older_version_after_a_newer_one_is_found() {
    let mut history = right();
    step(&mut history, 1, &[COUNTY]);
    assert_broken(&history, "goes back to an older version");
}

#[test]
fn a_child_before_or_with_its_parent_is_found() {
    let mut history = right();
    history.steps.get_mut(&5).unwrap().seq = Some(4);
    history.steps.get_mut(&4).unwrap().seq = Some(5);
    assert_broken(&history, "before their children");

    let mut history = right();
    delivery(&mut history, 2, COUNTY).step = 4;
    assert_broken(&history, "before their children");
}

fn receipt(version: i64, chapter: i32, hash: &str, at: i64) -> Acknowledgement {
    Acknowledgement { version, chapter, hash: hash.into(), at }
}

#[test]
fn receipts_must_be_for_what_was_delivered_with_its_hash() {
    let mut history = right();
    delivery(&mut history, 2, COUNTY).acknowledged = true;
    history.acknowledgements = vec![receipt(2, COUNTY, "hash 2", 60)];
    assert_eq!(broken(&history), [] as [&str; 0]);

    let wrong = [receipt(1, COUNTY, "hash 1", 60), receipt(2, COUNTY, "hash 1", 60), receipt(2, COUNTY, "hash 2", 40)];
    for receipt in wrong {
        let mut history = history.clone();
        history.acknowledgements.push(receipt);
        assert_broken(&history, "nothing is acknowledged");
    }
    history.acknowledgements.clear();
    assert_broken(&history, "nothing is acknowledged");
}

#[test]
fn a_lost_receipt_is_found() {
    let mut history = right();
    history.acknowledgements = vec![receipt(2, COUNTY, "hash 2", 60)];
    assert_broken(&history, "nothing is acknowledged");
}

#[test]
fn gaps_and_repeats_in_the_feed_are_found() {
    let mut history = right();
    history.steps.get_mut(&5).unwrap().seq = Some(6);
    assert_broken(&history, "every number from 1 on");

    let mut history = right();
    history.steps.get_mut(&5).unwrap().seq = Some(4);
    assert_broken(&history, "every number from 1 on");

    let mut history = right();
    history.feed = 9;
    assert_broken(&history, "every number from 1 on");
}

#[test]
fn what_is_unfinished_is_found() {
    let history = History { unfinished_pushes: 1, ..right() };
    assert_broken(&history, "every push finishes");
    let history = History { unsent: 2, ..right() };
    assert_broken(&history, "every push finishes");
}
