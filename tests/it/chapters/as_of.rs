//! History stays: the tree can be asked as of a date.

use chrono::TimeDelta;
use serde_json::json;

use super::chapter;
use crate::world::World;

#[tokio::test]
async fn the_tree_as_of_a_date_is_the_tree_of_that_date() {
    let world = World::new().await;
    let before = world.node.service.now();
    world.later(TimeDelta::days(1));
    let admin_later = world.staff("hq-admin").await;
    let (hangzhou, beijing) = (chapter(&admin_later, "330100").await, chapter(&admin_later, "110000").await);
    let rename = json!({ "id": hangzhou["id"], "name": "杭州分会", "version": 1 });
    admin_later.run("chapterRename", rename, "chapter { id }").await;
    let relocate = json!({ "id": hangzhou["id"], "parent": beijing["id"], "version": 2 });
    admin_later.run("chapterMove", relocate, "chapter { id }").await;
    let query = "query Q($id: ID!) { chapter(id: $id) { territory { code name level } \
                 history { version name status from parent { id } } } }";
    let told = admin_later.ask(query, json!({ "id": hangzhou["id"] })).await["chapter"].clone();
    assert_eq!(told["territory"], json!([{ "code": "330100", "name": "杭州市", "level": "PREFECTURE" }]));
    let past = |n: usize| {
        json!([told["history"][n]["version"], told["history"][n]["name"], told["history"][n]["parent"]["id"]])
    };
    assert_eq!(told["history"].as_array().unwrap().len(), 3);
    assert_eq!(past(0), json!([3, "杭州分会", beijing["id"]]));
    assert_eq!(past(1), json!([2, "杭州分会", hangzhou["parent"]["id"]]));
    assert_eq!(past(2), json!([1, "杭州市", hangzhou["parent"]["id"]]));
    let from =
        |n: usize| told["history"][n]["from"].as_str().unwrap().parse::<chrono::DateTime<chrono::Utc>>().unwrap();
    assert_eq!((from(0), from(2)), (world.node.service.now(), before));
    let query = "query Q($at: DateTime) { tree(asOf: $at) { ids parents names } }";
    let id: u64 = hangzhou["id"].as_str().unwrap().trim_start_matches("chap_").parse().unwrap();
    let find = |tree: &serde_json::Value| {
        let at = tree["ids"].as_array().unwrap().iter().position(|it| it.as_u64() == Some(id)).unwrap();
        (tree["names"][at].clone(), format!("chap_{}", tree["parents"][at]))
    };
    let past = admin_later.ask(query, json!({ "at": before.to_rfc3339() })).await;
    assert_eq!(find(&past["tree"]), (json!("杭州市"), hangzhou["parent"]["id"].as_str().unwrap().to_owned()));
    let now = admin_later.ask(query, json!({ "at": null })).await;
    assert_eq!(find(&now["tree"]), (json!("杭州分会"), beijing["id"].as_str().unwrap().to_owned()));
    let future = admin_later.send(query, json!({ "at": "2099-01-01T00:00:00Z" })).await;
    assert_eq!(future.error(), Some("BAD_USER_INPUT"));
}
