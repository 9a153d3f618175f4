//! The counts are those of a plain count at any moment, folded or not.

use serde_json::{Value, json};

use super::{add, phone};
use crate::chapters::{chapter, id};
use crate::world::{Actor, World, until};

async fn counts(admin: &Actor, chapter: &str) -> (String, String) {
    let query = "query Q($id: ID!) { chapter(id: $id) { memberCounts { own subtree } } }";
    let data = admin.ask(query, json!({ "id": chapter })).await["chapter"]["memberCounts"].clone();
    let text = |field: &str| data[field].as_str().unwrap().to_owned();
    (text("own"), text("subtree"))
}

async fn check(world: &World) {
    let differ = world.node.service.member_counts_check().await.unwrap();
    assert!(differ.is_empty(), "{differ:?}");
}

#[tokio::test]
async fn they_are_exact_before_and_after_they_are_folded() {
    let mut world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let (county, city) = (id(&admin, "330106").await, id(&admin, "330100").await);
    let expect = async |n: &str| {
        assert_eq!(counts(&admin, &county).await, (n.to_owned(), n.to_owned()));
        assert_eq!(counts(&admin, &city).await, ("0".to_owned(), n.to_owned()));
        assert_eq!(counts(&admin, "chap_1").await, ("0".to_owned(), n.to_owned()));
    };
    for n in 1..=3 {
        add(&admin, &phone(n), &county).await;
    }
    expect("3").await;
    check(&world).await;
    assert_eq!(world.node.service.member_counts_fold(2).await.unwrap(), 2);
    expect("3").await;
    check(&world).await;
    world.work();
    until("all is folded", async || world.node.service.member_counts_fold(10).await.unwrap() == 0).await;
    expect("3").await;
    check(&world).await;
    world.node.service.member_counts_rebuild().await.unwrap();
    expect("3").await;
}

#[tokio::test]
async fn they_follow_the_tree_when_it_changes() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let (hangzhou, ningbo) = (id(&admin, "330100").await, id(&admin, "330200").await);
    let county = chapter(&admin, "330106").await;
    let county_id = county["id"].as_str().unwrap();
    for n in 1..=4 {
        add(&admin, &phone(n), county_id).await;
        if n == 2 {
            // Half of them folded, half not.
            world.node.service.member_counts_fold(10).await.unwrap();
        }
    }
    let moved = json!({ "id": county_id, "parent": ningbo, "version": county["version"] });
    let after: Value = admin.run("chapterMove", moved, "chapter { version }").await;
    assert_eq!(counts(&admin, &hangzhou).await.1, "0");
    assert_eq!(counts(&admin, &ningbo).await.1, "4");
    check(&world).await;
    let close = json!({ "id": county_id, "version": after["chapter"]["version"] });
    admin.run("chapterClose", close, "chapter { id }").await;
    assert_eq!(counts(&admin, &ningbo).await, ("4".to_owned(), "4".to_owned()));
    assert_eq!(counts(&admin, county_id).await, ("0".to_owned(), "0".to_owned()));
    world.node.service.member_counts_fold(100).await.unwrap();
    check(&world).await;
}
