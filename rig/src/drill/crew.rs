//! What everybody who works during a drill shares: ways to reach the system, and a journal.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Result, bail};
use serde_json::{Value, json};
use tokio::sync::watch;
use tokio::time::{Instant, sleep};

use crate::gql::{Ask, Client, Failure, payload};
use crate::house::{Nodes, Tokens};

/// Longer than any fault lasts.
const PATIENCE: Duration = Duration::from_secs(90);
const AGAIN: Duration = Duration::from_millis(150);
const TROUBLE_TOLD: usize = 10;
/// Somebody who has not signed in.
pub(super) const STRANGER: &str = "stranger";

/// How far the drill is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Phase {
    /// Everybody works while things break.
    Run,
    /// Nothing breaks any more; only what was begun is finished.
    Drain,
    Stop,
}

/// Shared by all; cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct Crew {
    pub(super) nodes: Nodes,
    pub(super) tokens: Tokens,
    pub(super) client: Client,
    pub(super) phase: watch::Receiver<Phase>,
    pub(super) seed: u64,
    journal: Arc<Mutex<Journal>>,
    turn: Arc<AtomicUsize>,
}

/// What was done and answered.
#[derive(Debug, Clone, Default)]
pub(super) struct Journal {
    /// Successful mutations by name, and other things counted.
    pub(super) counts: BTreeMap<&'static str, u64>,
    /// Broken rules by code.
    pub(super) rules: BTreeMap<String, u64>,
    /// Versions whose publication was answered.
    pub(super) published: Vec<i64>,
    /// With their hashes, for those who try to acknowledge wrongly.
    pub(super) hashes: Vec<(i64, String)>,
    /// Acknowledgements that were answered.
    pub(super) acknowledged: Vec<(i64, i32)>,
    /// Acknowledgements that should have been refused.
    pub(super) wrongly_accepted: Vec<String>,
    /// What nobody expected, the first of it.
    pub(super) trouble: Vec<String>,
}

impl Crew {
    pub(super) fn new(nodes: &Nodes, tokens: &Tokens, phase: watch::Receiver<Phase>, seed: u64) -> Result<Self> {
        Ok(Self {
            nodes: nodes.clone(),
            tokens: tokens.clone(),
            client: Client::new()?,
            phase,
            seed,
            journal: Arc::default(),
            turn: Arc::default(),
        })
    }

    pub(super) fn is_running(&self) -> bool {
        *self.phase.borrow() == Phase::Run
    }

    /// Waits, but not beyond the present phase.
    pub(super) async fn rest(&mut self, length: Duration) {
        // An error means that nobody leads any more; whoever rests finds that out next.
        let _ = tokio::time::timeout(length, self.phase.changed()).await;
    }

    /// Writes into the journal.
    pub(super) fn note<T>(&self, write: impl FnOnce(&mut Journal) -> T) -> T {
        write(&mut self.journal.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn count(&self, what: &'static str) {
        self.note(|journal| *journal.counts.entry(what).or_default() += 1);
    }

    pub(super) fn trouble(&self, what: String) {
        self.note(|journal| {
            *journal.counts.entry("unexpected answers").or_default() += 1;
            if journal.trouble.len() < TROUBLE_TOLD {
                journal.trouble.push(what);
            }
        });
    }

    /// Asks until somebody answers, at any node. [`STRANGER`] asks without a token.
    pub(super) async fn ask(&self, who: &str, document: &str, variables: &Value) -> Result<Value> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let turn = self.turn.fetch_add(1, Ordering::Relaxed);
            let failure = match self.nodes.pick(turn) {
                None => Failure::Away("no node is up".to_owned()),
                Some(node) => {
                    let token = if who == STRANGER { String::new() } else { self.tokens.of(who).await? };
                    let ask = Ask { node: &node, token: &token, document };
                    match self.client.ask(ask, variables).await {
                        Ok(data) => return Ok(data),
                        Err(failure) => failure,
                    }
                }
            };
            match &failure {
                Failure::Refused(_) => bail!("{failure}"),
                Failure::Unauthenticated => self.tokens.forget(who),
                Failure::Away(_) => {}
            }
            if Instant::now() >= deadline {
                bail!("nobody answered {who} within {PATIENCE:?}: {failure}");
            }
            sleep(AGAIN).await;
        }
    }

    /// As [`Crew::attempt`]. `None` when a rule forbids it.
    pub(super) async fn act(&self, who: &str, act: Act, input: Value) -> Result<Option<Value>> {
        Ok(self.attempt(who, act, input).await?.ok())
    }

    /// Does a mutation until somebody answers, under one request key, so that it takes effect once. Answers its payload, or
    /// the rule that forbids it.
    pub(super) async fn attempt(&self, who: &str, act: Act, mut input: Value) -> Result<Result<Value, String>> {
        let key = format!("drill-{}-{}", self.seed, self.turn.fetch_add(1, Ordering::Relaxed));
        if let Some(fields) = input.as_object_mut() {
            fields.insert("requestKey".to_owned(), json!(key));
        }
        let data = self.ask(who, &act.document(), &json!({ "input": input })).await?;
        let (payload, broken) = payload(&data, act.name)?;
        if let Some(code) = broken {
            self.note(|journal| *journal.rules.entry(code.clone()).or_default() += 1);
            return Ok(Err(code));
        }
        self.count(act.name);
        Ok(Ok(payload))
    }
}

/// A mutation and what is read of its payload.
#[derive(Debug, Clone, Copy)]
pub(super) struct Act {
    pub(super) name: &'static str,
    pub(super) reads: &'static str,
}

impl Act {
    fn document(self) -> String {
        let Self { name, reads } = self;
        let (first, rest) = name.split_at(1);
        let kind = format!("{}{rest}Input", first.to_uppercase());
        format!("mutation($input: {kind}!) {{ {name}(input: $input) {{ {reads} userErrors {{ code message }} }} }}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mutation_has_one_input_and_a_payload_with_errors() {
        let act = Act { name: "policyPublish", reads: "version { id }" };

        let expected = "mutation($input: PolicyPublishInput!) { policyPublish(input: $input) { version { id } \
                        userErrors { code message } } }";
        assert_eq!(act.document(), expected);
    }
}
