//! The tree that this process holds, and how it follows the store.

use std::sync::Arc;

use domain::chapters::Tree;
use domain::kernel::{ChapterId, Timestamp};
use parking_lot::RwLock;
use store::chapters::snapshot;
use store::kernel::Counter;

use crate::{Result, Service};

/// The tree held by this process. Readers take an `Arc` and are never blocked by a refresh.
#[derive(Debug, Default)]
pub struct TreeCache {
    current: RwLock<Arc<Tree>>,
    /// When the store last confirmed it.
    confirmed: RwLock<Option<Timestamp>>,
    refreshing: tokio::sync::Mutex<()>,
}

impl Service {
    /// The tree as this process knows it: its own writes at once, the others' within a second.
    #[must_use]
    pub fn tree(&self) -> Arc<Tree> {
        Arc::clone(&self.tree.current.read())
    }

    /// Takes in what changed since the version held.
    pub async fn refresh_tree(&self) -> Result<()> {
        if !self.settings.hold_tree {
            return Ok(());
        }
        let _one_at_a_time = self.tree.refreshing.lock().await;
        let (held, now) = (self.tree(), self.now());
        // The version is read before the rows: rows that come after it are read again next time, never missed.
        let version = store::kernel::current(self.store.read(), Counter::Tree).await?;
        if version == held.version() && held.root().is_some() {
            *self.tree.confirmed.write() = Some(now);
            return Ok(());
        }
        let changed = snapshot::changed(self.store.read(), self.store.vault(), held.version()).await?;
        let fresh = if held.root().is_none() {
            Tree::build(version, changed.into_iter().map(Arc::new))
        } else {
            held.with(version, changed)
        };
        *self.tree.current.write() = Arc::new(fresh);
        *self.tree.confirmed.write() = Some(now);
        Ok(())
    }

    /// When the tree of this process was last known to be the store's.
    #[must_use]
    pub fn tree_confirmed(&self) -> Option<Timestamp> {
        *self.tree.confirmed.read()
    }

    /// The tree as it was at a time, with the chapters that `shown` lets through.
    pub(super) async fn tree_as_of(&self, at: Timestamp, shown: impl Fn(ChapterId) -> bool) -> Result<Tree> {
        let nodes = snapshot::as_of(self.store.read(), self.store.vault(), at).await?;
        Ok(Tree::build(0, nodes.into_iter().filter(|node| shown(node.id)).map(Arc::new)))
    }
}
