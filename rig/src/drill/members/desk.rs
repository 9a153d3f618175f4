//! How those who work ask, and note what they are answered.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::{Context as _, Result};
use futures_util::future::join_all;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{Rng as _, SeedableRng as _};
use serde_json::Value;

use super::answers::{Log, Notice, Race, RaceRules, Told};
use super::arena::{Arena, People, Person};
use super::provider::Provider;
use super::shop::Sold;
use crate::drill::crew::{Act, Crew};

/// Who may do everything, and who sees to money.
pub(super) const ADMIN: &str = "hq-admin";
pub(super) const FINANCE: &str = "finance";
/// Who sees to members.
pub(super) const SERVICE: &str = "member-service";

/// A mutation, and what the audit log must say of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Deed {
    pub(super) act: Act,
    /// The action in the audit log, where it is this deed's alone.
    pub(super) action: Option<&'static str>,
    /// Where in the payload the target is.
    pub(super) target: &'static str,
}

/// A mutation that leaves an audit entry of this action.
pub(super) const fn deed(
    (name, reads): (&'static str, &'static str),
    action: &'static str,
    target: &'static str,
) -> Deed {
    Deed { act: Act { name, reads }, action: Some(action), target }
}

/// What everybody shares.
#[derive(Debug, Clone)]
pub(super) struct Desk {
    pub(super) crew: Crew,
    pub(super) log: Log,
    pub(super) arena: Arc<Arena>,
    pub(super) people: People,
    pub(super) provider: Provider,
    /// Orders for which money came, until somebody asks for it back.
    pub(super) sold: Sold,
    /// Gives numbers to phones, receipts and notices.
    pub(super) numbers: Arc<AtomicUsize>,
}

/// What one of several attempts: who, what, and with which input.
pub(super) type Attempt = (String, Deed, Value);

impl Desk {
    pub(super) fn number(&self) -> usize {
        self.numbers.fetch_add(1, Ordering::Relaxed)
    }

    /// Does something until somebody answers: the payload, or the rule that forbids it.
    pub(super) async fn attempt(&self, who: &str, deed: Deed, input: Value) -> Result<Result<Value, String>> {
        let outcome = self.crew.attempt(who, deed.act, input).await?;
        self.log.answered();
        if let (Ok(payload), Some(action)) = (&outcome, deed.action) {
            let target = text_at(payload, deed.target)?;
            self.log.note(|answers| answers.done.push((action, target)));
        }
        Ok(outcome)
    }

    /// Lets several attempt at once what only one can have; answers what each was told.
    pub(super) async fn race(
        &self,
        rules: RaceRules,
        about: &str,
        attempts: Vec<Attempt>,
    ) -> Result<Vec<Result<Value, String>>> {
        let all = attempts.iter().map(|(who, deed, input)| self.attempt(who, *deed, input.clone()));
        let outcomes = join_all(all).await.into_iter().collect::<Result<Vec<_>>>()?;
        let won = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
        let refusals = outcomes.iter().filter_map(|outcome| outcome.as_ref().err().cloned()).collect();
        self.log.note(|answers| answers.races.push(Race { rules, about: about.to_owned(), won, refusals }));
        Ok(outcomes)
    }

    /// Lets the provider tell all of this at once, at all nodes.
    pub(super) async fn tell(&self, notices: &[Notice]) -> Result<()> {
        let all = notices.iter().enumerate().map(|(number, notice)| self.provider.send(notice, number));
        let verdicts = join_all(all).await.into_iter().collect::<Result<Vec<_>>>()?;
        self.log.answered();
        self.crew.note(|journal| *journal.counts.entry("notices").or_default() += notices.len() as u64);
        let told = notices.iter().zip(verdicts).map(|(notice, verdict)| Told { notice: notice.clone(), verdict });
        self.log.note(|answers| answers.notices.extend(told));
        Ok(())
    }
}

/// The text at a place of a payload.
pub(super) fn text_at(payload: &Value, pointer: &str) -> Result<String> {
    let found = payload.pointer(pointer).and_then(Value::as_str);
    found.map(str::to_owned).with_context(|| format!("nothing at {pointer} of {payload}"))
}

/// One who works with chance of their own.
#[derive(Debug)]
pub(super) struct Clerk {
    pub(super) desk: Desk,
    pub(super) rng: StdRng,
}

impl Clerk {
    pub(super) fn new(desk: &Desk, number: u64) -> Self {
        Self { desk: desk.clone(), rng: StdRng::seed_from_u64(desk.crew.seed ^ (number << 32)) }
    }

    pub(super) fn is_running(&self) -> bool {
        self.desk.crew.is_running()
    }

    pub(super) async fn rest(&mut self, millis: std::ops::Range<u64>) {
        let length = Duration::from_millis(self.rng.random_range(millis));
        self.desk.crew.rest(length).await;
    }

    /// Notes what should not have happened; the work goes on.
    pub(super) fn told(&self, what: &str, outcome: Result<()>) {
        if let Err(error) = outcome {
            self.desk.crew.trouble(format!("{what}: {error:#}"));
        }
    }

    pub(super) fn anybody(&mut self) -> Result<Person> {
        self.desk.people.any(&mut self.rng)
    }

    /// On whose word something is done to a member: the own, the helmsman's, or one of headquarters.
    pub(super) fn hand_for(&mut self, person: &Person, staff: &[&'static str]) -> String {
        if let Some(own) = person.own_hand().filter(|_| self.rng.random_bool(0.6)) {
            return own.to_owned();
        }
        let helmsman = person.settled.and_then(|home| self.desk.arena.helmsman(home));
        match helmsman {
            Some(helmsman) if self.rng.random_bool(0.6) => helmsman,
            _ => self.one_of(staff),
        }
    }

    /// As [`Clerk::hand_for`], for what no helmsman may do.
    pub(super) fn own_or(&mut self, person: &Person, staff: &[&'static str]) -> String {
        match person.own_hand().filter(|_| self.rng.random_bool(0.6)) {
            Some(own) => own.to_owned(),
            None => self.one_of(staff),
        }
    }

    pub(super) fn one_of(&mut self, staff: &[&'static str]) -> String {
        (*staff.choose(&mut self.rng).unwrap_or(&ADMIN)).to_owned()
    }
}
