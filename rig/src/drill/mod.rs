//! `rig drill push`: the promises of the push, while everything around it breaks. `rig drill members` (`members/`): those of
//! members and money.
//!
//! `ground.rs` is the tree, `work.rs` and `listeners.rs` are those who use the system, `faults.rs` is what befalls it;
//! afterwards `history.rs` reads what happened, `checks.rs` and `told.rs` hold it against the promises, `verdict.rs`
//! sums it up, and `outcome.rs` tells it.

mod checks;
mod crew;
mod faults;
mod ground;
mod history;
mod listeners;
mod members;
mod outcome;
mod promise;
mod told;
mod verdict;
mod work;

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use clap::{Args, Subcommand};
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::{Instant, timeout};

use crate::clock::{now_micros, pause};
use crate::db;
use crate::house::{House, Plan, Tokens};
use crew::{Crew, Phase};
use faults::{Fault, Messages};
use ground::Ground;
use history::History;
use listeners::Listening;
use outcome::Outcome;
use work::Hand;

const SHORT: usize = 12;
const APIS: usize = 2;
const WORKERS: usize = 3;
/// How long the next level after a fault may take before the drill goes on with the next fault.
const RECOVERY_LIMIT: Duration = Duration::from_secs(30);
const QUIET_LIMIT: Duration = Duration::from_mins(3);
const HEARD_LIMIT: Duration = Duration::from_mins(1);
const WORK_LIMIT: Duration = Duration::from_mins(2);

#[derive(Debug, Subcommand)]
pub(crate) enum Drill {
    /// The policy push, on PostgreSQL and Redis with 3 workers and 2 API processes.
    Push(PushArgs),
    /// Members and money, on PostgreSQL and Redis with 2 workers and 2 API processes.
    Members(members::MembersArgs),
}

#[derive(Debug, Args)]
pub(crate) struct PushArgs {
    /// A minute or so: 12 faults.
    #[arg(long, conflicts_with = "faults")]
    short: bool,
    /// How many things break, one after another.
    #[arg(long, value_name = "N")]
    faults: Option<usize>,
    /// Repeat the choices of an earlier drill.
    #[arg(long)]
    seed: Option<u64>,
    /// One JSON object instead of the table.
    #[arg(long)]
    json: bool,
}

/// Runs the drill.
///
/// # Errors
/// When it could not be run, or a promise was broken; the message says which seed.
pub(crate) async fn run(drill: Drill) -> Result<()> {
    match drill {
        Drill::Push(args) => push(args).await,
        Drill::Members(args) => members::run(args).await,
    }
}

/// The seed that was asked for, or one that nobody had before.
fn seed_or_new(asked: Option<u64>) -> u64 {
    asked.unwrap_or_else(|| u64::try_from(now_micros() % 1_000_000_007).unwrap_or_default())
}

async fn push(args: PushArgs) -> Result<()> {
    let seed = seed_or_new(args.seed);
    let count = args.faults.unwrap_or(SHORT);
    if !args.json {
        println!("drill push: {count} faults, seed {seed}");
    }
    let mut house = tokio::task::block_in_place(build)?;
    let found = Course { seed, count, quiet: args.json, ended: Vec::new() }.run(&mut house).await;
    let again = format!("rig drill push --faults {count} --seed {seed}");
    outcome::conclude(house, found, (&again, args.json))
}

fn build() -> Result<House> {
    let plan = Plan { seed: vec!["--demo".to_owned()], count_statements: false, postgres: Vec::new() };
    let mut house = House::build(&plan)?;
    for _ in 0..APIS {
        house.add_api()?;
    }
    // One of them shares every national push out by provinces, the others carry it alone: both ways are walked.
    house.add_worker(&[("FLOTILLA_PUSH_FORK_ABOVE", "1000")])?;
    for _ in 1..WORKERS {
        house.add_worker(&[])?;
    }
    Ok(house)
}

/// A fault and when it struck, in µs.
type Struck = (Fault, i64);

/// One drill.
struct Course {
    seed: u64,
    count: usize,
    quiet: bool,
    /// What ended by itself.
    ended: Vec<String>,
}

impl Course {
    async fn run(mut self, house: &mut House) -> Result<Outcome> {
        let begun = Instant::now();
        let mut rng = StdRng::seed_from_u64(self.seed);
        let ground = Arc::new(Ground::load(&db::connect(&house.database).await?).await?);
        let (lead, phase) = watch::channel(Phase::Run);
        let crew = Crew::new(&house.nodes, &Tokens::new(&house.flotilla), phase, self.seed)?;

        let watched = ground.watched(if self.count > SHORT { 18 } else { 9 }, &mut rng);
        let kept: HashSet<i32> = watched.iter().map(|place| place.id).collect();
        let mut first = Hand::new(&crew, &ground, 0);
        first.define_all().await.context("defining the keys")?;
        let listening: Vec<Listening> =
            watched.into_iter().enumerate().map(|(number, place)| listeners::listen(&crew, place, number)).collect();
        first.publish_to_all().await.context("the first version")?;
        self.wait_until_heard(house, &listening).await.context("the first version, before anything was broken")?;

        let messages = Messages::default();
        let following = tokio::spawn(messages.clone().follow(house.redis.url()));
        let hands = put_to_work(&crew, &ground, &kept);
        let struck = self.break_things(house, &messages, &mut rng).await;
        let struck = struck.inspect_err(|_| following.abort())?;

        lead.send_replace(Phase::Drain);
        finish(hands).await?;
        following.abort();
        self.wait_until_quiet(house).await?;
        let heard = self.wait_until_heard(house, &listening).await;
        lead.send_replace(Phase::Stop);
        let logs = gather(listening).await?;
        if let Err(error) = heard {
            crew.trouble(format!("{error:#}"));
        }

        let client = db::connect(&house.database).await?;
        let history = History::load(&client).await?;
        let journal = crew.note(|journal| journal.clone());
        let doctors = tokio::task::block_in_place(|| doctors(house));
        let facts = verdict::Facts {
            seed: self.seed,
            struck,
            ended: self.ended,
            journal,
            logs,
            doctors,
            length: begun.elapsed(),
        };
        Ok(verdict::judge(&history, facts))
    }

