//! The whole tree in memory: what every process holds so that rights, ancestors and the common reads need no SQL.
//!
//! Immutable; a change makes a new one. Positions follow preorder, so "is within" is one comparison of numbers and a
//! subtree is one slice.

use std::collections::HashMap;
use std::sync::Arc;

use crate::kernel::{AccountId, ChapterId, Timestamp};

use super::{ChapterStatus, Level};

/// Who leads a chapter now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leader {
    pub account: AccountId,
    pub name: String,
    pub since: Timestamp,
}

/// One chapter with what the common reads need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    pub id: ChapterId,
    pub parent: Option<ChapterId>,
    pub level: Level,
    pub name: String,
    pub pinyin: String,
    pub initials: String,
    pub status: ChapterStatus,
    pub opened_on: Timestamp,
    pub successor: Option<ChapterId>,
    pub version: i32,
    /// Codes of the divisions that are its territory now.
    pub divisions: Vec<String>,
    pub leader: Option<Leader>,
}

impl Node {
    /// Open, and nobody serves as helmsman. Headquarters is staffed by purpose.
    #[must_use]
    pub fn is_vacant(&self) -> bool {
        self.status == ChapterStatus::Open && self.leader.is_none() && self.level != Level::Headquarters
    }
}

/// The tree at one version.
#[derive(Debug, Default)]
pub struct Tree {
    version: i64,
    /// Every chapter ever opened, at the index `id - 1`.
    nodes: Vec<Option<Arc<Node>>>,
    /// Open chapters in preorder, children by id.
    order: Vec<ChapterId>,
    /// At the index `id - 1`: where in `order` its subtree starts and ends. Closed chapters have none.
    spans: Vec<Option<(u32, u32)>>,
    /// At the index `i`: how many of `order[..i]` are vacant.
    vacant_before: Vec<u32>,
    depths: Vec<u8>,
    by_division: HashMap<String, Vec<ChapterId>>,
}

impl Tree {
    /// Builds the tree from all chapters, closed ones included.
    #[must_use]
    pub fn build(version: i64, nodes: impl IntoIterator<Item = Arc<Node>>) -> Self {
        let mut tree = Self { version, ..Self::default() };
        for node in nodes {
            let Some(index) = index(node.id) else { continue };
            if tree.nodes.len() <= index {
                tree.nodes.resize(index + 1, None);
            }
            if let Some(slot) = tree.nodes.get_mut(index) {
                *slot = Some(node);
            }
        }
        tree.derive();
        tree
    }

    /// The tree after some chapters changed.
    #[must_use]
    pub fn with(&self, version: i64, changed: impl IntoIterator<Item = Node>) -> Self {
        let mut nodes: Vec<Option<Arc<Node>>> = self.nodes.clone();
        for node in changed {
            let Some(index) = index(node.id) else { continue };
            if nodes.len() <= index {
                nodes.resize(index + 1, None);
            }
            if let Some(slot) = nodes.get_mut(index) {
                *slot = Some(Arc::new(node));
            }
        }
        let mut tree = Self { version, nodes, ..Self::default() };
        tree.derive();
        tree
    }

    fn derive(&mut self) {
        let open = |node: &&Arc<Node>| node.status == ChapterStatus::Open;
        let mut children: Vec<Vec<ChapterId>> = vec![Vec::new(); self.nodes.len()];
        let mut root = None;
        for node in self.nodes.iter().flatten().filter(open) {
            match node.parent.and_then(index).and_then(|at| children.get_mut(at)) {
                Some(siblings) => siblings.push(node.id),
                None => root = root.or(Some(node.id)),
            }
            for code in &node.divisions {
                self.by_division.entry(code.clone()).or_default().push(node.id);
            }
        }
        self.spans = vec![None; self.nodes.len()];
        self.depths = vec![0; self.nodes.len()];
        // An explicit stack, not recursion: the tree may be as deep as somebody makes it.
        let mut stack: Vec<(ChapterId, u8, bool)> = root.map(|id| (id, 0, false)).into_iter().collect();
        while let Some((id, depth, done)) = stack.pop() {
            let Some(at) = index(id) else { continue };
            let here = u32::try_from(self.order.len()).unwrap_or(u32::MAX);
            let Some(span) = self.spans.get_mut(at) else { continue };
            if done {
                *span = span.map(|(start, _)| (start, here));
                continue;
            }
            *span = Some((here, here));
            self.order.push(id);
            if let Some(slot) = self.depths.get_mut(at) {
                *slot = depth;
            }
            stack.push((id, depth, true));
            let below = children.get(at).map(Vec::as_slice).unwrap_or_default();
            stack.extend(below.iter().rev().map(|child| (*child, depth.saturating_add(1), false)));
        }
        self.count_vacant();
    }

