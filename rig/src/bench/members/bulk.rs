//! Members in bulk: `flotilla seed --members` beside COPY of the very rows it wrote.

use std::time::Duration;

use anyhow::{Context as _, Result};
use tokio::time::Instant;
use tokio_postgres::Client;

use super::Nation;
use crate::db;
use crate::house::House;
use crate::report::Figure;
use crate::stats::float;

/// As many rows as COPY is measured with: its rate does not depend on how many there are.
const SAMPLE: u64 = 1_000_000;
const TABLES: [&str; 4] = ["member", "member_key", "consent", "membership"];

/// Seeds, and answers how long the program says it took.
pub(super) async fn seed(house: &House, members: u64) -> Result<Duration> {
    let flotilla = house.flotilla.clone();
    let told =
        tokio::task::spawn_blocking(move || flotilla.run(&["seed", "--members", &members.to_string()])).await??;
    let seconds = told.split_whitespace().rev().find_map(|word| word.parse::<f64>().ok());
    let seconds = seconds.with_context(|| format!("the seed said no time: {told}"))?;
    let database = db::connect(&house.database).await?;
    database.batch_execute("VACUUM ANALYZE").await?;
    Ok(Duration::from_secs_f64(seconds))
}

/// The rate of the seed beside that of COPY.
pub(super) async fn compare(nation: &Nation, seeded: Duration) -> Result<Vec<Figure>> {
    let sample = nation.members.min(SAMPLE);
    let mut seconds = 0.0;
    for table in TABLES {
        // A member has at most one term here, so the share of rows is the same in all tables.
        let some =
            format!("SELECT t.* FROM {table} t LIMIT (SELECT count(*) * {sample} / {} FROM {table})", nation.members);
        seconds += copied(&nation.database, table, &some).await?;
    }
    let ours = float(i64::try_from(nation.members)?) / seeded.as_secs_f64();
    let limit = float(i64::try_from(sample)?) / seconds;
    Ok(vec![Figure::beside("members.seed", nation.members, (ours, limit), "members/s")])
}

/// The seconds that COPY takes for some rows of a table, from a file of the server into a table with the same indexes.
pub(super) async fn copied(database: &Client, table: &str, some: &str) -> Result<f64> {
    let place: String = database.query_one("SHOW data_directory", &[]).await?.try_get(0)?;
    let file = format!("{place}/{table}.copy");
    database.batch_execute(&format!("COPY ({some}) TO '{file}' (FORMAT binary)")).await?;
    database.batch_execute(&format!("CREATE TABLE copy_{table} (LIKE {table} INCLUDING ALL)")).await?;
    let begun = Instant::now();
    database.batch_execute(&format!("COPY copy_{table} FROM '{file}' (FORMAT binary)")).await?;
    let seconds = begun.elapsed().as_secs_f64();
    database.batch_execute(&format!("DROP TABLE copy_{table}")).await?;
    // The server owns the file; what is left of it is nothing.
    database.batch_execute(&format!("COPY (SELECT 1 WHERE FALSE) TO '{file}'")).await?;
    Ok(seconds)
}
