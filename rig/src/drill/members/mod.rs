//! `rig drill members`: the promises of members and money, while everything around them breaks.
//!
//! `arena.rs` is where it takes place and who is there; `door.rs`, `purse.rs` and `shop.rs` are those who work, through
//! `desk.rs`, with codes from `codes.rs` and the payment provider of `provider.rs`; `calendar.rs` lets time pass. What they
//! were answered is in `answers.rs`. Afterwards `books.rs` reads the database, `checks.rs` and `money_checks.rs` hold both
//! against the promises, and `verdict.rs` sums it up.

mod answers;
mod arena;
mod books;
mod calendar;
mod checks;
mod codes;
mod desk;
mod door;
mod money_checks;
mod provider;
mod purse;
mod shop;
mod verdict;

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result};
use clap::Args;
use futures_util::future::try_join_all;
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::crew::{Crew, Phase};
use super::faults::{self, Fault, Messages};
use super::ground::Ground;
use super::outcome::{Outcome, conclude};
use crate::clock::{now_micros, pause};
use crate::db;
use crate::house::{House, Plan, Tokens};
use answers::Log;
use arena::{Arena, People};
use books::Books;
use codes::Codes;
use desk::{ADMIN, Clerk, Desk, FINANCE, SERVICE};
use provider::Provider;
use verdict::{Facts, Struck};

const SHORT: usize = 15;
const APIS: usize = 2;
const WORKERS: usize = 2;
/// Members who are there before it begins.
const SEEDED: &str = "600";
/// How long the next answer, and the fold of what was noted during a fault, may take before the drill goes on.
const RECOVERY_LIMIT: Duration = Duration::from_secs(15);
const CONNECT_LIMIT: Duration = Duration::from_secs(30);
const QUIET_LIMIT: Duration = Duration::from_mins(2);

#[derive(Debug, Args)]
pub(crate) struct MembersArgs {
    /// A minute or so: 15 faults.
    #[arg(long, conflicts_with_all = ["faults", "seconds"])]
    short: bool,
    /// How many things break, one after another.
    #[arg(long, value_name = "N")]
    faults: Option<usize>,
    /// Break things for so long, and as many as there is time for.
    #[arg(long, value_name = "N", conflicts_with = "faults")]
    seconds: Option<u64>,
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
pub(super) async fn run(args: MembersArgs) -> Result<()> {
    let seed = super::seed_or_new(args.seed);
    let limit = args.seconds.map(Duration::from_secs);
    let count = args.faults.unwrap_or(if limit.is_some() { usize::MAX >> 8 } else { SHORT });
    let bounds = limit.map_or_else(|| format!("--faults {count}"), |limit| format!("--seconds {}", limit.as_secs()));
    if !args.json {
        println!("drill members: {bounds}, seed {seed}");
    }
    let mut house = tokio::task::block_in_place(build)?;
    let found = Course { seed, count, limit, quiet: args.json, ended: Vec::new() }.run(&mut house).await;
    let again = format!("rig drill members {bounds} --seed {seed}");
    conclude(house, found, (&again, args.json))
}

/// A demo: its payments are the sandbox's, and its codes are in the logs.
fn build() -> Result<House> {
    let plan = Plan { seed: vec!["--demo".to_owned()], count_statements: false, postgres: Vec::new() };
    let mut house = House::build(&plan)?;
    house.flotilla.run(&["seed", "--members", SEEDED])?;
    for _ in 0..APIS {
        house.add_api()?;
    }
    for _ in 0..WORKERS {
        house.add_worker(&[])?;
    }
    Ok(house)
}

/// One drill.
struct Course {
    seed: u64,
    count: usize,
    limit: Option<Duration>,
    quiet: bool,
    /// What ended by itself.
    ended: Vec<String>,
}

impl Course {
    async fn run(mut self, house: &mut House) -> Result<Outcome> {
        let begun = Instant::now();
        let mut rng = StdRng::seed_from_u64(self.seed);
        let client = db::connect(&house.database).await?;
        let arena = Arc::new(Arena::of(&Ground::load(&client).await?, &mut rng)?);
        let (lead, phase) = watch::channel(Phase::Run);
        let desk = Desk {
            crew: Crew::new(&house.nodes, &Tokens::new(&house.flotilla), phase, self.seed)?,
            log: Log::default(),
            arena,
            people: People::load(&client).await?,
            provider: Provider::new(&house.flotilla, &house.nodes)?,
            sold: shop::Sold::default(),
            numbers: Arc::default(),
        };
        let known: Vec<String> =
            [ADMIN, FINANCE, SERVICE].into_iter().map(str::to_owned).chain(desk.arena.helmsmen()).collect();
        try_join_all(known.iter().map(|who| desk.crew.tokens.of(who))).await.context("tokens")?;
        Clerk::new(&desk, 0).lay_out().await.context("before anything was broken")?;

        let hands = put_to_work(house, &desk);
        let struck = self.break_things(house, &desk.log, &mut rng).await?;
        lead.send_replace(Phase::Drain);
        super::finish(hands).await?;
        self.wait_until_quiet(house).await?;
        lead.send_replace(Phase::Stop);

        let books = Books::load(&db::connect(&house.database).await?).await?;
        let doctors = tokio::task::block_in_place(|| doctors(house));
        let facts = Facts {
            seed: self.seed,
            struck,
            ended: self.ended,
            journal: desk.crew.note(|journal| journal.clone()),
            answers: desk.log.note(|answers| answers.clone()),
            doctors,
            length: begun.elapsed(),
        };
        Ok(verdict::judge(&books, facts))
    }

