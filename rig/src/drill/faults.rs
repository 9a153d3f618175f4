//! What breaks, and how it is put right again.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context as _, Result};
use rand::Rng as _;
use rand::rngs::StdRng;
use rand::seq::{IndexedRandom as _, SliceRandom as _};
use redis::aio::MultiplexedConnection;
use redis::streams::StreamReadReply;
use tokio::time::{Instant, sleep};

use crate::clock::pause;
use crate::house::{House, Process};

/// The stream that carries pushes to the workers, as the bus names it.
const STREAM: &str = "{flotilla:push}:log";
const REMEMBERED: usize = 500;
const LOOK: Duration = Duration::from_millis(50);
const RESTART_LIMIT: Duration = Duration::from_mins(1);

/// One way to break things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Fault {
    KillApi,
    FreezeApi,
    KillWorker,
    FreezeWorker,
    FlushRedis,
    KillRedis,
    FreezeRedis,
    KillPostgres,
    RepeatMessages,
}

impl Fault {
    /// What befalls a push.
    pub(super) const OF_PUSH: [Self; 8] = [
        Self::KillApi,
        Self::KillWorker,
        Self::FreezeWorker,
        Self::FlushRedis,
        Self::KillRedis,
        Self::FreezeRedis,
        Self::KillPostgres,
        Self::RepeatMessages,
    ];

    /// What befalls members and money: nothing of theirs waits in a stream, and those who ask wait for an answer.
    pub(super) const OF_MEMBERS: [Self; 8] = [
        Self::KillApi,
        Self::FreezeApi,
        Self::KillWorker,
        Self::FreezeWorker,
        Self::FlushRedis,
        Self::KillRedis,
        Self::FreezeRedis,
        Self::KillPostgres,
    ];
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::KillApi => "kill -9 api",
            Self::FreezeApi => "freeze api",
            Self::KillWorker => "kill -9 worker",
            Self::FreezeWorker => "freeze worker",
            Self::FlushRedis => "flush redis",
            Self::KillRedis => "kill -9 redis",
            Self::FreezeRedis => "freeze redis",
            Self::KillPostgres => "kill -9 postgres",
            Self::RepeatMessages => "repeat, reorder",
        })
    }
}

/// A seeded order of faults of these kinds, in which every kind comes up as often as any other.
pub(super) fn schedule(kinds: [Fault; 8], count: usize, rng: &mut StdRng) -> Vec<Fault> {
    let mut schedule = Vec::with_capacity(count + kinds.len());
    while schedule.len() < count {
        let mut round = kinds;
        round.shuffle(rng);
        schedule.extend(round);
    }
    schedule.truncate(count);
    schedule
}

/// Breaks one thing, leaves it broken for a moment, and puts it right.
pub(super) async fn inject(fault: Fault, house: &mut House, messages: &Messages, rng: &mut StdRng) -> Result<()> {
    match fault {
        Fault::KillApi => {
            let number = rng.random_range(0..house.apis.len());
            kill_api(house, number, span(rng, 100..2_500)).await
        }
        Fault::FreezeApi => {
            // It stays on the list: who asks it waits.
            let frozen = span(rng, 500..3_000);
            let api = house.apis.choose_mut_with(rng).context("no API process")?;
            api.signal("STOP");
            let outcome = pause(frozen).await;
            api.signal("CONT");
            outcome
        }
        Fault::KillWorker => {
            let down = span(rng, 50..2_000);
            let worker = house.workers.choose_mut_with(rng).context("no worker")?;
            worker.kill();
            pause(down).await?;
            restart(worker)
        }
        Fault::FreezeWorker => {
            let frozen = span(rng, 1_000..6_000);
            let worker = house.workers.choose_mut_with(rng).context("no worker")?;
            worker.signal("STOP");
            let outcome = pause(frozen).await;
            worker.signal("CONT");
            outcome
        }
        Fault::FlushRedis => house.redis.flush_all(),
        Fault::KillRedis => {
            house.redis.kill();
            pause(span(rng, 50..2_500)).await?;
            tokio::task::block_in_place(|| house.redis.start_again())
        }
        Fault::FreezeRedis => {
            let pid = i64::from(house.redis.pid().context("Redis is down")?);
            xtask::process::signal(pid, "STOP");
            let outcome = pause(span(rng, 500..4_000)).await;
            xtask::process::signal(pid, "CONT");
            outcome
        }
        Fault::KillPostgres => {
            house.postgres.kill();
            pause(span(rng, 50..1_500)).await?;
            tokio::task::block_in_place(|| house.postgres.start_again())
        }
        Fault::RepeatMessages => messages.repeat(&house.redis.url(), rng).await,
    }
}

fn span(rng: &mut StdRng, millis: std::ops::Range<u64>) -> Duration {
    Duration::from_millis(rng.random_range(millis))
}

