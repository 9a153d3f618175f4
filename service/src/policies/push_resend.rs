//! Sends the unfinished pushes of a version on their way again, for who does not want to wait for the sweep.

use chrono::TimeDelta;
use domain::access::Permission;
use domain::kernel::{Code, PolicyVersionId, Violation};
use domain::policies::VersionState;
use serde::Serialize;
use serde_json::json;
use store::policies::push;

use super::push_advance::PUSH_STREAM;
use super::version_publish::require_over;
use crate::write::Change;
use crate::{Op, Result, Service, Write};

/// What was moved or sent later than this is on its way: as long as the sweep waits, too.
const ON_ITS_WAY: TimeDelta = TimeDelta::seconds(2);

/// What sends pushes again.
#[derive(Debug, Clone, Serialize)]
pub struct PushResend {
    pub version: PolicyVersionId,
}

impl Service {
    /// Puts the unfinished pushes of a version into the outbox again, but for those on their way; answers how many.
    ///
    /// It is a hint: the push says where it stands, and whoever has the version gets nothing twice.
    ///
    /// # Errors
    /// Rules: the version is not published.
    pub async fn push_resend(&self, op: &Op, input: PushResend) -> Result<i32> {
        let input = &input;
        self.write(op, "policies.resend", input, |w| Box::pin(resend(w, input))).await
    }
}

async fn resend(w: &mut Write<'_>, input: &PushResend) -> Result<i32> {
    let found = require_over(w, Permission::PolicyPublish, input.version).await?;
    if found.state != VersionState::Published {
        let message = "only a published version is on its way to anybody";
        return Err(Violation::new(Code::PoliciesNotPublished, "id", message).into());
    }
    let key = input.version.to_string();
    // Whoever clicks at the same time finds these claimed.
    let claimed = push::claim_of_version(w.db(), input.version, w.now() - ON_ITS_WAY, w.now()).await?;
    let waiting = store::kernel::outbox_payloads(w.db(), PUSH_STREAM, &key).await?;
    let mut sent = 0;
    for push in claimed {
        let payload = json!({ "push": push });
        if !waiting.contains(&payload.to_string()) {
            w.outbox(PUSH_STREAM, &key, &payload).await?;
            sent += 1;
        }
    }
    let change = Change {
        target: key,
        chapter: Some(found.content.issuer),
        after: Some(json!({ "pushes": sent })),
        ..Change::default()
    };
    w.audit(change).await?;
    Ok(sent)
}
