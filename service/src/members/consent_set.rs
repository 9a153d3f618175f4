//! Grants or withdraws a consent: as easily the one as the other (PIPL 15).

use domain::access::Permission;
use domain::kernel::{Code, ConsentId, MemberId, Violation};
use domain::members::{ConsentEntry, Purpose, check_grant};
use serde::Serialize;
use serde_json::json;
use store::members::home;

use super::{Hand, load_member, require_for};
use crate::write::Change;
use crate::{Op, Result, Service, Write};

/// What grants or withdraws a consent.
#[derive(Debug, Clone, Serialize)]
pub struct ConsentSet {
    pub member: MemberId,
    pub purpose: Purpose,
    /// The version of the text that was shown.
    pub text_version: String,
    pub granted: bool,
}

impl Service {
    /// Grants or withdraws a consent: by the member, or, as the member said it, with `MemberRegister`; what lets a chapter
    /// see more than masks, and what a guardian says, with `MemberManage`.
    ///
    /// # Errors
    /// Rules: the version of the text is no good; the service itself cannot be withdrawn from, only left by erasure; only
    /// headquarters writes down a guardian's consent.
    pub async fn consent_set(&self, op: &Op, input: ConsentSet) -> Result<MemberId> {
        let input = &input;
        self.write(op, "members.consent_set", input, |w| Box::pin(set(w, input))).await
    }
}

async fn set(w: &mut Write<'_>, input: &ConsentSet) -> Result<MemberId> {
    let held = load_member(w, input.member).await?;
    // A child could otherwise be its own guardian, and a chapter let itself see.
    let guardian = input.purpose == Purpose::Guardian && input.granted;
    let to_the_chapter = input.purpose == Purpose::ShareWithChapter && input.granted;
    let right = if guardian || to_the_chapter { Permission::MemberManage } else { Permission::MemberRegister };
    let hand = require_for(w, &held, right).await?;
    check_grant(&input.text_version)?;
    if guardian && hand == Hand::Own {
        let message = "a guardian's consent is written down by headquarters, once it was proven";
        return Err(Violation::new(Code::MembersConsentInvalid, "purpose", message).into());
    }
    if input.purpose == Purpose::Service && !input.granted {
        let message = "a membership cannot go on without this; erase the member instead";
        return Err(Violation::new(Code::MembersConsentInvalid, "purpose", message).into());
    }
    let entry = ConsentEntry {
        purpose: input.purpose,
        granted: input.granted,
        text_version: input.text_version.clone(),
        at: w.now(),
    };
    home::consent(w.db(), (ConsentId(w.next_id()), held.id), &entry, w.actor().account()).await?;
    let after = json!({
        "purpose": entry.purpose.as_str(), "granted": entry.granted, "textVersion": entry.text_version,
    });
    let change =
        Change { target: held.id.to_string(), chapter: Some(held.home), after: Some(after), ..Change::default() };
    w.audit(change).await?;
    Ok(held.id)
}