    /// Everything on the schedule, each after the one before has been overcome.
    async fn break_things(&mut self, house: &mut House, log: &Log, rng: &mut StdRng) -> Result<Vec<Struck>> {
        let begun = Instant::now();
        let mut struck = Vec::new();
        let mut schedule = Vec::new();
        while struck.len() < self.count && self.limit.is_none_or(|limit| begun.elapsed() < limit) {
            let Some(fault) = schedule.pop() else {
                schedule = faults::schedule(Fault::OF_MEMBERS, Fault::OF_MEMBERS.len(), rng);
                continue;
            };
            pause(Duration::from_millis(rng.random_range(200..1_200))).await?;
            let number = struck.len() + 1;
            if !self.quiet {
                println!("{number:>4}  {fault}");
            }
            let at = now_micros();
            faults::inject(fault, house, &Messages::default(), rng)
                .await
                .with_context(|| format!("{fault}, the {number}."))?;
            struck.push(overcome(house, log, (fault, at)).await?);
            let ended = tokio::task::block_in_place(|| faults::tend(house))?;
            self.ended.extend(ended);
        }
        Ok(struck)
    }

    /// Until nothing is on its way any more; the checks tell if something still is.
    async fn wait_until_quiet(&mut self, house: &mut House) -> Result<()> {
        let deadline = Instant::now() + QUIET_LIMIT;
        // Refunds and payments too many go back through the provider by themselves.
        let open = "SELECT (SELECT count(*) FROM outbox) + (SELECT count(*) FROM audit_unsealed) \
                    + (SELECT count(*) FROM member_delta) \
                    + (SELECT count(*) FROM refund r JOIN payment p ON p.id = r.payment_id \
                       WHERE r.state = 2 AND p.method = 1) \
                    + (SELECT count(*) FROM payment WHERE method = 1 AND \
                       (state = 4 OR state = 6 AND return_asked_at IS NOT NULL))";
        loop {
            let client = db::connect_within(&house.database, CONNECT_LIMIT).await?;
            if db::number(&client, open).await? == 0 || Instant::now() >= deadline {
                return Ok(());
            }
            let ended = tokio::task::block_in_place(|| faults::tend(house))?;
            self.ended.extend(ended);
            pause(Duration::from_millis(250)).await?;
        }
    }
}

/// Waits until somebody is answered again and what was noted by now is folded.
async fn overcome(house: &House, log: &Log, (fault, at): (Fault, i64)) -> Result<Struck> {
    let healed = now_micros();
    let client = db::connect_within(&house.database, CONNECT_LIMIT).await?;
    let noted = db::number(&client, "SELECT coalesce(max(id), 0) FROM member_delta").await?;
    let waiting = format!("SELECT count(*) FROM member_delta WHERE id <= {noted}");
    let deadline = Instant::now() + RECOVERY_LIMIT;
    let (mut is_answered, mut folded) = (false, None);
    while (!is_answered || folded.is_none()) && Instant::now() < deadline {
        is_answered = log.note(|answers| answers.at.last().is_some_and(|then| *then > healed));
        if folded.is_none() && db::number(&client, &waiting).await? == 0 {
            folded = Some((now_micros() - at) / 1000);
        }
        pause(Duration::from_millis(20)).await?;
    }
    let silence = log.note(|answers| answers.silence(at, now_micros()));
    Ok(Struck { fault, silence: silence / 1000, folded })
}

fn put_to_work(house: &House, desk: &Desk) -> JoinSet<()> {
    let codes = Codes::new(house.flotilla.logs(), APIS);
    let mut hands = JoinSet::new();
    let clerk = |number| Clerk::new(desk, number);
    hands.spawn(clerk(1).at_the_door(codes.clone()));
    hands.spawn(clerk(2).at_the_door(codes));
    hands.spawn(clerk(3).with_the_purse());
    hands.spawn(clerk(4).with_the_purse());
    hands.spawn(clerk(5).sell());
    hands.spawn(clerk(6).sell());
    hands.spawn(clerk(7).sell());
    hands.spawn(clerk(8).repeat_notices());
    hands.spawn(clerk(9).refund());
    hands.spawn(clerk(10).reshape());
    hands.spawn(clerk(11).let_time_pass(house.database.clone()));
    hands
}

/// What the executable's own examinations find, each with its complaint.
fn doctors(house: &House) -> Vec<(&'static str, Option<String>)> {
    let ask = |words: &[&str]| house.flotilla.run(words).err().map(|error| format!("{error:#}"));
    vec![
        ("the closure of the tree is right (doctor)", ask(&["doctor"])),
        ("the ledger is right (doctor --ledger)", ask(&["doctor", "--ledger"])),
        ("the counts of members are right (doctor --members)", ask(&["doctor", "--members"])),
        ("the audit chain is unbroken (doctor --audit)", ask(&["doctor", "--audit"])),
    ]
}
