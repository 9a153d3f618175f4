//! Seeds an empty installation with a whole tree: the demo's, or a synthetic one.

use domain::chapters::{Division, Level};
use domain::kernel::ChapterId;
use serde_json::json;
use store::chapters::{chapter, division};
use store::dialect::TreeLock;
use store::seed;

use crate::write::Change;
use crate::{Op, Result, Service, ServiceError, Write};

pub use store::seed::{SeedChapter, SeedHelmsman};

/// The handle of the demo's administrator.
pub const DEMO_ADMIN: &str = "hq-admin";

/// A whole tree.
#[derive(Debug, Clone, Default)]
pub struct Seed {
    pub divisions: Vec<Division>,
    /// Headquarters first; parents before children.
    pub chapters: Vec<SeedChapter>,
}

impl Service {
    /// Writes a whole tree in one transaction. Only the system does, and only where no chapter stands yet.
    ///
    /// # Errors
    /// `BadInput` if the installation has chapters already.
    pub async fn seed(&self, op: &Op, seed: &Seed) -> Result<ChapterId> {
        self.write(op, "process.seed", &(), |w| Box::pin(plant(w, seed))).await
    }

    /// Whether this database holds the demo's accounts, whose password everybody knows.
    pub async fn has_demo_accounts(&self) -> Result<bool> {
        let found = store::access::account::by_handle(self.store.read(), self.store.vault(), DEMO_ADMIN).await?;
        Ok(found.is_some())
    }

    /// Whether any chapter stands.
    pub async fn is_seeded(&self) -> Result<bool> {
        Ok(chapter::count(self.store.read()).await? > 0)
    }
}

async fn plant(w: &mut Write<'_>, seed: &Seed) -> Result<ChapterId> {
    w.require_system()?;
    w.lock_tree(TreeLock::Exclusive).await?;
    if chapter::count(w.db()).await? > 0 {
        return Err(ServiceError::BadInput("there are chapters already; seed an empty database".into()));
    }
    if seed.chapters.first().is_none_or(|first| first.level != Level::Headquarters) {
        return Err(ServiceError::BadInput("a tree begins with headquarters".into()));
    }
    division::insert(w.db(), &seed.divisions).await?;
    seed::tree(w.db(), w.vault(), &seed.chapters, w.now()).await?;
    let root = ChapterId(1);
    let after = json!({ "divisions": seed.divisions.len(), "chapters": seed.chapters.len() });
    let change = Change { target: root.to_string(), chapter: Some(root), after: Some(after), ..Change::default() };
    w.audit(change).await?;
    w.signal(crate::Topic::Tree, "seed");
    Ok(root)
}
