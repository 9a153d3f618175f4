//! `rig sql-server`: the limit of the reads. axum hands on what one prepared statement builds in PostgreSQL.

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context as _, Result};
use axum::Router;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use clap::Args;
use serde_json::json;
use tokio::net::TcpListener;
use tokio_postgres::{Client, Statement};

use super::helper::input;
use crate::db;

/// Statements are pipelined on each, so a few keep both cores of the database busy.
const CONNECTIONS: usize = 8;

/// Names as plain as the product shows them to staff; nothing has to be unsealed here.
pub(super) const LEADERS: &str = "CREATE TABLE IF NOT EXISTS limit_leader AS \
    SELECT t.chapter_id, 'acct_' || replace(t.account_id::text, '-', '') AS account, '王**' AS name, \
    to_char(to_timestamp(t.starts_at / 1000000), 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') AS since \
    FROM helmsman_term t WHERE t.office = 1 AND t.ended_at IS NULL; \
    CREATE UNIQUE INDEX IF NOT EXISTS limit_leader_chapter ON limit_leader (chapter_id); ANALYZE limit_leader";

const LEADER: &str = "(SELECT json_build_object('account', l.account, 'name', l.name, 'since', l.since) \
    FROM limit_leader l WHERE l.chapter_id = c.id)";

fn chapter() -> String {
    format!(
        "SELECT json_build_object('data', json_build_object('chapter', json_build_object( \
         'id', 'chap_' || c.id, 'name', c.name, \
         'level', (ARRAY['HEADQUARTERS', 'PROVINCE', 'PREFECTURE', 'COUNTY'])[c.level + 1], \
         'parent', CASE WHEN p.id IS NOT NULL THEN json_build_object('id', 'chap_' || p.id, 'name', p.name) END, \
         'leader', {LEADER}, 'counts', json_build_object( \
         'children', (SELECT count(*) FROM chapter k WHERE k.parent_id = c.id AND k.status = 1), \
         'descendants', (SELECT count(*) FROM closure k WHERE k.ancestor_id = c.id AND k.depth > 0), \
         'vacant', (SELECT count(*) FROM closure k JOIN chapter d ON d.id = k.descendant_id \
         WHERE k.ancestor_id = c.id AND NOT d.staffed AND d.status = 1)))))::text \
         FROM chapter c LEFT JOIN chapter p ON p.id = c.parent_id WHERE c.id = $1"
    )
}

fn page() -> String {
    format!(
        "SELECT json_build_object('data', json_build_object('chapter', json_build_object( \
         'id', 'chap_' || $1::integer, 'children', json_build_object('edges', (SELECT coalesce(json_agg( \
         json_build_object('node', json_build_object('id', 'chap_' || c.id, 'name', c.name, 'leader', {LEADER}))), \
         '[]') FROM (SELECT id, name FROM chapter WHERE parent_id = $1 AND status = 1 ORDER BY id LIMIT 50) c), \
         'pageInfo', json_build_object('hasNextPage', \
         (SELECT count(*) > 50 FROM chapter WHERE parent_id = $1 AND status = 1))))))::text"
    )
}

#[derive(Debug, Args)]
pub(crate) struct SqlServerArgs {
    /// Address of the database.
    database: String,
}

struct Ready {
    client: Client,
    chapter: Statement,
    page: Statement,
}

struct Pool {
    all: Vec<Ready>,
    turn: AtomicUsize,
}

impl Pool {
    fn next(&self) -> Option<&Ready> {
        self.all.get(self.turn.fetch_add(1, Ordering::Relaxed) % self.all.len().max(1))
    }
}

/// Serves until its standard input ends.
pub(crate) async fn sql_server(args: SqlServerArgs) -> Result<()> {
    let mut all = Vec::new();
    for _ in 0..CONNECTIONS {
        let client = db::connect(&args.database).await?;
        let (chapter, page) = (client.prepare(&chapter()).await?, client.prepare(&page()).await?);
        all.push(Ready { client, chapter, page });
    }
    let app = Router::new()
        .route("/typename", get(async || json_text(r#"{"data":{"__typename":"Query"}}"#.to_owned())))
        .route("/chapter/{id}", get(one))
        .route("/page/{id}", get(many))
        .with_state(Arc::new(Pool { all, turn: AtomicUsize::new(0) }));
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    println!("{}", json!({ "listening": listener.local_addr()?.to_string() }));
    let served = axum::serve(listener, app);
    tokio::select! {
        outcome = served => outcome.context("the server has ended"),
        outcome = until_told() => outcome,
    }
}

async fn until_told() -> Result<()> {
    let mut lines = input();
    while lines.recv().await.is_some() {}
    Ok(())
}

async fn one(State(pool): State<Arc<Pool>>, Path(id): Path<i32>) -> Response {
    let Some(ready) = pool.next() else { return StatusCode::SERVICE_UNAVAILABLE.into_response() };
    answer(&ready.client, &ready.chapter, id).await
}

async fn many(State(pool): State<Arc<Pool>>, Path(id): Path<i32>) -> Response {
    let Some(ready) = pool.next() else { return StatusCode::SERVICE_UNAVAILABLE.into_response() };
    answer(&ready.client, &ready.page, id).await
}

async fn answer(client: &Client, statement: &Statement, id: i32) -> Response {
    match client.query_one(statement, &[&id]).await.and_then(|row| row.try_get::<_, String>(0)) {
        Ok(text) => json_text(text),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}

fn json_text(text: String) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], text).into_response()
}
