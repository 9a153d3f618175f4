//! A new or moved chapter gets what it inherits, in the transaction that opened or moved it.

use domain::kernel::ChapterId;
use store::policies::push::{self, LevelToServe};

use crate::signals::Topic;
use crate::{Result, Write};

/// No tree of ours is deeper; it bounds the walk if the closure were broken.
const MAX_DEPTH: i16 = 64;

/// Delivers to a chapter and its subtree every published version whose push has passed their place already. What a push
/// has yet to reach it will find there by itself.
///
/// Under the exclusive structural lock: no level of a push runs meanwhile. Takes the feed's counter, and
/// with several versions takes it before the next version's row: a revocation at that moment may be in the way, which
/// PostgreSQL settles by aborting one, and `Service::write` runs it again.
pub(crate) async fn inherit_deliveries(w: &mut Write<'_>, root: ChapterId) -> Result<()> {
    for version in push::passed(w.db(), root).await? {
        let terms = push::version_for_share(w.db(), version).await?;
        for depth in 0..MAX_DEPTH {
            if depth > 0 && !push::has_depth(w.db(), root, depth).await? {
                break;
            }
            let level = LevelToServe { version, root, depth, alone: false };
            if let Some((step, served)) = push::serve_level(w.db(), level, &terms, w.now()).await? {
                push::finish_step(w.db(), step, served).await?;
                w.hand_down(served);
                w.signal(Topic::Feed, version.to_string());
                w.signal(Topic::Rollout, version.to_string());
            }
        }
    }
    Ok(())
}
