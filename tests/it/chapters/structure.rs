//! Open, rename, move, merge, split, close: each refuses loops, wrong level order, overlap and a stale version.

use serde_json::json;

use super::{chapter, id};
use crate::world::World;

/// 杭州市, 宁波市, and two counties of 杭州.
const HANGZHOU: &str = "330100";
const NINGBO: &str = "330200";
const SHANGCHENG: &str = "330102";
const GONGSHU: &str = "330105";

#[tokio::test]
async fn a_renamed_chapter_keeps_its_history_and_refuses_a_stale_version() {
    let world = World::new().await;
    let admin = world.staff("hq-admin").await;
    let before = chapter(&admin, HANGZHOU).await;
    let input = json!({ "id": before["id"], "name": "杭州分会", "version": before["version"] });
    let payload = admin.run("chapterRename", input.clone(), "chapter { name pinyin version }").await;
    assert_eq!(payload["chapter"]["name"], "杭州分会");
    assert_eq!(payload["chapter"]["pinyin"], "hangzhoufenhui");
    assert_eq!(admin.broken("chapterRename", input).await, ["VERSION_STALE"]);
    let input = json!({ "id": before["id"], "name": " 杭州", "version": 2 });
    assert_eq!(admin.broken("chapterRename", input).await, ["CHAPTERS_NAME_INVALID"]);
}

#[tokio::test]
async fn a_moved_chapter_takes_its_subtree_along() {
    let world = World::new().await;
    let admin = world.staff("hq-admin").await;
    let hangzhou = chapter(&admin, HANGZHOU).await;
    let beijing = id(&admin, "110000").await;
    let input = json!({ "id": hangzhou["id"], "parent": beijing, "version": hangzhou["version"] });
    admin.run("chapterMove", input, "chapter { parent { id } }").await;
    let query = "query Q($code: String!) { chapterByDivision(code: $code) { ancestors { name } } }";
    let county = admin.ask(query, json!({ "code": SHANGCHENG })).await;
    let names: Vec<_> = county["chapterByDivision"]["ancestors"].as_array().unwrap().iter().collect();
    assert_eq!(names, [&json!({"name": "杭州市"}), &json!({"name": "北京市"}), &json!({"name": "总部"})]);
    let drift = world.node.service.closure_verify().await.unwrap();
    assert_eq!((drift.missing, drift.surplus), (0, 0));
}

#[tokio::test]
async fn loops_and_wrong_level_order_are_refused() {
    let world = World::new().await;
    let admin = world.staff("hq-admin").await;
    let hangzhou = chapter(&admin, HANGZHOU).await;
    let zhejiang = chapter(&admin, "330000").await;
    let county = id(&admin, SHANGCHENG).await;
    let under_its_own = json!({ "id": zhejiang["id"], "parent": hangzhou["id"], "version": zhejiang["version"] });
    assert_eq!(admin.broken("chapterMove", under_its_own).await, ["CHAPTERS_LOOP"]);
    let ningbo = id(&admin, NINGBO).await;
    let beside = json!({ "id": hangzhou["id"], "parent": ningbo, "version": hangzhou["version"] });
    assert_eq!(admin.broken("chapterMove", beside).await, ["CHAPTERS_LEVEL_ORDER"]);
    let below = json!({ "parent": county, "level": "PREFECTURE", "name": "x", "divisions": ["330100"] });
    let codes = admin.broken("chapterOpen", below).await;
    assert!(codes.contains(&"CHAPTERS_LEVEL_ORDER".to_owned()), "{codes:?}");
}

