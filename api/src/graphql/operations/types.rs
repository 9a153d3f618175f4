//! Workers, streams, the outbox, dead letters.

use std::time::Duration;

use async_graphql::{ID, Object, SimpleObject};
use service::operations::DeadLetter as Letter;

use crate::graphql::View;
use crate::graphql::connection::limit;
use crate::graphql::error::Result;
use crate::graphql::list::List;
use crate::graphql::policies::Push;
use crate::graphql::scalars::{DateTime, Long};

/// The parts that do the work.
#[derive(Debug)]
pub(crate) struct Operations {
    pub(super) view: View,
}

/// How the parts that do the work are. While the bus is away, what lies on it is not shown, and `problems` says so.
#[Object]
impl Operations {
    /// When this was looked at.
    async fn as_of(&self) -> DateTime {
        DateTime(self.view.viewer().now)
    }

    /// The workers that take pushes, by name. One that died stays for up to an hour: look at when it was last heard.
    async fn workers(&self) -> Result<List<Worker>> {
        let workers = self.view.service().workers(self.view.viewer()).await?;
        let worker = |worker: service::operations::Worker| Worker {
            name: worker.name,
            idle_ms: millis(worker.idle),
            in_flight: i32::try_from(worker.in_flight).unwrap_or(i32::MAX),
        };
        Ok(workers.into_iter().map(worker).collect())
    }

    /// What workers have not finished, stream by stream.
    async fn streams(&self) -> Result<List<StreamLag>> {
        let streams = self.view.service().streams(self.view.viewer()).await?;
        let lag = |state: service::operations::StreamState| StreamLag {
            stream: state.stream.to_owned(),
            group: state.group.to_owned(),
            waiting: long(state.waiting),
            in_flight: long(state.in_flight),
            oldest_ms: state.oldest.map(millis),
        };
        Ok(streams.into_iter().map(lag).collect())
    }

    /// What waits to be moved from the database to the bus.
    async fn outbox(&self) -> Result<Outbox> {
        let outbox = self.view.service().outbox(self.view.viewer()).await?;
        Ok(Outbox { waiting: Long(outbox.waiting), oldest_at: outbox.since.map(DateTime) })
    }

    /// The pushes that have not finished, the oldest first.
    async fn pushes(&self, #[graphql(desc = "How many, 0 to 100.", default = 50)] first: i32) -> Result<List<Push>> {
        let limit = limit(first)?;
        let pushes = self.view.service().pushes(self.view.viewer(), limit).await?;
        Ok(pushes.into_iter().map(|push| Push::new(push, self.view.clone())).collect())
    }

    /// The messages that workers gave up on, the oldest first.
    async fn dead_letters(
        &self,
        #[graphql(desc = "How many, 0 to 100.", default = 50)] first: i32,
    ) -> Result<List<DeadLetter>> {
        let limit = limit(first)?;
        let letters = self.view.service().dead_letters(self.view.viewer(), limit).await?;
        Ok(letters.into_iter().map(|(stream, letter)| self.dead_letter(stream, &letter)).collect())
    }

    /// What is wrong with the process that answers, as `/readyz` tells it: a sentence for each part; empty if all is well.
    async fn problems(&self) -> Result<Vec<String>> {
        Ok(self.view.service().problems(self.view.viewer()).await?)
    }
}

impl Operations {
    fn dead_letter(&self, stream: &str, letter: &Letter) -> DeadLetter {
        DeadLetter {
            stream: stream.to_owned(),
            id: ID(letter.id.clone()),
            reason: letter.reason.clone(),
            attempts: i32::try_from(letter.attempts).unwrap_or(i32::MAX),
            buried_at: Some(DateTime(self.view.viewer().now - letter.age)),
            payload: String::from_utf8_lossy(&letter.payload).into_owned(),
        }
    }
}

fn long(count: u64) -> Long {
    Long(i64::try_from(count).unwrap_or(i64::MAX))
}

fn millis(time: Duration) -> Long {
    Long(i64::try_from(time.as_millis()).unwrap_or(i64::MAX))
}

/// A worker that takes pushes from the bus.
#[derive(SimpleObject, Debug)]
pub(crate) struct Worker {
    /// Its name.
    name: String,
    /// Milliseconds since it was last heard; less than a second for one that is well and has nothing to do.
    idle_ms: Long,
    /// Messages that it has taken and not finished.
    in_flight: i32,
}

/// How far workers are behind with a stream of messages.
#[derive(SimpleObject, Debug)]
pub(crate) struct StreamLag {
    /// The stream.
    stream: String,
    /// The group of workers that shares it out.
    group: String,
    /// Messages that no worker has taken.
    waiting: Long,
    /// Messages that a worker has taken and not finished.
    in_flight: Long,
    /// Milliseconds since the oldest of both was sent. Null if there is none.
    oldest_ms: Option<Long>,
}

/// Messages that are written with a change, and moved to the bus afterwards.
#[derive(SimpleObject, Debug)]
pub(crate) struct Outbox {
    /// How many wait.
    waiting: Long,
    /// When the oldest was written. Null if none waits.
    oldest_at: Option<DateTime>,
}

/// A message that workers gave up on. What it asked for may have been done since: a push that is unfinished is put back by
/// itself.
#[derive(SimpleObject, Debug)]
pub(crate) struct DeadLetter {
    /// The stream it is of.
    stream: String,
    /// Its id on the bus.
    id: ID,
    /// Why they gave up.
    reason: String,
    /// How often it was tried.
    attempts: i32,
    /// When they gave up. Null if that is not known.
    buried_at: Option<DateTime>,
    /// What it says.
    payload: String,
}
