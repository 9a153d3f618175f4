//! `policyDelivered` over graphql-transport-ws.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::client::{Client, serve};
use crate::access::account;
use crate::chapters::{chapter, id};
use crate::policies::{EVENTS, PRICE, price, publish};
use crate::world::{Node, World, until};

fn text(version: &Value) -> String {
    version["id"].as_str().unwrap().to_owned()
}

/// Waits until so many chapters are listened to at a node.
pub async fn listening(node: &Node, chapters: usize) {
    until("the subscription stands", async || node.service.feed_chapters() == chapters).await;
}

#[tokio::test]
async fn a_connected_helmsman_gets_a_policy_at_once_and_what_was_missed_on_return() {
    let world = World::new().await;
    let served = serve(&world.node).await;
    let admin = world.staff("hq-admin").await;
    let helmsman = world.helmsman("330100").await;
    let own = id(&helmsman, "330100").await;
    let mut client = Client::greeted(&served, helmsman.token.as_ref()).await;
    client.follow(&own, None).await;
    listening(&world.node, 1).await;
    let first = text(&publish(&admin, "chap_1", PRICE, price(1, 9), json!({})).await);
    let (seen, cursor) = client.notice().await;
    assert_eq!(seen, first);
    drop(client);
    let missed = text(&publish(&admin, "chap_1", EVENTS, json!(2), json!({})).await);
    world.drained().await;
    let mut client = Client::greeted(&served, helmsman.token.as_ref()).await;
    client.follow(&own, Some(&cursor)).await;
    let (replayed, cursor) = client.notice().await;
    assert_eq!(replayed, missed, "replayed");
    let next = text(&publish(&admin, "chap_1", PRICE, price(2, 8), json!({})).await);
    let (live, last) = client.notice().await;
    assert_eq!(live, next, "once, and then live");
    assert_ne!(cursor, last);
}

#[tokio::test]
async fn the_push_reaches_clients_of_another_node() {
    let world = World::new().await;
    let other = world.second_node().await;
    let served = serve(&other).await;
    let admin = world.staff("hq-admin").await;
    let helmsman = world.helmsman("330100").await;
    let own = id(&helmsman, "330100").await;
    let mut client = Client::greeted(&served, helmsman.token.as_ref()).await;
    client.follow(&own, None).await;
    listening(&other, 1).await;
    let version = text(&publish(&admin, "chap_1", PRICE, price(1, 9), json!({})).await);
    assert_eq!(client.notice().await.0, version);
}

#[tokio::test]
async fn who_may_not_listen_is_told_so() {
    let world = World::idle().await;
    let served = serve(&world.node).await;
    let helmsman = world.helmsman("330100").await;
    let admin = world.staff("hq-admin").await;
    for (code, token, error) in [
        ("330000", helmsman.token.as_ref(), "FORBIDDEN"),
        ("330200", helmsman.token.as_ref(), "NOT_FOUND"),
        ("330100", None, "UNAUTHENTICATED"),
    ] {
        let chapter = id(&admin, code).await;
        let mut client = Client::greeted(&served, token).await;
        client.follow(&chapter, None).await;
        let message = client.hear().await;
        assert_eq!((&message["type"], &message["payload"][0]["extensions"]["code"]), (&json!("error"), &json!(error)));
    }
    let mut client = Client::connect(&served).await;
    client.say(json!({ "type": "connection_init", "payload": { "authorization": "Bearer nonsense" } })).await;
    assert_eq!(client.closed().await.0, 4403);
}

#[tokio::test]
async fn a_revoked_token_ends_its_sockets() {
    let world = World::new().await;
    let other = world.second_node().await;
    let (here, there) = (serve(&world.node).await, serve(&other).await);
    let admin = world.staff("hq-admin").await;
    let helmsman = world.helmsman("330100").await;
    let own = id(&helmsman, "330100").await;
    let mut clients = Vec::new();
    for (served, node) in [(&here, &world.node), (&there, &other)] {
        let mut client = Client::greeted(served, helmsman.token.as_ref()).await;
        client.follow(&own, None).await;
        listening(node, 1).await;
        clients.push(client);
    }
    admin.run("sessionsRevoke", json!({ "account": account(&helmsman).await }), "sessions").await;
    for client in &mut clients {
        assert_eq!(client.closed().await, (4403, "Forbidden".to_owned()));
    }
    // The next push finds nobody who listens on behalf of who is gone.
    publish(&admin, "chap_1", PRICE, price(1, 9), json!({})).await;
    listening(&world.node, 0).await;
}

