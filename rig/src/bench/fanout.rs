//! `rig bench fanout`.

use anyhow::{Context as _, Result};
use clap::Args;
use serde_json::Value;

use super::helper::{Helper, Listeners, Target};
use super::publisher::{Publisher, arrived};
use crate::db;
use crate::house::{House, Plan, Process};
use crate::procfs::{cpu_micros, memory_kb};
use crate::report::{Figure, print};
use crate::stats::{float, median};

/// The kernel counts processor time in steps of 10 ms: fewer messages would measure the steps.
const MESSAGES: usize = 40_000;
/// How many come first, to warm up.
const WARM: usize = 100;

#[derive(Debug, Args)]
pub(crate) struct FanoutArgs {
    /// Connections, with one subscription each.
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    subscribers: usize,
    /// Chapters they are spread over; all if not said.
    #[arg(long, value_name = "M", default_value_t = usize::MAX)]
    chapters: usize,
    /// One JSON line per figure instead of a table.
    #[arg(long)]
    json: bool,
}

/// What a side took.
#[derive(Debug, Default)]
struct Taken {
    /// Server processor time per message, in µs.
    cpu: f64,
    /// From the trigger to the last client, in ms.
    last: f64,
    /// From the first client to the last, in ms.
    spread: f64,
    /// From the commit of the first level to the last client, in ms; the trigger's for the raw side.
    after_commit: f64,
    kb_per_connection: f64,
    sample: String,
}

pub(super) async fn run(args: FanoutArgs) -> Result<()> {
    let mut house = tokio::task::block_in_place(build)?;
    let ours = ours(&house, &args).await?;
    // The product is silent while the limit is taken.
    tokio::task::block_in_place(|| house.apis.iter_mut().chain(&mut house.workers).for_each(Process::kill));
    let raw = raw(&args, &ours.sample).await?;
    let n = u64::try_from(args.subscribers).unwrap_or(u64::MAX);
    let beside = |name: &str, pair: (f64, f64), unit| Figure::beside(format!("fanout.{name}"), n, pair, unit);
    let figures = [
        beside("cpu_per_message", (ours.cpu, raw.cpu), "us"),
        beside("publish_to_last_client", (ours.last, raw.last), "ms"),
        beside("commit_to_last_client", (ours.after_commit, raw.after_commit), "ms"),
        beside("first_to_last_client", (ours.spread, raw.spread), "ms"),
        beside("memory_per_connection", (ours.kb_per_connection, raw.kb_per_connection), "kB"),
        Figure::alone("fanout.message_size", n, float(u64::try_from(ours.sample.len()).unwrap_or(0)), "bytes"),
    ];
    let rounds = rounds(&args);
    print(&format!("{} subscribers, {rounds} rounds", args.subscribers), &figures, args.json);
    Ok(())
}

/// One process to measure, another that takes the publications, a worker.
fn build() -> Result<House> {
    let plan = Plan { seed: vec!["--demo".to_owned()], count_statements: false, postgres: Vec::new() };
    let mut house = House::build(&plan)?;
    house.add_api()?;
    house.add_api()?;
    house.add_worker(&[])?;
    Ok(house)
}

fn rounds(args: &FanoutArgs) -> usize {
    (MESSAGES / args.subscribers.max(1)).max(3)
}

async fn ours(house: &House, args: &FanoutArgs) -> Result<Taken> {
    let pid = house.apis.first().and_then(Process::pid).context("no API process")?;
    let database = db::connect(&house.database).await?;
    let publisher = Publisher::new(house, 1).await?;
    warm_up(house, &publisher).await?;
    let empty = memory_kb(pid, "VmRSS")?;
    let target = Target::of(house, 0, args.subscribers, args.chapters).await?;
    let mut listeners = Listeners::connect(&target).await?;
    let full = memory_kb(pid, "VmRSS")?;
    let mut taken = Taken { kb_per_connection: (full - empty).max(0.0) / per(args.subscribers), ..Taken::default() };
    let (mut last, mut spread, mut after_commit, mut cpu) = (Vec::new(), Vec::new(), Vec::new(), 0.0);
    // The first round warms up.
    for turn in 0..=rounds(args) {
        let draft = publisher.draft().await?;
        let before = cpu_micros(pid)?;
        let sent = publisher.publish(&draft).await?;
        let round = listeners.round().await?;
        let used = cpu_micros(pid)? - before;
        let levels = arrived(&database, sent.version).await?;
        let commit = levels.first().context("a push without levels")?.committed;
        if turn > 0 {
            cpu += used;
            last.push(float(round.last - sent.called) / 1000.0);
            spread.push(float(round.last - round.first) / 1000.0);
            after_commit.push(float(round.last - commit) / 1000.0);
        }
        taken.sample = round.sample;
    }
    taken.cpu = cpu / per(args.subscribers * rounds(args));
    taken.last = median(&last);
    taken.spread = median(&spread);
    taken.after_commit = median(&after_commit);
    Ok(taken)
}

/// A few are told something and leave: what a process takes once, for whoever comes first, is not a connection's.
async fn warm_up(house: &House, publisher: &Publisher) -> Result<()> {
    let mut first = Listeners::connect(&Target::of(house, 0, WARM, WARM).await?).await?;
    publisher.publish(&publisher.draft().await?).await?;
    first.round().await?;
    Ok(())
}

async fn raw(args: &FanoutArgs, sample: &str) -> Result<Taken> {
    let mut server = Helper::start(&["raw-fanout"])?;
    server.tell(&args.subscribers.to_string()).await?;
    let answer = server.answer().await?;
    let address = answer.get("listening").and_then(Value::as_str).context("the raw server does not listen")?;
    let pid = server.pid()?;
    let empty = memory_kb(pid, "VmRSS")?;
    let mut listeners = Listeners::start(&Target::raw(address.to_owned(), args.subscribers)).await?;
    server.answer().await?;
    listeners.ready().await?;
    let full = memory_kb(pid, "VmRSS")?;
    let (mut last, mut spread, mut cpu) = (Vec::new(), Vec::new(), 0.0);
    for turn in 0..=rounds(args) {
        let before = cpu_micros(pid)?;
        server.tell(sample).await?;
        let round = listeners.round().await?;
        let begun = server.answer().await?.get("begun").and_then(Value::as_i64).context("no time")?;
        if turn > 0 {
            cpu += cpu_micros(pid)? - before;
            last.push(float(round.last - begun) / 1000.0);
            spread.push(float(round.last - round.first) / 1000.0);
        }
    }
    Ok(Taken {
        cpu: cpu / per(args.subscribers * rounds(args)),
        last: median(&last),
        spread: median(&spread),
        after_commit: median(&last),
        kb_per_connection: (full - empty).max(0.0) / per(args.subscribers),
        sample: String::new(),
    })
}

fn per(count: usize) -> f64 {
    float(u64::try_from(count.max(1)).unwrap_or(u64::MAX))
}
