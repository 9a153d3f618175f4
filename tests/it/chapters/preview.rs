//! A preview says what the change then does, and leaves nothing behind.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{chapter, id};
use crate::policies::{EVENTS, LOGO, PRICE, price, publish};
use crate::world::{Actor, World};

const PREVIEW: &str = "chapters territory { code name } terms { id endedAt holder { name } } deliveries \
                       values { key title before after } userErrors { code field }";

async fn preview(actor: &Actor, change: &str, input: &Value) -> Value {
    let type_name = format!("{}{}Input", change[..1].to_uppercase(), &change[1..]);
    let query = format!("query P($input: {type_name}!) {{ {change}Preview(input: $input) {{ {PREVIEW} }} }}");
    actor.ask(&query, json!({ "input": input })).await[format!("{change}Preview")].clone()
}

/// All that a preview speaks of, as it is now.
struct Now {
    /// Each open chapter with the way up.
    places: BTreeMap<u64, Vec<u64>>,
    divisions: BTreeSet<String>,
    terms: BTreeSet<String>,
    values: BTreeMap<String, Value>,
    deliveries: i64,
}

fn texts(list: &Value, field: &str) -> BTreeSet<String> {
    let text = |it: &Value| if field.is_empty() { it.clone() } else { it[field].clone() };
    list.as_array().unwrap().iter().map(|it| text(it).as_str().unwrap().to_owned()).collect()
}

impl Now {
    async fn of(world: &World, admin: &Actor, chapter: &Value) -> Self {
        let query = "query Q($id: ID!) { tree { ids parents } \
                     chapter(id: $id) { divisions terms { id } values { key value } } }";
        let data = admin.ask(query, json!({ "id": chapter })).await;
        let column = |name: &str| data["tree"][name].as_array().unwrap().iter().map(|id| id.as_u64().unwrap());
        let parents: BTreeMap<u64, u64> = column("ids").zip(column("parents")).collect();
        let way_up = |id: u64| std::iter::successors(parents.get(&id).copied(), |id| parents.get(id).copied());
        let chapter = &data["chapter"];
        let values = chapter["values"].as_array().unwrap().iter();
        Self {
            places: parents.keys().map(|id| (*id, way_up(*id).collect())).collect(),
            divisions: texts(&chapter["divisions"], ""),
            terms: texts(&chapter["terms"], "id"),
            values: values.map(|it| (it["key"].as_str().unwrap().to_owned(), it["value"].clone())).collect(),
            deliveries: world.backend.rows_by_table().await["delivery"],
        }
    }
}

/// Previews a change, makes it, and holds the one against the other. Answers the preview and the payload's chapter.
///
/// `at` is the chapter whose divisions and terms go, and whose values are compared with those of the chapter that comes
/// of it (if the change compares any).
async fn holds(world: &World, admin: &Actor, change: &str, input: &Value, at: &Value) -> (Value, Value) {
    let before = Now::of(world, admin, at).await;
    let rows = world.backend.rows_by_table().await;
    let seen = preview(admin, change, input).await;
    assert_eq!(world.backend.rows_by_table().await, rows, "{change} left something behind");
    assert_eq!(seen["userErrors"], json!([]), "{change}");

    let done = admin.run(change, input.clone(), "chapter { id }").await["chapter"]["id"].clone();
    let after = Now::of(world, admin, at).await;
    let result = Now::of(world, admin, &done).await;
    let all = before.places.keys().chain(after.places.keys()).collect::<BTreeSet<_>>();
    let moved = all.iter().filter(|id| before.places.get(id) != after.places.get(id)).count();
    assert_eq!(seen["chapters"], json!(moved), "{change}");
    assert_eq!(seen["deliveries"], json!(after.deliveries - before.deliveries), "{change}");
    let gone = |before: &BTreeSet<String>, after: &BTreeSet<String>| before.difference(after).cloned().collect();
    let territory: BTreeSet<String> = gone(&before.divisions, &after.divisions);
    assert_eq!(texts(&seen["territory"], "code"), territory, "{change}");
    let terms: BTreeSet<String> = gone(&before.terms, &after.terms);
    assert_eq!(texts(&seen["terms"], "id"), terms, "{change}");
    if change != "chapterClose" {
        let keys: BTreeSet<&String> = before.values.keys().chain(result.values.keys()).collect();
        let value = |values: &BTreeMap<String, Value>, key: &str| values.get(key).cloned().unwrap_or(Value::Null);
        let changed = keys.into_iter().filter_map(|key| {
            let (before, after) = (value(&before.values, key), value(&result.values, key));
            (before != after).then(|| json!([key, before, after]))
        });
        let told = seen["values"].as_array().unwrap().iter();
        let told: Vec<Value> = told.map(|it| json!([it["key"], it["before"], it["after"]])).collect();
        assert_eq!(told, changed.collect::<Vec<_>>(), "{change}");
    }
    (seen, done)
}

async fn reads(admin: &Actor, id: &Value, field: &str) -> Value {
    admin.ask(&format!("query Q($id: ID!) {{ chapter(id: $id) {{ it: {field} }} }}"), json!({ "id": id })).await
        ["chapter"]["it"]
        .clone()
}

