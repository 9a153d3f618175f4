//! The access tokens that this process has seen and that are still good, with what the store last said about them.
//!
//! A hot request finds its token here and costs neither a signature check nor a statement. An entry that leaves fires
//! its `ended`: whoever listens on a token that is not here any more has been told.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;
use std::time::{Duration, Instant};

use bus::Health;
use domain::access::Grant;
use domain::kernel::{AccountId, SessionId, Timestamp, micros};
use parking_lot::{Mutex, RwLock};
use tokio_util::sync::CancellationToken;

use super::AccountKind;
use super::token::Named;

/// The SHA-256 of a token.
pub(super) type Key = [u8; 32];

/// What the store said about a session's holder.
#[derive(Debug)]
pub(super) struct Known {
    /// When it was asked.
    at: Instant,
    pub(super) kind: AccountKind,
    pub(super) grants: Arc<Vec<Grant>>,
    /// Equal for holders who may see and do the same.
    pub(super) rights: u64,
}

impl Known {
    pub(super) fn new(at: Instant, kind: AccountKind, mut grants: Vec<Grant>, now: Timestamp) -> Self {
        // What has ended gives nothing, and would tell apart those who may do the same.
        grants.retain(|grant| grant.period.until.is_none_or(|until| now < until));
        let mut parts: Vec<_> = grants
            .iter()
            .map(|grant| {
                let Grant { role, chapter, period, .. } = grant;
                (role.rank(), chapter.0, micros(period.from), period.until.map(micros))
            })
            .collect();
        parts.sort_unstable();
        parts.dedup();
        let mut hasher = DefaultHasher::new();
        (kind, parts).hash(&mut hasher);
        Self { at, kind, grants: Arc::new(grants), rights: hasher.finish() }
    }
}

/// A good token.
#[derive(Debug)]
pub(super) struct Live {
    key: Key,
    pub(super) named: Named,
    pub(super) ended: CancellationToken,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// Grows with every hint that what is known may not hold.
    epoch: u64,
    known: Option<Arc<Known>>,
    /// The rights that callers were let in with: subscriptions of equal rights share one execution.
    handed: Option<u64>,
}

/// What became of an answer of the store.
#[derive(Debug)]
pub(super) enum Settled {
    /// It holds.
    Good(Arc<Known>),
    /// Something changed while the store was being asked.
    Raced,
    /// The rights are not those that callers were let in with.
    Changed,
}

impl Live {
    /// What is known, if it may be believed: signals arrive, have arrived ever since, and it is not old.
    pub(super) fn trusted(&self, health: Health, believe_for: Duration) -> Option<Arc<Known>> {
        let state = self.state.lock();
        let known = state.known.as_ref()?;
        let fresh = health.live && known.at >= health.since && known.at.elapsed() < believe_for;
        fresh.then(|| Arc::clone(known))
    }

    /// Where we stand before the store is asked; [`Live::settle`] wants it back.
    pub(super) fn epoch(&self) -> u64 {
        self.state.lock().epoch
    }

    /// Takes in what the store said, if nothing came in between.
    pub(super) fn settle(&self, epoch: u64, known: &Arc<Known>) -> Settled {
        let mut state = self.state.lock();
        if state.epoch != epoch || self.ended.is_cancelled() {
            return Settled::Raced;
        }
        if state.handed.is_some_and(|handed| handed != known.rights) {
            return Settled::Changed;
        }
        state.known = Some(Arc::clone(known));
        state.handed = Some(known.rights);
        Settled::Good(Arc::clone(known))
    }

    fn doubt(&self) {
        let mut state = self.state.lock();
        state.epoch += 1;
        state.known = None;
    }
}

#[derive(Debug, Default)]
struct Index {
    tokens: HashMap<Key, Arc<Live>>,
    sessions: HashMap<SessionId, Vec<Key>>,
    accounts: HashMap<AccountId, Vec<Key>>,
}

impl Index {
    fn remove(&mut self, key: &Key) {
        let Some(live) = self.tokens.remove(key) else { return };
        drop_key(&mut self.sessions, &live.named.session, key);
        drop_key(&mut self.accounts, &live.named.account, key);
        live.doubt();
        live.ended.cancel();
    }
}

fn drop_key<I: std::hash::Hash + Eq>(index: &mut HashMap<I, Vec<Key>>, id: &I, key: &Key) {
    if let Some(keys) = index.get_mut(id) {
        keys.retain(|other| other != key);
        if keys.is_empty() {
            index.remove(id);
        }
    }
}

/// All good tokens that were seen.
#[derive(Debug)]
pub(super) struct Registry {
    index: RwLock<Index>,
    limit: usize,
}

impl Registry {
    pub(super) fn new(limit: usize) -> Self {
        Self { index: RwLock::default(), limit: limit.max(1) }
    }

    /// A token seen before that has not expired.
    pub(super) fn get(&self, key: &Key, now: Timestamp) -> Option<Arc<Live>> {
        let live = Arc::clone(self.index.read().tokens.get(key)?);
        if now < live.named.expires_at {
            return Some(live);
        }
        self.remove(&live);
        None
    }

