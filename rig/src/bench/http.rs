//! `rig bench http`.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use clap::Args;
use serde_json::{Value, json};
use tokio_postgres::Client;

use super::helper::Helper;
use super::load::{CONNECTIONS, Load, load, once};
use super::sql_server::LEADERS;
use crate::clock::pause;
use crate::db;
use crate::house::{House, Plan, Process, Tokens};
use crate::procfs::memory_kb;
use crate::report::{Figure, print};
use crate::stats::median;

/// Ours and the limit in turn.
const ROUNDS: usize = 3;
const WARM_UP: Duration = Duration::from_millis(500);
const CHAPTER: &str = "query($id: ID!) { chapter(id: $id) { id name level parent { id name } \
    leader { account name since } counts { children descendants vacant } } }";
const PAGE: &str = "query($id: ID!) { chapter(id: $id) { id children(first: 50) { edges { node { id name \
    leader { account name since } } } pageInfo { hasNextPage } } } }";

#[derive(Debug, Args)]
pub(crate) struct HttpArgs {
    /// Length of each round; every query has three of ours and three of the limit.
    #[arg(long, default_value_t = 5)]
    seconds: u64,
    /// One JSON line per figure instead of a table.
    #[arg(long)]
    json: bool,
}

/// One query, as both sides are asked it.
struct Question {
    name: &'static str,
    ours: Arc<[Vec<u8>]>,
    limit: Arc<[Vec<u8>]>,
}

pub(super) async fn run(args: HttpArgs) -> Result<()> {
    let house = tokio::task::block_in_place(build)?;
    let node = house.nodes.pick(0).context("no API process")?;
    let database = db::connect(&house.database).await?;
    database.batch_execute(LEADERS).await?;
    let mut server = Helper::start(&["sql-server", &house.database])?;
    let answer = server.answer().await?;
    let limit = answer.get("listening").and_then(Value::as_str).context("the limit does not listen")?.to_owned();
    let token = Tokens::new(&house.flotilla).of("auditor").await?;
    let sides = Sides { node, limit, token };
    let mut figures = Vec::new();
    for question in sides.questions(&database).await? {
        sides.examine(&question).await?;
        figures.extend(sides.measure(&question, Duration::from_secs(args.seconds)).await?);
    }
    let pid = house.apis.first().and_then(Process::pid).context("no API process")?;
    let peak = (memory_kb(pid, "VmHWM")? / 1024.0, memory_kb(server.pid()?, "VmHWM")? / 1024.0);
    figures.push(Figure::beside("http.memory", 1, peak, "MB"));
    print(&format!("reads over HTTP, {CONNECTIONS} connections, median of {ROUNDS}"), &figures, args.json);
    Ok(())
}

fn build() -> Result<House> {
    let plan = Plan { seed: vec!["--demo".to_owned()], count_statements: false, postgres: Vec::new() };
    let mut house = House::build(&plan)?;
    house.add_api()?;
    Ok(house)
}

/// Where both sides are.
struct Sides {
    node: String,
    limit: String,
    token: String,
}

impl Sides {
    async fn questions(&self, database: &Client) -> Result<[Question; 3]> {
        let any = "SELECT id FROM chapter WHERE status = 1 ORDER BY md5(id::text) LIMIT 512";
        // The fullest pages there are.
        let parents = "SELECT parent_id FROM chapter WHERE status = 1 AND parent_id IS NOT NULL \
                       GROUP BY parent_id ORDER BY count(*) DESC, parent_id LIMIT 8";
        let (any, parents) = (ids(database, any).await?, ids(database, parents).await?);
        let of = |name, document, path: &str, ids: &[i32]| Question {
            name,
            ours: ids.iter().map(|id| self.post(document, *id)).collect(),
            limit: ids.iter().map(|id| self.get(&format!("/{path}/{id}"))).collect(),
        };
        Ok([
            Question {
                name: "typename",
                ours: [self.post("{ __typename }", 0)].into(),
                limit: [self.get("/typename")].into(),
            },
            of("chapter", CHAPTER, "chapter", &any),
            of("page_of_50", PAGE, "page", &parents),
        ])
    }

    fn post(&self, document: &str, id: i32) -> Vec<u8> {
        let variables = if id == 0 { json!({}) } else { json!({ "id": format!("chap_{id}") }) };
        let body = json!({ "query": document, "variables": variables }).to_string();
        format!(
            "POST /graphql HTTP/1.1\r\nhost: {}\r\nauthorization: Bearer {}\r\ncontent-type: application/json\r\n\
             accept: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            self.node,
            self.token,
            body.len()
        )
        .into_bytes()
    }

    fn get(&self, path: &str) -> Vec<u8> {
        format!("GET {path} HTTP/1.1\r\nhost: {}\r\naccept: application/json\r\n\r\n", self.limit).into_bytes()
    }

    /// Both must answer, and say the same of the same chapter.
    async fn examine(&self, question: &Question) -> Result<()> {
        let (Some(ours), Some(limit)) = (question.ours.first(), question.limit.first()) else {
            bail!("nothing to ask for {}", question.name);
        };
        let (ours, limit) = (once(&self.node, ours).await?, once(&self.limit, limit).await?);
        let parse = |text: &str| serde_json::from_str::<Value>(text).with_context(|| text.to_owned());
        let (ours, limit) = (parse(&ours)?, parse(&limit)?);
        if ours.get("errors").is_some() {
            bail!("{}: {ours}", question.name);
        }
        // Names of people are masked by one side and made up by the other; all that is counted must agree.
        for pointer in ["/data/__typename", "/data/chapter/id", "/data/chapter/counts/children", "/data/chapter/parent"]
        {
            if ours.pointer(pointer).is_some() != limit.pointer(pointer).is_some() {
                bail!("{}: {pointer} differs: {ours} and {limit}", question.name);
            }
        }
        let edges =
            |answer: &Value| answer.pointer("/data/chapter/children/edges").and_then(Value::as_array).map(Vec::len);
        if edges(&ours) != edges(&limit) {
            bail!("{}: {:?} children and {:?}", question.name, edges(&ours), edges(&limit));
        }
        Ok(())
    }

    async fn measure(&self, question: &Question, length: Duration) -> Result<Vec<Figure>> {
        let (mut ours, mut limit) = (Vec::new(), Vec::new());
        load(&self.node, &question.ours, WARM_UP).await?;
        load(&self.limit, &question.limit, WARM_UP).await?;
        for _ in 0..ROUNDS {
            pause(Duration::from_millis(100)).await?;
            ours.push(load(&self.node, &question.ours, length).await?);
            pause(Duration::from_millis(100)).await?;
            limit.push(load(&self.limit, &question.limit, length).await?);
        }
        let n = u64::try_from(CONNECTIONS).unwrap_or(0);
        let beside = |what: &str, value: fn(&Load) -> f64, unit| {
            let of = |loads: &[Load]| median(&loads.iter().map(value).collect::<Vec<_>>());
            Figure::beside(format!("http.{}.{what}", question.name), n, (of(&ours), of(&limit)), unit)
        };
        Ok(vec![
            beside("rate", |load| load.per_second, "req/s"),
            beside("p50", |load| load.p50, "ms"),
            beside("p99", |load| load.p99, "ms"),
        ])
    }
}

async fn ids(database: &Client, sql: &str) -> Result<Vec<i32>> {
    let rows = database.query(sql, &[]).await?;
    Ok(rows.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?)
}
