//! Takes away the points whose day has come: many members at a time.

use domain::kernel::local_date;
use serde_json::json;
use store::members::points;

use crate::write::Change;
use crate::{Op, Result, Service, ServiceError, Write};

impl Service {
    /// Expires points of members whose lots are the oldest, of `limit` lots at most; answers how many members had some.
    /// A sweep: call it until there are none.
    pub async fn points_expire(&self, op: &Op, limit: i64) -> Result<u64> {
        if !points::any_expired(self.store.read(), local_date(self.now())).await? {
            return Ok(0);
        }
        self.write(op, "members.points_expire", &(), |w| Box::pin(expire(w, limit))).await
    }
}

async fn expire(w: &mut Write<'_>, limit: i64) -> Result<u64> {
    w.require_system()?;
    let today = local_date(w.now());
    let members = points::take_expired(w.db(), today, limit).await?;
    if members.is_empty() {
        return Err(ServiceError::Busy("others have the members in hand".into()));
    }
    let reference = w.next_id().to_string();
    let touched = points::expire(w.db(), &members, today, (&reference, w.now())).await?;
    let after = json!({ "members": touched, "on": today });
    w.audit(Change { target: "points".to_owned(), after: Some(after), ..Change::default() }).await?;
    Ok(touched)
}
