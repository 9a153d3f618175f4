//! One connection that comes back for ever.

use std::sync::Arc;
use std::time::Duration;

use redis::{Cmd, FromRedisValue, Pipeline, RedisError, RedisResult, ScriptInvocation};
use tokio::sync::watch;
use tokio_util::sync::{CancellationToken, DropGuard};

use super::target::Target;
use super::wire::{Wire, breaks_the_wire};
use crate::backoff::Backoff;
use crate::error::{Error, Result};

/// How long a command waits for a lost connection to come back before it fails.
const REOPEN_WAIT: Duration = Duration::from_secs(1);

/// A connection kept open by a task of its own, so that no caller's impatience can keep it from being opened.
#[derive(Debug)]
pub(super) struct Link {
    state: watch::Sender<State>,
    _ends_with_us: DropGuard,
}

enum State {
    /// Numbered, so that a late report of an old connection's death does not close the new one.
    Up(u64, Wire),
    Down(Arc<str>),
}

impl std::fmt::Debug for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Up(number, _) => write!(f, "up ({number})"),
            Self::Down(reason) => write!(f, "down ({reason})"),
        }
    }
}

impl Link {
    /// Begins to open; answers may take `answer` at most. Ends when dropped.
    pub(super) fn open(target: Arc<Target>, answer: Option<Duration>) -> Self {
        let state = watch::Sender::new(State::Down("not connected yet".into()));
        let end = CancellationToken::new();
        let keeper = keep_open(target, answer, state.clone());
        let ended = end.clone();
        tokio::spawn(async move { ended.run_until_cancelled(keeper).await });
        Self { state, _ends_with_us: end.drop_guard() }
    }

    /// Runs one command.
    pub(super) async fn command<T: FromRedisValue>(&self, command: &Cmd) -> Result<T> {
        self.raw_command(command).await?.map_err(Error::from)
    }

    /// As `command`, with the server's own error kept apart (inner) from having no connection (outer).
    pub(super) async fn raw_command<T: FromRedisValue>(&self, command: &Cmd) -> Result<RedisResult<T>> {
        let (number, mut wire) = self.wire().await?;
        Ok(self.heed(number, command.query_async(&mut wire).await))
    }

    pub(super) async fn pipeline<T: FromRedisValue>(&self, pipeline: &Pipeline) -> Result<T> {
        let (number, mut wire) = self.wire().await?;
        self.heed(number, pipeline.query_async(&mut wire).await).map_err(Error::from)
    }

    pub(super) async fn script<T: FromRedisValue>(&self, script: &ScriptInvocation<'_>) -> Result<RedisResult<T>> {
        let (number, mut wire) = self.wire().await?;
        Ok(self.heed(number, script.invoke_async(&mut wire).await))
    }

    /// Gives up the present connection, which has proved useless, and opens another.
    pub(super) fn reopen(&self, reason: &str) {
        self.state.send_if_modified(|state| {
            let up = matches!(state, State::Up(..));
            if up {
                *state = State::Down(reason.into());
            }
            up
        });
    }

    async fn wire(&self) -> Result<(u64, Wire)> {
        if let State::Up(number, wire) = &*self.state.borrow() {
            return Ok((*number, wire.clone()));
        }
        let mut state = self.state.subscribe();
        let up = state.wait_for(|state| matches!(state, State::Up(..)));
        if let Ok(Ok(state)) = tokio::time::timeout(REOPEN_WAIT, up).await
            && let State::Up(number, wire) = &*state
        {
            return Ok((*number, wire.clone()));
        }
        match &*self.state.borrow() {
            State::Down(reason) => Err(Error::Unavailable(reason.to_string())),
            State::Up(..) => Err(Error::Unavailable("the connection keeps breaking".to_owned())),
        }
    }

    fn heed<T>(&self, number: u64, answer: RedisResult<T>) -> RedisResult<T> {
        if let Err(error) = &answer
            && breaks_the_wire(error)
        {
            self.state.send_if_modified(|state| {
                let ours = matches!(state, State::Up(present, _) if *present == number);
                if ours {
                    *state = State::Down(error.to_string().into());
                }
                ours
            });
        }
        answer
    }
}

async fn keep_open(target: Arc<Target>, answer: Option<Duration>, state: watch::Sender<State>) {
    let mut watched = state.subscribe();
    let mut failures = 0;
    for number in 0_u64.. {
        match target.open(answer).await {
            Ok(wire) => {
                failures = 0;
                state.send_replace(State::Up(number, wire));
                if watched.wait_for(|state| matches!(state, State::Down(_))).await.is_err() {
                    return;
                }
                // Not at once: a server that accepts and drops connections would be hammered.
                tokio::time::sleep(Backoff::CONNECTION.delay(1)).await;
            }
            Err(error) => {
                failures += 1;
                note_failure(&error, failures);
                state.send_replace(State::Down(error.to_string().into()));
                tokio::time::sleep(Backoff::CONNECTION.delay(failures)).await;
            }
        }
    }
}

/// Logged once per outage, not once per try.
fn note_failure(error: &RedisError, failures: u32) {
    if failures == 1 {
        tracing::warn!(%error, "cannot reach the bus server, trying again for ever");
    }
}
