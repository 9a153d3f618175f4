//! A load of HTTP requests from as little client as possible: keep-alive, one request at a time on each connection.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::stats::{float, percentile};

/// As many as the peers were measured with.
pub(super) const CONNECTIONS: usize = 32;

/// One measured round.
#[derive(Debug, Clone, Copy)]
pub(super) struct Load {
    /// How many requests were answered.
    pub(super) answered: usize,
    pub(super) per_second: f64,
    /// In ms.
    pub(super) p50: f64,
    pub(super) p99: f64,
}

/// Sends these requests in turn for so long, from all connections at once.
pub(super) async fn load(address: &str, requests: &Arc<[Vec<u8>]>, length: Duration) -> Result<Load> {
    let mut all = JoinSet::new();
    let begun = Instant::now();
    for number in 0..CONNECTIONS {
        let mut caller = Caller::connect(address).await?;
        let requests = Arc::clone(requests);
        all.spawn(async move {
            let turns = requests.iter().cycle().skip(number * 7 % requests.len().max(1));
            caller.run(turns.map(Vec::as_slice), begun + length).await
        });
    }
    gather(all, begun).await
}

/// As [`load`], but each connection makes its requests itself, by its number and theirs: none is sent twice.
pub(super) async fn load_new<F>(address: &str, request: F, length: Duration) -> Result<Load>
where
    F: Fn(usize, usize) -> Vec<u8> + Clone + Send + Sync + 'static,
{
    let mut all = JoinSet::new();
    let begun = Instant::now();
    for number in 0..CONNECTIONS {
        let mut caller = Caller::connect(address).await?;
        let request = request.clone();
        all.spawn(async move { caller.run((0..).map(|turn| request(number, turn)), begun + length).await });
    }
    gather(all, begun).await
}

async fn gather(mut all: JoinSet<Result<Vec<f64>>>, begun: Instant) -> Result<Load> {
    let mut times = Vec::new();
    while let Some(outcome) = all.join_next().await {
        times.extend(outcome??);
    }
    Ok(Load::of(&times, begun.elapsed()))
}

impl Load {
    /// From the times of all requests, in ms, and how long all of it took.
    pub(super) fn of(times: &[f64], length: Duration) -> Self {
        let per_second = float(u64::try_from(times.len()).unwrap_or(0)) / length.as_secs_f64();
        Self { answered: times.len(), per_second, p50: percentile(times, 0.5), p99: percentile(times, 0.99) }
    }
}

/// The body of the answer to one request.
pub(super) async fn once(address: &str, request: &[u8]) -> Result<String> {
    let mut caller = Caller::connect(address).await?;
    let body = caller.call(request).await?;
    Ok(String::from_utf8_lossy(caller.bytes.get(body).unwrap_or_default()).into_owned())
}

struct Caller {
    wire: TcpStream,
    bytes: Vec<u8>,
}

impl Caller {
    async fn connect(address: &str) -> Result<Self> {
        let wire = TcpStream::connect(address).await.with_context(|| format!("{address} does not answer"))?;
        wire.set_nodelay(true)?;
        Ok(Self { wire, bytes: Vec::with_capacity(16 * 1024) })
    }

    /// The times of all requests, in ms.
    async fn run<R: AsRef<[u8]>>(&mut self, mut turns: impl Iterator<Item = R>, until: Instant) -> Result<Vec<f64>> {
        let mut times = Vec::new();
        while Instant::now() < until {
            let request = turns.next().context("nothing to ask")?;
            let begun = Instant::now();
            self.call(request.as_ref()).await?;
            times.push(begun.elapsed().as_secs_f64() * 1000.0);
        }
        Ok(times)
    }

    /// Sends a request; answers where in the bytes the body is.
    async fn call(&mut self, request: &[u8]) -> Result<std::ops::Range<usize>> {
        self.wire.write_all(request).await?;
        self.bytes.clear();
        loop {
            if self.wire.read_buf(&mut self.bytes).await? == 0 {
                bail!("closed: {}", String::from_utf8_lossy(&self.bytes));
            }
            let Some(head) = head(&self.bytes)? else { continue };
            if self.bytes.len() >= head.end() {
                return Ok(head.body..head.end());
            }
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
struct Head {
    /// Where the body begins.
    body: usize,
    length: usize,
}

impl Head {
    fn end(&self) -> usize {
        self.body + self.length
    }
}

/// The head of an answer, once it is there whole.
fn head(bytes: &[u8]) -> Result<Option<Head>> {
    let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") else { return Ok(None) };
    let text = std::str::from_utf8(bytes.get(..end).unwrap_or_default())?;
    let mut lines = text.split("\r\n");
    let status = lines.next().unwrap_or_default();
    if !status.starts_with("HTTP/1.1 200") {
        bail!("answered {status}: {}", String::from_utf8_lossy(bytes));
    }
    let length = lines.find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
    });
    let length = length.context("an answer without content-length")?;
    Ok(Some(Head { body: end + 4, length }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_says_where_the_body_is() {
        let answer = b"HTTP/1.1 200 OK\r\nX: 1\r\nContent-Length: 2\r\n\r\n{}";

        assert_eq!(head(answer).unwrap(), Some(Head { body: 44, length: 2 }));
        assert_eq!(head(&answer[..20]).unwrap(), None);
        assert!(head(b"HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n").is_err());
        assert!(head(b"HTTP/1.1 200 OK\r\n\r\n").is_err());
    }
}
