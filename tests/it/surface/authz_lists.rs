//! The rule of single reads holds in lists, counts, pages and what hangs below them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::ground::Ground;
use super::rules::{ACTORS, PLACES, Who, may};
use crate::world::Actor;

type Chapters = BTreeSet<u64>;

/// The tree, as somebody who sees all of it was told.
struct Whole {
    parents: BTreeMap<u64, u64>,
    vacant: Chapters,
}

fn number(id: &Value) -> u64 {
    id.as_str().unwrap().trim_start_matches("chap_").parse().unwrap()
}

impl Whole {
    async fn read(admin: &Actor) -> Self {
        let tree = admin.ask("{ tree { ids parents vacant } }", json!({})).await["tree"].clone();
        let column =
            |name: &str| tree[name].as_array().unwrap().iter().map(|id| id.as_u64().unwrap()).collect::<Vec<_>>();
        let ids = column("ids");
        let flags = tree["vacant"].as_str().unwrap().chars();
        Self {
            vacant: ids.iter().copied().zip(flags).filter(|(_, flag)| *flag == '1').map(|(id, _)| id).collect(),
            parents: ids.into_iter().zip(column("parents")).collect(),
        }
    }

    /// The chapters above, the nearest first.
    fn above(&self, id: u64) -> Vec<u64> {
        std::iter::successors(self.parents.get(&id).copied(), |id| self.parents.get(id).copied())
            .filter(|id| *id != 0)
            .collect()
    }

    fn subtree(&self, root: u64) -> Chapters {
        self.parents.keys().copied().filter(|id| *id == root || self.above(*id).contains(&root)).collect()
    }

    /// What somebody whose role is on `base` sees: all at and below it, and the way up.
    fn visible(&self, base: Option<u64>) -> Chapters {
        let Some(base) = base else { return Chapters::new() };
        self.subtree(base).into_iter().chain(self.above(base)).collect()
    }
}

/// Every page of a list of chapters: `list` is a field with `<page>` among its arguments. Answers them with the count.
async fn pages(actor: &Actor, (before, list, after): (&str, &str, &str), path: &str) -> (Chapters, usize) {
    let (mut found, mut cursor, mut total) = (Chapters::new(), Value::Null, 0);
    let list = list.replace("<page>", "first: 40, after: $after");
    let list = format!("{list} {{ totalCount nodes {{ id }} pageInfo {{ hasNextPage endCursor }} }}");
    let document = format!("query Q($after: String) {{ {before} {list} {after} }}");
    loop {
        let data = actor.ask(&document, json!({ "after": cursor })).await;
        let page = data.pointer(path).unwrap();
        for node in page["nodes"].as_array().unwrap() {
            assert!(found.insert(number(&node["id"])), "twice: {node}");
        }
        total += 1;
        if page["pageInfo"]["hasNextPage"] == false {
            let count = usize::try_from(page["totalCount"].as_u64().unwrap()).unwrap();
            assert!(total <= 10, "a page is not 40 long");
            return (found, count);
        }
        cursor = page["pageInfo"]["endCursor"].clone();
    }
}

fn signed_in() -> impl Iterator<Item = Who> {
    ACTORS.into_iter().filter(|who| who.name != "stranger")
}

fn chapter_at(ground: &Ground, place: &str) -> u64 {
    number(&json!(ground.thing(place, "chapter").unwrap()))
}

#[tokio::test]
async fn lists_and_counts_of_chapters_end_where_sight_ends() {
    let ground = Ground::lay().await;
    let whole = Whole::read(&ground.actor(ACTORS[0]).await).await;
    for who in signed_in() {
        let actor = ground.actor(who).await;
        let visible = whole.visible(who.base.map(|base| chapter_at(&ground, base)));
        let below: Chapters = visible.iter().copied().filter(|id| *id != 1).collect();
        let vacant: Chapters = below.intersection(&whole.vacant).copied().collect();
        let all = pages(&actor, ("", "chapters(<page>)", ""), "/chapters").await;
        assert_eq!(all, (below.clone(), below.len()), "{}", who.name);
        let none_leads = pages(&actor, ("", "chapters(vacantOnly: true, <page>)", ""), "/chapters").await;
        assert_eq!(none_leads, (vacant.clone(), vacant.len()), "{}", who.name);
        if who.base.is_some() {
            let tree = actor.ask("{ tree { ids count } }", json!({})).await["tree"].clone();
            let ids: Chapters = tree["ids"].as_array().unwrap().iter().map(|id| id.as_u64().unwrap()).collect();
            assert_eq!((ids, tree["count"].as_u64().unwrap()), (visible.clone(), visible.len() as u64), "{}", who.name);
        }
        for (place, _) in PLACES {
            around(&actor, (who, place), chapter_at(&ground, place), (&whole, &visible)).await;
        }
    }
}