#[tokio::test]
async fn an_expired_token_ends_its_sockets() {
    let world = World::idle().await;
    let served = serve(&world.node).await;
    let helmsman = world.helmsman("330100").await;
    let own = id(&helmsman, "330100").await;
    let mut client = Client::greeted(&served, helmsman.token.as_ref()).await;
    client.follow(&own, None).await;
    listening(&world.node, 1).await;
    world.later(TimeDelta::minutes(10));
    assert_eq!(client.closed().await.0, 4403);
}

#[tokio::test]
async fn the_end_of_an_office_ends_its_sockets() {
    let world = World::idle().await;
    let served = serve(&world.node).await;
    let helmsman = world.helmsman("330100").await;
    let own = id(&helmsman, "330100").await;
    let query = "query Q($id: ID!) { chapter(id: $id) { terms { id } } }";
    let terms = helmsman.ask(query, json!({ "id": own })).await;
    let mut client = Client::greeted(&served, helmsman.token.as_ref()).await;
    client.follow(&own, None).await;
    listening(&world.node, 1).await;
    let admin = world.staff("hq-admin").await;
    admin.run("termEnd", json!({ "id": terms["chapter"]["terms"][0]["id"] }), "chapter { id }").await;
    assert_eq!(client.closed().await.0, 4403);
}

/// Selections that are the same for every chapter are executed once for all: nobody may notice.
#[tokio::test]
async fn what_is_executed_once_for_all_reads_as_if_it_were_executed_for_each() {
    const COMMON: &str = "kind cursor delivery { state cursor deliveredAt dueAt readAt acknowledgedAt acknowledgedBy \
        replacedBy version { id key number state mode hash scopeLevels scopeDivisions effectiveAt \
        acknowledgeWithinHours vacantMustAcknowledge urgency body value author publishedAt publishedBy revokedAt \
        revokedBy revokedReason } }";
    let world = World::new().await;
    let served = serve(&world.node).await;
    let admin = world.staff("hq-admin").await;
    let mut clients = Vec::new();
    // Two that owe an acknowledgement, and a vacant one, which is told another state.
    for code in ["330100", "330200", "330102"] {
        let chapter = id(&admin, code).await;
        for selection in [COMMON.to_owned(), format!("{COMMON} own: delivery {{ chapter {{ id }} }}")] {
            let mut client = Client::greeted(&served, admin.token.as_ref()).await;
            client.follow_for(&chapter, None, &selection).await;
            clients.push((chapter.clone(), client));
        }
    }
    listening(&world.node, 3).await;
    until("all subscriptions stand", async || world.node.service.feed_followers() == 6).await;
    let version = publish(&admin, "chap_1", PRICE, price(1, 9), json!({})).await;
    world.drained().await;
    admin.run("policyRevoke", json!({ "id": version["id"], "reason": "有误" }), "version { id }").await;
    for kind in ["DELIVERED", "REVOKED"] {
        let mut told = Vec::new();
        for (chapter, client) in &mut clients {
            let message = client.hear().await;
            let mut notice = message["payload"]["data"]["policyDelivered"].clone();
            assert_eq!(notice["kind"], kind, "{message}");
            if let Some(own) = notice.as_object_mut().unwrap().remove("own") {
                assert_eq!(own["chapter"]["id"], json!(chapter));
            }
            told.push(notice);
        }
        for pair in told.chunks(2) {
            assert_eq!(pair[0], pair[1]);
        }
    }
}

#[tokio::test]
async fn what_is_not_valid_is_refused_at_once() {
    let world = World::idle().await;
    let served = serve(&world.node).await;
    let helmsman = world.helmsman("330100").await;
    let own = id(&helmsman, "330100").await;
    for selection in ["delivery", "kind { x }", "kind ...Unused } } fragment Unused on PolicyNotice { nonsense { x"] {
        let mut client = Client::greeted(&served, helmsman.token.as_ref()).await;
        client.follow_for(&own, None, selection).await;
        let message = client.hear().await;
        assert_eq!(message["type"], "error", "{message}");
        let code = message.pointer("/payload/0/extensions/code");
        assert_eq!(code, Some(&json!("VALIDATION_FAILED")), "{message}");
    }
}

