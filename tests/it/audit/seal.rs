//! The worker seals what was written; the chain holds.

use super::{rename, sealed, verify};
use crate::world::World;

#[tokio::test]
async fn the_worker_seals_new_entries() {
    let world = World::new().await;
    sealed(&world).await;
    let before = verify(&world).await;
    assert!(before.is_whole(), "{before:?}");
    rename(&world, 5).await;
    sealed(&world).await;
    let after = verify(&world).await;
    assert!(after.is_whole(), "{after:?}");
    // Five renames and one sign-in.
    assert_eq!(after.verified, before.verified + 6);
}

#[tokio::test]
async fn without_a_worker_entries_wait_and_are_still_accounted_for() {
    let mut world = World::idle().await;
    rename(&world, 3).await;
    let idle = verify(&world).await;
    assert!(idle.is_whole() && idle.waiting >= 4, "{idle:?}");
    let backlog = world.node.service.audit_backlog().await.unwrap();
    assert_eq!(backlog.waiting, idle.waiting);
    world.work();
    sealed(&world).await;
    let whole = verify(&world).await;
    assert!(whole.is_whole());
    assert_eq!(i64::try_from(whole.verified).unwrap(), idle.waiting + i64::try_from(idle.verified).unwrap());
}

#[tokio::test]
async fn several_sealers_make_one_chain() {
    let world = World::idle().await;
    let other = world.second_node().await;
    rename(&world, 12).await;
    let batches = async |service: &service::Service| {
        let mut sealed = 0;
        // A batch may find the head held by the other one.
        while service.audit_backlog().await.unwrap().waiting > 0 {
            sealed += service.audit_seal_batch(2).await.unwrap_or(0);
        }
        sealed
    };
    tokio::join!(batches(&world.node.service), batches(&other.service));
    let verdict = verify(&world).await;
    assert!(verdict.is_whole() && verdict.waiting == 0, "{verdict:?}");
}
