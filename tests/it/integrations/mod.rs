//! Imports of members from files: what is found in a file, and what becomes of it.

mod checking;
mod files;
mod giving_up;
mod running;
mod uploads;
mod workbooks;

use axum::http::{Method, StatusCode};
use domain::kernel::{ImportId, RequestId};
use flotilla::boot;
use serde_json::{Value, json};
use service::Op;

use crate::world::{Actor, World};

/// All that a test looks at.
pub const COUNTS: &str = "counts { rows new knownHere knownElsewhere duplicates errors added left }";

/// The address to which a file for a chapter is sent.
pub fn address(chapter: &str) -> String {
    format!("/imports?chapter={chapter}&name=members.csv&consentVersion=2026-11")
}

/// Sends a file; answers the import.
pub async fn send(actor: &Actor, chapter: &str, file: impl Into<Vec<u8>>) -> String {
    let (status, _, body) = actor.call(Method::POST, &address(chapter), file.into()).await;
    assert_eq!(status, StatusCode::CREATED, "{}", String::from_utf8_lossy(&body));
    let answer: Value = serde_json::from_slice(&body).unwrap();
    answer["import"].as_str().unwrap().to_owned()
}

/// What the worker does, of which a step is one call.
pub fn op(world: &World) -> Op {
    Op::system("worker.imports", RequestId(world.node.service.ids().next()))
}

/// Lets the worker do all that there is.
pub async fn settle(world: &World) {
    while world.node.service.imports_advance(&op(world), 100).await.unwrap() {}
}

/// Some fields of an import.
pub async fn import(actor: &Actor, id: &str, selection: &str) -> Value {
    let query = format!("query Q($id: ID!) {{ import(id: $id) {{ {selection} }} }}");
    actor.ask(&query, json!({ "id": id })).await["import"].clone()
}

/// Sends a file and runs it dry.
pub async fn check(world: &World, actor: &Actor, chapter: &str, file: impl Into<Vec<u8>>) -> String {
    let id = send(actor, chapter, file).await;
    settle(world).await;
    id
}

/// Sends a file of which nothing comes; answers why.
pub async fn failure(world: &World, actor: &Actor, chapter: &str, file: impl Into<Vec<u8>>) -> (String, String) {
    let id = check(world, actor, chapter, file).await;
    let read = import(actor, &id, "state failure { code message } counts { added }").await;
    assert_eq!(read["state"], "FAILED", "{read}");
    let text = |field: &str| read["failure"][field].as_str().unwrap().to_owned();
    (text("code"), text("message"))
}

/// Starts an import.
pub async fn start(actor: &Actor, id: &str) {
    actor.run("importStart", json!({ "import": id, "skipErrors": true }), "import { state }").await;
}

/// How many members a chapter has.
pub async fn members(actor: &Actor, chapter: &str) -> i64 {
    let query = "query Q($id: ID!) { chapter(id: $id) { memberCounts { own } } }";
    let data = actor.ask(query, json!({ "id": chapter })).await;
    data["chapter"]["memberCounts"]["own"].as_str().unwrap().parse().unwrap()
}

/// People that nobody knows, from a number on.
pub fn people(from: usize, count: usize) -> String {
    let row = |n: usize| format!("{},王小明\n", crate::members::phone(n));
    format!("手机,姓名\n{}", (from..from + count).map(row).collect::<String>())
}

/// The counts are those of a plain count, and the log is whole.
pub async fn sound(world: &World) {
    let service = &world.node.service;
    assert_eq!(service.member_counts_check().await.unwrap(), []);
    assert!(service.audit_verify(None).await.unwrap().is_whole());
}

/// An import as the service knows it.
pub fn parsed(id: &str) -> ImportId {
    id.parse().unwrap()
}

/// Who does what nobody does over the API.
pub fn system(world: &World) -> Op {
    boot::system_op(&world.node.service, "test")
}
