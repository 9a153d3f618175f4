//! The end of many memberships on one day: the worker's sweep beside one bare statement over the same rows.

use std::time::Duration;

use anyhow::{Result, bail};
use tokio::time::Instant;

use super::Nation;
use crate::clock::pause;
use crate::db::{self, committed};
use crate::report::Figure;
use crate::stats::float;

const LIMIT: Duration = Duration::from_mins(10);
/// Days since 1970 in Asia/Shanghai, as the product counts them.
const TODAY: &str = "((now() AT TIME ZONE 'Asia/Shanghai')::date - DATE '1970-01-01')";

/// Lets so many memberships end today, and measures until all are in grace and the counts say so.
pub(super) async fn measure(nation: &mut Nation, ending: u64) -> Result<Vec<Figure>> {
    let ending = ending.min(nation.members / 10);
    let due = format!("standing = 3 AND until_on <= {TODAY}");
    let some = format!("SELECT id FROM member WHERE standing = 3 ORDER BY until_on, id LIMIT {ending}");
    nation.database.batch_execute(&format!("UPDATE member SET until_on = {TODAY} WHERE id IN ({some})")).await?;
    nation.database.batch_execute("ANALYZE member").await?;
    let there = db::number(&nation.database, &format!("SELECT count(*) FROM member WHERE {due}")).await?;
    if u64::try_from(there)? != ending {
        bail!("{there} memberships end today, not {ending}");
    }
    let limit = bare(nation, &due).await?;
    tokio::task::block_in_place(|| nation.house.add_worker(&[]))?;
    wait(nation, &format!("SELECT count(*) FROM (SELECT 1 FROM member WHERE {due} LIMIT 1) AS one")).await?;
    wait(nation, "SELECT count(*) FROM (SELECT 1 FROM member_delta LIMIT 1) AS one").await?;
    let (swept, seconds) = swept(nation).await?;
    let n = nation.members;
    let rate = float(i64::try_from(ending)?) / limit;
    Ok(vec![Figure::beside("members.sweep", n, (swept / seconds, rate), "members/s")])
}

/// One statement over all of them, taken back.
async fn bare(nation: &mut Nation, due: &str) -> Result<f64> {
    let work = nation.database.transaction().await?;
    let begun = Instant::now();
    work.batch_execute(&format!("UPDATE member SET standing = 4, version = version + 1 WHERE {due}")).await?;
    let seconds = begun.elapsed().as_secs_f64();
    work.rollback().await?;
    Ok(seconds)
}

async fn wait(nation: &Nation, waiting: &str) -> Result<()> {
    let deadline = Instant::now() + LIMIT;
    while db::number(&nation.database, waiting).await? > 0 {
        if Instant::now() >= deadline {
            bail!("the worker was not done within {LIMIT:?}: {waiting}");
        }
        pause(Duration::from_millis(50)).await?;
    }
    Ok(())
}

/// How many members were swept after the first batch, and the seconds from its commit to the last's.
async fn swept(nation: &Nation) -> Result<(f64, f64)> {
    let sql = format!(
        "SELECT {}, (after_value::jsonb ->> 'members')::bigint FROM audit_entry a WHERE action = 'members.sweep' ORDER BY 1",
        committed("a")
    );
    let rows = nation.database.query(&sql, &[]).await?;
    let batches: Vec<(i64, i64)> =
        rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect::<Result<_, tokio_postgres::Error>>()?;
    let (Some((first, begun)), Some((last, _))) = (batches.first(), batches.last()) else { bail!("nothing was swept") };
    let all: i64 = batches.iter().map(|(_, members)| members).sum();
    Ok((float(all - begun), float(last - first) / 1e6))
}