    fn count_vacant(&mut self) {
        let mut before = Vec::with_capacity(self.order.len() + 1);
        let mut count = 0;
        before.push(count);
        for id in &self.order {
            count += u32::from(self.node(*id).is_some_and(|node| node.is_vacant()));
            before.push(count);
        }
        self.vacant_before = before;
    }

    /// Grows with every change to a chapter.
    #[must_use]
    pub fn version(&self) -> i64 {
        self.version
    }

    /// A chapter, open or closed.
    #[must_use]
    pub fn node(&self, id: ChapterId) -> Option<&Arc<Node>> {
        self.nodes.get(index(id)?)?.as_ref()
    }

    /// Headquarters.
    #[must_use]
    pub fn root(&self) -> Option<ChapterId> {
        self.order.first().copied()
    }

    /// All open chapters in preorder.
    #[must_use]
    pub fn preorder(&self) -> &[ChapterId] {
        &self.order
    }

    /// A chapter and all open chapters below it, in preorder; empty for a closed one.
    #[must_use]
    pub fn subtree(&self, id: ChapterId) -> &[ChapterId] {
        let Some((start, end)) = self.span(id) else { return &[] };
        self.order.get(start as usize..end as usize).unwrap_or_default()
    }

    /// Where in preorder a chapter stands.
    #[must_use]
    pub fn position(&self, id: ChapterId) -> Option<u32> {
        self.span(id).map(|(start, _)| start)
    }

    /// The open chapters directly below, by id.
    #[must_use]
    pub fn children(&self, id: ChapterId) -> Vec<ChapterId> {
        let mut found = Vec::new();
        let Some((start, end)) = self.span(id) else { return found };
        let mut at = start + 1;
        while at < end {
            let Some(child) = self.order.get(at as usize) else { break };
            found.push(*child);
            let Some((_, after)) = self.span(*child) else { break };
            at = after;
        }
        found
    }

    /// From the chapter itself up to headquarters. A closed chapter's path is the one it had.
    #[must_use]
    pub fn path(&self, id: ChapterId) -> Vec<ChapterId> {
        let up = |id: &ChapterId| self.node(*id).and_then(|node| node.parent);
        // The bound ends a walk that bad data would make endless.
        std::iter::successors(self.node(id).map(|node| node.id), up).take(64).collect()
    }

    /// How far below headquarters.
    #[must_use]
    pub fn depth(&self, id: ChapterId) -> u8 {
        index(id).and_then(|at| self.depths.get(at)).copied().unwrap_or(0)
    }

    /// Whether `id` is `ancestor` or stands below it. A closed chapter counts by the path it had.
    #[must_use]
    pub fn is_within(&self, id: ChapterId, ancestor: ChapterId) -> bool {
        match (self.span(id), self.span(ancestor)) {
            (Some((at, _)), Some((start, end))) => (start..end).contains(&at),
            _ => self.path(id).contains(&ancestor),
        }
    }

    /// How many open chapters stand below.
    #[must_use]
    pub fn descendant_count(&self, id: ChapterId) -> usize {
        self.subtree(id).len().saturating_sub(1)
    }

    /// How many of a chapter's subtree (itself included) are vacant.
    #[must_use]
    pub fn vacant_count(&self, id: ChapterId) -> usize {
        let Some((start, end)) = self.span(id) else { return 0 };
        let at = |i: u32| self.vacant_before.get(i as usize).copied().unwrap_or(0);
        (at(end) - at(start)) as usize
    }

    /// The nearest chapter at or above that has a helmsman: who looks after a vacant one. Headquarters in the end.
    #[must_use]
    pub fn caretaker(&self, id: ChapterId) -> Option<ChapterId> {
        let path = self.path(id);
        let staffed = |id: &&ChapterId| self.node(**id).is_some_and(|node| !node.is_vacant());
        path.iter().find(staffed).or(path.last()).copied()
    }

