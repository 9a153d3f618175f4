//! `rig bench push`.

use std::time::Duration;

use anyhow::{Context as _, Result};
use clap::Args;
use tokio_postgres::Client;

use super::clients::Round;
use super::helper::{Listeners, Target};
use super::publisher::{Published, Publisher, arrived};
use super::push_limit::{LimitRun, PushLimit};
use crate::clock::pause;
use crate::db;
use crate::house::{House, Plan};
use crate::procfs::memory_kb;
use crate::report::{Figure, print};
use crate::stats::{float, median, weighted_percentile};

/// The real tree.
const DEMO: u64 = 3_219;
const MESSAGES: [&str; 3] = ["publish", "spublish", "xadd"];

#[derive(Debug, Args)]
pub(crate) struct PushArgs {
    /// Size of the tree; 3219 is the real one, others are synthetic.
    #[arg(long, value_name = "N", default_value_t = DEMO)]
    chapters: u64,
    /// Runs of each kind, ours and the limit in turn.
    #[arg(long, default_value_t = 5)]
    runs: usize,
    /// Subscribers that are connected in the last part.
    #[arg(long, default_value_t = 1_000)]
    subscribers: usize,
    /// One JSON line per figure instead of a table.
    #[arg(long)]
    json: bool,
}

/// One run of ours; times in ms since the publish call.
#[derive(Debug, Clone, Default)]
struct OurRun {
    /// To the commit of the last level.
    all: f64,
    /// When a level was committed, and how many chapters it has.
    levels: Vec<(f64, f64)>,
    statements: Option<f64>,
    messages: f64,
}

pub(super) async fn run(args: PushArgs) -> Result<()> {
    let mut house = tokio::task::block_in_place(|| build(args.chapters))?;
    let mut bench = PushBench::prepare(&house).await?;
    let mut figures = Vec::new();
    for workers in 1..=2 {
        tokio::task::block_in_place(|| house.add_worker(&[]))?;
        let (ours, limit) = bench.alternate(&house, args.runs).await?;
        figures.extend(compare(args.chapters, workers, &ours, &limit, bench.limit.statements()));
    }
    figures.extend(bench.subscribed(&house, &args).await?);
    for (name, pid) in [("worker", house.workers.first()), ("api", house.apis.first())]
        .map(|(name, process)| (name, process.and_then(crate::house::Process::pid)))
    {
        let peak = memory_kb(pid.with_context(|| format!("the {name} is gone"))?, "VmHWM")?;
        figures.push(Figure::alone(format!("push.memory.{name}"), args.chapters, peak / 1024.0, "MB"));
    }
    print(&format!("push down {} chapters, median of {}", args.chapters, args.runs), &figures, args.json);
    Ok(())
}

fn build(chapters: u64) -> Result<House> {
    let seed = match chapters {
        DEMO => vec!["--demo".to_owned()],
        other => vec!["--chapters".to_owned(), other.to_string()],
    };
    // For both sides: a checkpoint in the middle would be chance.
    let postgres = vec![("shared_buffers", "512MB"), ("max_wal_size", "8GB"), ("checkpoint_timeout", "1h")];
    let mut house = House::build(&Plan { seed, count_statements: true, postgres })?;
    house.add_api()?;
    Ok(house)
}

struct PushBench {
    publisher: Publisher,
    limit: PushLimit,
    /// Looks on; its statements are not counted.
    database: Client,
}

impl PushBench {
    async fn prepare(house: &House) -> Result<Self> {
        let database = db::unseen(&house.database).await?;
        if house.counts_statements {
            database.batch_execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements").await?;
        }
        let limit = PushLimit::prepare(house).await?;
        Ok(Self { publisher: Publisher::new(house, 0).await?, limit, database })
    }

    /// One of each to warm up, then each in turn.
    async fn alternate(&mut self, house: &House, runs: usize) -> Result<(Vec<OurRun>, Vec<LimitRun>)> {
        let (mut ours, mut limit) = (Vec::new(), Vec::new());
        for turn in 0..=runs {
            let (bare, own) = (self.limit.run().await?, self.once(house).await?);
            if turn > 0 {
                limit.push(bare);
                ours.push(own);
            }
            // What is tidied up after one run shall not weigh on the next.
            pause(Duration::from_millis(200)).await?;
        }
        Ok((ours, limit))
    }

    async fn once(&self, house: &House) -> Result<OurRun> {
        let draft = self.publisher.draft().await?;
        self.reset(house).await?;
        let published = self.publisher.publish(&draft).await?;
        let mut run = self.outcome(published).await?;
        if house.counts_statements {
            let calls = "SELECT coalesce(sum(calls), 0)::bigint FROM pg_stat_statements s \
                         JOIN pg_roles r ON r.oid = s.userid WHERE r.rolname <> 'rig'";
            run.statements = Some(float(db::number(&self.database, calls).await?));
        }
        run.messages = messages(house).await?;
        Ok(run)
    }

    async fn reset(&self, house: &House) -> Result<()> {
        if house.counts_statements {
            self.database.query("SELECT pg_stat_statements_reset()", &[]).await?;
        }
        house.redis.command("CONFIG RESETSTAT")?;
        Ok(())
    }

