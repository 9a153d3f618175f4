//! The rig's own look into the database.

use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use tokio::time::Instant;
use tokio_postgres::{Client, NoTls};

use crate::clock::pause;

/// The commit time of the transaction that last wrote a row, in µs; 0 where it is not kept.
pub(crate) fn committed(row: &str) -> String {
    format!("coalesce((extract(epoch FROM pg_xact_commit_timestamp({row}.xmin)) * 1000000)::bigint, 0)")
}

/// Connects; the connection ends with the client.
pub(crate) async fn connect(url: &str) -> Result<Client> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.context("PostgreSQL does not answer")?;
    tokio::spawn(connection);
    Ok(client)
}

/// As [`connect`], but waits for a database that is coming back.
pub(crate) async fn connect_within(url: &str, limit: Duration) -> Result<Client> {
    let deadline = Instant::now() + limit;
    loop {
        match connect(url).await {
            Ok(client) => return Ok(client),
            Err(error) if Instant::now() >= deadline => return Err(error),
            Err(_) => pause(Duration::from_millis(100)).await?,
        }
    }
}

/// One number.
pub(crate) async fn number(client: &Client, sql: &str) -> Result<i64> {
    let row = client.query_one(sql, &[]).await.with_context(|| sql.to_owned())?;
    row.try_get(0).with_context(|| format!("not a bigint: {sql}"))
}

/// The address of the same database for a user of our own, whose statements are not counted.
///
/// # Errors
/// When the address is not one of a private server's.
pub(crate) async fn unseen(url: &str) -> Result<Client> {
    let owner = connect(url).await?;
    let make = "DO $$ BEGIN CREATE ROLE rig SUPERUSER LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$";
    owner.batch_execute(make).await?;
    let Some((_, place)) = url.split_once('@') else { bail!("{url} names no user") };
    connect(&format!("postgres://rig@{place}")).await
}
