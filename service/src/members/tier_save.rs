//! Adds a tier, or changes one.

use domain::access::Permission;
use domain::kernel::{Code, Violation};
use domain::members::{Tier, TierCode, TierKind};
use serde::Serialize;
use serde_json::{Value, json};
use store::StoreError;
use store::chapters::chapter;
use store::members::tier;

use crate::write::Change;
use crate::{Op, Result, Service, ServiceError, Viewer, Write};

pub use store::members::tier::TierRecord;

/// What adds or changes a tier.
#[derive(Debug, Clone, Serialize)]
pub struct TierSave {
    pub code: String,
    pub name: String,
    pub kind: TierKind,
    pub days: i64,
    /// In fen; nothing if it is not for sale.
    pub price: Option<i64>,
    pub rank: i16,
    pub benefits: Vec<String>,
    /// Whether it can still be had. Who has it keeps it.
    pub active: bool,
    /// The version that was read; nothing adds a tier.
    pub version: Option<i32>,
}

impl Service {
    /// All tiers, the lowest first. For everybody: who joins must see what it costs.
    pub async fn tiers(&self) -> Result<Vec<TierRecord>> {
        Ok(tier::all(self.store.read()).await?)
    }

    /// A tier, if there is one of this code. For everybody.
    pub async fn tier(&self, code: &TierCode) -> Result<Option<TierRecord>> {
        Ok(tier::find(self.store.read(), code).await?)
    }

    /// Adds a tier or changes one, with `TierManage` at headquarters. What a tier is for, its kind, never changes; memberships
    /// that somebody has keep their days.
    ///
    /// # Errors
    /// Rules: a field is no good, the code is taken, there is no such tier, it has changed since it was read.
    pub async fn tier_save(&self, op: &Op, input: TierSave) -> Result<String> {
        let input = &input;
        self.write(op, "members.tier_save", input, |w| Box::pin(save(w, input))).await
    }
}

impl Viewer {
    /// Whether the viewer may change tiers.
    #[must_use]
    pub fn may_save_tiers(&self) -> bool {
        self.require_at_headquarters(Permission::TierManage).is_ok()
    }
}

async fn save(w: &mut Write<'_>, input: &TierSave) -> Result<String> {
    let root = chapter::headquarters(w.db()).await?;
    w.require(Permission::TierManage, root).await?;
    let wanted = Tier {
        code: input.code.parse()?,
        name: input.name.clone(),
        kind: input.kind,
        days: input.days,
        price: input.price,
        rank: input.rank,
        benefits: input.benefits.clone(),
        active: input.active,
    };
    let found = tier::find(w.db(), &wanted.code).await?;
    match (&found, input.version) {
        (None, None) => {
            check(&wanted, None)?;
            match tier::insert(w.db(), &wanted).await {
                // Another tier was added at this moment: again, after it.
                Err(error @ StoreError::Duplicate(_)) => return Err(ServiceError::Busy(Box::new(error))),
                outcome => outcome?,
            }
        }
        (Some(held), Some(version)) => {
            check(&wanted, Some(&held.tier))?;
            tier::update(w.db(), &wanted, version).await?;
        }
        (Some(_), None) => {
            let message = format!("there is a tier `{}` already; give its version to change it", wanted.code);
            return Err(Violation::new(Code::MembersTierExists, "code", message).into());
        }
        (None, Some(_)) => return Err(unknown_tier("code", &input.code)),
    }
    let change = Change {
        target: format!("tier {}", wanted.code),
        chapter: Some(root),
        before: found.map(|held| told(&held.tier)),
        after: Some(told(&wanted)),
        ..Change::default()
    };
    w.audit(change).await?;
    Ok(wanted.code.to_string())
}

/// What the tier alone cannot tell: guests and trials are what the rules name so, and there is one of each.
fn check(wanted: &Tier, held: Option<&Tier>) -> Result<()> {
    let mut broken = wanted.validate().err().unwrap_or_default();
    let single = matches!(wanted.kind, TierKind::Guest | TierKind::Trial);
    match held {
        None if single => broken.add(Code::MembersTierInvalid, "kind", "there is one tier of this kind, and no other"),
        Some(held) if held.kind != wanted.kind => {
            broken.add(Code::MembersTierInvalid, "kind", format!("this tier is {}, and stays so", held.kind));
        }
        Some(held) if single && (held.days, held.active) != (wanted.days, wanted.active) => {
            broken.add(
                Code::MembersTierInvalid,
                "days",
                "the days of guests and trials are fixed, and both are always there",
            );
        }
        _ => {}
    }
    Ok(broken.check()?)
}

fn told(tier: &Tier) -> Value {
    json!({
        "name": tier.name, "kind": tier.kind.as_str(), "days": tier.days, "price": tier.price, "rank": tier.rank,
        "benefits": tier.benefits, "active": tier.active,
    })
}

/// A tier that can be had now.
///
/// # Errors
/// Rules: there is none of this code, or it can no longer be had.
pub(crate) async fn tier_on_offer(w: &Write<'_>, code: &str) -> Result<Tier> {
    let found = find_tier(w, code).await?;
    if found.active {
        return Ok(found);
    }
    let message = format!("`{code}` can no longer be had; `tiers` lists those that can");
    Err(Violation::new(Code::MembersTierInvalid, "tier", message).into())
}

/// A tier by the code that an input names.
///
/// # Errors
/// Rules: there is none.
pub(crate) async fn find_tier(w: &Write<'_>, code: &str) -> Result<Tier> {
    let Ok(parsed) = code.parse() else { return Err(unknown_tier("tier", code)) };
    Ok(tier::find(w.db(), &parsed).await?.ok_or_else(|| unknown_tier("tier", code))?.tier)
}

fn unknown_tier(field: &str, code: &str) -> ServiceError {
    let shown: String = code.chars().take(40).collect();
    Violation::new(Code::MembersTierUnknown, field, format!("there is no tier `{shown}`; `tiers` lists them")).into()
}
