//! The provider's side of payments: it signs its notices, and sends each until it is answered.

use std::fmt::Write as _;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};

use super::answers::Notice;
use crate::clock::now_micros;
use crate::house::{Flotilla, Nodes};

const PATIENCE: Duration = Duration::from_secs(90);
const ANSWER_LIMIT: Duration = Duration::from_secs(20);
const AGAIN: Duration = Duration::from_millis(150);

/// The sandbox, as seen from outside. Cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct Provider {
    key: hmac::Key,
    /// Of somebody who would like to be the provider.
    other: hmac::Key,
    client: reqwest::Client,
    nodes: Nodes,
}

impl Provider {
    /// With the key that the executable has derived for its sandbox (`Secrets::sandbox_key`).
    pub(super) fn new(flotilla: &Flotilla, nodes: &Nodes) -> Result<Self> {
        let file = flotilla.data_dir().join("secrets.toml");
        let text = std::fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        let secrets: toml::Table = text.parse().context("the secrets are not TOML")?;
        let code = secrets.get("code").and_then(toml::Value::as_str).context("there is no key for codes")?;
        let code = STANDARD.decode(code).context("the key for codes is not base64")?;
        let made = |from: &[u8]| {
            let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, from), b"flotilla sandbox payments");
            hmac::Key::new(hmac::HMAC_SHA256, tag.as_ref())
        };
        let client = reqwest::Client::builder().timeout(ANSWER_LIMIT).no_proxy().build();
        Ok(Self {
            key: made(&code),
            other: made(b"somebody else"),
            client: client.context("cannot make an HTTP client")?,
            nodes: nodes.clone(),
        })
    }

    /// Sends a notice, first to the node with this number, until it is answered: what it came to, or the status that refuses
    /// it for good.
    ///
    /// # Errors
    /// When nobody answers for longer than any fault lasts.
    pub(super) async fn send(&self, notice: &Notice, number: usize) -> Result<Result<String, u16>> {
        let deadline = Instant::now() + PATIENCE;
        let mut turn = number;
        loop {
            let failure = match self.nodes.pick(turn) {
                None => "no node is up".to_owned(),
                Some(node) => match self.send_once(notice, &node).await {
                    Ok(answer) => return Ok(answer),
                    Err(failure) => failure.to_string(),
                },
            };
            if Instant::now() >= deadline {
                bail!("the notice {} was not answered within {PATIENCE:?}: {failure}", notice.id);
            }
            turn += 1;
            sleep(AGAIN).await;
        }
    }

    async fn send_once(&self, notice: &Notice, node: &str) -> Result<Result<String, u16>> {
        let outcome = if notice.is_paid { "paid" } else { "failed" };
        let body = json!({
            "id": notice.id, "reference": notice.reference, "amount": notice.amount, "outcome": outcome,
        });
        let body = serde_json::to_vec(&body)?;
        let answer = self
            .client
            .post(format!("http://{node}/payments/sandbox/notice"))
            .header("x-sandbox-signature", self.sign(&body, notice.is_forged))
            .body(body)
            .send()
            .await?;
        let status = answer.status();
        let text = answer.text().await?;
        if status.is_success() {
            let told: Value = serde_json::from_str(&text)?;
            let verdict = told.get("verdict").and_then(Value::as_str).context("an answer without a verdict")?;
            return Ok(Ok(verdict.to_owned()));
        }
        if status.is_client_error() && status.as_u16() != 429 {
            return Ok(Err(status.as_u16()));
        }
        bail!("{status}: {text}")
    }

    /// Signed anew each time it is sent, as providers do.
    fn sign(&self, body: &[u8], is_forged: bool) -> String {
        let seconds = now_micros() / 1_000_000;
        let mut text = format!("{seconds}.").into_bytes();
        text.extend_from_slice(body);
        let tag = hmac::sign(if is_forged { &self.other } else { &self.key }, &text);
        let hex = tag.as_ref().iter().fold(String::with_capacity(64), |mut hex, byte| {
            let _infallible = write!(hex, "{byte:02x}");
            hex
        });
        format!("t={seconds},v1={hex}")
    }
}
