//! The one way to write: a transaction that authorises, audits, and tells afterwards.

use std::str::FromStr;
use std::time::Duration;

use aws_lc_rs::digest;
use bytes::Bytes;
use domain::access::{Actor, Decision, Grant, Permission, decide};
use domain::audit::Entry;
use domain::kernel::{ChapterId, Code, Timestamp, Violation, micros};
use futures_util::future::BoxFuture;
use serde::Serialize;
use store::dialect::{TreeLock, lock_tree};
use store::kernel::{AnsweredRequest, Counter};
use store::{Db, StoreError, Work};
use uuid::Uuid;

use crate::access::PathTree;
use crate::op::judge;
use crate::signals::Topic;
use crate::{Op, Result, Service, ServiceError};

/// How often a use case is run again when another transaction was in the way.
const ATTEMPTS: u32 = 6;

/// What a write answers: something that can be kept as text under a request key and given again.
pub trait Answer: Sized + Send {
    fn to_text(&self) -> String;
    fn of_text(text: &str) -> Option<Self>;
}

impl<T: ToString + FromStr + Send> Answer for T {
    fn to_text(&self) -> String {
        self.to_string()
    }

    fn of_text(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

/// A write in progress.
pub struct Write<'s> {
    pub(crate) service: &'s Service,
    work: Work,
    op: &'s Op,
    action: &'static str,
    now: Timestamp,
    audited: bool,
    signals: Vec<(Topic, Bytes)>,
    tree_version: Option<i64>,
    grants: Option<Vec<Grant>>,
    handed_down: u64,
}

impl std::fmt::Debug for Write<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Write").field("action", &self.action).field("op", self.op).finish_non_exhaustive()
    }
}

/// What the audit log keeps of a change.
#[derive(Debug, Default)]
pub struct Change<'a> {
    /// What was changed, by its id.
    pub target: String,
    /// The chapter it belongs to: who may read the entry.
    pub chapter: Option<ChapterId>,
    pub before: Option<serde_json::Value>,
    pub after: Option<serde_json::Value>,
    /// Another name than the use case's own.
    pub action: Option<&'a str>,
}

impl Service {
    /// Runs a write in one transaction, again if another was in the way; then tells whoever listens.
    ///
    /// `input` is what a request key stands for: the same key with another input is refused.
    /// A boxed future and not an `AsyncFn`, which cannot say yet that its futures may be sent between threads. What
    /// `body` borrows from around it lives as long as `'s`, as the [`Write`] itself does.
    pub(crate) async fn write<'s, T, I, F>(&'s self, op: &'s Op, action: &'static str, input: &I, body: F) -> Result<T>
    where
        T: Answer,
        I: Serialize + Sync,
        F: for<'t> Fn(&'t mut Write<'s>) -> BoxFuture<'t, Result<T>> + Send + Sync,
    {
        let mut attempts = Attempts::at(action);
        loop {
            match self.write_once(op, action, input, &body).await {
                Err(error) if attempts.may_repeat(&error) => attempts.pause(error).await,
                outcome => return outcome,
            }
        }
    }

    /// Runs a write as far as its commit, and then takes all of it back: what `body` answers is what the write would have
    /// led to. Nothing stays of it: no row, no audit entry, no message, no signal, no request key.
    ///
    /// It takes the locks that the write takes, the structural one and SQLite's writer included, and waits for them and
    /// is run again as a write is: whoever may preview may make others wait for as long as the write would.
    pub(crate) async fn preview<'s, T, F>(&'s self, op: &'s Op, action: &'static str, body: F) -> Result<T>
    where
        T: Send,
        F: for<'t> Fn(&'t mut Write<'s>) -> BoxFuture<'t, Result<T>> + Send + Sync,
    {
        let mut attempts = Attempts::at(action);
        loop {
            match self.preview_once(op, action, &body).await {
                Err(error) if attempts.may_repeat(&error) => attempts.pause(error).await,
                outcome => return outcome,
            }
        }
    }

    async fn preview_once<'s, T, F>(&'s self, op: &'s Op, action: &'static str, body: &F) -> Result<T>
    where
        T: Send,
        F: for<'t> Fn(&'t mut Write<'s>) -> BoxFuture<'t, Result<T>> + Send + Sync,
    {
        // Only one of them holds the structural lock anyway: the others wait here, and not with a connection in their hands.
        let _turn = self.previewing.lock().await;
        let mut write = self.begin(op, action).await?;
        let seen = body(&mut write).await;
        // Said before it is answered, so that no lock outlives the answer.
        let undone = write.work.rollback().await;
        let seen = seen?;
        undone?;
        Ok(seen)
    }

    async fn begin<'s>(&'s self, op: &'s Op, action: &'static str) -> Result<Write<'s>> {
        Ok(Write {
            service: self,
            work: self.store.begin().await?,
            op,
            action,
            now: self.clock.now(),
            audited: false,
            signals: Vec::new(),
            tree_version: None,
            grants: None,
            handed_down: 0,
        })
    }

    async fn write_once<'s, T, I, F>(&'s self, op: &'s Op, action: &'static str, input: &I, body: &F) -> Result<T>
    where
        T: Answer,
        I: Serialize + Sync,
        F: for<'t> Fn(&'t mut Write<'s>) -> BoxFuture<'t, Result<T>> + Send + Sync,
    {
        let mut write = self.begin(op, action).await?;
        let hash = match &op.request_key {
            Some(_) => digest::digest(&digest::SHA256, &serde_json::to_vec(input)?).as_ref().to_vec(),
            None => Vec::new(),
        };
        if let Some(answer) = write.answered(&hash).await? {
            return Ok(answer);
        }
        let answer = body(&mut write).await?;
        if !write.audited {
            // A write that forgets the audit log must not pass a test, let alone reach a customer.
            return Err(ServiceError::internal(format!("{action} wrote without an audit entry")));
        }
        match write.keep_answer(hash, &answer).await {
            Err(ServiceError::Internal(error)) if is_duplicate(error.as_ref()) => {
                // The same key is being answered at this moment by another request: run again to find its answer.
                return Err(ServiceError::Busy(error));
            }
            outcome => outcome?,
        }
        write.commit().await?;
        Ok(answer)
    }
}

