//! Time passes: commissions come due that were earned a moment ago.

use std::time::Duration;

use anyhow::Result;

use super::desk::Clerk;
use crate::db;

/// Beyond the week in which a buyer may send an order back, and the week after it.
const EARLIER: &str = "20::bigint * 86400 * 1000000";
const CONNECT_LIMIT: Duration = Duration::from_secs(30);

impl Clerk {
    /// Lets some orders have been paid weeks ago, until the work is over: the worker then owes what they earned others. The
    /// clock of the executable is the machine's, so the rows are moved instead.
    pub(super) async fn let_time_pass(mut self, database: String) {
        while self.is_running() {
            self.rest(800..2_500).await;
            // The database may be the very thing that is down.
            let _ = pass(&database).await;
        }
    }
}

async fn pass(database: &str) -> Result<()> {
    let client = db::connect_within(database, CONNECT_LIMIT).await?;
    let sql = format!(
        "UPDATE commission SET accrued_at = accrued_at - {EARLIER}, due_at = due_at - {EARLIER} WHERE id IN \
         (SELECT id FROM commission WHERE due_at IS NOT NULL AND state = 1 ORDER BY id LIMIT 3 FOR UPDATE SKIP LOCKED)"
    );
    client.execute(&sql, &[]).await?;
    Ok(())
}