    async fn outcome(&self, published: Published) -> Result<OurRun> {
        let since = |at: i64| float(at - published.called) / 1000.0;
        let levels = arrived(&self.database, published.version).await?;
        let levels: Vec<(f64, f64)> =
            levels.iter().map(|level| (since(level.committed), float(level.chapters))).collect();
        Ok(OurRun { all: levels.last().map_or(0.0, |(at, _)| *at), levels, ..OurRun::default() })
    }

    /// To the last of those who are connected.
    async fn subscribed(&mut self, house: &House, args: &PushArgs) -> Result<Vec<Figure>> {
        let target = Target::of(house, 0, args.subscribers, usize::MAX).await?;
        let mut listeners = Listeners::connect(&target).await?;
        let (mut last, mut middle, mut bare) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..args.runs {
            bare.push(self.limit.run().await?.all);
            let draft = self.publisher.draft().await?;
            let published = self.publisher.publish(&draft).await?;
            let Round { p50, last: at, .. } = listeners.round().await?;
            last.push(float(at - published.called) / 1000.0);
            middle.push(float(p50 - published.called) / 1000.0);
            arrived(&self.database, published.version).await?;
        }
        let beside = |name: &str, ours: &[f64]| {
            Figure::beside(format!("push.{name}"), args.chapters, (median(ours), median(&bare)), "ms")
        };
        let count = args.subscribers;
        Ok(vec![
            beside(&format!("half_of_{count}_subscribers"), &middle),
            beside(&format!("last_of_{count}_subscribers"), &last),
        ])
    }
}

/// How many messages Redis was given since its counters were reset.
async fn messages(house: &House) -> Result<f64> {
    let mut wire = redis::Client::open(house.redis.url())?.get_multiplexed_async_connection().await?;
    let info: String = redis::cmd("INFO").arg("commandstats").query_async(&mut wire).await?;
    Ok(MESSAGES.iter().filter_map(|command| calls(&info, command)).sum())
}

fn calls(info: &str, command: &str) -> Option<f64> {
    let start = format!("cmdstat_{command}:calls=");
    let rest = info.lines().find_map(|line| line.strip_prefix(&start))?;
    rest.split(',').next()?.trim().parse().ok()
}

fn compare(chapters: u64, workers: usize, ours: &[OurRun], limit: &[LimitRun], statements: usize) -> Vec<Figure> {
    let of = |value: fn(&OurRun) -> f64| median(&ours.iter().map(value).collect::<Vec<_>>());
    let bare = |value: fn(&LimitRun) -> f64| median(&limit.iter().map(value).collect::<Vec<_>>());
    let name = |figure: &str| format!("push.{figure}.{workers}w");
    let beside = |figure: &str, pair: (f64, f64), unit| Figure::beside(name(figure), chapters, pair, unit);
    let mut figures = vec![
        beside("last_durable", (of(|run| run.all), bare(|run| run.all)), "ms"),
        beside("last_durable_by_rows_alone", (of(|run| run.all), bare(|run| run.rows)), "ms"),
    ];
    for (figure, share) in [("lag_p50", 0.5), ("lag_p99", 0.99)] {
        let lag = |levels: &[(f64, f64)]| weighted_percentile(levels, share);
        let own: Vec<f64> = ours.iter().map(|run| lag(&run.levels)).collect();
        let theirs: Vec<f64> = limit.iter().map(|run| lag(&run.levels)).collect();
        figures.push(beside(figure, (median(&own), median(&theirs)), "ms"));
    }
    let counted: Vec<f64> = ours.iter().filter_map(|run| run.statements).collect();
    if !counted.is_empty() {
        let bare = float(u64::try_from(statements).unwrap_or(0));
        figures.push(beside("statements", (median(&counted), bare), "statements"));
    }
    figures.push(beside("messages", (of(|run| run.messages), float(chapters)), "messages"));
    figures
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_read_from_the_servers_words() {
        let info =
            "# Commandstats\r\ncmdstat_publish:calls=12,usec=30,usec_per_call=2.50\r\ncmdstat_xadd:calls=3,usec=1";

        assert_eq!(calls(info, "publish"), Some(12.0));
        assert_eq!(calls(info, "xadd"), Some(3.0));
        assert_eq!(calls(info, "spublish"), None);
    }

    #[test]
    fn lag_is_weighted_by_the_chapters_of_a_level() {
        let run = |all, levels: &[(f64, f64)]| OurRun { all, levels: levels.to_vec(), ..OurRun::default() };
        let ours = [run(40.0, &[(10.0, 1.0), (20.0, 34.0), (40.0, 3_000.0)])];
        let limit = [LimitRun { rows: 10.0, all: 20.0, levels: vec![(5.0, 35.0), (20.0, 3_000.0)] }];

        let figures = compare(3_035, 1, &ours, &limit, 2);

        let find = |name: &str| figures.iter().find(|figure| figure.name == name).unwrap();
        assert_eq!(find("push.last_durable.1w").ratio, Some(2.0));
        assert_eq!(find("push.lag_p50.1w").ours.to_bits(), 40.0_f64.to_bits());
    }
}
