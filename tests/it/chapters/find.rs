//! Finding chapters: by id, by division, by name, pinyin, initials and code; pages both ways; the whole tree.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::id;
use crate::world::World;

#[tokio::test]
async fn search_knows_names_pinyin_initials_and_codes() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let query = "query Q($text: String!) { chapterSearch(text: $text) { name divisions } }";
    for text in ["杭州", "hangzhou", "hzs", "330100", "HangZhou"] {
        let found = admin.ask(query, json!({ "text": text })).await;
        let names: Vec<_> =
            found["chapterSearch"].as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap()).collect();
        assert!(names.contains(&"杭州市"), "{text}: {names:?}");
    }
    assert_eq!(admin.ask(query, json!({ "text": "  " })).await["chapterSearch"], json!([]));
}

#[tokio::test]
async fn pages_walk_both_ways_without_gap_or_repeat() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let hangzhou = id(&admin, "330100").await;
    let page = "{ nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount }";
    let forwards = format!(
        "query Q($id: ID!, $after: String) {{ chapter(id: $id) {{ children(first: 4, after: $after) {page} }} }}"
    );
    let backwards = format!(
        "query Q($id: ID!, $before: String) {{ chapter(id: $id) {{ children(last: 4, before: $before) {page} }} }}"
    );
    let mut seen = Vec::new();
    let mut cursor = Value::Null;
    loop {
        let data = admin.ask(&forwards, json!({ "id": hangzhou, "after": cursor })).await;
        let children = &data["chapter"]["children"];
        assert_eq!(children["pageInfo"]["hasPreviousPage"], json!(!seen.is_empty()));
        seen.extend(children["nodes"].as_array().unwrap().iter().map(|node| node["id"].clone()));
        if children["pageInfo"]["hasNextPage"] == json!(false) {
            assert_eq!(children["totalCount"], json!(seen.len()));
            break;
        }
        cursor = children["pageInfo"]["endCursor"].clone();
    }
    let mut back: Vec<Value> = Vec::new();
    let mut cursor = Value::Null;
    loop {
        let data = admin.ask(&backwards, json!({ "id": hangzhou, "before": cursor })).await;
        let children = &data["chapter"]["children"];
        assert_eq!(children["pageInfo"]["hasNextPage"], json!(!back.is_empty()));
        let nodes = children["nodes"].as_array().unwrap().iter().map(|node| node["id"].clone());
        back = nodes.chain(back).collect();
        if children["pageInfo"]["hasPreviousPage"] == json!(false) {
            break;
        }
        cursor = children["pageInfo"]["startCursor"].clone();
    }
    assert_eq!(seen, back);
    assert_eq!(seen.iter().map(ToString::to_string).collect::<HashSet<_>>().len(), seen.len());
}

#[tokio::test]
async fn bad_ids_cursors_and_pages_are_bad_input() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let root = "{ headquarters { children(first: 101) { nodes { id } } } }";
    assert_eq!(admin.send(root, json!({})).await.error(), Some("BAD_USER_INPUT"));
    for query in [
        r#"{ chapter(id: "chap_x") { id } }"#,
        r#"{ chapter(id: "pver_1") { id } }"#,
        r#"{ headquarters { children(first: 2, after: "zzz") { nodes { id } } } }"#,
        "{ headquarters { children(first: 2, last: 2) { nodes { id } } } }",
        r#"{ node(id: "nonsense") { id } }"#,
    ] {
        assert_eq!(admin.send(query, json!({})).await.error(), Some("BAD_USER_INPUT"), "{query}");
    }
    assert_eq!(admin.ask(r#"{ chapter(id: "chap_999999") { id } }"#, json!({})).await["chapter"], Value::Null);
}

#[tokio::test]
async fn the_whole_tree_comes_in_one_small_answer() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let answer = admin.send("{ tree { version count ids parents levels names divisions vacant } }", json!({})).await;
    let tree = answer.data("tree");
    let count = usize::try_from(tree["count"].as_u64().unwrap()).unwrap();
    for column in ["ids", "parents", "names", "divisions"] {
        assert_eq!(tree[column].as_array().unwrap().len(), count, "{column}");
    }
    for column in ["levels", "vacant"] {
        assert_eq!(tree[column].as_str().unwrap().len(), count, "{column}");
    }
    // 3,219 chapters must fit in 300 kB.
    let bytes = answer.body.to_string().len();
    assert!(bytes / count < 93, "{} bytes a chapter", bytes / count);
}