#[tokio::test]
async fn a_merge_passes_territory_and_children_on_and_names_the_successor() {
    let world = World::new().await;
    let admin = world.staff("hq-admin").await;
    let (source, target) = (chapter(&admin, HANGZHOU).await, chapter(&admin, NINGBO).await);
    let input = json!({ "source": source["id"], "target": target["id"], "version": source["version"] });
    let merged = admin.run("chapterMerge", input, "chapter { id divisions }").await;
    assert_eq!(merged["chapter"]["divisions"], json!([HANGZHOU, NINGBO]));
    let query = "query Q($id: ID!) { chapter(id: $id) { status successor { id } } }";
    let gone = admin.ask(query, json!({ "id": source["id"] })).await;
    assert_eq!(gone["chapter"], json!({ "status": "CLOSED", "successor": { "id": target["id"] } }));
    assert_eq!(chapter(&admin, SHANGCHENG).await["parent"]["id"], target["id"]);
    let drift = world.node.service.closure_verify().await.unwrap();
    assert_eq!((drift.missing, drift.surplus), (0, 0));
}

#[tokio::test]
async fn a_split_divides_territory_and_moves_children() {
    let world = World::new().await;
    let admin = world.staff("hq-admin").await;
    // First a chapter of two counties: one merges into its neighbour.
    let (source, target) = (chapter(&admin, GONGSHU).await, chapter(&admin, SHANGCHENG).await);
    let input = json!({ "source": source["id"], "target": target["id"], "version": source["version"] });
    admin.run("chapterMerge", input, "chapter { id }").await;
    let both = chapter(&admin, SHANGCHENG).await;
    let split = |divisions: serde_json::Value| json!({ "source": both["id"], "name": "拱墅分会", "divisions": divisions, "children": [], "version": both["version"] });
    assert_eq!(admin.broken("chapterSplit", split(json!([GONGSHU, SHANGCHENG]))).await, ["CHAPTERS_SPLIT_INVALID"]);
    assert_eq!(admin.broken("chapterSplit", split(json!(["330106"]))).await, ["CHAPTERS_SPLIT_INVALID"]);
    let payload =
        admin.run("chapterSplit", split(json!([GONGSHU])), "chapter { name divisions parent { name } }").await;
    assert_eq!(
        payload["chapter"],
        json!({ "name": "拱墅分会", "divisions": [GONGSHU], "parent": { "name": "杭州市" } })
    );
    assert_eq!(chapter(&admin, SHANGCHENG).await["divisions"], json!([SHANGCHENG]));
}

#[tokio::test]
async fn a_chapter_closes_only_without_children_and_frees_its_territory() {
    let world = World::new().await;
    let admin = world.staff("hq-admin").await;
    let hangzhou = chapter(&admin, HANGZHOU).await;
    let input = json!({ "id": hangzhou["id"], "version": hangzhou["version"] });
    assert_eq!(admin.broken("chapterClose", input).await, ["CHAPTERS_HAS_CHILDREN"]);
    let county = chapter(&admin, SHANGCHENG).await;
    let input = json!({ "id": county["id"], "version": county["version"] });
    admin.run("chapterClose", input, "chapter { status }").await;
    assert!(chapter(&admin, SHANGCHENG).await.is_null());
    let input = json!({ "parent": hangzhou["id"], "level": "COUNTY", "name": "上城新会", "divisions": [SHANGCHENG] });
    let opened = admin.run("chapterOpen", input, "chapter { name vacant caretaker { name } }").await;
    let expected = json!({ "name": "上城新会", "vacant": true, "caretaker": { "name": "杭州市" } });
    assert_eq!(opened["chapter"], expected);
}

#[tokio::test]
async fn a_request_key_has_one_effect() {
    let world = World::new().await;
    let admin = world.staff("hq-admin").await;
    let hangzhou = chapter(&admin, HANGZHOU).await;
    let input = json!({
        "id": hangzhou["id"], "name": "杭州分会", "version": hangzhou["version"], "requestKey": "rename-1",
    });
    let first = admin.run("chapterRename", input.clone(), "chapter { version }").await;
    let again = admin.run("chapterRename", input, "chapter { version }").await;
    assert_eq!(first, again);
    let other = json!({ "id": hangzhou["id"], "name": "别的", "version": 2, "requestKey": "rename-1" });
    assert_eq!(admin.broken("chapterRename", other).await, ["REQUEST_KEY_REUSED"]);
}