/// What hangs on one chapter.
async fn around(actor: &Actor, at: (Who, &str), id: u64, (whole, visible): (&Whole, &Chapters)) {
    if !visible.contains(&id) {
        return;
    }
    let open = format!("chapter(id: \"chap_{id}\") {{");
    let subtree = whole.subtree(id);
    let below: Chapters = subtree.intersection(visible).copied().filter(|other| *other != id).collect();
    let children: Chapters = below.iter().copied().filter(|other| whole.parents[other] == id).collect();
    let vacant: Chapters = below.intersection(&whole.vacant).copied().collect();
    for (list, wanted) in [
        ("children(<page>)", &children),
        ("descendants(<page>)", &below),
        ("descendants(vacantOnly: true, <page>)", &vacant),
    ] {
        let path = format!("/chapter/{}", list.split('(').next().unwrap());
        let found = pages(actor, (&open, list, "}"), &path).await;
        assert_eq!(found, (wanted.clone(), wanted.len()), "{at:?} {list}");
    }
    let document = format!(
        "{{ {open} counts {{ children descendants vacant }} ancestors {{ id }} parent {{ id }} caretaker {{ id }} \
         caretakes {{ id }} }} }}"
    );
    let chapter = actor.ask(&document, json!({})).await["chapter"].clone();
    let itself = usize::from(whole.vacant.contains(&id));
    let counts = json!({ "children": children.len(), "descendants": below.len(), "vacant": vacant.len() + itself });
    assert_eq!(chapter["counts"], counts, "{at:?}");
    let above: Vec<u64> = chapter["ancestors"].as_array().unwrap().iter().map(|node| number(&node["id"])).collect();
    assert_eq!(above, whole.above(id), "{at:?}");
    assert_eq!(chapter["parent"].is_null(), above.is_empty(), "{at:?}");
    // Below a vacant chapter its caretaker's care goes on, below a helmsman it ends.
    let led = |id: &u64| id == &1 || !whole.vacant.contains(id);
    let cared = vacant.iter().filter(|ward| whole.above(**ward).into_iter().find(led) == Some(id)).copied();
    let cared: Chapters = if led(&id) { cared.collect() } else { Chapters::new() };
    let wards: Chapters = chapter["caretakes"].as_array().unwrap().iter().map(|node| number(&node["id"])).collect();
    assert_eq!(wards, cared, "{at:?}");
}

#[tokio::test]
async fn rollouts_count_and_list_only_what_the_caller_reads() {
    let ground = Ground::lay().await;
    let whole = Whole::read(&ground.actor(ACTORS[0]).await).await;
    let national = ground.thing("headquarters", "version").unwrap();
    for who in signed_in().filter(|who| who.base.is_some()) {
        let actor = ground.actor(who).await;
        let mut wanted = whole.subtree(chapter_at(&ground, who.base.unwrap()));
        // It is for everybody but headquarters.
        wanted.remove(&1);
        let (mut found, mut cursor) = (Chapters::new(), Value::Null);
        let document = "query Q($id: ID!, $after: String) { policyVersion(id: $id) { rollout { total byState { chapters } \
                        counts { chapters } chapters(first: 40, after: $after) { nodes { chapter { id } } \
                        pageInfo { hasNextPage endCursor } } } } }";
        loop {
            let data = actor.ask(document, json!({ "id": national, "after": cursor })).await;
            let rollout = &data["policyVersion"]["rollout"];
            let sum = |list: &str| -> u64 {
                rollout[list].as_array().unwrap().iter().map(|row| row["chapters"].as_u64().unwrap()).sum()
            };
            let total = wanted.len() as u64;
            assert_eq!(
                (rollout["total"].as_u64(), sum("byState"), sum("counts")),
                (Some(total), total, total),
                "{who:?}"
            );
            let page = &rollout["chapters"];
            found.extend(page["nodes"].as_array().unwrap().iter().map(|node| number(&node["chapter"]["id"])));
            cursor = page["pageInfo"]["endCursor"].clone();
            if page["pageInfo"]["hasNextPage"] == false {
                break;
            }
        }
        assert_eq!(found, wanted, "{who:?}");
    }
}

