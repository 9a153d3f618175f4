//! Whether the log is whole, asked over the API; and who stands behind its entries, and when.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{rename, sealed};
use crate::access::{account, grant, hire};
use crate::chapters::id;
use crate::world::{Actor, World};

const VERIFICATION: &str = "{ auditVerification { whole complete verified sealed waiting findings asOf } }";

async fn verification(actor: &Actor) -> Value {
    actor.ask(VERIFICATION, json!({})).await["auditVerification"].clone()
}

#[tokio::test]
async fn whoever_reads_all_of_the_log_may_ask_whether_it_is_whole() {
    let mut world = World::new().await;
    rename(&world, 3).await;
    sealed(&world).await;
    world.rest().await;
    let auditor = world.staff("auditor").await;
    let whole = verification(&auditor).await;
    assert_eq!((&whole["whole"], &whole["findings"]), (&json!(true), &json!([])));
    assert!(whole["verified"].as_str().unwrap().parse::<u64>().unwrap() > 3, "{whole}");
    assert_eq!(whole["asOf"], "2026-11-22T00:00:00.000000Z");
    assert_eq!((&whole["complete"], &whole["sealed"]), (&json!(true), &whole["verified"]));
    rename(&world, 1).await;
    assert_ne!(verification(&auditor).await["waiting"], "0", "nobody seals now");
    let admin = world.staff("hq-admin").await;
    let branch = hire(&admin, "branch-auditor").await;
    grant(&admin, &branch, "AUDITOR", &id(&admin, "330000").await).await;
    for (who, error) in [(branch.as_str(), "FORBIDDEN"), ("helmsman:330100", "FORBIDDEN")] {
        assert_eq!(world.staff(who).await.send(VERIFICATION, json!({})).await.error(), Some(error), "{who}");
    }
    assert_eq!(world.stranger().send(VERIFICATION, json!({})).await.error(), Some("UNAUTHENTICATED"));

    let sql = "DELETE FROM audit_seal WHERE seq = (SELECT max(seq) FROM audit_seal) - 1";
    super::tamper::disarm(&world).await;
    world.backend.tamper(sql).await;
    let broken = verification(&auditor).await;
    assert_eq!(broken["whole"], false);
    assert!(!broken["findings"].as_array().unwrap().is_empty(), "{broken}");
}

#[tokio::test]
async fn who_runs_out_of_time_is_told_how_far_it_went() {
    let world = World::new().await;
    rename(&world, 1).await;
    sealed(&world).await;
    let verdict = world.node.service.audit_verify(Some(std::time::Instant::now())).await.unwrap();
    assert!(verdict.is_whole() && !verdict.complete, "{verdict:?}");
    assert!(verdict.verified == 0 && verdict.sealed > 0, "{verdict:?}");
}

#[tokio::test]
async fn entries_are_found_by_their_time_and_name_who_acted() {
    let world = World::idle().await;
    rename(&world, 1).await;
    world.later(TimeDelta::hours(1));
    rename(&world, 2).await;
    let admin = world.staff("hq-admin").await;
    let auditor = world.staff("auditor").await;
    let query = "query Q($since: DateTime, $until: DateTime) { auditEntries(since: $since, until: $until, \
                 action: \"chapters.rename\") { totalCount nodes { at actor person { id name } } } }";
    let found = async |since: Value, until: Value| {
        let data = auditor.ask(query, json!({ "since": since, "until": until })).await;
        let nodes = data["auditEntries"]["nodes"].as_array().unwrap().len();
        assert_eq!(data["auditEntries"]["totalCount"], nodes);
        nodes
    };
    let (begun, then, later) = ("2026-11-22T00:00:00Z", "2026-11-22T01:00:00Z", "2026-11-22T02:00:00Z");
    assert_eq!(found(Value::Null, Value::Null).await, 3);
    assert_eq!(found(json!(begun), json!(then)).await, 1, "the end is not in it");
    assert_eq!(found(json!(then), Value::Null).await, 2, "the beginning is");
    assert_eq!(found(Value::Null, json!(then)).await, 1);
    assert_eq!(found(Value::Null, json!("1969-01-01T00:00:00Z")).await, 0);
    assert_eq!(found(json!(later), Value::Null).await, 0);
    let backwards = auditor.send(query, json!({ "since": then, "until": begun })).await;
    assert_eq!(backwards.error(), Some("BAD_USER_INPUT"));
    let data = auditor.ask(query, json!({})).await;
    for node in data["auditEntries"]["nodes"].as_array().unwrap() {
        assert_eq!(
            (&node["person"]["id"], &node["actor"]),
            (&json!(account(&admin).await), &json!(account(&admin).await))
        );
    }
    let system = "{ auditEntries(actor: \"system:cli.seed\", first: 1) { nodes { person { id } } } }";
    assert_eq!(auditor.ask(system, json!({})).await["auditEntries"]["nodes"][0]["person"], Value::Null);
}
