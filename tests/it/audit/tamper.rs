//! Whoever changes the log past the product is found out.

use service::audit::Finding;

use super::{rename, sealed, verify};
use crate::world::World;

/// A world with a sealed log and no worker to add to it.
async fn sealed_world() -> World {
    let mut world = World::new().await;
    rename(&world, 6).await;
    sealed(&world).await;
    world.rest().await;
    assert!(verify(&world).await.is_whole());
    world
}

/// Takes away what keeps the log append-only, as an owner of the database can.
pub(super) async fn disarm(world: &World) {
    let sql = if world.backend.is_postgres() {
        "DROP TRIGGER audit_entry_append_only ON audit_entry; DROP TRIGGER audit_seal_append_only ON audit_seal"
    } else {
        "DROP TRIGGER audit_entry_no_update; DROP TRIGGER audit_entry_no_delete; \
         DROP TRIGGER audit_seal_no_update; DROP TRIGGER audit_seal_no_delete"
    };
    world.backend.tamper(sql).await;
}

/// The id of an entry in the middle of the chain.
const MIDDLE: &str = "(SELECT entry_id FROM audit_seal WHERE seq = (SELECT seq FROM audit_head) - 3)";
/// The last place of the chain.
const LAST: &str = "(SELECT max(seq) FROM audit_seal)";

/// Runs statements on a disarmed log; answers what is found.
async fn found_after(statements: &[String]) -> Vec<Finding> {
    let world = sealed_world().await;
    disarm(&world).await;
    for statement in statements {
        world.backend.tamper(statement).await;
    }
    let verdict = verify(&world).await;
    assert!(!verdict.is_whole(), "nobody noticed {statements:?}");
    verdict.findings
}

fn broken(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| matches!(finding, Finding::Broken(_)))
}

#[tokio::test]
async fn the_database_refuses_to_change_or_remove_entries_and_seals() {
    let world = sealed_world().await;
    let everywhere = [
        "UPDATE audit_entry SET actor = 'nobody'",
        "UPDATE audit_seal SET seq = seq + 1000",
        "DELETE FROM audit_seal",
        "DELETE FROM audit_entry",
    ];
    let at_a_stroke = ["TRUNCATE audit_seal", "TRUNCATE audit_entry CASCADE"];
    let more = if world.backend.is_postgres() { &at_a_stroke[..] } else { &[] };
    for sql in everywhere.iter().chain(more) {
        let refused = world.backend.try_to_tamper(sql).await.unwrap_err().to_string();
        assert!(refused.contains("the audit log is append-only"), "{sql}: {refused}");
    }
    assert!(verify(&world).await.is_whole());
}

#[tokio::test]
async fn an_edited_entry_is_found() {
    for column in ["actor = 'nobody'", "action = 'x'", "target = 'x'", "before_value = NULL", "at = at + 1"] {
        let sql = format!("UPDATE audit_entry SET {column} WHERE id = {MIDDLE}");
        assert!(broken(&found_after(&[sql]).await), "{column}");
    }
}

#[tokio::test]
async fn an_entry_edited_into_something_unreadable_is_found() {
    let sql = format!("UPDATE audit_entry SET after_value = 'no json' WHERE id = {MIDDLE}");
    assert!(broken(&found_after(&[sql]).await));
}

#[tokio::test]
async fn a_removed_entry_is_found() {
    // With its seal, and the places after it closed up.
    let world_sql = [
        "CREATE TABLE gone AS SELECT seq, entry_id FROM audit_seal WHERE seq = (SELECT seq FROM audit_head) - 3",
        "DELETE FROM audit_seal WHERE seq = (SELECT seq FROM gone)",
        "DELETE FROM audit_entry WHERE id = (SELECT entry_id FROM gone)",
    ];
    let removed: Vec<String> = world_sql.iter().map(ToString::to_string).collect();
    assert!(broken(&found_after(&removed).await));
    let closed_up = [
        "UPDATE audit_seal SET seq = -seq WHERE seq > (SELECT seq FROM gone)".to_owned(),
        "UPDATE audit_seal SET seq = -seq - 1 WHERE seq < 0".to_owned(),
        "UPDATE audit_head SET seq = seq - 1".to_owned(),
    ];
    assert!(broken(&found_after(&[removed, closed_up.to_vec()].concat()).await));
}

#[tokio::test]
async fn an_inserted_entry_is_found_whether_it_waits_to_be_sealed_or_not() {
    let copy = "INSERT INTO audit_entry (at, actor, action, target, chapter_id, before_value, after_value, request_id, mac) \
                SELECT at, 'somebody else', action, target, chapter_id, before_value, after_value, request_id, mac \
                FROM audit_entry WHERE id = ";
    let copy = format!("{copy}{MIDDLE}");
    assert_eq!(found_after(std::slice::from_ref(&copy)).await, [Finding::Unaccounted(1)]);
    let mut world = sealed_world().await;
    world.backend.tamper(&copy).await;
    world.backend.tamper("INSERT INTO audit_unsealed (entry_id) SELECT max(id) FROM audit_entry").await;
    world.work();
    sealed(&world).await;
    // The worker seals what waits, but the entry itself was never signed.
    assert!(broken(&verify(&world).await.findings));
}

#[tokio::test]
async fn an_edited_seal_is_found() {
    let edited =
        format!("UPDATE audit_seal SET hash = (SELECT hash FROM audit_seal WHERE seq = 1) WHERE entry_id = {MIDDLE}");
    assert!(broken(&found_after(&[edited]).await));
    let removed = format!("DELETE FROM audit_seal WHERE entry_id = {MIDDLE}");
    assert!(broken(&found_after(&[removed]).await));
    let swapped = [
        format!("UPDATE audit_seal SET seq = -1 WHERE seq = {LAST}"),
        format!("UPDATE audit_seal SET seq = seq + 1 WHERE seq = {LAST}"),
        "UPDATE audit_seal SET seq = (SELECT max(seq) - 1 FROM audit_seal) WHERE seq = -1".to_owned(),
    ];
    assert!(broken(&found_after(&swapped).await));
}

#[tokio::test]
async fn a_cut_tail_is_found() {
    let cut = format!("DELETE FROM audit_seal WHERE seq = {LAST}");
    assert!(broken(&found_after(std::slice::from_ref(&cut)).await), "the head remembers");
    // With the head moved back, the entries that stay behind tell.
    let back = format!("UPDATE audit_head SET seq = {LAST}, hash = (SELECT hash FROM audit_seal WHERE seq = {LAST})");
    assert_eq!(found_after(&[cut, back]).await, [Finding::Unaccounted(1)]);
}

#[tokio::test]
async fn an_edited_head_is_found() {
    for column in ["seq = seq + 1", "hash = (SELECT hash FROM audit_seal WHERE seq = 1)"] {
        assert!(broken(&found_after(&[format!("UPDATE audit_head SET {column}")]).await), "{column}");
    }
    let short = found_after(&["UPDATE audit_head SET seq = seq - 1".to_owned()]).await;
    assert!(short.contains(&Finding::BeyondHead(1)), "{short:?}");
}
