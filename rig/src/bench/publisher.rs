//! Headquarters, publishing one version after another.

use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};
use tokio::time::Instant;
use tokio_postgres::Client as Database;

use crate::clock::{now_micros, pause};
use crate::db::{committed, number};
use crate::gql::{Ask, Client, id_number, payload};
use crate::house::{House, Tokens};

const KEY: &str = "bench.price";
const PUSH_LIMIT: Duration = Duration::from_mins(3);
const LOOK: Duration = Duration::from_millis(2);

/// Publishes through one API process.
#[derive(Debug)]
pub(super) struct Publisher {
    client: Client,
    tokens: Tokens,
    node: String,
    hq: String,
}

/// A version on its way.
#[derive(Debug, Clone, Copy)]
pub(super) struct Published {
    pub(super) version: i64,
    /// When the call was made, in µs.
    pub(super) called: i64,
}

/// A committed level of a push.
#[derive(Debug, Clone, Copy)]
pub(super) struct Level {
    /// When it was committed, in µs.
    pub(super) committed: i64,
    pub(super) chapters: i32,
}

impl Publisher {
    /// Defines the key that is published through the `number`-th API process.
    pub(super) async fn new(house: &House, number: usize) -> Result<Self> {
        let node = house.nodes.pick(number).context("no API process")?;
        let mut publisher =
            Self { client: Client::new()?, tokens: Tokens::new(&house.flotilla), node, hq: String::new() };
        let data = publisher.ask("hq-admin", "{ headquarters { id } }", &json!({})).await?;
        publisher.hq = data.pointer("/headquarters/id").and_then(Value::as_str).context("no headquarters")?.to_owned();
        let schema = json!({ "type": "integer" });
        let input = json!({ "key": KEY, "title": "价格", "schema": schema, "mode": "LOCKED" });
        publisher.act("hq-admin", "policyDefine", "policy { key }", &input).await?;
        // Made now, so that it costs no measured run anything.
        publisher.tokens.of("policy-approver").await?;
        Ok(publisher)
    }

    async fn ask(&self, who: &str, document: &str, variables: &Value) -> Result<Value> {
        // A benchmark's tokens are asked for well before they end.
        let token = self.tokens.of(who).await?;
        let ask = Ask { node: &self.node, token: &token, document };
        Ok(self.client.ask(ask, variables).await?)
    }

    async fn act(&self, who: &str, name: &str, reads: &str, input: &Value) -> Result<Value> {
        let (first, rest) = name.split_at(1);
        let document = format!(
            "mutation($input: {}{rest}Input!) {{ {name}(input: $input) {{ {reads} userErrors {{ code message }} }} }}",
            first.to_uppercase()
        );
        let data = self.ask(who, &document, &json!({ "input": input })).await?;
        let (payload, broken) = payload(&data, name)?;
        if broken.is_some() {
            bail!("{name}: {payload}");
        }
        Ok(payload)
    }

    /// Drafts a version for everybody; answers its id.
    pub(super) async fn draft(&self) -> Result<String> {
        let input = json!({
            "key": KEY, "issuer": self.hq, "levels": [], "divisions": [], "acknowledgeWithinHours": 72,
            "vacantMustAcknowledge": false, "urgency": "NORMAL", "body": "# 价格\n\n自即日起执行。", "value": 1,
        });
        let payload = self.act("policy-author", "policyDraft", "version { id }", &input).await?;
        Ok(payload.pointer("/version/id").and_then(Value::as_str).context("a draft without an id")?.to_owned())
    }

    /// Publishes a draft.
    pub(super) async fn publish(&self, draft: &str) -> Result<Published> {
        let version = id_number(draft).context("an id without a number")?;
        let called = now_micros();
        self.act("policy-approver", "policyPublish", "version { id }", &json!({ "id": draft })).await?;
        Ok(Published { version, called })
    }
}

/// Waits until a version has arrived everywhere; answers its levels in the order they were committed.
pub(super) async fn arrived(database: &Database, version: i64) -> Result<Vec<Level>> {
    let unfinished = format!(
        "SELECT CASE WHEN count(*) = 0 THEN 1 ELSE count(*) FILTER (WHERE state = 1) END \
         FROM push WHERE version_id = {version}"
    );
    let deadline = Instant::now() + PUSH_LIMIT;
    while number(database, &unfinished).await? > 0 {
        if Instant::now() >= deadline {
            bail!("version {version} has not arrived everywhere within {PUSH_LIMIT:?}");
        }
        pause(LOOK).await?;
    }
    let levels =
        format!("SELECT {}, delivered FROM push_step s WHERE version_id = {version} ORDER BY seq", committed("s"));
    let rows = database.query(&levels, &[]).await?;
    rows.iter().map(|row| Ok(Level { committed: row.try_get(0)?, chapters: row.try_get(1)? })).collect()
}
