//! What growth knows of a member, for the member (PIPL 45).

use domain::kernel::{Cursor, MemberId, PageRequest};
use serde_json::{Value, json};
use store::growth::link::{self, Whose};
use store::growth::{attribution, referral};

use crate::{Result, Service};

impl Service {
    /// Which chapter is credited with a member and why, who brought them, and the links of their own.
    pub(crate) async fn exported_growth(&self, id: MemberId) -> Result<Value> {
        let db = self.store.read();
        let credit = attribution::load(db, id).await?;
        let brought = referral::of_invitee(db, id).await?;
        let mut links = Vec::new();
        let mut page = PageRequest::relay(Some(100), None, None, None)?;
        loop {
            let slice = link::page(db, Whose::Member(id), None, &page).await?;
            links.extend(slice.items.iter().map(|link| {
                json!({
                    "code": link.code, "chapter": link.chapter, "channel": link.channel, "createdAt": link.created_at,
                    "endedAt": link.ended_at,
                })
            }));
            let Some(last) = slice.items.last().filter(|_| slice.has_next) else { break };
            page.from = Some(Cursor::of(&last.id));
        }
        Ok(json!({
            "attribution": credit.map(|credit| json!({
                "chapter": credit.chapter, "rule": credit.rule_version, "why": credit.why, "at": credit.at,
            })),
            "referral": brought.map(|brought| json!({
                "id": brought.id, "link": brought.link, "state": brought.state, "boundAt": brought.bound_at,
                "registeredAt": brought.registered_at,
            })),
            "links": links,
        }))
    }
}