#[tokio::test]
async fn lists_of_versions_and_entries_end_where_rights_end() {
    let ground = Ground::lay().await;
    for who in signed_in().filter(|who| who.base.is_some()) {
        let actor = ground.actor(who).await;
        let mut wanted = BTreeSet::new();
        for (place, _) in PLACES {
            let reads = may(who, "POLICY_READ", place);
            // Published ones bind everybody below their issuer: whoever sees the place reads them.
            let published = reads || may(who, "CHAPTER_SEE", place);
            wanted.extend(ground.thing(place, "version").filter(|_| published));
            wanted.extend(ground.thing(place, "draft").filter(|_| reads));
        }
        let data = actor.ask("{ policyVersions(first: 100) { nodes { id issuer { id } } } }", json!({})).await;
        let nodes = data["policyVersions"]["nodes"].as_array().unwrap();
        let found: BTreeSet<&str> = nodes.iter().map(|node| node["id"].as_str().unwrap()).collect();
        assert_eq!(found, wanted, "{who:?}");
        if PLACES.iter().any(|(place, _)| may(who, "AUDIT_READ", place)) {
            entries(&ground, &actor, who).await;
        }
    }
}

async fn entries(ground: &Ground, actor: &Actor, who: Who) {
    let document = "query Q($after: String) { auditEntries(first: 100, after: $after) {
        totalCount nodes { chapter { id } } pageInfo { hasNextPage endCursor } } }";
    let mut log = actor.ask(document, json!({})).await["auditEntries"].clone();
    if who.base == Some("headquarters") {
        let nodes = log["nodes"].as_array().unwrap();
        let of_none = |node: &Value| node["chapter"].is_null();
        assert!(nodes.iter().any(of_none), "who reads all reads what belongs to no chapter");
        return;
    }
    let whole = Whole::read(&ground.actor(ACTORS[0]).await).await;
    let own = whole.subtree(chapter_at(ground, who.base.unwrap()));
    let mut nodes = log["nodes"].as_array().unwrap().clone();
    while log["pageInfo"]["hasNextPage"] == json!(true) {
        log = actor.ask(document, json!({ "after": log["pageInfo"]["endCursor"] })).await["auditEntries"].clone();
        nodes.extend(log["nodes"].as_array().unwrap().clone());
    }
    assert_eq!(log["totalCount"], nodes.len(), "counted as listed");
    assert!(nodes.iter().all(|node| own.contains(&number(&node["chapter"]["id"]))), "{log}");
}

#[tokio::test]
async fn what_is_seen_of_a_person_follows_from_what_is_seen_of_their_chapter() {
    let ground = Ground::lay().await;
    let document =
        "{ node(id: '<leader>') { ... on Account { name phone chapter { id } grants { id } terms { id } } } }";
    for who in signed_in() {
        let actor = ground.actor(who).await;
        for (place, _) in PLACES {
            let Some(document) = ground.fill(document, place, who) else { continue };
            let data = actor.ask(&document, json!({})).await;
            let person = &data["node"];
            assert_eq!(person.is_null(), !may(who, "CHAPTER_SEE", place), "{who:?} {place}");
            if person.is_null() {
                continue;
            }
            let read = may(who, "CHAPTER_READ", place);
            assert_eq!(person["name"], if read { "某某" } else { "某*" }, "{who:?} {place}");
            let phone = person["phone"].as_str().map(|phone| phone.starts_with("198****"));
            assert_eq!(phone, read.then_some(true), "{who:?} {place}: {person}");
            let some = |list: &str| !person[list].as_array().unwrap().is_empty();
            assert_eq!(some("grants"), may(who, "GRANT_READ", place), "{who:?} {place}");
            assert_eq!(some("terms"), read, "{who:?} {place}");
        }
    }
}
