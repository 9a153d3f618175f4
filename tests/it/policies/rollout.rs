//! How a version lands branch by branch, and whom it would reach before it is published.

use serde_json::{Value, json};

use super::{EVENTS, PRICE, price, publish};
use crate::chapters::{chapter, id};
use crate::world::{Actor, World};

const BRANCHES: &str = "query Q($id: ID!, $within: ID, $of: ID) { policyVersion(id: $id) { rollout(within: $within) { \
    total branches(of: $of) { chapter { id name } total state byState { state chapters } } } } }";

async fn rollout(actor: &Actor, version: &Value, (within, of): (Value, Value)) -> Value {
    let variables = json!({ "id": version["id"], "within": within, "of": of });
    actor.ask(BRANCHES, variables).await["policyVersion"]["rollout"].clone()
}

fn names(rollout: &Value) -> Vec<&str> {
    let branches = rollout["branches"].as_array().unwrap();
    branches.iter().map(|branch| branch["chapter"]["name"].as_str().unwrap()).collect()
}

/// Each branch must be the rollout within its topmost chapter.
async fn as_told_within(actor: &Actor, version: &Value, rollout: &Value) -> i64 {
    let query = "query Q($id: ID!, $within: ID!) { policyVersion(id: $id) { rollout(within: $within) { total \
                 byState { state chapters } chapters(first: 1) { nodes { state chapter { id } } } } } }";
    let mut total = 0;
    for branch in rollout["branches"].as_array().unwrap() {
        let variables = json!({ "id": version["id"], "within": branch["chapter"]["id"] });
        let within = actor.ask(query, variables).await["policyVersion"]["rollout"].clone();
        assert_eq!((&branch["total"], &branch["byState"]), (&within["total"], &within["byState"]), "{branch}");
        // The oldest chapter of a branch is its topmost, if it is in scope.
        let first = &within["chapters"]["nodes"][0];
        let own = if first["chapter"]["id"] == branch["chapter"]["id"] { &first["state"] } else { &Value::Null };
        assert_eq!(&branch["state"], own, "{branch}");
        total += branch["total"].as_i64().unwrap();
    }
    total
}

#[tokio::test]
async fn branches_add_up_to_what_stands_below() {
    let world = World::new().await;
    let admin = world.staff("hq-admin").await;
    let version = publish(&admin, "chap_1", PRICE, price(1, 9), json!({})).await;
    world.drained().await;
    let helmsman = world.helmsman("330100").await;
    let hangzhou = id(&helmsman, "330100").await;
    let ack = json!({ "version": version["id"], "chapter": hangzhou, "hash": version["hash"] });
    helmsman.run("policyAcknowledge", ack, "delivery { state }").await;
    let zhejiang = id(&admin, "330000").await;

    let whole = rollout(&admin, &version, (Value::Null, Value::Null)).await;
    assert_eq!(names(&whole), ["北京市", "浙江省"]);
    assert_eq!(as_told_within(&admin, &version, &whole).await + 1, whole["total"].as_i64().unwrap());
    let below = rollout(&admin, &version, (Value::Null, json!(zhejiang))).await;
    assert_eq!((below["branches"].as_array().unwrap().len(), &below["total"]), (11, &whole["total"]));
    assert_eq!(as_told_within(&admin, &version, &below).await, 101);
    let acknowledged = below["branches"].as_array().unwrap().iter().find(|branch| branch["state"] == "ACKNOWLEDGED");
    assert_eq!(acknowledged.unwrap()["chapter"]["id"], json!(hangzhou));
    let within = rollout(&admin, &version, (json!(zhejiang), Value::Null)).await;
    assert_eq!((&within["branches"], &within["total"]), (&below["branches"], &json!(102)));
    let leaf = id(&admin, "330102").await;
    assert_eq!(rollout(&admin, &version, (Value::Null, json!(leaf))).await["branches"], json!([]));

    // Who sees a part begins there.
    let part = rollout(&world.helmsman("330000").await, &version, (Value::Null, Value::Null)).await;
    assert_eq!((&part["branches"], &part["total"]), (&below["branches"], &json!(102)));
    for (of, error) in [("chap_1", "FORBIDDEN"), (id(&admin, "330200").await.as_str(), "NOT_FOUND")] {
        let variables = json!({ "id": version["id"], "of": of });
        assert_eq!(helmsman.send(BRANCHES, variables).await.error(), Some(error), "{of}");
    }
}

#[tokio::test]
async fn branches_out_of_reach_are_left_out() {
    let mut world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let more = json!({ "levels": ["COUNTY"], "divisions": ["330100", "330200"] });
    let version = publish(&admin, "chap_1", EVENTS, json!(2), more).await;
    let zhejiang = id(&admin, "330000").await;
    for state in ["QUEUED", "DELIVERED"] {
        let whole = rollout(&admin, &version, (Value::Null, Value::Null)).await;
        assert_eq!((names(&whole), &whole["branches"][0]["state"]), (vec!["浙江省"], &Value::Null));
        assert_eq!(as_told_within(&admin, &version, &whole).await, whole["total"].as_i64().unwrap());
        let below = rollout(&admin, &version, (Value::Null, json!(zhejiang))).await;
        assert_eq!(names(&below), ["杭州市", "宁波市"]);
        let counties = rollout(&admin, &version, (Value::Null, json!(id(&admin, "330100").await))).await;
        assert!(counties["branches"].as_array().unwrap().iter().any(|county| county["state"] == state), "{counties}");
        assert_eq!(as_told_within(&admin, &version, &counties).await, below["branches"][0]["total"].as_i64().unwrap());
        world.work();
        world.drained().await;
        world.rest().await;
    }
    // A chapter beside or above the issuer has nothing else to show.
    let own = publish(&admin, &zhejiang, PRICE, price(1, 9), json!({})).await;
    let above = rollout(&admin, &own, (Value::Null, json!("chap_1"))).await;
    assert_eq!(above["branches"].as_array().unwrap().len(), 11);
    let beside = rollout(&admin, &own, (Value::Null, json!(id(&admin, "110000").await))).await;
    assert_eq!(beside["branches"], json!([]));
    // Nor has a branch that was closed.
    let county = chapter(&admin, "330102").await;
    let before = rollout(&admin, &version, (Value::Null, json!(id(&admin, "330100").await))).await;
    let close = json!({ "id": county["id"], "version": county["version"] });
    admin.run("chapterClose", close, "chapter { id }").await;
    let after = rollout(&admin, &version, (Value::Null, json!(id(&admin, "330100").await))).await;
    assert_eq!(names(&after).len() + 1, names(&before).len());
}