#[tokio::test]
async fn a_preview_says_what_the_change_then_does() {
    let mut world = World::new().await;
    let admin = world.staff("hq-admin").await;
    let (hangzhou, ningbo) = (chapter(&admin, "330100").await, chapter(&admin, "330200").await);
    let (zhejiang, beijing) = (id(&admin, "330000").await, id(&admin, "110000").await);
    publish(&admin, "chap_1", LOGO, json!("帆"), json!({})).await;
    publish(&admin, &zhejiang, EVENTS, json!(2), json!({})).await;
    publish(&admin, &beijing, EVENTS, json!(5), json!({})).await;
    publish(&admin, hangzhou["id"].as_str().unwrap(), PRICE, price(300, 400), json!({})).await;
    world.drained().await;
    // From here on only changes of the tree write.
    world.rest().await;
    world.later(chrono::TimeDelta::minutes(5));

    let input = json!({ "id": hangzhou["id"], "parent": beijing, "version": hangzhou["version"] });
    let (seen, _) = holds(&world, &admin, "chapterMove", &input, &hangzhou["id"]).await;
    assert_eq!(seen["values"], json!([{ "key": EVENTS, "title": "每月最少活动场次", "before": 2, "after": 5 }]));
    assert!(seen["deliveries"].as_i64().unwrap() > 10 && seen["terms"] == json!([]), "{seen}");

    let wards = reads(&admin, &ningbo["id"], "children(first: 2) { nodes { id } }").await;
    let input = json!({ "source": ningbo["id"], "target": hangzhou["id"], "version": ningbo["version"] });
    let (seen, merged) = holds(&world, &admin, "chapterMerge", &input, &ningbo["id"]).await;
    assert_eq!(seen["territory"], json!([{ "code": "330200", "name": "宁波市" }]));
    assert!(seen["deliveries"].as_i64().unwrap() > 10 && seen["chapters"].as_i64().unwrap() > 5, "{seen}");
    let terms = seen["terms"].as_array().unwrap();
    assert!(!terms.is_empty() && terms.iter().all(|term| term["endedAt"].is_null()), "as they are now: {seen}");
    assert!(terms.iter().all(|term| term["holder"]["name"].is_string()), "{seen}");

    let children: Vec<&Value> = wards["nodes"].as_array().unwrap().iter().map(|ward| &ward["id"]).collect();
    let version = reads(&admin, &merged, "version").await;
    let input = json!({
        "source": merged, "name": "宁波新会", "divisions": ["330200"], "children": children, "version": version,
    });
    let (seen, opened) = holds(&world, &admin, "chapterSplit", &input, &merged).await;
    assert_eq!(seen["values"][0]["key"], PRICE, "the source's own rule is not its neighbour's: {seen}");
    assert_eq!(reads(&admin, &opened, "name").await, "宁波新会");

    let version = reads(&admin, children[0], "version").await;
    let input = json!({ "id": children[0], "version": version });
    let (seen, _) = holds(&world, &admin, "chapterClose", &input, children[0]).await;
    assert_eq!((&seen["chapters"], &seen["deliveries"], &seen["values"]), (&json!(1), &json!(0), &json!([])));
}

#[tokio::test]
async fn a_preview_tells_the_rules_and_spends_no_request_key() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let (hangzhou, ningbo) = (chapter(&admin, "330100").await, chapter(&admin, "330200").await);
    let county = chapter(&admin, "330102").await;
    let rows = world.backend.rows_by_table().await;
    let nothing = |code: &str, field: Value| {
        json!({
            "chapters": 0, "territory": [], "terms": [], "deliveries": 0, "values": [],
            "userErrors": [{ "code": code, "field": field }],
        })
    };
    let close = json!({ "id": hangzhou["id"], "version": hangzhou["version"] });
    assert_eq!(preview(&admin, "chapterClose", &close).await["userErrors"][0]["code"], "CHAPTERS_HAS_CHILDREN");
    let stale = json!({ "id": hangzhou["id"], "parent": "chap_1", "version": 9 });
    assert_eq!(preview(&admin, "chapterMove", &stale).await, nothing("VERSION_STALE", json!(["version"])));
    let below = json!({ "id": hangzhou["id"], "parent": county["id"], "version": hangzhou["version"] });
    assert_ne!(preview(&admin, "chapterMove", &below).await["userErrors"], json!([]));
    assert_eq!(world.backend.rows_by_table().await, rows);

    let keyed = json!({
        "source": ningbo["id"], "target": hangzhou["id"], "version": ningbo["version"], "requestKey": "merge-1",
    });
    for _ in 0..2 {
        assert_eq!(preview(&admin, "chapterMerge", &keyed).await["userErrors"], json!([]));
    }
    assert_eq!(world.backend.rows_by_table().await, rows);
    admin.run("chapterMerge", keyed, "chapter { id }").await;
    assert!(chapter(&admin, "330200").await["id"] == hangzhou["id"], "the key was still good");
}

#[tokio::test]
async fn previews_and_changes_take_turns() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let (hangzhou, ningbo) = (chapter(&admin, "330100").await, chapter(&admin, "330200").await);
    let (county, beijing) = (chapter(&admin, "330102").await, id(&admin, "110000").await);
    let merge = json!({ "source": ningbo["id"], "target": hangzhou["id"], "version": ningbo["version"] });
    let away = json!({ "id": county["id"], "parent": beijing, "version": county["version"] });
    let previews = futures_util::future::join_all((0..12).map(|_| preview(&admin, "chapterMerge", &merge)));
    let moving = admin.run("chapterMove", away, "chapter { parent { id } }");
    let (seen, moved) = tokio::join!(previews, moving);
    assert!(seen.iter().all(|seen| seen["userErrors"] == json!([])), "{seen:?}");
    assert!(seen.iter().all(|one| one["chapters"] == seen[0]["chapters"]), "{seen:?}");
    assert_eq!(moved["chapter"]["parent"]["id"], json!(beijing));
    let drift = world.node.service.closure_verify().await.unwrap();
    assert_eq!((drift.missing, drift.surplus), (0, 0));
}
