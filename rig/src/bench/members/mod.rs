//! `rig bench members`: a nation of members, written, counted and swept.
//!
//! `bulk.rs`: rows in bulk beside COPY. `import.rs`: a file of people beside COPY. `writes.rs`: one member at a time beside
//! bare inserts. `reads.rs`: counts and pages beside a read by primary key. `sweep.rs`: the end of many memberships on one
//! day beside one bare statement.

mod bulk;
mod import;
mod reads;
mod sweep;
mod writes;

use anyhow::{Context as _, Result, bail};
use clap::Args;
use tokio_postgres::Client;

use crate::db;
use crate::house::{House, Plan, Tokens};
use crate::report::{Figure, print};

/// Whose token the benchmark works with: it reads and registers members everywhere.
const WHO: &str = "member-service";

#[derive(Debug, Args)]
pub(crate) struct MembersArgs {
    /// How many members there are; 36000000 is the size that the franchise had.
    #[arg(long, value_name = "N", default_value_t = 1_000_000)]
    members: u64,
    /// Length of each round of writes; there are three of each kind.
    #[arg(long, default_value_t = 5)]
    seconds: u64,
    /// How many memberships end on one day, in the last part.
    #[arg(long, value_name = "N", default_value_t = 100_000)]
    ending: u64,
    /// How many people the imported file holds.
    #[arg(long, value_name = "N", default_value_t = 200_000)]
    imported: u64,
    /// One JSON line per figure instead of a table.
    #[arg(long)]
    json: bool,
}

/// What every part of the benchmark works with.
struct Nation {
    house: House,
    database: Client,
    node: String,
    token: String,
    members: u64,
}

pub(super) async fn run(args: MembersArgs) -> Result<()> {
    if args.members < 1_000 {
        bail!("--members takes 1,000 or more, not {}", args.members);
    }
    let house = tokio::task::block_in_place(build)?;
    let seeded = bulk::seed(&house, args.members).await?;
    let mut nation = Nation::open(house, args.members).await?;
    let mut figures = bulk::compare(&nation, seeded).await?;
    figures.extend(reads::measure(&nation, "folded").await?);
    figures.extend(writes::measure(&nation, args.seconds).await?);
    // No worker has run: what the writes noted for the counts still waits.
    figures.extend(reads::measure_counts(&nation, "waiting").await?);
    figures.extend(sweep::measure(&mut nation, args.ending).await?);
    // The sweep has left a worker running, which the import needs.
    figures.extend(import::measure(&nation, args.imported).await?);
    figures.push(nation.size().await?);
    print(&format!("{} members", args.members), &figures, args.json);
    Ok(())
}

fn build() -> Result<House> {
    // For both sides of each comparison: a checkpoint in the middle would be chance.
    let postgres = vec![("shared_buffers", "2GB"), ("max_wal_size", "8GB"), ("checkpoint_timeout", "1h")];
    House::build(&Plan { seed: vec!["--demo".to_owned()], count_statements: false, postgres })
}

impl Nation {
    async fn open(mut house: House, members: u64) -> Result<Self> {
        tokio::task::block_in_place(|| house.add_api())?;
        let database = db::connect(&house.database).await?;
        let node = house.nodes.pick(0).context("no API process")?;
        let token = Tokens::new(&house.flotilla).of(WHO).await?;
        Ok(Self { house, database, node, token, members })
    }

    /// What all of it takes on disk.
    async fn size(&self) -> Result<Figure> {
        let bytes = db::number(&self.database, "SELECT pg_database_size(current_database())").await?;
        Ok(Figure::alone("members.disk", self.members, crate::stats::float(bytes) / 1e9, "GB"))
    }
}

/// The chapters that take members, below headquarters.
async fn chapters(nation: &Nation) -> Result<Vec<i32>> {
    let sql = "SELECT id FROM chapter WHERE level > 0 AND status = 1 ORDER BY id";
    let rows = nation.database.query(sql, &[]).await?;
    Ok(rows.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?)
}
