//! The real run: killed anywhere, it ends as if it had not been.

use futures_util::future::join_all;
use serde_json::json;

use super::{COUNTS, check, import, members, op, people, send, settle, sound, start};
use crate::chapters::{chapter, id};
use crate::members::{add, phone};
use crate::world::{Actor, World, until};

async fn batches(admin: &Actor, sent: &str) -> usize {
    let query = "query Q($target: String) { auditEntries(target: $target, first: 100) { nodes { action } } }";
    let data = admin.ask(query, json!({ "target": sent })).await;
    let nodes = data["auditEntries"]["nodes"].as_array().unwrap().clone();
    nodes.iter().filter(|entry| entry["action"] == "integrations.import_batch").count()
}

#[tokio::test]
async fn a_worker_that_is_killed_is_followed_by_one_that_goes_on() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let hangzhou = id(&admin, "330100").await;
    let sent = check(&world, &admin, &hangzhou, people(1, 20)).await;
    start(&admin, &sent).await;
    // Two parts of seven, and then the process is gone.
    assert!(world.node.service.imports_advance(&op(&world), 2).await.unwrap());
    let read = import(&admin, &sent, "state progress counts { added }").await;
    assert_eq!((&read["state"], &read["counts"]["added"]), (&json!("IMPORTING"), &json!(6)));
    assert_eq!(members(&admin, &hangzhou).await, 6);
    // Another, and one that believes to lead still.
    let second = world.second_node().await;
    let (world, admin, sent) = (&world, &admin, sent.as_str());
    let both = [&world.node.service, &second.service].map(async |service| {
        while !done(admin, sent).await {
            // One of them finds that the other was faster.
            let _ = service.imports_advance(&op(world), 1).await;
        }
    });
    join_all(both).await;
    let read = import(admin, sent, COUNTS).await;
    let counts = json!({
        "rows": 20, "new": 20, "knownHere": 0, "knownElsewhere": 0, "duplicates": 0, "errors": 0, "added": 20, "left": 0,
    });
    assert_eq!(read["counts"], counts);
    assert_eq!((members(admin, &hangzhou).await, batches(admin, sent).await), (20, 7));
    assert_eq!(world.backend.rows_by_table().await["import_part"], 0);
    sound(world).await;
}

#[tokio::test]
async fn a_dry_run_that_was_cut_off_begins_again() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let sent = send(&admin, "chap_1", format!("{}坏,王\n", people(1, 30))).await;
    for _ in 0..5 {
        let (service, op) = (world.node.service.clone(), op(&world));
        let cut = tokio::spawn(async move { service.imports_advance(&op, 1).await });
        until("some of it was read", async || {
            let read = import(&admin, &sent, "state counts { rows }").await;
            read["state"] != "UPLOADED" && (read["counts"]["rows"] != 0 || read["state"] != "CHECKING")
        })
        .await;
        cut.abort();
        let _ = cut.await;
    }
    settle(&world).await;
    let read = import(&admin, &sent, "state counts { rows new errors } errors { nodes { row } }").await;
    let expected = json!({
        "state": "CHECKED", "counts": { "rows": 31, "new": 30, "errors": 1 }, "errors": { "nodes": [{ "row": 32 }] },
    });
    assert_eq!(read, expected);
}

#[tokio::test]
async fn the_worker_does_it_all() {
    let world = World::new().await;
    let helmsman = world.helmsman("330100").await;
    let admin = world.staff("hq-admin").await;
    let hangzhou = id(&admin, "330100").await;
    let sent = send(&helmsman, &hangzhou, people(1, 10)).await;
    until("it is checked", async || import(&helmsman, &sent, "state").await["state"] == "CHECKED").await;
    start(&helmsman, &sent).await;
    until("it is done", async || import(&helmsman, &sent, "state").await["state"] == "DONE").await;
    assert_eq!(members(&helmsman, &hangzhou).await, 10);
    sound(&world).await;
}

