//! From a bearer token to a caller: whom it names, whether the session is still good, and which rights they hold.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use aws_lc_rs::digest;
use domain::access::{Actor, Grant};
use domain::kernel::{AccountId, SessionId, Timestamp};
use store::access::{grant, session};
use tokio_util::sync::CancellationToken;

use super::AccountKind;
use super::live::{Key, Known, Live, Settled};
use crate::{Op, Result, Service, Viewer};

/// Why nobody was let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AuthError {
    /// The token is wrong, expired or revoked.
    #[error("the access token is not valid")]
    InvalidToken,
    /// It cannot be checked now.
    #[error("the access token cannot be checked now; try again")]
    Unavailable,
}

/// Somebody whose token was accepted.
#[derive(Debug, Clone)]
pub struct Caller {
    pub actor: Actor,
    pub account: AccountId,
    pub session: SessionId,
    /// When the access token expires.
    pub expires_at: Timestamp,
    /// What they may do now or later; what has ended is left out.
    pub grants: Arc<Vec<Grant>>,
    /// Equal for callers who may see and do the same.
    pub rights: u64,
    /// Fires when the token expires or is revoked, or when its holder's rights change. [`spawn_session_watch`] sees to it.
    pub ended: CancellationToken,
    /// Works for headquarters.
    pub staff: bool,
}

/// How often a check is begun again because something changed meanwhile.
const ROUNDS: usize = 5;

/// How often expired tokens and those in doubt are looked for.
const LOOK: Duration = Duration::from_millis(500);

impl Service {
    /// Who holds this access token.
    pub async fn authenticate(&self, bearer: &str) -> std::result::Result<Caller, AuthError> {
        for _ in 0..ROUNDS {
            let live = self.live(bearer).ok_or(AuthError::InvalidToken)?;
            let health = self.access.health(&self.bus);
            if let Some(known) = live.trusted(health, self.access.settings.believe_for) {
                return Ok(caller(&live, &known));
            }
            let answers = self.ask(std::slice::from_ref(&live)).await.map_err(|error| {
                tracing::warn!(%error, "a session could not be checked");
                AuthError::Unavailable
            })?;
            match answers.into_iter().next().flatten() {
                None => return Err(AuthError::InvalidToken),
                Some(Settled::Good(known)) => return Ok(caller(&live, &known)),
                Some(Settled::Raced | Settled::Changed) => {}
            }
        }
        Err(AuthError::Unavailable)
    }

    /// A reader: the caller's grants over the tree as this process holds it. Without a caller, whoever `op` names has no
    /// grants: a stranger, or the system itself.
    #[must_use]
    pub fn viewer(&self, op: Op, caller: Option<&Caller>) -> Viewer {
        let actor = caller.map_or(op.actor, |caller| caller.actor);
        self.viewer_with(Op { actor, ..op }, caller.map_or_else(Arc::default, |caller| Arc::clone(&caller.grants)))
    }

    /// The public keys that access tokens verify with, as a JWKS document.
    #[must_use]
    pub fn jwks(&self) -> &str {
        self.access.jwks()
    }

    fn live(&self, bearer: &str) -> Option<Arc<Live>> {
        let now = self.now();
        let digest = digest::digest(&digest::SHA256, bearer.as_bytes());
        let key = Key::try_from(digest.as_ref()).ok()?;
        if let Some(live) = self.access.registry.get(&key, now) {
            return Some(live);
        }
        let named = self.access.ring.verify(bearer, now)?;
        Some(self.access.registry.add(key, named))
    }

    /// Asks the store about tokens' holders, in a few statements for all of them. No answer: the session is not good.
    async fn ask(&self, lives: &[Arc<Live>]) -> Result<Vec<Option<Settled>>> {
        // Both are read before the store is: what changes afterwards shows in the epoch.
        let epochs: Vec<u64> = lives.iter().map(|live| live.epoch()).collect();
        let (at, now) = (Instant::now(), self.now());
        let sessions: Vec<SessionId> = lives.iter().map(|live| live.named.session).collect();
        let holders = session::alive(self.store.read(), &sessions, now).await?;
        let mut accounts: Vec<AccountId> = holders.iter().map(|holder| holder.account).collect();
        accounts.sort_unstable();
        accounts.dedup();
        let mut grants: HashMap<AccountId, Vec<Grant>> = HashMap::with_capacity(accounts.len());
        for grant in grant::of_accounts(self.store.read(), &accounts).await? {
            grants.entry(grant.account).or_default().push(grant);
        }
        let kinds: HashMap<(SessionId, AccountId), AccountKind> =
            holders.iter().map(|holder| ((holder.session, holder.account), holder.kind)).collect();
        let mut answers = Vec::with_capacity(lives.len());
        for (live, epoch) in lives.iter().zip(epochs) {
            let named = live.named;
            let Some(kind) = kinds.get(&(named.session, named.account)) else {
                self.access.registry.remove(live);
                answers.push(None);
                continue;
            };
            let held = grants.get(&named.account).cloned().unwrap_or_default();
            let settled = live.settle(epoch, &Arc::new(Known::new(at, *kind, held, now)));
            if matches!(settled, Settled::Changed) {
                // The next request begins anew with the new rights; who listens with the old ones has to come again.
                self.access.registry.remove(live);
            }
            answers.push(Some(settled));
        }
        Ok(answers)
    }

    /// Lets expired tokens go, and asks the store about those in doubt.
    async fn look_after_sessions(&self) {
        self.access.registry.expire(self.now());
        let health = self.access.health(&self.bus);
        let doubtful = self.access.registry.doubtful(health, self.access.settings.believe_for);
        if doubtful.is_empty() {
            return;
        }
        if let Err(error) = self.ask(&doubtful).await {
            tracing::debug!(%error, count = doubtful.len(), "sessions could not be checked; it is tried again");
        }
    }
}

fn caller(live: &Live, known: &Known) -> Caller {
    let named = live.named;
    Caller {
        actor: Actor::Account { id: named.account, session: named.session },
        account: named.account,
        session: named.session,
        expires_at: named.expires_at,
        grants: Arc::clone(&known.grants),
        rights: known.rights,
        ended: live.ended.clone(),
        staff: known.kind == AccountKind::Staff,
    }
}

/// Makes [`Caller::ended`] fire in time until `stop`: at expiry, and when the store says that a session has ended or its
/// holder's rights have changed. While signals do not arrive, the store is asked again and again.
pub fn spawn_session_watch(service: &Service, stop: CancellationToken) -> tokio::task::JoinHandle<()> {
    let service = service.clone();
    tokio::spawn(async move {
        let mut look = tokio::time::interval(LOOK);
        look.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = stop.cancelled() => break,
                () = service.access.suspicion.notified() => {}
                _ = look.tick() => {}
            }
            service.look_after_sessions().await;
        }
    })
}
