//! A file of people: the real run of an import, which seals, checks and audits, beside COPY of the very rows it wrote.

use std::fmt::Write as _;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};
use tokio::time::Instant;

use super::bulk::copied;
use super::{Nation, chapters};
use crate::clock::pause;
use crate::db::committed;
use crate::gql::{Ask, Client};
use crate::report::Figure;
use crate::stats::float;

/// Who joined by an import: nobody did before, see `JoinedBy::Import`.
const IMPORTED: &str = "SELECT id FROM member WHERE joined_by = 6";
const LIMIT: Duration = Duration::from_mins(20);
const START: &str = "mutation($input: ImportStartInput!) { importStart(input: $input) { userErrors { code } } }";
const LOOK: &str = "query($id: ID!) { import(id: $id) { state counts { rows added errors } } }";

/// Sends a file of so many people of all chapters, runs it dry and for good.
pub(super) async fn measure(nation: &Nation, people: u64) -> Result<Vec<Figure>> {
    let client = Client::new()?;
    let import = send(nation, people).await?;
    let begun = Instant::now();
    wait(nation, &client, (&import, "CHECKED")).await?;
    let checked = begun.elapsed().as_secs_f64();
    let input = json!({ "input": { "import": import, "requestKey": "bench-import" } });
    let answer = ask(nation, &client, START, &input).await?;
    if answer.pointer("/importStart/userErrors/0").is_some() {
        bail!("the import does not start: {answer}");
    }
    let done = wait(nation, &client, (&import, "DONE")).await?;
    if done.pointer("/import/counts/added").and_then(Value::as_u64) != Some(people) {
        bail!("{people} people were sent: {done}");
    }
    let (added, seconds) = ran(nation).await?;
    let mut limit = 0.0;
    for (table, key) in [("member", "id"), ("member_key", "member_id"), ("consent", "member_id")] {
        let some = format!("SELECT * FROM {table} WHERE {key} IN ({IMPORTED})");
        limit += copied(&nation.database, table, &some).await?;
    }
    let rate = |seconds: f64| float(people.cast_signed()) / seconds;
    Ok(vec![
        Figure::beside("members.import", nation.members, (added / seconds, rate(limit)), "members/s"),
        Figure::alone("members.import.check", nation.members, rate(checked), "rows/s"),
    ])
}

/// The file is the body of the request.
async fn send(nation: &Nation, people: u64) -> Result<String> {
    let homes = chapters(nation).await?;
    let mut file = String::from("phone,name,chapter\n");
    for (n, home) in (0..people).zip(homes.iter().cycle()) {
        writeln!(file, "179{},压测会员,chap_{home}", 90_000_000 + n)?;
    }
    let root: i32 = nation.database.query_one("SELECT id FROM chapter WHERE level = 0", &[]).await?.try_get(0)?;
    let query = format!("chapter=chap_{root}&name=bench.csv&consentVersion=2026-11");
    let request = reqwest::Client::builder().no_proxy().build()?;
    let answer = request
        .post(format!("http://{}/imports?{query}", nation.node))
        .bearer_auth(&nation.token)
        .body(file)
        .send()
        .await?;
    let told: Value = serde_json::from_str(&answer.text().await?)?;
    told.get("import").and_then(Value::as_str).map(str::to_owned).with_context(|| format!("not taken: {told}"))
}

async fn ask(nation: &Nation, client: &Client, document: &str, variables: &Value) -> Result<Value> {
    Ok(client.ask(Ask { node: &nation.node, token: &nation.token, document }, variables).await?)
}

async fn wait(nation: &Nation, client: &Client, (import, state): (&str, &str)) -> Result<Value> {
    let deadline = Instant::now() + LIMIT;
    loop {
        let answer = ask(nation, client, LOOK, &json!({ "id": import })).await?;
        let told = answer.pointer("/import/state").and_then(Value::as_str).unwrap_or_default();
        if told == state {
            return Ok(answer);
        }
        if told == "FAILED" || Instant::now() >= deadline {
            bail!("the import is not {state} within {LIMIT:?}: {answer}");
        }
        pause(Duration::from_millis(50)).await?;
    }
}

/// How many were added after the first part, and the seconds from its commit to the last's.
async fn ran(nation: &Nation) -> Result<(f64, f64)> {
    let sql = format!(
        "SELECT {}, (after_value::jsonb ->> 'added')::bigint FROM audit_entry a \
         WHERE action = 'integrations.import_batch' ORDER BY 1",
        committed("a")
    );
    let rows = nation.database.query(&sql, &[]).await?;
    let parts: Vec<(i64, i64)> =
        rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect::<Result<_, tokio_postgres::Error>>()?;
    let ([(first, begun), _, ..], Some((last, _))) = (parts.as_slice(), parts.last()) else {
        bail!("a file of one part is too small to be timed: take a larger --imported");
    };
    let all: i64 = parts.iter().map(|(_, added)| added).sum();
    Ok((float(all - begun), float(last - first) / 1e6))
}