#[tokio::test]
async fn who_joined_meanwhile_is_not_added_twice() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let sent = check(&world, &admin, "chap_1", people(1, 5)).await;
    add(&admin, &phone(2), "chap_1").await;
    let twin = check(&world, &admin, "chap_1", people(4, 5)).await;
    start(&admin, &sent).await;
    start(&admin, &twin).await;
    let second = world.second_node().await;
    let (world, admin) = (&world, &admin);
    let both = [&world.node.service, &second.service].map(async |service| {
        while !(done(admin, &sent).await && done(admin, &twin).await) {
            let _ = service.imports_advance(&op(world), 1).await;
        }
    });
    join_all(both).await;
    let (first, other) = (import(admin, &sent, COUNTS).await, import(admin, &twin, COUNTS).await);
    let added = |read: &serde_json::Value| read["counts"]["added"].as_i64().unwrap();
    assert_eq!(added(&first) + added(&other), 7);
    assert_eq!(members(admin, "chap_1").await, 8);
    sound(world).await;
}

async fn done(actor: &Actor, sent: &str) -> bool {
    import(actor, sent, "state").await["state"] == "DONE"
}

#[tokio::test]
async fn a_right_that_has_ended_adds_nobody() {
    let world = World::idle().await;
    let (admin, helmsman) = (world.staff("hq-admin").await, world.helmsman("330100").await);
    let hangzhou = id(&admin, "330100").await;
    let sent = check(&world, &helmsman, &hangzhou, people(1, 4)).await;
    start(&helmsman, &sent).await;
    let query = "query Q($id: ID!) { chapter(id: $id) { terms { id } } }";
    let term = admin.ask(query, json!({ "id": hangzhou })).await["chapter"]["terms"][0]["id"].clone();
    admin.run("termEnd", json!({ "id": term }), "term { id }").await;
    settle(&world).await;
    let read = import(&admin, &sent, "state counts { added left } errors { nodes { row code } }").await;
    assert_eq!((&read["state"], &read["counts"]), (&json!("DONE"), &json!({ "added": 0, "left": 4 })));
    assert_eq!(read["errors"]["nodes"].as_array().unwrap().len(), 4);
    assert_eq!(members(&admin, &hangzhou).await, 0);
}

#[tokio::test]
async fn a_chapter_that_has_closed_takes_nobody() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let county = chapter(&admin, "330106").await;
    let file = format!("手机,姓名,分舵\n{},王,330106\n{},李,\n", phone(1), phone(2));
    let sent = check(&world, &admin, "chap_1", file).await;
    let close = json!({ "id": county["id"], "version": county["version"] });
    admin.run("chapterClose", close, "chapter { id }").await;
    start(&admin, &sent).await;
    settle(&world).await;
    let read = import(&admin, &sent, "counts { added left } errors { nodes { row code } }").await;
    let errors = json!({ "nodes": [{ "row": 2, "code": "CHAPTER_OUTSIDE" }] });
    assert_eq!(read, json!({ "counts": { "added": 1, "left": 1 }, "errors": errors }));
    sound(&world).await;
}

#[tokio::test]
async fn a_cancelled_import_stops_where_it_is() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let sent = check(&world, &admin, "chap_1", people(1, 10)).await;
    start(&admin, &sent).await;
    assert_eq!(admin.broken("importStart", json!({ "import": sent })).await, ["INTEGRATIONS_IMPORT_STATE"]);
    world.node.service.imports_advance(&op(&world), 1).await.unwrap();
    let cancelled = admin.run("importCancel", json!({ "import": sent }), "import { state counts { added } }").await;
    assert_eq!(cancelled["import"], json!({ "state": "CANCELLED", "counts": { "added": 3 } }));
    settle(&world).await;
    assert_eq!(members(&admin, "chap_1").await, 3);
    assert_eq!(admin.broken("importCancel", json!({ "import": sent })).await, ["INTEGRATIONS_IMPORT_STATE"]);
    assert_eq!(world.backend.rows_by_table().await["import_part"], 0);
}

/// A row of a file is a person like any other: who is in it twice, with two phones, is found by the name.
#[tokio::test]
async fn who_was_imported_twice_is_found() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let hangzhou = id(&admin, "330100").await;
    let sent = check(&world, &admin, &hangzhou, people(1, 2)).await;
    start(&admin, &sent).await;
    settle(&world).await;
    let query = "query Q($phone: String!) { memberByPhone(phone: $phone) { id } }";
    let mut found = Vec::new();
    for n in [1, 2] {
        let data = admin.ask(query, json!({ "phone": phone(n) })).await;
        found.push(data["memberByPhone"]["id"].clone());
    }
    let query = "query Q($id: ID!) { memberDuplicates(member: $id) { member { id } } }";
    let data = admin.ask(query, json!({ "id": found[0] })).await;
    assert_eq!(data["memberDuplicates"], json!([{ "member": { "id": found[1] } }]));
}