    /// Everything on the schedule, each after the push has come through the one before.
    async fn break_things(&mut self, house: &mut House, messages: &Messages, rng: &mut StdRng) -> Result<Vec<Struck>> {
        let mut struck = Vec::new();
        for (number, fault) in faults::schedule(Fault::OF_PUSH, self.count, rng).into_iter().enumerate() {
            pause(Duration::from_millis(rng.random_range(300..2_000))).await?;
            let before = self.last_step(house).await?;
            struck.push((fault, now_micros()));
            if !self.quiet {
                println!("{:>4}  {fault}", number + 1);
            }
            faults::inject(fault, house, messages, rng)
                .await
                .with_context(|| format!("{fault}, the {}.", number + 1))?;
            let deadline = Instant::now() + RECOVERY_LIMIT;
            while self.last_step(house).await? <= before && Instant::now() < deadline {
                pause(Duration::from_millis(50)).await?;
            }
            let ended = tokio::task::block_in_place(|| faults::tend(house))?;
            self.ended.extend(ended);
        }
        Ok(struck)
    }

    async fn last_step(&self, house: &House) -> Result<i64> {
        let client = db::connect_within(&house.database, RECOVERY_LIMIT).await?;
        db::number(&client, "SELECT value FROM counter WHERE name = 'feed'").await
    }

    /// Until nothing is on its way any more; the checks tell if something still is.
    async fn wait_until_quiet(&mut self, house: &mut House) -> Result<()> {
        let deadline = Instant::now() + QUIET_LIMIT;
        let open = "SELECT (SELECT count(*) FROM push WHERE state = 1) + (SELECT count(*) FROM outbox) \
                    + (SELECT count(*) FROM audit_unsealed)";
        loop {
            let client = db::connect_within(&house.database, RECOVERY_LIMIT).await?;
            if db::number(&client, open).await? == 0 || Instant::now() >= deadline {
                return Ok(());
            }
            let ended = tokio::task::block_in_place(|| faults::tend(house))?;
            self.ended.extend(ended);
            pause(Duration::from_millis(250)).await?;
        }
    }

    /// Until every listener has heard as much as reached its chapter.
    async fn wait_until_heard(&self, house: &House, listening: &[Listening]) -> Result<()> {
        let deadline = Instant::now() + HEARD_LIMIT;
        self.wait_until_pushed(house, deadline).await?;
        let history = History::load(&db::connect(&house.database).await?).await?;
        let chapters = listening.iter().map(|listening| listening.chapter).collect();
        let expected = told::expected(&history, &chapters);
        loop {
            let behind = listening
                .iter()
                .find(|listening| *listening.progress.borrow() < expected.get(&listening.chapter).map_or(0, Vec::len));
            let Some(behind) = behind else { return Ok(()) };
            if Instant::now() >= deadline {
                bail!("chapter {} has not heard everything within {HEARD_LIMIT:?}", behind.chapter);
            }
            pause(Duration::from_millis(100)).await?;
        }
    }

    async fn wait_until_pushed(&self, house: &House, deadline: Instant) -> Result<()> {
        let client = db::connect(&house.database).await?;
        while db::number(&client, "SELECT count(*) FROM push WHERE state = 1").await? > 0 {
            if Instant::now() >= deadline {
                bail!("pushes are unfinished");
            }
            pause(Duration::from_millis(50)).await?;
        }
        Ok(())
    }
}

fn put_to_work(crew: &Crew, ground: &Arc<Ground>, kept: &HashSet<i32>) -> JoinSet<()> {
    let mut hands = JoinSet::new();
    let hand = |number| Hand::new(crew, ground, number);
    hands.spawn(hand(1).publish_for_headquarters());
    hands.spawn(hand(2).publish_for_headquarters());
    hands.spawn(hand(3).publish_for_provinces());
    hands.spawn(hand(4).reshape(kept.clone()));
    hands.spawn(hand(5).acknowledge_wrongly());
    hands
}

/// Lets everybody end what they have begun.
async fn finish(mut hands: JoinSet<()>) -> Result<()> {
    let all = async {
        while let Some(outcome) = hands.join_next().await {
            outcome.context("one who worked has failed")?;
        }
        anyhow::Ok(())
    };
    timeout(WORK_LIMIT, all).await.context("the work did not end")?
}

async fn gather(listening: Vec<Listening>) -> Result<Vec<told::Log>> {
    let mut logs = Vec::new();
    for listening in listening {
        let task: JoinHandle<told::Log> = listening.task;
        logs.push(timeout(WORK_LIMIT, task).await.context("a listener did not end")??);
    }
    Ok(logs)
}

/// What the executable's own examinations find, each with its complaint.
fn doctors(house: &House) -> Vec<(&'static str, Option<String>)> {
    let ask = |words: &[&str]| house.flotilla.run(words).err().map(|error| format!("{error:#}"));
    vec![
        ("the closure of the tree is right (doctor)", ask(&["doctor"])),
        ("the audit chain is unbroken (doctor --audit)", ask(&["doctor", "--audit"])),
    ]
}
