//! Reads that siblings share: one statement for all of them.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;
use std::sync::Arc;

use domain::chapters::Division;
use domain::kernel::{AccountId, ChapterId, MemberId, PolicyVersionId, Timestamp};
use domain::policies::{PolicySpec, PolicyVersion};
use parking_lot::Mutex;
use service::access::AccountCard;
use service::policies::PushRecord;
use service::{Service, Viewer};
use tokio::sync::OnceCell;

use super::error::Result;

/// What is read by key. Those who ask at the same time are answered by one statement.
///
/// Siblings of a selection are polled one after the other in one task: each notes what it wants and steps back once, so
/// that when the first of them reads, it reads for all. No timer, no task of its own.
#[derive(Debug)]
struct Together<K, V> {
    notes: Mutex<Notes<K, V>>,
    turn: tokio::sync::Mutex<()>,
}

#[derive(Debug)]
struct Notes<K, V> {
    wanted: HashSet<K>,
    /// What was read; nothing for what is not there.
    known: HashMap<K, Option<V>>,
}

impl<K, V> Default for Together<K, V> {
    fn default() -> Self {
        Self::knowing(HashMap::new())
    }
}

impl<K, V> Together<K, V> {
    fn knowing(known: HashMap<K, Option<V>>) -> Self {
        Self { notes: Mutex::new(Notes { wanted: HashSet::new(), known }), turn: tokio::sync::Mutex::default() }
    }
}

impl<K: Clone + Eq + Hash, V: Clone> Together<K, V> {
    /// What stands under these keys, in their order; nothing for what is not there. `read` is asked for all that is
    /// wanted at this moment.
    async fn load<F>(&self, keys: &[K], read: impl FnOnce(Vec<K>) -> F) -> Result<Vec<Option<V>>>
    where
        F: Future<Output = service::Result<Vec<(K, V)>>>,
    {
        if let Some(known) = self.known_or_noted(keys) {
            return Ok(known);
        }
        tokio::task::yield_now().await;
        let _turn = self.turn.lock().await;
        // Noted again: whoever took the notes may have been dropped before the answer came.
        if let Some(known) = self.known_or_noted(keys) {
            return Ok(known);
        }
        let wanted: Vec<K> = self.notes.lock().wanted.drain().collect();
        let found = read(wanted.clone()).await?;
        let mut notes = self.notes.lock();
        notes.known.extend(wanted.into_iter().map(|key| (key, None)));
        notes.known.extend(found.into_iter().map(|(key, value)| (key, Some(value))));
        Ok(keys.iter().map(|key| notes.known.get(key).cloned().flatten()).collect())
    }

    /// All of them, if all are known; else those that are not are noted.
    fn known_or_noted(&self, keys: &[K]) -> Option<Vec<Option<V>>> {
        let mut notes = self.notes.lock();
        let Notes { wanted, known } = &mut *notes;
        wanted.extend(keys.iter().filter(|key| !known.contains_key(*key)).cloned());
        keys.iter().map(|key| known.get(key).cloned()).collect()
    }
}

/// Versions by id.
#[derive(Debug, Default)]
pub(crate) struct Versions(Together<PolicyVersionId, Arc<PolicyVersion>>);

impl Versions {
    /// Of which one is known already.
    pub(crate) fn knowing(version: Arc<PolicyVersion>) -> Self {
        Self(Together::knowing(HashMap::from([(version.id, Some(version))])))
    }

    /// A version. Whether the viewer may read it is for the caller to ask.
    pub(crate) async fn load(&self, service: &Service, id: PolicyVersionId) -> Result<Option<Arc<PolicyVersion>>> {
        let read = async |ids: Vec<PolicyVersionId>| {
            let found = service.versions_by_id(&ids).await?;
            Ok(found.into_iter().map(|version| (version.id, Arc::new(version))).collect())
        };
        Ok(self.0.load(&[id], read).await?.pop().flatten())
    }
}

/// Accounts by id, as one viewer sees them.
#[derive(Debug, Default)]
pub(crate) struct Accounts(Together<AccountId, AccountCard>);

impl Accounts {
    /// An account; nothing if there is none, or if the viewer may not see it.
    pub(crate) async fn load(&self, service: &Service, viewer: &Viewer, id: AccountId) -> Result<Option<AccountCard>> {
        let read =
            async |ids: Vec<AccountId>| Ok(service.accounts(viewer, &ids).await?.into_iter().collect::<Vec<_>>());
        Ok(self.0.load(&[id], read).await?.pop().flatten())
    }
}

