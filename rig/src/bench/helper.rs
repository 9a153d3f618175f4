//! Processes of the rig beside the rig, that answer with JSON lines.

use std::io::BufRead as _;
use std::os::unix::process::CommandExt as _;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout};
use tokio::sync::mpsc;
use tokio::time::timeout;

use super::clients::{Order, Round};
use crate::db;
use crate::house::{House, Tokens, roomy};

const ANSWER_LIMIT: Duration = Duration::from_mins(2);
const SUBSCRIBE: &str = "subscription($chapter: ID!) { policyDelivered(chapter: $chapter) { kind cursor \
    delivery { state version { id number } } } }";

/// A running helper; killed with this value.
#[derive(Debug)]
pub(super) struct Helper {
    child: Child,
    input: ChildStdin,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Helper {
    /// Starts this program again with these words.
    pub(super) fn start(words: &[&str]) -> Result<Self> {
        let mut command = roomy(&std::env::current_exe()?);
        command.args(words).stdin(Stdio::piped()).stdout(Stdio::piped()).process_group(0);
        let mut child = tokio::process::Command::from(command).kill_on_drop(true).spawn()?;
        let input = child.stdin.take().context("no input")?;
        let lines = BufReader::new(child.stdout.take().context("no output")?).lines();
        Ok(Self { child, input, lines })
    }

    pub(super) fn pid(&self) -> Result<u32> {
        self.child.id().context("the helper is gone")
    }

    /// Gives it a line.
    pub(super) async fn tell(&mut self, line: &str) -> Result<()> {
        self.input.write_all(line.as_bytes()).await?;
        self.input.write_all(b"\n").await?;
        Ok(self.input.flush().await?)
    }

    /// The next answer.
    pub(super) async fn answer(&mut self) -> Result<Value> {
        let line = timeout(ANSWER_LIMIT, self.lines.next_line()).await.context("the helper says nothing")??;
        let line = line.context("the helper has ended")?;
        let answer: Value = serde_json::from_str(&line).with_context(|| line.clone())?;
        match answer.get("failed") {
            Some(failed) => bail!("a helper failed: {failed}"),
            None => Ok(answer),
        }
    }
}

/// The lines of standard input, as they come.
pub(super) fn input() -> mpsc::UnboundedReceiver<String> {
    let (send, lines) = mpsc::unbounded_channel();
    std::thread::spawn(move || {
        for line in std::io::stdin().lock().lines() {
            let Ok(line) = line else { break };
            if send.send(line).is_err() {
                break;
            }
        }
    });
    lines
}

/// A server and what each client shall say to it.
#[derive(Debug)]
pub(super) struct Target {
    pub(super) address: String,
    pub(super) order: Order,
}

impl Target {
    /// `count` subscriptions to the `number`-th API process, spread over at most so many chapters, all of one auditor.
    pub(super) async fn of(house: &House, number: usize, count: usize, chapters: usize) -> Result<Self> {
        let address = house.nodes.pick(number).context("no API process")?;
        let token = Tokens::new(&house.flotilla).of("auditor").await?;
        let client = db::connect(&house.database).await?;
        let ids = client.query("SELECT id FROM chapter WHERE status = 1 ORDER BY id", &[]).await?;
        let ids: Vec<i32> = ids.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?;
        let spread = spread(&ids, count.min(chapters));
        let init = json!({ "type": "connection_init", "payload": { "authorization": format!("Bearer {token}") } });
        // The answer to the ping says that the subscription before it was taken.
        let ping = json!({ "type": "ping" });
        let says = spread.iter().cycle().take(count).map(|chapter| {
            let variables = json!({ "chapter": format!("chap_{chapter}") });
            let payload = json!({ "query": SUBSCRIBE, "variables": variables });
            let subscribe = json!({ "id": "1", "type": "subscribe", "payload": payload });
            [&init, &subscribe, &ping].map(ToString::to_string).to_vec()
        });
        Ok(Self { address, order: Order { says: says.collect() } })
    }

    /// `count` clients that only listen.
    pub(super) fn raw(address: String, count: usize) -> Self {
        Self { address, order: Order { says: vec![Vec::new(); count] } }
    }
}

/// So many of them, at even distances.
fn spread(ids: &[i32], count: usize) -> Vec<i32> {
    let count = count.clamp(1, ids.len().max(1));
    (0..count).filter_map(|place| ids.get(place * ids.len() / count).copied()).collect()
}

/// Connected clients in a process of their own.
#[derive(Debug)]
pub(super) struct Listeners(Helper);

impl Listeners {
    /// Connects all of them.
    pub(super) async fn connect(target: &Target) -> Result<Self> {
        let mut helper = Self::start(target).await?;
        helper.ready().await?;
        Ok(helper)
    }

    /// Lets them connect, without waiting for it.
    pub(super) async fn start(target: &Target) -> Result<Self> {
        let mut helper = Helper::start(&["clients", &target.address])?;
        helper.tell(&serde_json::to_string(&target.order)?).await?;
        Ok(Self(helper))
    }

    /// Waits until all of them are connected.
    pub(super) async fn ready(&mut self) -> Result<()> {
        let answer = self.0.answer().await?;
        answer.get("ready").context("not ready").map(|_| ())
    }

    /// Waits until all of them have been told once more.
    pub(super) async fn round(&mut self) -> Result<Round> {
        Ok(serde_json::from_value(self.0.answer().await?)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subscriptions_are_spread_over_all_chapters() {
        let ids: Vec<i32> = (1..=10).collect();

        assert_eq!(spread(&ids, 5), [1, 3, 5, 7, 9]);
        assert_eq!(spread(&ids, 100), ids);
        assert_eq!(spread(&ids, 0), [1]);
    }
}
