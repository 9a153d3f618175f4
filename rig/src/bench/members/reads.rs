//! Counts and pages through GraphQL, one request at a time, beside the read of one member by primary key through the same
//! door; and beside counting every row.

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};
use tokio::time::Instant;

use super::Nation;
use crate::db;
use crate::gql::{Ask, Client};
use crate::report::Figure;
use crate::stats::{float, percentile};

/// How often each question is asked.
const TIMES: usize = 400;
const MEMBER: &str = "query($id: ID!) { member(id: $id) { id standing home { id name } } }";
const COUNTS: &str = "query($id: ID!) { chapter(id: $id) { memberCounts { own subtree \
    byTier { tier standing own subtree } } } }";
const PAGE: &str = "query($id: ID!) { chapter(id: $id) { members(first: 50) { edges { node { id name phone standing } } \
    pageInfo { hasNextPage } } } }";

/// All reads.
pub(super) async fn measure(nation: &Nation, state: &str) -> Result<Vec<Figure>> {
    let mut figures = measure_counts(nation, state).await?;
    let asker = Asker::new(nation)?;
    let member = asker.time(MEMBER, &asker.members().await?).await?;
    let pages = asker.time(PAGE, &asker.chapters().await?).await?;
    figures.extend(asker.beside("page_of_50", &pages, &member));
    let begun = Instant::now();
    let plain = "SELECT count(*) FROM (SELECT tier_id, standing, count(*) FROM member GROUP BY 1, 2) AS kinds";
    db::number(&nation.database, plain).await?;
    let counted = begun.elapsed().as_secs_f64() * 1000.0;
    let ours = asker.time(COUNTS, &asker.nation().await?).await?;
    figures.push(Figure::beside(
        "members.nation.by_counting_rows",
        nation.members,
        (percentile(&ours, 0.5), counted),
        "ms",
    ));
    Ok(figures)
}

/// The count of the nation, which must be right, and those of chapters.
pub(super) async fn measure_counts(nation: &Nation, state: &str) -> Result<Vec<Figure>> {
    let asker = Asker::new(nation)?;
    let member = asker.time(MEMBER, &asker.members().await?).await?;
    let root = asker.nation().await?;
    asker.examine(root.first().context("no root")?).await?;
    let whole = asker.time(COUNTS, &root).await?;
    let chapters = asker.time(COUNTS, &asker.chapters().await?).await?;
    let waiting = db::number(&nation.database, "SELECT count(*) FROM member_delta").await?;
    let mut figures = asker.beside(&format!("nation.{state}"), &whole, &member);
    figures.extend(asker.beside(&format!("chapter.{state}"), &chapters, &member));
    figures.push(Figure::alone(format!("members.differences.{state}"), nation.members, float(waiting), "rows"));
    Ok(figures)
}

struct Asker<'a> {
    nation: &'a Nation,
    client: Client,
}

impl<'a> Asker<'a> {
    fn new(nation: &'a Nation) -> Result<Self> {
        Ok(Self { nation, client: Client::new()? })
    }

    async fn ask(&self, document: &str, variables: &Value) -> Result<Value> {
        let ask = Ask { node: &self.nation.node, token: &self.nation.token, document };
        Ok(self.client.ask(ask, variables).await?)
    }

    /// The times of all answers, in ms; the first few warm up.
    async fn time(&self, document: &str, ids: &[Value]) -> Result<Vec<f64>> {
        let mut times = Vec::with_capacity(TIMES);
        for (turn, variables) in ids.iter().cycle().take(TIMES + TIMES / 10).enumerate() {
            let begun = Instant::now();
            let answer = self.ask(document, variables).await?;
            if turn >= TIMES / 10 {
                times.push(begun.elapsed().as_secs_f64() * 1000.0);
            }
            if answer.as_object().is_none_or(|data| data.values().any(Value::is_null)) {
                bail!("{document} of {variables} gave {answer}");
            }
        }
        Ok(times)
    }

    /// The count must be what a plain count says.
    async fn examine(&self, root: &Value) -> Result<()> {
        let answer = self.ask(COUNTS, root).await?;
        let told = answer.pointer("/chapter/memberCounts/subtree").and_then(number).context("no count")?;
        let plain = "SELECT count(*) FROM member WHERE merged_into IS NULL AND standing <> 9";
        let counted = db::number(&self.nation.database, plain).await?;
        if told != counted {
            bail!("{told} members are told, {counted} are there");
        }
        Ok(())
    }

    fn beside(&self, name: &str, ours: &[f64], limit: &[f64]) -> Vec<Figure> {
        let of = |share: f64, short: &str| {
            let pair = (percentile(ours, share), percentile(limit, share));
            Figure::beside(format!("members.{name}.{short}"), self.nation.members, pair, "ms")
        };
        vec![of(0.5, "p50"), of(0.99, "p99")]
    }

    async fn ids(&self, sql: &str) -> Result<Vec<Value>> {
        let rows = self.nation.database.query(sql, &[]).await?;
        rows.iter().map(|row| Ok(json!({ "id": row.try_get::<_, String>(0)? }))).collect()
    }

    async fn nation(&self) -> Result<Vec<Value>> {
        self.ids("SELECT 'chap_' || id FROM chapter WHERE level = 0").await
    }

    async fn chapters(&self) -> Result<Vec<Value>> {
        self.ids("SELECT 'chap_' || id FROM chapter WHERE level > 0 AND status = 1 ORDER BY md5(id::text) LIMIT 200")
            .await
    }

    /// Any members, from all over the table.
    async fn members(&self) -> Result<Vec<Value>> {
        let percent = (2_000_000.0 / float(i64::try_from(self.nation.members)?)).min(100.0);
        let sampled = format!("member TABLESAMPLE SYSTEM ({percent}) REPEATABLE (1)");
        self.ids(&format!(
            "SELECT 'mbr_' || replace(id::text, '-', '') FROM {sampled} ORDER BY md5(id::text) LIMIT 200"
        ))
        .await
    }
}

fn number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}