/// Divisions by code.
#[derive(Debug, Default)]
pub(crate) struct Divisions(Together<String, Division>);

impl Divisions {
    /// Those of the divisions that exist, in the order of the codes.
    pub(crate) async fn load(&self, service: &Service, viewer: &Viewer, codes: &[String]) -> Result<Vec<Division>> {
        let read = async |codes: Vec<String>| {
            let found = service.divisions_of(viewer, &codes).await?;
            Ok(found.into_iter().map(|division| (division.code.clone(), division)).collect())
        };
        Ok(self.0.load(codes, read).await?.into_iter().flatten().collect())
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

/// When members were last reminded of the end that they have now.
#[derive(Debug, Default)]
pub(crate) struct Reminders(Together<MemberId, Timestamp>);

impl Reminders {
    /// When one was, if ever.
    pub(crate) async fn load(&self, service: &Service, id: MemberId) -> Result<Option<Timestamp>> {
        let read = async |ids: Vec<MemberId>| Ok(service.reminded_at(&ids).await?.into_iter().collect::<Vec<_>>());
        Ok(self.0.load(&[id], read).await?.pop().flatten())
    }
}

/// Pushes by version, as far as one viewer reads deliveries.
#[derive(Debug, Default)]
pub(crate) struct Pushes(Together<PolicyVersionId, Arc<Vec<PushRecord>>>);

impl Pushes {
    /// Those of one version.
    pub(crate) async fn load(
        &self,
        service: &Service,
        viewer: &Viewer,
        version: PolicyVersionId,
    ) -> Result<Arc<Vec<PushRecord>>> {
        let read = async |versions: Vec<PolicyVersionId>| {
            let mut found: HashMap<PolicyVersionId, Vec<PushRecord>> = HashMap::new();
            for push in service.pushes_of(viewer, &versions).await? {
                found.entry(push.version).or_default().push(push);
            }
            Ok(found.into_iter().map(|(version, pushes)| (version, Arc::new(pushes))).collect())
        };
        Ok(self.0.load(&[version], read).await?.pop().flatten().unwrap_or_default())
    }
}

/// A version that was delivered to a chapter.
type Delivered = (ChapterId, PolicyVersionId);

/// What chapters acknowledged before, by what was delivered to them.
#[derive(Debug, Default)]
pub(crate) struct Acknowledged(Together<Delivered, PolicyVersionId>);

impl Acknowledged {
    /// What the chapter acknowledged of the same policy before; the deliveries of one chapter are asked for together.
    pub(crate) async fn before(
        &self,
        service: &Service,
        viewer: &Viewer,
        delivered: Delivered,
    ) -> Result<Option<PolicyVersionId>> {
        let read = async |wanted: Vec<Delivered>| {
            let mut versions: HashMap<ChapterId, Vec<PolicyVersionId>> = HashMap::new();
            for (chapter, version) in wanted {
                versions.entry(chapter).or_default().push(version);
            }
            let mut found = Vec::new();
            for (chapter, versions) in versions {
                let pairs = service.acknowledged_before(viewer, chapter, &versions).await?;
                found.extend(pairs.into_iter().map(|(version, before)| ((chapter, version), before)));
            }
            Ok(found)
        };
        Ok(self.0.load(&[delivered], read).await?.pop().flatten())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    /// What doubles small numbers, and counts how often it is asked.
    async fn doubled(reads: &AtomicUsize, wanted: Vec<u32>) -> service::Result<Vec<(u32, u32)>> {
        reads.fetch_add(1, Ordering::Relaxed);
        Ok(wanted.into_iter().filter(|n| *n < 10).map(|n| (n, n * 2)).collect())
    }

    #[tokio::test]
    async fn siblings_are_read_together_and_nothing_twice() {
        let (together, reads) = (Together::default(), AtomicUsize::new(0));
        let load = |keys: Vec<u32>| {
            let (together, reads) = (&together, &reads);
            async move { together.load(&keys, |wanted| doubled(reads, wanted)).await.unwrap_or_default() }
        };
        let found = futures_util::future::join_all([vec![1], vec![2, 3], vec![3, 12, 1], vec![]].map(load)).await;
        assert_eq!(found, [vec![Some(2)], vec![Some(4), Some(6)], vec![Some(6), None, Some(2)], vec![]]);
        assert_eq!((load(vec![12, 2]).await, reads.load(Ordering::Relaxed)), (vec![None, Some(4)], 1));
        assert_eq!((load(vec![4]).await, reads.load(Ordering::Relaxed)), (vec![Some(8)], 2));
    }
}
