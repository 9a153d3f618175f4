//! The limit of a push: per level one bare `INSERT … SELECT … RETURNING`, committed, and one pipelined message per chapter,
//! read by a subscriber that counts them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use futures_util::TryStreamExt as _;
use redis::aio::MultiplexedConnection;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep, timeout};
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Statement};

use crate::db;
use crate::house::House;

/// Messages to a pipeline: enough to make the round trip count little, few enough to be held in memory.
const PIPELINE: usize = 10_000;
/// A message as it comes to a subscriber by pattern holds two `*`: where it begins, and in the pattern.
const MARKS: u64 = 2;
const MESSAGES_LIMIT: Duration = Duration::from_mins(1);

/// The same shape and key as the product's own tables.
const TABLES: &str = "
CREATE TABLE limit_delivery (
    version_id bigint NOT NULL, step_id bigint NOT NULL, chapter_id integer NOT NULL, state smallint NOT NULL,
    read_at bigint, acknowledged_at bigint, acknowledged_by uuid,
    PRIMARY KEY (version_id, chapter_id)
)";
/// The closure holds every level in the order of its key: nothing is cheaper to read.
const LEVEL: &str = "INSERT INTO limit_delivery (version_id, step_id, chapter_id, state) \
    SELECT $1, $2, k.descendant_id, 1 FROM closure k WHERE k.ancestor_id = $3 AND k.depth = $4 RETURNING chapter_id";

/// A connection of its own and what it works with.
pub(super) struct PushLimit {
    client: Client,
    level: Statement,
    redis: MultiplexedConnection,
    /// Marks read so far.
    heard: Arc<AtomicU64>,
    root: i32,
    depths: Vec<i16>,
    version: i64,
}

/// One run; times in ms since its beginning.
#[derive(Debug, Clone, Default)]
pub(super) struct LimitRun {
    /// Rows alone.
    pub(super) rows: f64,
    /// Rows and messages, up to the last one heard.
    pub(super) all: f64,
    /// When a level was committed, and how many chapters it has.
    pub(super) levels: Vec<(f64, f64)>,
}

impl PushLimit {
    pub(super) async fn prepare(house: &House) -> Result<Self> {
        let client = db::unseen(&house.database).await?;
        client.batch_execute(TABLES).await?;
        let level = client.prepare(LEVEL).await?;
        let row = client.query_one("SELECT id FROM chapter WHERE level = 0", &[]).await?;
        let root: i32 = row.try_get(0)?;
        let depths = "SELECT DISTINCT depth FROM closure WHERE ancestor_id = $1 ORDER BY depth";
        let depths = client.query(depths, &[&root]).await?;
        let depths = depths.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?;
        let redis = redis::Client::open(house.redis.url())?.get_multiplexed_async_connection().await?;
        let heard = Arc::new(AtomicU64::new(0));
        listen(house.redis.port(), Arc::clone(&heard)).await?;
        Ok(Self { client, level, redis, heard, root, depths, version: 0 })
    }

    pub(super) fn statements(&self) -> usize {
        self.depths.len()
    }

    /// Serves every chapter once.
    pub(super) async fn run(&mut self) -> Result<LimitRun> {
        self.version += 1;
        self.heard.store(0, Ordering::Relaxed);
        let begun = Instant::now();
        let since = || begun.elapsed().as_secs_f64() * 1000.0;
        let mut run = LimitRun::default();
        let mut sent = 0_u64;
        for depth in self.depths.clone() {
            let before = since();
            let chapters = self.insert(depth).await?;
            run.rows += since() - before;
            run.levels.push((since(), crate::stats::float(u64::try_from(chapters.len()).unwrap_or(0))));
            for chunk in chapters.chunks(PIPELINE) {
                self.publish(chunk).await?;
            }
            sent += u64::try_from(chapters.len()).unwrap_or(0);
        }
        let deadline = Instant::now() + MESSAGES_LIMIT;
        while self.heard.load(Ordering::Relaxed) / MARKS < sent {
            if Instant::now() >= deadline {
                bail!("{} of {sent} messages were heard", self.heard.load(Ordering::Relaxed) / MARKS);
            }
            sleep(Duration::from_micros(200)).await;
        }
        run.all = since();
        Ok(run)
    }

    /// One statement outside a transaction is its own commit.
    async fn insert(&self, depth: i16) -> Result<Vec<i32>> {
        let step = self.version * 100 + i64::from(depth);
        let values: [&(dyn ToSql + Sync); 4] = [&self.version, &step, &self.root, &depth];
        let rows = self.client.query_raw(&self.level, values).await?;
        Ok(rows.and_then(async |row| row.try_get::<_, i32>(0)).try_collect().await?)
    }

    async fn publish(&mut self, chapters: &[i32]) -> Result<()> {
        let mut pipeline = redis::Pipeline::with_capacity(chapters.len());
        for chapter in chapters {
            pipeline
                .cmd("PUBLISH")
                .arg(format!("limit:chap_{chapter}"))
                .arg(format!(r#"{{"kind":"DELIVERED","version":"pver_{}","chapter":"chap_{chapter}"}}"#, self.version))
                .ignore();
        }
        pipeline.query_async::<()>(&mut self.redis).await.context("PUBLISH")
    }
}

/// Counts the marks of what is published, as cheaply as it can be.
async fn listen(port: u16, heard: Arc<AtomicU64>) -> Result<()> {
    let mut wire = TcpStream::connect(("127.0.0.1", port)).await?;
    wire.write_all(b"PSUBSCRIBE limit:chap_[0-9]*\r\n").await?;
    let mut bytes = vec![0; 64 * 1024];
    // The answer to the subscription, which holds the pattern with its `*`.
    timeout(MESSAGES_LIMIT, wire.read(&mut bytes)).await.context("no answer to PSUBSCRIBE")??;
    tokio::spawn(async move {
        while let Ok(length @ 1..) = wire.read(&mut bytes).await {
            let read = bytes.get(..length).unwrap_or_default();
            let marks = read.split(|byte| *byte == b'*').count() - 1;
            heard.fetch_add(u64::try_from(marks).unwrap_or(0), Ordering::Relaxed);
        }
    });
    Ok(())
}
