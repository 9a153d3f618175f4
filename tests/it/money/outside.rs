//! Sales outside a chapter's territory: alerts, cases and what rulings do.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{advance, buy, held, issue, order, proved, statements};
use crate::chapters::id;
use crate::members::{consents, phone};
use crate::world::{Actor, World};

/// A year sold by a chapter to somebody who lives in a region; answers the order.
async fn sell(world: &World, (chapter, region): (&str, &str), n: usize) -> String {
    let admin = world.staff("hq-admin").await;
    let input =
        json!({ "chapter": chapter, "phone": phone(n), "name": "李四", "region": region, "consents": consents() });
    let added = admin.run("memberAdd", input, "member { id }").await;
    buy(world, &admin, added["member"]["id"].as_str().unwrap()).await
}

async fn cases(actor: &Actor, chapter: &str, selection: &str) -> Value {
    let query = format!("query Q($id: ID!) {{ chapter(id: $id) {{ territoryCases {{ nodes {{ {selection} }} }} }} }}");
    actor.ask(&query, json!({ "id": chapter })).await["chapter"]["territoryCases"]["nodes"].clone()
}

#[tokio::test]
async fn many_sales_outside_are_a_case_and_the_share_moves() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let (hangzhou, ningbo) = (id(&admin, "330100").await, id(&admin, "330200").await);
    let outside = sell(&world, (&hangzhou, "330200"), 1).await;
    for n in 2..5 {
        let inside = sell(&world, (&hangzhou, "330106"), n).await;
        assert_eq!(order(&admin, &inside, "outsideOf { id }").await["outsideOf"], Value::Null);
    }
    assert_eq!(order(&admin, &outside, "outsideOf { id }").await["outsideOf"], json!({ "id": ningbo }));
    world.later(TimeDelta::days(18));
    advance(&world).await;
    assert_eq!(issue(&world).await, 1);
    let (admin, helmsman) = (world.staff("hq-admin").await, world.helmsman("330100").await);
    let fields = "id month level state sales outside share viewerCanRule";
    let found = cases(&helmsman, &hangzhou, fields).await;
    let case = found[0]["id"].clone();
    let expected = json!([{
        "id": case, "month": "2026-11", "level": "CASE", "state": "OPEN", "sales": "146000", "outside": "36500",
        "share": "12775", "viewerCanRule": false,
    }]);
    assert_eq!(found, expected);
    let open = admin.ask("{ territoryCases(state: OPEN) { nodes { id viewerCanRule } } }", json!({})).await;
    assert_eq!(open["territoryCases"]["nodes"], json!([{ "id": case, "viewerCanRule": true }]));
    let rule = json!({ "id": case, "reason": "越区销售" });
    assert_eq!(helmsman.attempt("territoryCaseRule", rule.clone(), "__typename").await.error(), Some("FORBIDDEN"));
    let fields = "case { state ruling moved clawedBack suspensionAdvised }";
    let ruled = admin.run("territoryCaseRule", rule.clone(), fields).await;
    let expected = json!({
        "state": "RULED", "ruling": "WARNING", "moved": "12775", "clawedBack": "0", "suspensionAdvised": false,
    });
    assert_eq!(ruled["case"], expected);
    assert_eq!(admin.broken("territoryCaseRule", rule.clone()).await, ["MONEY_DISPUTE_STATE"]);
    assert_eq!(admin.broken("territoryCaseDismiss", rule).await, ["MONEY_DISPUTE_STATE"]);
    assert_eq!(held(&admin, "CHAPTER_PAYABLE").await, 4 * 12_775, "it moved, and was not lost");
    proved(&world).await;

    // It stands in the next statement of both; a second case within twelve months costs as much again.
    sell(&world, (&hangzhou, "330200"), 9).await;
    world.later(TimeDelta::days(31));
    advance(&world).await;
    assert_eq!(issue(&world).await, 2);
    let admin = world.staff("hq-admin").await;
    let lines = "month lines { nodes { kind event orderId } }";
    let (from, to) = (statements(&admin, &hangzhou, lines).await, statements(&admin, &ningbo, lines).await);
    let line = |kind: &str| json!({ "kind": kind, "event": "SHARE_MOVED", "orderId": outside });
    assert_eq!((&from[0]["lines"]["nodes"][0], &to[0]["lines"]["nodes"][0]), (&line("CLAWED_BACK"), &line("ACCRUED")));
    let second = cases(&admin, &hangzhou, "id month").await[0].clone();
    assert_eq!(second["month"], "2026-12");
    let ruled = admin.run("territoryCaseRule", json!({ "id": second["id"], "reason": "再次" }), fields).await;
    let expected = json!({
        "state": "RULED", "ruling": "CLAWBACK", "moved": "12775", "clawedBack": "12775", "suspensionAdvised": false,
    });
    assert_eq!(ruled["case"], expected);
    proved(&world).await;
}
