//! The whole tree in one compact answer.

use std::collections::HashSet;
use std::sync::Arc;

use async_graphql::Object;
use domain::chapters::Node;
use domain::kernel::ChapterId;

use crate::graphql::error::{Fault, Result};
use crate::graphql::scalars::Long;

/// The largest tree that is answered whole: a client holds this much easily, a larger network it loads by branches.
const MOST: usize = 50_000;

/// A tree as columns.
#[derive(Debug)]
pub(crate) struct Tree {
    version: i64,
    nodes: Vec<Arc<Node>>,
}

impl Tree {
    /// # Errors
    /// The tree is too large to be answered whole.
    pub(crate) fn new(version: i64, nodes: Vec<Arc<Node>>) -> Result<Self> {
        if nodes.len() > MOST {
            let count = nodes.len();
            let message = format!("{count} chapters are too many for one answer; name a `root` lower down");
            return Err(Fault::bad_input(message));
        }
        Ok(Self { version, nodes })
    }

    fn digits(&self, digit: impl Fn(&Node) -> char) -> String {
        self.nodes.iter().map(|node| digit(node)).collect()
    }
}

/// A tree of chapters as columns: the n-th entry (or character) of each is the n-th chapter, parents before children,
/// branch by branch. Made for clients that hold the whole tree.
#[Object]
impl Tree {
    /// Grows with every change of the tree. 0 for a tree of the past.
    async fn version(&self) -> Long {
        Long(self.version)
    }

    /// The number in each chapter's id: 12 for `chap_12`.
    async fn ids(&self) -> Vec<i32> {
        self.nodes.iter().map(|node| node.id.0).collect()
    }

    /// The number of each chapter's parent; 0 for the root of this answer.
    async fn parents(&self) -> Vec<i32> {
        let shown: HashSet<ChapterId> = self.nodes.iter().map(|node| node.id).collect();
        let parent = |node: &Arc<Node>| node.parent.filter(|parent| shown.contains(parent)).map_or(0, |id| id.0);
        self.nodes.iter().map(parent).collect()
    }

    /// A digit per chapter: 0 headquarters, 1 province, 2 prefecture, 3 county.
    async fn levels(&self) -> String {
        self.digits(|node| match node.level.rank() {
            0 => '0',
            1 => '1',
            2 => '2',
            _ => '3',
        })
    }

    /// Each chapter's name.
    async fn names(&self) -> Vec<&str> {
        self.nodes.iter().map(|node| node.name.as_str()).collect()
    }

    /// The code of each chapter's first division; empty if it has none.
    async fn divisions(&self) -> Vec<&str> {
        self.nodes.iter().map(|node| node.divisions.first().map_or("", String::as_str)).collect()
    }

    /// A digit per chapter: 1 if nobody leads it, else 0.
    async fn vacant(&self) -> String {
        self.digits(|node| if node.is_vacant() { '1' } else { '0' })
    }

    /// How many chapters these are.
    async fn count(&self) -> i32 {
        i32::try_from(self.nodes.len()).unwrap_or(i32::MAX)
    }
}