/// How often a use case has been run.
struct Attempts {
    action: &'static str,
    made: u32,
}

impl Attempts {
    fn at(action: &'static str) -> Self {
        Self { action, made: 1 }
    }

    fn may_repeat(&self, error: &ServiceError) -> bool {
        error.is_transient() && self.made < ATTEMPTS
    }

    /// Gives the other transaction time to end.
    async fn pause(&mut self, error: ServiceError) {
        tracing::debug!(action = self.action, attempt = self.made, %error, "a write is run again");
        tokio::time::sleep(Duration::from_millis(5 << self.made)).await;
        self.made += 1;
    }
}

fn is_duplicate(error: &(dyn std::error::Error + 'static)) -> bool {
    error.downcast_ref::<StoreError>().is_some_and(|error| matches!(error, StoreError::Duplicate(_)))
}

impl Write<'_> {
    /// Statements of this transaction.
    #[must_use]
    pub fn db(&self) -> Db<'_> {
        self.work.db()
    }

    /// The instant of this write: one for all its rows.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// Who acts.
    #[must_use]
    pub fn actor(&self) -> Actor {
        self.op.actor
    }

    /// The request this belongs to.
    #[must_use]
    pub fn op(&self) -> &Op {
        self.op
    }

    /// A new UUIDv7.
    #[must_use]
    pub fn next_id(&self) -> Uuid {
        self.service.ids.next()
    }

    /// What seals personal data.
    #[must_use]
    pub fn vault(&self) -> &store::vault::Vault {
        self.service.store.vault()
    }

    /// Takes the structural lock.
    pub async fn lock_tree(&self, lock: TreeLock) -> Result<()> {
        Ok(lock_tree(self.db(), lock).await?)
    }

    /// The actor's grants, read in this transaction.
    pub async fn grants(&mut self) -> Result<Vec<Grant>> {
        if let Some(grants) = &self.grants {
            return Ok(grants.clone());
        }
        let grants = match self.op.actor.account() {
            Some(account) => store::access::grant::of_account(self.db(), account).await?,
            None => Vec::new(),
        };
        self.grants = Some(grants.clone());
        Ok(grants)
    }

    /// Refuses unless the actor may do this at a chapter, by rows read in this transaction.
    ///
    /// # Errors
    /// `NotFound` if the actor may not even know of the chapter, `Denied` if only this is not allowed.
    pub async fn require(&mut self, permission: Permission, chapter: ChapterId) -> Result<()> {
        if let Actor::System(_) = self.op.actor {
            return Ok(());
        }
        let grants = self.grants().await?;
        let tree = PathTree::load(self.db(), &grants, &[chapter]).await?;
        let decision: Decision = decide(&grants, permission, chapter, self.now, &tree);
        judge(self.op.actor, permission, decision)
    }

    /// Refuses unless the system itself acts.
    pub fn require_system(&self) -> Result<()> {
        match self.op.actor {
            Actor::System(_) => Ok(()),
            Actor::Account { .. } | Actor::Anonymous => Err(ServiceError::NotFound),
        }
    }

    /// Writes the audit entry of a change, in this transaction.
    pub async fn audit(&mut self, change: Change<'_>) -> Result<()> {
        let entry = Entry {
            at: self.now,
            actor: self.op.actor_text(),
            action: change.action.unwrap_or(self.action).to_owned(),
            target: change.target,
            chapter: change.chapter,
            before: change.before,
            after: change.after,
            request_id: self.op.request_id,
        };
        let mac = self.vault().audit_mac(&entry.canonical_bytes());
        store::audit::entry::insert(self.db(), &entry, &mac).await?;
        self.audited = true;
        self.signal(Topic::Audit, Bytes::new());
        Ok(())
    }

    /// Leaves a message for the bus, which the worker's relay will send after the commit.
    pub async fn outbox(&mut self, stream: &str, key: &str, payload: &serde_json::Value) -> Result<()> {
        store::kernel::outbox_add(self.db(), stream, key, &payload.to_string(), self.now).await?;
        self.signal(Topic::Outbox, Bytes::new());
        Ok(())
    }

    /// Leaves many messages of one stream, by key and payload.
    pub async fn outbox_all(&mut self, stream: &str, messages: &[(String, String)]) -> Result<()> {
        store::kernel::outbox_add_all(self.db(), stream, messages, self.now).await?;
        self.signal(Topic::Outbox, Bytes::new());
        Ok(())
    }

    /// Tells whoever listens, after the commit; it may be lost, the database is the truth.
    pub fn signal(&mut self, topic: Topic, payload: impl Into<Bytes>) {
        let signal = (topic, payload.into());
        if !self.signals.contains(&signal) {
            self.signals.push(signal);
        }
    }

    /// Notes that chapters were newly given this many versions.
    pub(crate) fn hand_down(&mut self, deliveries: u64) {
        self.handed_down += deliveries;
    }

    /// How many deliveries this write has handed down.
    pub(crate) fn handed_down(&self) -> u64 {
        self.handed_down
    }

    /// The version of the tree that this write makes: take it once rows of chapters change.
    pub async fn tree_version(&mut self) -> Result<i64> {
        if let Some(version) = self.tree_version {
            return Ok(version);
        }
        let version = store::kernel::next(self.db(), Counter::Tree).await?;
        self.tree_version = Some(version);
        self.signal(Topic::Tree, Bytes::from(version.to_string()));
        Ok(version)
    }

    async fn answered<T: Answer>(&mut self, hash: &[u8]) -> Result<Option<T>> {
        let Some(key) = &self.op.request_key else { return Ok(None) };
        if key.is_empty() || key.len() > 100 {
            return Err(ServiceError::BadInput("a request key has 1 to 100 bytes".into()));
        }
        let Some(kept) = store::kernel::answered(self.db(), &self.op.actor_text(), key).await? else {
            return Ok(None);
        };
        if kept.action != self.action || kept.input_hash != hash {
            let message = "this request key was used for another request; take a new one";
            return Err(Violation::new(Code::RequestKeyReused, "requestKey", message).into());
        }
        T::of_text(&kept.answer).map(Some).ok_or_else(|| ServiceError::internal("a kept answer cannot be read"))
    }

    async fn keep_answer<T: Answer>(&mut self, hash: Vec<u8>, answer: &T) -> Result<()> {
        let Some(key) = &self.op.request_key else { return Ok(()) };
        let kept = AnsweredRequest { action: self.action.to_owned(), input_hash: hash, answer: answer.to_text() };
        Ok(store::kernel::answer_keep(self.db(), &self.op.actor_text(), key, &kept, self.now).await?)
    }

    async fn commit(self) -> Result<()> {
        let Self { service, work, signals, now, .. } = self;
        work.commit().await?;
        tracing::trace!(at = micros(now), "committed");
        service.tell(signals).await;
        Ok(())
    }
}