#[tokio::test]
async fn operations_of_one_document_are_told_apart() {
    let world = World::new().await;
    let served = serve(&world.node).await;
    let admin = world.staff("hq-admin").await;
    let own = id(&admin, "330100").await;
    let query = format!(
        "subscription Kind {{ policyDelivered(chapter: \"{own}\") {{ kind }} }} \
         subscription State {{ policyDelivered(chapter: \"{own}\") {{ delivery {{ state }} }} }}"
    );
    let mut clients = Vec::new();
    for name in ["Kind", "State", "Kind", "State"] {
        let mut client = Client::greeted(&served, admin.token.as_ref()).await;
        let payload = json!({ "query": query, "operationName": name });
        client.say(json!({ "type": "subscribe", "id": "1", "payload": payload })).await;
        clients.push((name, client));
    }
    until("all subscriptions stand", async || world.node.service.feed_followers() == 2).await;
    publish(&admin, "chap_1", PRICE, price(1, 9), json!({})).await;
    for (name, client) in &mut clients {
        let expected = if *name == "Kind" {
            json!({ "kind": "DELIVERED" })
        } else {
            json!({ "delivery": { "state": "DELIVERED" } })
        };
        assert_eq!(client.hear().await["payload"]["data"]["policyDelivered"], expected);
    }
}

#[tokio::test]
async fn whoever_loses_sight_of_a_chapter_hears_no_more_of_it() {
    let world = World::new().await;
    let served = serve(&world.node).await;
    let admin = world.staff("hq-admin").await;
    let above = world.helmsman("330000").await;
    let hangzhou = chapter(&admin, "330100").await;
    let own = hangzhou["id"].as_str().unwrap();
    let mut clients = Vec::new();
    for selection in ["cursor", "cursor delivery { chapter { id } }"] {
        let mut client = Client::greeted(&served, above.token.as_ref()).await;
        client.follow_for(own, None, selection).await;
        clients.push(client);
    }
    until("both subscriptions stand", async || world.node.service.feed_followers() == 2).await;
    let input = json!({ "id": own, "parent": id(&admin, "110000").await, "version": hangzhou["version"] });
    admin.run("chapterMove", input, "chapter { id }").await;
    publish(&admin, "chap_1", PRICE, price(1, 9), json!({})).await;
    for client in &mut clients {
        let message = client.hear().await;
        assert_eq!(message.pointer("/payload/0/extensions/code"), Some(&json!("NOT_FOUND")), "{message}");
        assert_eq!(message["type"], "error");
    }
}

#[tokio::test]
async fn what_reached_a_chapter_stays_readable_when_it_moves_away_from_the_issuer() {
    let world = World::new().await;
    let served = serve(&world.node).await;
    let admin = world.staff("hq-admin").await;
    let helmsman = world.helmsman("330100").await;
    let zhejiang = id(&admin, "330000").await;
    let local = text(&publish(&admin, &zhejiang, EVENTS, json!(3), json!({})).await);
    world.drained().await;
    let hangzhou = chapter(&admin, "330100").await;
    let own = hangzhou["id"].as_str().unwrap();
    let input = json!({ "id": own, "parent": id(&admin, "110000").await, "version": hangzhou["version"] });
    admin.run("chapterMove", input, "chapter { id }").await;
    for selection in ["version { id body }", "chapter { id } version { id body issuer { id } }"] {
        let mut client = Client::greeted(&served, helmsman.token.as_ref()).await;
        client.follow_for(own, Some("MA"), &format!("kind cursor delivery {{ {selection} }}")).await;
        assert_eq!(client.notice().await.0, local);
    }
    let other = world.helmsman("330200").await;
    let mut client = Client::greeted(&served, other.token.as_ref()).await;
    client.follow_for(own, Some("MA"), "delivery { version { id } }").await;
    assert_eq!(client.hear().await.pointer("/payload/0/extensions/code"), Some(&json!("NOT_FOUND")));
}
