//! A small tree with versions and overrides, and the changes that befall it.

use std::collections::BTreeMap;

use domain::kernel::{ChapterId, OverrideId, PolicyVersionId};
use domain::policies::{InForce, Layer, Mode, Source, ValueSchema, fold, may_issue, may_override};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::values;

const CHAPTERS: i32 = 9;

/// Something that befalls the network. Chapters are picked by number.
#[derive(Debug, Clone)]
pub(crate) enum Change {
    /// A chapter issues a version, whatever stands above: an ancestor may well publish later.
    Publish(i32, Value),
    Revoke(i32),
    /// A chapter sets its own value, if it may.
    Override(i32, Value),
    /// A value stands where the rule would not let it (as after a change of an ancestor).
    Force(i32, Value),
    Clear(i32),
    /// A chapter and all below it hang on another parent.
    Move(i32, i32),
    /// A chapter's children and its own value go to another; it is gone.
    Merge(i32, i32),
}

/// Any change.
pub(crate) fn change() -> impl Strategy<Value = Change> {
    let one = || 1..=CHAPTERS;
    prop_oneof![
        4 => (one(), values::value()).prop_map(|(at, value)| Change::Publish(at, value)),
        1 => one().prop_map(Change::Revoke),
        4 => (one(), values::value()).prop_map(|(at, value)| Change::Override(at, value)),
        2 => (one(), values::value()).prop_map(|(at, value)| Change::Force(at, value)),
        1 => one().prop_map(Change::Clear),
        2 => (one(), one()).prop_map(|(from, to)| Change::Move(from, to)),
        1 => (one(), one()).prop_map(|(from, to)| Change::Merge(from, to)),
    ]
}

/// The tree: chapter 1 is the root, every other has a parent.
#[derive(Debug, Clone)]
pub(crate) struct Network {
    mode: Mode,
    parents: BTreeMap<i32, Option<i32>>,
    versions: BTreeMap<i32, (i64, Value)>,
    overrides: BTreeMap<i32, Value>,
    next_version: i64,
}

impl Network {
    pub(crate) fn new(mode: Mode) -> Self {
        let parents = (1..=CHAPTERS).map(|n| (n, (n > 1).then_some(n / 2))).collect();
        Self { mode, parents, versions: BTreeMap::new(), overrides: BTreeMap::new(), next_version: 1 }
    }

    pub(crate) fn chapters(&self) -> Vec<ChapterId> {
        self.parents.keys().copied().map(ChapterId).collect()
    }

    pub(crate) fn parent(&self, chapter: ChapterId) -> Option<ChapterId> {
        self.parents.get(&chapter.0).copied().flatten().map(ChapterId)
    }

    /// From the root to the chapter, both included.
    pub(crate) fn path(&self, chapter: ChapterId) -> Vec<ChapterId> {
        let mut path: Vec<_> = std::iter::successors(Some(chapter), |chapter| self.parent(*chapter)).collect();
        path.reverse();
        path
    }

    pub(crate) fn is_silent(&self, chapter: ChapterId) -> bool {
        !self.versions.contains_key(&chapter.0) && !self.overrides.contains_key(&chapter.0)
    }

    pub(crate) fn layers(&self, chapter: ChapterId) -> Vec<Layer<'_>> {
        let layers_of = |chapter: ChapterId| {
            let version =
                self.versions.get(&chapter.0).map(|(id, value)| (Source::Version(PolicyVersionId(*id)), value));
            let id = u128::try_from(chapter.0).unwrap_or_default();
            let own = Source::Override(OverrideId(uuid::Uuid::from_u128(id)));
            let own = self.overrides.get(&chapter.0).map(|value| (own, value));
            version.into_iter().chain(own).map(move |(source, value)| Layer { chapter, source, value })
        };
        self.path(chapter).into_iter().flat_map(layers_of).collect()
    }

    pub(crate) fn in_force(&self, chapter: ChapterId) -> Option<InForce> {
        fold(self.mode, &self.layers(chapter))
    }

    /// What is in force for the chapter without its own override.
    pub(crate) fn above_override(&self, chapter: ChapterId) -> Option<InForce> {
        let mut layers = self.layers(chapter);
        layers.retain(|layer| layer.chapter != chapter || matches!(layer.source, Source::Version(_)));
        fold(self.mode, &layers)
    }

    pub(crate) fn set_override(&mut self, chapter: ChapterId, value: Value) {
        self.overrides.insert(chapter.0, value);
    }

    pub(crate) fn apply_all(&mut self, changes: &[Change]) {
        for change in changes {
            self.apply(change);
        }
    }

    pub(crate) fn apply(&mut self, change: &Change) {
        match change {
            Change::Publish(at, value) => self.publish(*at, value),
            Change::Revoke(at) => {
                self.versions.remove(at);
            }
            Change::Override(at, value) => self.override_if_allowed(*at, value),
            Change::Force(at, value) if self.parents.contains_key(at) && self.is_issuable(value) => {
                self.overrides.insert(*at, value.clone());
            }
            Change::Force(..) => {}
            Change::Clear(at) => {
                self.overrides.remove(at);
            }
            Change::Move(from, to) => self.hang(*from, *to),
            Change::Merge(from, to) => self.merge(*from, *to),
        }
    }

    /// Whether anybody could have issued this value at any time, whatever stood above: a change above makes a value
    /// stand in the wrong place, never a wrong value.
    fn is_issuable(&self, value: &Value) -> bool {
        may_issue(self.mode, None, value, &ValueSchema::compile(&json!({})).expect("a schema")).is_ok()
    }

    fn publish(&mut self, at: i32, value: &Value) {
        if self.parents.contains_key(&at) && self.is_issuable(value) {
            self.versions.insert(at, (self.next_version, value.clone()));
            self.next_version += 1;
        }
    }

    fn override_if_allowed(&mut self, at: i32, value: &Value) {
        let schema = ValueSchema::compile(&json!({})).expect("a schema");
        let above = self.above_override(ChapterId(at));
        if self.parents.contains_key(&at) && may_override(self.mode, above.as_ref(), value, &schema).is_ok() {
            self.overrides.insert(at, value.clone());
        }
    }

    fn hang(&mut self, from: i32, to: i32) {
        let both_there = self.parents.contains_key(&from) && self.parents.contains_key(&to);
        let is_loop = self.path(ChapterId(to)).contains(&ChapterId(from));
        if both_there && from != 1 && !is_loop {
            self.parents.insert(from, Some(to));
        }
    }

    fn merge(&mut self, from: i32, to: i32) {
        let both_there = self.parents.contains_key(&from) && self.parents.contains_key(&to);
        if !both_there || from == 1 || self.path(ChapterId(to)).contains(&ChapterId(from)) {
            return;
        }
        for parent in self.parents.values_mut().filter(|parent| **parent == Some(from)) {
            *parent = Some(to);
        }
        self.parents.remove(&from);
        self.versions.remove(&from);
        if let Some(own) = self.overrides.remove(&from) {
            self.overrides.insert(to, own);
        }
    }
}
