//! The audit log: who may read it, and that nobody changes it unnoticed.

mod read;
mod seal;
mod tamper;
mod verification;

use serde_json::json;
use service::audit::Verdict;

use crate::world::{World, until};

/// Checks the whole log.
pub async fn verify(world: &World) -> Verdict {
    world.node.service.audit_verify(None).await.unwrap()
}

/// Waits until every entry is sealed.
pub async fn sealed(world: &World) {
    until("every entry is sealed", async || verify(world).await.waiting == 0).await;
}

/// Renames 杭州 so many times: an entry each.
pub async fn rename(world: &World, times: usize) {
    let admin = world.staff("hq-admin").await;
    for n in 0..times {
        let chapter = crate::chapters::chapter(&admin, "330100").await;
        let name = format!("杭州{n}会");
        let input = json!({ "id": chapter["id"], "name": name, "version": chapter["version"] });
        admin.run("chapterRename", input, "chapter { id }").await;
    }
}