async fn kill_api(house: &mut House, number: usize, down: Duration) -> Result<()> {
    let api = house.apis.get_mut(number).context("no such API process")?;
    house.nodes.set(number, None);
    api.kill();
    pause(down).await?;
    restart(api)?;
    house.nodes.set(number, api.address());
    Ok(())
}

/// As whoever runs it in earnest would: again and again.
fn restart(process: &mut Process) -> Result<()> {
    tokio::task::block_in_place(|| {
        let deadline = Instant::now() + RESTART_LIMIT;
        loop {
            match process.start() {
                Ok(()) => return Ok(()),
                Err(error) if Instant::now() >= deadline => return Err(error),
                Err(_) => std::thread::sleep(LOOK),
            }
        }
    })
}

/// Starts again whatever ended by itself; answers what did.
pub(super) fn tend(house: &mut House) -> Result<Vec<String>> {
    let mut ended = Vec::new();
    for process in house.workers.iter_mut().chain(&mut house.apis) {
        if !process.is_running() {
            ended.push(format!("{} ended by itself:\n{}", process.name(), process.last_words()));
            restart(process)?;
        }
    }
    for (number, api) in house.apis.iter().enumerate() {
        house.nodes.set(number, api.address());
    }
    Ok(ended)
}

/// A mutable choice.
trait ChooseMut<T> {
    fn choose_mut_with(&mut self, rng: &mut StdRng) -> Option<&mut T>;
}

impl<T> ChooseMut<T> for Vec<T> {
    fn choose_mut_with(&mut self, rng: &mut StdRng) -> Option<&mut T> {
        if self.is_empty() {
            return None;
        }
        let place = rng.random_range(0..self.len());
        self.get_mut(place)
    }
}

/// One entry of the stream: its fields, in order.
type Fields = Vec<(String, Vec<u8>)>;

/// The messages that have passed, to be sent again. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub(super) struct Messages(Arc<Mutex<VecDeque<Fields>>>);

impl Messages {
    /// Reads along, until dropped.
    pub(super) async fn follow(self, url: String) {
        let mut last = "0".to_owned();
        loop {
            if let Ok(mut wire) = connect(&url).await {
                while let Ok(()) = self.read(&mut wire, &mut last).await {
                    sleep(LOOK).await;
                }
            }
            sleep(LOOK * 4).await;
        }
    }

    async fn read(&self, wire: &mut MultiplexedConnection, last: &mut String) -> redis::RedisResult<()> {
        let mut read = redis::cmd("XREAD");
        read.arg("COUNT").arg(200).arg("STREAMS").arg(STREAM).arg(last.as_str());
        let reply: Option<StreamReadReply> = read.query_async(wire).await?;
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for entry in reply.into_iter().flat_map(|reply| reply.keys).flat_map(|key| key.ids) {
            *last = entry.id;
            let fields = entry.map.into_iter().filter_map(|(name, value)| Some((name, bytes(&value)?)));
            held.push_back(fields.collect());
            if held.len() > REMEMBERED {
                held.pop_front();
            }
        }
        Ok(())
    }

    /// Sends copies of up to fifty of them once more, in any order.
    async fn repeat(&self, url: &str, rng: &mut StdRng) -> Result<()> {
        let mut chosen: Vec<Fields> = {
            let held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            held.iter().cloned().collect::<Vec<_>>().choose_multiple(rng, 50).cloned().collect()
        };
        chosen.shuffle(rng);
        let mut pipeline = redis::pipe();
        for fields in &chosen {
            let add = pipeline.cmd("XADD").arg(STREAM).arg("*");
            for (name, value) in fields {
                add.arg(name).arg(value.as_slice());
            }
            add.ignore();
        }
        if !chosen.is_empty() {
            let mut wire = connect(url).await?;
            pipeline.query_async::<()>(&mut wire).await?;
        }
        Ok(())
    }
}

async fn connect(url: &str) -> redis::RedisResult<MultiplexedConnection> {
    redis::Client::open(url)?.get_multiplexed_async_connection().await
}

fn bytes(value: &redis::Value) -> Option<Vec<u8>> {
    match value {
        redis::Value::BulkString(bytes) => Some(bytes.clone()),
        redis::Value::SimpleString(text) => Some(text.clone().into_bytes()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng as _;

    use super::*;

    #[test]
    fn a_seed_gives_one_schedule_with_every_kind_in_each_round() {
        let schedule_of = |seed| schedule(Fault::OF_PUSH, 12, &mut StdRng::seed_from_u64(seed));

        let first = schedule_of(7);

        assert_eq!(first, schedule_of(7));
        assert_ne!(first, schedule_of(8));
        let mut round = first[..8].to_vec();
        round.sort_unstable();
        assert_eq!(round, Fault::OF_PUSH);
        assert_eq!(first.len(), 12);
    }
}
