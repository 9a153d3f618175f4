//! What nobody goes on with is given up, and its file is gone.

use chrono::TimeDelta;
use domain::integrations::ImportState;
use domain::kernel::ChapterId;
use service::Op;
use service::integrations::ImportUpload;

use super::{check, import, parsed, people, system};
use crate::world::World;

#[tokio::test]
async fn an_upload_that_breaks_off_is_given_up() {
    let world = World::idle().await;
    let service = &world.node.service;
    let account = service.account_named("hq-admin").await.unwrap();
    let viewer = {
        let caller = service.authenticate(world.staff("hq-admin").await.token.as_deref().unwrap()).await.unwrap();
        let op = Op { actor: caller.actor, ..system(&world) };
        service.viewer_with(op, caller.grants)
    };
    assert_eq!(viewer.account().unwrap(), account);
    let input =
        ImportUpload { chapter: ChapterId(1), file_name: "members.csv".to_owned(), sheet: None, consent_version: None };
    let mut upload = service.import_upload(&viewer, input).unwrap();
    upload.push(&vec![b'x'; 300 << 10]).await.unwrap();
    drop(upload);
    assert_eq!(world.backend.rows_by_table().await["import_chunk"], 1);
    assert_eq!(service.imports_expire(&system(&world), 10).await.unwrap(), 0);
    world.later(TimeDelta::minutes(6));
    assert_eq!(service.imports_expire(&system(&world), 10).await.unwrap(), 1);
    assert_eq!(world.backend.rows_by_table().await["import_chunk"], 0);
}

#[tokio::test]
async fn a_file_that_nobody_imports_is_forgotten_after_a_week() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let sent = check(&world, &admin, "chap_1", people(1, 4)).await;
    let service = &world.node.service;
    world.later(TimeDelta::days(6));
    assert_eq!(service.imports_expire(&system(&world), 10).await.unwrap(), 0);
    world.later(TimeDelta::days(2));
    assert_eq!(service.imports_expire(&system(&world), 10).await.unwrap(), 1);
    let admin = world.staff("hq-admin").await;
    let read = import(&admin, &sent, "state failure { code } counts { new }").await;
    let expected = serde_json::json!({ "state": "FAILED", "failure": { "code": "EXPIRED" }, "counts": { "new": 4 } });
    assert_eq!(read, expected);
    assert_eq!(world.backend.rows_by_table().await["import_part"], 0);
    let viewer = service.viewer_with(system(&world), std::sync::Arc::default());
    assert_eq!(service.import(&viewer, parsed(&sent)).await.map(|card| card.import.state).ok(), None::<ImportState>);
}
