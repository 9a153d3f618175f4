//! How the system runs, as its operators see it: workers, streams, the outbox, pushes, what was given up.

use std::time::Duration;

use bus::{ConsumerOptions, Message};
use chrono::TimeDelta;
use serde_json::{Value, json};
use service::policies::{PUSH_GROUP, PUSH_STREAM};

use crate::policies::{PRICE, price, publish};
use crate::world::{Actor, World, until};

const OPERATIONS: &str = "{ operations { asOf problems outbox { waiting oldestAt } \
    workers { name idleMs inFlight } streams { stream group waiting inFlight oldestMs } \
    pushes { id version { id } root { name } state startedAt movedAt finishedAt served stuck } \
    deadLetters { stream id reason attempts buriedAt payload } } }";

const BEGAN: &str = "2026-11-22T00:00:00.000000Z";

/// Moves the clock on, and lets the node look after itself.
async fn later(world: &World, seconds: i64) {
    world.later(TimeDelta::seconds(seconds));
    world.node.service.refresh_tree().await.unwrap();
}

async fn operations(actor: &Actor) -> Value {
    actor.ask(OPERATIONS, json!({})).await["operations"].clone()
}

#[tokio::test]
async fn what_waits_and_what_is_stuck_shows() {
    let mut world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let calm = operations(&admin).await;
    assert_eq!((&calm["asOf"], &calm["problems"], &calm["pushes"]), (&json!(BEGAN), &json!([]), &json!([])));
    assert_eq!(calm["outbox"], json!({ "waiting": "0", "oldestAt": null }));
    assert_eq!(calm["workers"], json!([]));
    let idle =
        json!([{ "stream": PUSH_STREAM, "group": PUSH_GROUP, "waiting": "0", "inFlight": "0", "oldestMs": null }]);
    assert_eq!(calm["streams"], idle);

    let version = publish(&admin, "chap_1", PRICE, price(1, 9), json!({})).await;
    later(&world, 60).await;
    let waits = operations(&admin).await;
    assert_eq!(waits["outbox"], json!({ "waiting": "1", "oldestAt": BEGAN }));
    let push = &waits["pushes"][0];
    assert_eq!((&push["version"]["id"], &push["root"]["name"]), (&version["id"], &json!("总部")));
    assert_eq!((&push["state"], &push["served"], &push["stuck"]), (&json!("RUNNING"), &json!(0), &json!(false)));
    assert_eq!(
        (&push["startedAt"], &push["movedAt"], &push["finishedAt"]),
        (&json!(BEGAN), &json!(BEGAN), &json!(null))
    );
    later(&world, 1).await;
    let stuck = operations(&admin).await;
    assert_eq!(stuck["pushes"][0]["stuck"], true);
    let since = "since 2026-11-22T00:00:00Z";
    assert_eq!(
        stuck["problems"].as_array().unwrap().iter().map(|it| it.as_str().unwrap()).collect::<Vec<_>>(),
        [format!("outbox: 1 messages wait, {since}"), format!("pushes: 1 on their way, {since}")]
    );

    // Putting a push back on the bus is not moving it.
    world.node.service.pushes_requeue(Duration::from_secs(2)).await.unwrap();
    let requeued = operations(&admin).await;
    assert_eq!(requeued["pushes"][0]["stuck"], true);
    assert_eq!(requeued["streams"][0]["waiting"], "1");
    world.work();
    world.drained().await;
    until("everything is taken", async || operations(&admin).await["streams"] == idle).await;
    let done = operations(&admin).await;
    assert_eq!((&done["problems"], &done["pushes"]), (&json!([]), &json!([])));
    let worker = &done["workers"][0];
    assert_eq!((&worker["name"], &worker["inFlight"]), (&json!("test-worker"), &json!(0)));
    assert!(worker["idleMs"].as_str().unwrap().parse::<u64>().unwrap() < 10_000, "{worker}");
    let query = "query Q($id: ID!) { policyVersion(id: $id) { pushes { state served startedAt finishedAt } } }";
    let pushes = admin.ask(query, json!({ "id": version["id"] })).await["policyVersion"]["pushes"].clone();
    assert_eq!(
        pushes,
        json!([{ "state": "FINISHED", "served": 120, "startedAt": BEGAN, "finishedAt": "2026-11-22T00:01:01.000000Z" }])
    );
}

/// Buries a message as a worker does that cannot read it.
async fn bury(world: &World, payload: &str) {
    let bus = world.node.service.bus();
    let mut consumer = bus.consumer(PUSH_STREAM, PUSH_GROUP, "clumsy", ConsumerOptions::default()).unwrap();
    bus.send(PUSH_STREAM, &[Message::new("pver_1", payload.to_owned())]).await.unwrap();
    for delivery in consumer.next().await.unwrap() {
        assert!(delivery.bury("not a push").await.unwrap());
    }
    consumer.close().await.unwrap();
}

#[tokio::test]
async fn a_message_that_was_given_up_is_put_back_once() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    bury(&world, "nonsense").await;
    let letter = operations(&admin).await["deadLetters"][0].clone();
    assert_eq!((&letter["stream"], &letter["payload"]), (&json!(PUSH_STREAM), &json!("nonsense")));
    assert_eq!((&letter["reason"], &letter["attempts"]), (&json!("not a push"), &json!(1)));
    assert!(letter["buriedAt"].as_str().unwrap().starts_with("2026-11-2"));

    let input = json!({ "stream": letter["stream"], "id": letter["id"], "requestKey": "once" });
    let auditor = world.staff("auditor").await;
    let refused = auditor.attempt("deadLetterRetry", input.clone(), "retried").await;
    assert_eq!(refused.error(), Some("FORBIDDEN"));
    for _ in 0..2 {
        // The same request has the same answer.
        assert_eq!(admin.run("deadLetterRetry", input.clone(), "retried").await["retried"], true);
    }
    let again = json!({ "stream": letter["stream"], "id": letter["id"] });
    assert_eq!(admin.run("deadLetterRetry", again, "retried").await["retried"], false);
    let after = operations(&admin).await;
    assert_eq!((&after["deadLetters"], &after["streams"][0]["waiting"]), (&json!([]), &json!("1")));
    let query = "{ auditEntries(action: \"operations.\") { nodes { target after person { name } } } }";
    let entries = auditor.ask(query, json!({})).await["auditEntries"]["nodes"].clone();
    let told: Vec<_> = entries.as_array().unwrap().iter().map(|entry| &entry["after"]["retried"]).collect();
    assert_eq!(told, [false, true]);
    assert_eq!(entries[0]["target"], format!("{PUSH_STREAM}/{}", letter["id"].as_str().unwrap()));
}

#[tokio::test]
async fn an_id_that_is_none_is_refused_and_does_no_harm() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    bury(&world, "nonsense").await;
    for (stream, id) in [("facts", "1-1"), ("push", ""), ("push", "+"), ("push", "*"), ("push", "1 2")] {
        let refused = admin.attempt("deadLetterRetry", json!({ "stream": stream, "id": id }), "retried").await;
        assert_eq!(refused.error(), Some("BAD_USER_INPUT"), "{stream} {id}");
    }
    for id in ["0", "0-0", "-", "99999999999999999999-1", "1-1-1"] {
        let input = json!({ "stream": "push", "id": id });
        assert_eq!(admin.run("deadLetterRetry", input, "retried").await["retried"], false, "{id}");
    }
    assert_eq!(operations(&admin).await["deadLetters"].as_array().unwrap().len(), 1);
}