#[tokio::test]
async fn the_reach_is_what_publishing_comes_to() {
    let mut world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let (zhejiang, hangzhou) = (id(&admin, "330000").await, id(&admin, "330100").await);
    let reach = "query Q($issuer: ID!, $levels: [ChapterLevel!]!, $divisions: [String!]!) { policyReach(issuer: $issuer, \
                 levels: $levels, divisions: $divisions) { total vacant byLevel { level chapters } chapters { id vacant } } }";
    let landed = "query Q($id: ID!) { policyVersion(id: $id) { rollout { total counts { level chapters } \
                  chapters(first: 100) { nodes { chapter { id vacant } } } } } }";
    for (issuer, levels, divisions) in [
        ("chap_1", json!([]), json!([])),
        ("chap_1", json!(["HEADQUARTERS", "PROVINCE"]), json!([])),
        ("chap_1", json!(["COUNTY"]), json!(["330100", "110101"])),
        ("chap_1", json!([]), json!(["330000"])),
        (&zhejiang, json!(["PREFECTURE", "COUNTY"]), json!(["330102", "330200"])),
        (&hangzhou, json!([]), json!([])),
        (&hangzhou, json!([]), json!(["330102", "110000"])),
    ] {
        let scope = json!({ "issuer": issuer, "levels": levels, "divisions": divisions });
        let reached = admin.ask(reach, scope.clone()).await["policyReach"].clone();
        let version = publish(&admin, issuer, EVENTS, json!(2), scope.clone()).await;
        world.work();
        world.drained().await;
        world.rest().await;
        let rollout = admin.ask(landed, json!({ "id": version["id"] })).await["policyVersion"]["rollout"].clone();
        assert_eq!(reached["total"], rollout["total"], "{scope}");
        let mut by_level: Vec<(Value, i64)> = Vec::new();
        for count in rollout["counts"].as_array().unwrap() {
            let chapters = count["chapters"].as_i64().unwrap();
            match by_level.iter_mut().find(|(level, _)| *level == count["level"]) {
                Some((_, sum)) => *sum += chapters,
                None => by_level.push((count["level"].clone(), chapters)),
            }
        }
        let by_level: Vec<Value> =
            by_level.into_iter().map(|(level, chapters)| json!({ "level": level, "chapters": chapters })).collect();
        assert_eq!(reached["byLevel"], json!(by_level), "{scope}");
        let nodes = rollout["chapters"]["nodes"].as_array().unwrap();
        let chapters: Vec<&Value> = nodes.iter().map(|node| &node["chapter"]).collect();
        assert_eq!(reached["chapters"], json!(chapters), "{scope}");
        if nodes.len() < 100 {
            let vacant = chapters.iter().filter(|chapter| chapter["vacant"] == true).count();
            assert_eq!(reached["vacant"], vacant, "{scope}");
        }
    }
    let nobody = json!({ "issuer": hangzhou, "levels": ["PROVINCE"], "divisions": [] });
    let nobody = admin.ask(reach, nobody).await["policyReach"].clone();
    assert_eq!(nobody, json!({ "total": 0, "vacant": 0, "byLevel": [], "chapters": [] }));
    for odd in ["999999", "x"] {
        let scope = json!({ "issuer": "chap_1", "levels": [], "divisions": [odd] });
        assert_eq!(admin.send(reach, scope).await.error(), Some("BAD_USER_INPUT"), "{odd}");
    }
}

#[tokio::test]
async fn a_page_of_versions_may_show_how_each_lands_and_not_much_more() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let ids: Vec<String> = (1..=100).map(|n| format!("pver_{n}")).collect();
    let glance = "nodes(ids: $ids) { ... on PolicyVersion { id rollout { total byState { state chapters } } } }";
    let page = format!("query Q($ids: [ID!]!) {{ {glance} }}");
    let answer = admin.send(&page, json!({ "ids": ids })).await;
    assert_eq!((answer.error(), &answer.body["extensions"]["cost"]["requested"]), (None, &json!(6_701)));
    let again = format!("query Q($ids: [ID!]!) {{ {glance} again: {glance} }}");
    assert_eq!(admin.send(&again, json!({ "ids": ids })).await.error(), Some("QUERY_TOO_COMPLEX"));
    let branches: Vec<String> = (0..40).map(|n| format!("a{n}: branches {{ total }}")).collect();
    let branches = branches.join(" ");
    let many = format!("{{ policyVersion(id: \"pver_1\") {{ rollout {{ {branches} }} }} }}");
    assert_eq!(admin.send(&many, json!({})).await.error(), None);
    let many = many.replace("total", "total chapter { id name level }");
    assert_eq!(admin.send(&many, json!({})).await.error(), Some("QUERY_TOO_COMPLEX"));
}