    /// The vacant chapters below whose caretaker a chapter is, in preorder; none if it is vacant itself.
    #[must_use]
    pub fn in_care(&self, id: ChapterId) -> Vec<ChapterId> {
        let mut found = Vec::new();
        let Some((start, end)) = self.span(id).filter(|_| self.caretaker(id) == Some(id)) else { return found };
        let mut at = start + 1;
        while at < end {
            let Some(below) = self.order.get(at as usize) else { break };
            if self.node(*below).is_some_and(|node| node.is_vacant()) {
                found.push(*below);
                at += 1;
            } else {
                // What stands below a helmsman is that helmsman's care.
                let Some((_, after)) = self.span(*below) else { break };
                at = after;
            }
        }
        found
    }

    /// The open chapters whose territory holds a division.
    #[must_use]
    pub fn by_division(&self, code: &str) -> &[ChapterId] {
        self.by_division.get(code).map(Vec::as_slice).unwrap_or_default()
    }

    /// Open chapters whose name, pinyin, initials or division code match, best first.
    ///
    /// An exact or leading match comes before one inside the name; higher levels come first among equals.
    #[must_use]
    pub fn search(&self, text: &str, scope: &TreeScope, limit: usize) -> Vec<ChapterId> {
        let wanted = text.trim().to_lowercase();
        if wanted.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<(u8, Level, ChapterId)> = self
            .nodes
            .iter()
            .flatten()
            .filter(|node| node.status == ChapterStatus::Open && scope.shows(self, node.id))
            .filter_map(|node| Some((rank(node, &wanted)?, node.level, node.id)))
            .collect();
        found.sort_unstable();
        found.into_iter().take(limit).map(|(_, _, id)| id).collect()
    }

    fn span(&self, id: ChapterId) -> Option<(u32, u32)> {
        *self.spans.get(index(id)?)?
    }
}

fn index(id: ChapterId) -> Option<usize> {
    usize::try_from(id.0).ok()?.checked_sub(1)
}

fn rank(node: &Node, wanted: &str) -> Option<u8> {
    let name = node.name.to_lowercase();
    let texts = [name.as_str(), node.pinyin.as_str(), node.initials.as_str()];
    let codes = || node.divisions.iter().map(String::as_str);
    if texts.contains(&wanted) || codes().any(|code| code == wanted) {
        Some(0)
    } else if texts.iter().any(|text| text.starts_with(wanted)) || codes().any(|code| code.starts_with(wanted)) {
        Some(1)
    } else if texts.iter().take(2).any(|text| text.contains(wanted)) {
        Some(2)
    } else {
        None
    }
}

/// The part of the tree an actor may see: subtrees, and the chapters above them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TreeScope {
    /// The topmost chapters whose whole subtree is visible.
    pub roots: Vec<ChapterId>,
}

impl TreeScope {
    /// Everything below (and above) these chapters.
    #[must_use]
    pub fn new(roots: Vec<ChapterId>) -> Self {
        Self { roots }
    }

    /// Whether a chapter's card is visible: it lies in a visible subtree or above one.
    #[must_use]
    pub fn shows(&self, tree: &Tree, id: ChapterId) -> bool {
        self.covers(tree, id) || self.roots.iter().any(|root| tree.is_within(*root, id))
    }

    /// Whether a chapter lies in a visible subtree.
    #[must_use]
    pub fn covers(&self, tree: &Tree, id: ChapterId) -> bool {
        self.roots.iter().any(|root| tree.is_within(id, *root))
    }

    /// How many of the chapters below `id` are visible.
    #[must_use]
    pub fn descendant_count(&self, tree: &Tree, id: ChapterId) -> usize {
        if self.covers(tree, id) {
            return tree.descendant_count(id);
        }
        tree.subtree(id).iter().skip(1).filter(|below| self.shows(tree, **below)).count()
    }

    /// How many vacant chapters at or below `id` are visible.
    #[must_use]
    pub fn vacant_count(&self, tree: &Tree, id: ChapterId) -> usize {
        if self.covers(tree, id) {
            return tree.vacant_count(id);
        }
        let vacant = |id: &&ChapterId| tree.node(**id).is_some_and(|node| node.is_vacant());
        tree.subtree(id).iter().filter(|below| self.shows(tree, **below)).filter(vacant).count()
    }
}