    /// Notes a token whose signature was just checked; nothing is known about its holder yet.
    pub(super) fn add(&self, key: Key, named: Named) -> Arc<Live> {
        let mut index = self.index.write();
        if let Some(live) = index.tokens.get(&key) {
            return Arc::clone(live);
        }
        if index.tokens.len() >= self.limit {
            let any = index.tokens.keys().next().copied();
            if let Some(key) = any {
                index.remove(&key);
            }
        }
        let live = Arc::new(Live { key, named, ended: CancellationToken::new(), state: Mutex::default() });
        index.tokens.insert(key, Arc::clone(&live));
        index.sessions.entry(named.session).or_default().push(key);
        index.accounts.entry(named.account).or_default().push(key);
        live
    }

    /// Forgets a token, and tells whoever listens on it. Another of the same text stays.
    pub(super) fn remove(&self, live: &Arc<Live>) {
        let mut index = self.index.write();
        if index.tokens.get(&live.key).is_some_and(|held| Arc::ptr_eq(held, live)) {
            index.remove(&live.key);
        }
    }

    /// Forgets what has expired.
    pub(super) fn expire(&self, now: Timestamp) {
        let over: Vec<Key> = {
            let index = self.index.read();
            let expired = index.tokens.values().filter(|live| live.named.expires_at <= now);
            expired.map(|live| live.key).collect()
        };
        if !over.is_empty() {
            let mut index = self.index.write();
            for key in &over {
                index.remove(key);
            }
        }
    }

    /// Ends the tokens of a session.
    pub(super) fn end_session(&self, session: SessionId) {
        let mut index = self.index.write();
        let keys = index.sessions.get(&session).cloned().unwrap_or_default();
        for key in &keys {
            index.remove(key);
        }
    }

    /// Doubts what is known about an account.
    pub(super) fn forget_account(&self, account: AccountId) {
        let index = self.index.read();
        let keys = index.accounts.get(&account).map(Vec::as_slice).unwrap_or_default();
        keys.iter().filter_map(|key| index.tokens.get(key)).for_each(|live| live.doubt());
    }

    /// Doubts everything that is known.
    pub(super) fn forget_all(&self) {
        self.index.read().tokens.values().for_each(|live| live.doubt());
    }

    /// The tokens about which the store should be asked again.
    pub(super) fn doubtful(&self, health: Health, believe_for: Duration) -> Vec<Arc<Live>> {
        let index = self.index.read();
        let doubtful = |live: &&Arc<Live>| live.trusted(health, believe_for).is_none();
        index.tokens.values().filter(doubtful).map(Arc::clone).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::kernel::from_micros;
    use uuid::Uuid;

    const LONG: Duration = Duration::from_mins(1);

    fn named(session: u128) -> Named {
        Named {
            account: AccountId(Uuid::from_u128(1)),
            session: SessionId(Uuid::from_u128(session)),
            expires_at: from_micros(100),
        }
    }

    fn known(kind: AccountKind) -> Arc<Known> {
        Arc::new(Known::new(Instant::now(), kind, Vec::new(), from_micros(0)))
    }

    fn live_bus() -> Health {
        Health { live: true, since: Instant::now() }
    }

    #[test]
    fn an_answer_is_believed_until_somebody_doubts_it() {
        let registry = Registry::new(10);
        let since = live_bus();
        let live = registry.add([1; 32], named(1));
        assert!(live.trusted(since, LONG).is_none());
        let epoch = live.epoch();
        assert!(matches!(live.settle(epoch, &known(AccountKind::Staff)), Settled::Good(_)));
        assert!(live.trusted(since, LONG).is_some());
        assert!(live.trusted(since, Duration::ZERO).is_none(), "too old");
        assert!(live.trusted(Health { live: false, ..since }, LONG).is_none(), "the bus is away");
        assert!(live.trusted(live_bus(), LONG).is_none(), "the bus was away since");
        registry.forget_account(live.named.account);
        assert!(live.trusted(since, LONG).is_none());
        assert!(matches!(live.settle(epoch, &known(AccountKind::Staff)), Settled::Raced));
        let epoch = live.epoch();
        assert!(matches!(live.settle(epoch, &known(AccountKind::Helmsman)), Settled::Changed));
        assert!(!live.ended.is_cancelled());
    }

    #[test]
    fn what_leaves_tells_its_listeners() {
        let registry = Registry::new(2);
        let lives: Vec<_> = (0..3).map(|n| registry.add([n; 32], named(u128::from(n)))).collect();
        assert_eq!(lives.iter().filter(|live| live.ended.is_cancelled()).count(), 1, "one had to go");
        registry.end_session(lives[2].named.session);
        assert!(lives[2].ended.is_cancelled());
        assert!(registry.get(&[2; 32], from_micros(0)).is_none());
        registry.expire(from_micros(100));
        assert!(lives.iter().all(|live| live.ended.is_cancelled()));
        let index = registry.index.read();
        assert!(index.tokens.is_empty() && index.sessions.is_empty() && index.accounts.is_empty());
    }
}
