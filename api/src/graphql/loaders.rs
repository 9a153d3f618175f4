//! Reads that siblings share: one statement for all of them.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use domain::kernel::PolicyVersionId;
use domain::policies::{PolicySpec, PolicyVersion};
use parking_lot::Mutex;
use service::{Service, Viewer};
use tokio::sync::OnceCell;

use super::error::Result;

/// Versions by id. Those who ask at the same time are answered by one statement.
///
/// Siblings of a selection are polled one after the other in one task: each notes what it wants and steps back once, so
/// that when the first of them reads, it reads for all. No timer, no task of its own.
#[derive(Debug, Default)]
pub(crate) struct Versions {
    notes: Mutex<Notes>,
    turn: tokio::sync::Mutex<()>,
}

#[derive(Debug, Default)]
struct Notes {
    wanted: HashSet<PolicyVersionId>,
    /// What was read; nothing for a version that is not there.
    known: HashMap<PolicyVersionId, Option<Arc<PolicyVersion>>>,
}

impl Versions {
    /// Of which one is known already.
    pub(crate) fn knowing(version: Arc<PolicyVersion>) -> Self {
        let known = HashMap::from([(version.id, Some(version))]);
        Self { notes: Mutex::new(Notes { wanted: HashSet::new(), known }), turn: tokio::sync::Mutex::default() }
    }

    /// A version. Whether the viewer may read it is for the caller to ask.
    pub(crate) async fn load(&self, service: &Service, id: PolicyVersionId) -> Result<Option<Arc<PolicyVersion>>> {
        {
            let mut notes = self.notes.lock();
            if let Some(known) = notes.known.get(&id) {
                return Ok(known.clone());
            }
            notes.wanted.insert(id);
        }
        tokio::task::yield_now().await;
        let _turn = self.turn.lock().await;
        let ids: Vec<PolicyVersionId> = {
            let mut notes = self.notes.lock();
            if let Some(known) = notes.known.get(&id) {
                return Ok(known.clone());
            }
            // Noted again: whoever took the notes may have been dropped before the answer came.
            notes.wanted.insert(id);
            notes.wanted.drain().collect()
        };
        let read = service.versions_by_id(&ids).await?;
        let mut notes = self.notes.lock();
        notes.known.extend(ids.into_iter().map(|id| (id, None)));
        notes.known.extend(read.into_iter().map(|version| (version.id, Some(Arc::new(version)))));
        Ok(notes.known.get(&id).cloned().flatten())
    }
}

/// All policy keys, read once: there are few, and a page of versions names many of them.
#[derive(Debug, Default)]
pub(crate) struct Policies(OnceCell<HashMap<String, Arc<PolicySpec>>>);

impl Policies {
    /// One of them.
    pub(crate) async fn load(&self, service: &Service, viewer: &Viewer, key: &str) -> Result<Option<Arc<PolicySpec>>> {
        let read = async || {
            let specs = service.policies(viewer).await?;
            Ok::<_, service::ServiceError>(
                specs.into_iter().map(|spec| (spec.key.to_string(), Arc::new(spec))).collect(),
            )
        };
        Ok(self.0.get_or_try_init(read).await?.get(key).cloned())
    }
}
