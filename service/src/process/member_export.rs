//! All that is known of a member, for the member (PIPL 45).

use domain::kernel::{Cursor, MemberId, PageRequest, mask_name, mask_phone};
use serde_json::{Value, json};
use store::members::member::{self, Member};
use store::members::{home, merge, person, points, reveal, term};
use store::money::order::{self, OrderFilter};

use crate::members::MemberCard;
use crate::{Result, Service, ServiceError};

/// The form of the export; it grows with what is kept.
const FORMAT: &str = "flotilla-member-1";

impl Service {
    /// All that is known of a member, as one JSON document: for that member alone.
    ///
    /// # Errors
    /// `NotFound` for everybody else.
    pub async fn member_export(&self, card: &MemberCard) -> Result<Value> {
        if !card.own {
            return Err(ServiceError::NotFound);
        }
        let mut whole = self.exported(&card.member).await?;
        let mut merged = Vec::new();
        for gone in self.merged_into(card.member.id).await? {
            merged.push(masked(self.exported(&gone).await?));
        }
        if let Some(fields) = whole.as_object_mut() {
            fields.insert("format".to_owned(), json!(FORMAT));
            fields.insert("exportedAt".to_owned(), json!(self.now()));
            // Rows that turned out to be this person: what was theirs before, and has not come along. While the merge can be
            // undone it may be wrong, and the other a stranger: who they are is not said.
            fields.insert("merged".to_owned(), json!(merged));
        }
        Ok(whole)
    }

    /// All rows that turned out to be this person.
    async fn merged_into(&self, kept: MemberId) -> Result<Vec<Member>> {
        let (mut into, mut found) = (vec![kept], Vec::new());
        while let Some(kept) = into.pop() {
            for made in merge::into_member(self.store.read(), kept).await? {
                if made.undone_at.is_none() {
                    into.push(made.gone);
                    found.push(member::load(self.store.read(), made.gone).await?);
                }
            }
        }
        Ok(found)
    }

    /// What is known under one row, all of it. Name and phone are forgotten 30 days after it turned out to be another.
    async fn exported(&self, member: &Member) -> Result<Value> {
        let db = self.store.read();
        let id = member.id;
        let person = person::load(db, self.store.vault(), id).await?;
        let followed = home::followed(db, id).await?;
        let past = home::past(db, id).await?;
        let consents = home::consents(db, id).await?;
        let terms = term::of_member(db, id).await?;
        let looks = reveal::of_member(db, id, 1_000).await?;
        Ok(json!({
            "id": id,
            "name": person.as_ref().map(|person| &person.name),
            "phone": person.as_ref().map(|person| &person.phone),
            "birthYear": member.birth_year,
            "region": member.region,
            "joinedBy": member.joined_by,
            "registeredAt": member.registered_at,
            "tier": member.state.tier,
            "standing": member.state.standing,
            "untilOn": member.state.until_on,
            "points": member.points,
            "home": { "chapter": member.home, "since": member.home_since, "source": member.home_source },
            "pastHomes": past.iter().map(|home| json!({
                "chapter": home.chapter, "since": home.since, "until": home.until, "source": home.source,
                "reason": home.reason,
            })).collect::<Vec<_>>(),
            "follows": followed,
            "consents": consents.iter().map(|consent| json!({
                "purpose": consent.purpose, "granted": consent.granted, "textVersion": consent.text_version,
                "at": consent.at,
            })).collect::<Vec<_>>(),
            "memberships": terms.iter().map(|kept| json!({
                "id": kept.id, "tier": kept.term.tier, "source": kept.term.source, "startsOn": kept.term.starts_on,
                "endsOn": kept.term.ends_on, "frozenDays": kept.term.frozen_days, "order": kept.order,
            })).collect::<Vec<_>>(),
            "pointsEntries": self.exported_points(id).await?,
            "orders": self.exported_orders(id).await?,
            "growth": self.exported_growth(id).await?,
            "revealedTo": looks.iter().map(|look| json!({
                "account": look.by, "reason": look.reason, "at": look.at,
            })).collect::<Vec<_>>(),
        }))
    }

    async fn exported_points(&self, id: MemberId) -> Result<Vec<Value>> {
        let mut all = Vec::new();
        let mut page = PageRequest::relay(Some(100), None, None, None)?;
        loop {
            let slice = points::page(self.store.read(), id, &page).await?;
            let shown =
                |entry: &points::PointsEntry| json!({ "points": entry.delta, "reason": entry.reason, "at": entry.at });
            all.extend(slice.items.iter().map(shown));
            let Some(last) = slice.items.last().filter(|_| slice.has_next) else { return Ok(all) };
            page.from = Some(Cursor::of(&last.id.0));
        }
    }

    async fn exported_orders(&self, id: MemberId) -> Result<Vec<Value>> {
        let filter = OrderFilter { member: Some(id), home: None, state: None };
        let mut all = Vec::new();
        let mut page = PageRequest::relay(Some(100), None, None, None)?;
        loop {
            let slice = order::page(self.store.read(), &filter, &page).await?;
            all.extend(slice.items.iter().map(|order| {
                json!({
                    "id": order.id, "tier": order.tier, "days": order.days, "priceFen": order.price,
                    "refundedFen": order.refunded, "state": order.state, "openedAt": order.opened_at,
                    "paidAt": order.paid_at, "contractVersion": order.contract_version,
                })
            }));
            let Some(last) = slice.items.last().filter(|_| slice.has_next) else { return Ok(all) };
            page.from = Some(Cursor::of(&last.id));
        }
    }
}

/// Without what says who somebody is.
fn masked(mut row: Value) -> Value {
    let Some(fields) = row.as_object_mut() else { return row };
    fields.retain(|field, _| !matches!(field.as_str(), "birthYear" | "region"));
    for (field, mask) in [("name", mask_name as fn(&str) -> String), ("phone", mask_phone)] {
        if let Some(value) = fields.get_mut(field)
            && let Some(text) = value.as_str().map(mask)
        {
            *value = json!(text);
        }
    }
    // Why somebody was moved or looked at is said in words, which may name them.
    for list in ["pastHomes", "revealedTo"] {
        let rows = fields.get_mut(list).and_then(Value::as_array_mut);
        for row in rows.into_iter().flatten().filter_map(Value::as_object_mut) {
            row.remove("reason");
        }
    }
    row
}
