//! Tiers, and what they cost.

use async_graphql::{Context, Enum, ID, InputObject, Object};
use domain::access::Permission;
use domain::kernel::ChapterId;
use domain::members::TierCode;
use service::members::{TierRecord, TierSave};
use service::process::{LocalPrice, TierPriceSet};

use crate::graphql::View;
use crate::graphql::error::{Fault, Result};
use crate::graphql::ids;
use crate::graphql::list::List;
use crate::graphql::payload::payloads;
use crate::graphql::scalars::Fen;
use crate::graphql::user_error::settle;

/// What makes a tier be what it is.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::members::TierKind")]
pub(crate) enum TierKind {
    /// No term at all.
    Guest,
    /// Free, once.
    Trial,
    /// Bought for a year.
    Annual,
    /// Given after a proof was reviewed.
    Granted,
    /// Redeemed from a card.
    GiftCard,
    /// Whatever headquarters adds.
    Custom,
}

/// A tier.
#[derive(Debug, Clone)]
pub(crate) struct Tier {
    record: TierRecord,
    view: View,
}

impl Tier {
    /// A tier as it is after a change.
    async fn fresh(view: &View, code: &str) -> Result<Self> {
        let code: TierCode = code.parse()?;
        let record = view.service().tier(&code).await?.ok_or(Fault(service::ServiceError::NotFound))?;
        Ok(Self { record, view: view.fresh() })
    }
}

/// A tier of membership (会员等级).
#[Object]
impl Tier {
    /// Its code, `annual`.
    async fn code(&self) -> &str {
        self.record.tier.code.as_str()
    }

    /// What people call it.
    async fn name(&self) -> &str {
        &self.record.tier.name
    }

    /// What makes it be what it is; this never changes.
    async fn kind(&self) -> TierKind {
        self.record.tier.kind.into()
    }

    /// The days that one purchase, card or grant brings; 0 for guests only.
    async fn days(&self) -> i32 {
        i32::try_from(self.record.tier.days).unwrap_or(i32::MAX)
    }

    /// What it costs where a chapter has not set its own price. Null if it cannot be bought.
    async fn price(&self) -> Option<Fen> {
        self.record.tier.price.map(Fen)
    }

    /// What it costs at a chapter. Null if it cannot be bought, or if there is no such chapter.
    async fn price_at(
        &self,
        #[graphql(desc = "The chapter that the buyer is at home in.")] chapter: ID,
    ) -> Result<Option<TierPrice>> {
        let chapter: ChapterId = ids::parse(&chapter)?;
        let found = self.view.service().tier_price(&self.record.tier, chapter).await?;
        Ok(found.map(|price| TierPrice { price, chapter, view: self.view.clone() }))
    }

    /// Higher is better: an upgrade goes up.
    async fn rank(&self) -> i32 {
        self.record.tier.rank.into()
    }

    /// What who has it enjoys.
    async fn benefits(&self) -> &[String] {
        &self.record.tier.benefits
    }

    /// Whether it can still be had. Who has it keeps it.
    async fn active(&self) -> bool {
        self.record.tier.active
    }

    /// Grows with every change: give it with the next one.
    async fn version(&self) -> i32 {
        self.record.version
    }

    /// Whether you may change it.
    async fn viewer_can_save(&self) -> bool {
        self.view.viewer().may_save_tiers()
    }
}

/// What a tier costs at a chapter.
#[derive(Debug, Clone)]
pub(crate) struct TierPrice {
    price: LocalPrice,
    chapter: ChapterId,
    view: View,
}

/// What a tier costs at a chapter, and what the chapter may make of it: the policy `membership.<tier>.price` that has
/// reached it says so.
#[Object]
impl TierPrice {
    /// What is paid there now.
    async fn price(&self) -> Fen {
        Fen(self.price.price)
    }

    /// What the chapter has set. Null if it has not, or if you may not set it.
    async fn own(&self) -> Option<Fen> {
        self.price.own.filter(|_| self.may_set()).map(Fen)
    }

    /// The least that the chapter may set. Null if it has no say.
    async fn min(&self) -> Option<Fen> {
        self.price.bounds.map(|bounds| Fen(bounds.min))
    }

    /// The most that the chapter may set. Null if it has no say.
    async fn max(&self) -> Option<Fen> {
        self.price.bounds.map(|bounds| Fen(bounds.max))
    }

    /// Whether you may set the chapter's price.
    async fn viewer_can_set(&self) -> bool {
        self.may_set()
    }
}

impl TierPrice {
    fn may_set(&self) -> bool {
        self.view.viewer().may(Permission::TierPriceSet, self.chapter)
    }
}

/// What adds or changes a tier.
#[derive(InputObject, Debug)]
pub(crate) struct TierSaveInput {
    /// Its code: words of a-z and 0-9 with `_` between them, a letter first.
    code: String,
    /// What people call it.
    name: String,
    /// What it is for. Of a tier that is there, its own: it never changes.
    kind: TierKind,
    /// The days that one purchase, card or grant brings.
    days: i32,
    /// What it costs. Left out if it is not for sale.
    price: Option<Fen>,
    /// Higher is better.
    rank: i32,
    /// What who has it enjoys, 20 lines at most.
    #[graphql(default)]
    benefits: Vec<String>,
    /// Whether it can be had.
    #[graphql(default = true)]
    active: bool,
    /// The version you read. Left out, it is a new tier.
    version: Option<i32>,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    request_key: Option<String>,
}

/// What sets a chapter's price of a tier.
#[derive(InputObject, Debug)]
pub(crate) struct TierPriceSetInput {
    /// The chapter.
    chapter: ID,
    /// The tier's code.
    tier: String,
    /// The price. Left out, the chapter takes its own back and headquarters' holds.
    price: Option<Fen>,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    request_key: Option<String>,
}

payloads! {
    /// What saving a tier led to.
    TierSavePayload {
        /// The tier. Null if a rule was broken.
        tier: Tier
    }
    /// What setting a price led to.
    TierPriceSetPayload {
        /// The tier. Null if a rule was broken.
        tier: Tier
    }
}

/// Reads of tiers.
#[derive(Debug, Default)]
pub(crate) struct TierQuery;

/// Reads of tiers.
#[Object]
impl TierQuery {
    /// All tiers, the lowest first. For everybody, signed in or not: who joins must see what it costs.
    async fn tiers(&self, context: &Context<'_>) -> Result<List<Tier>> {
        let view = View::of(context)?;
        let records = view.service().tiers().await?;
        Ok(records.into_iter().map(|record| Tier { record, view: view.clone() }).collect())
    }
}

/// Changes of tiers.
#[derive(Debug, Default)]
pub(crate) struct TierMutation;

/// Changes of tiers.
#[Object]
impl TierMutation {
    /// Adds a tier, or changes one. Needs `TIER_MANAGE` at headquarters.
    async fn tier_save(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The tier as it shall be.")] mut input: TierSaveInput,
    ) -> Result<TierSavePayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        let command = TierSave {
            code: input.code,
            name: input.name,
            kind: input.kind.into(),
            days: input.days.into(),
            price: input.price.map(|price| price.0),
            // Out of range is out of the rule as well: a rank is no less than 0.
            rank: i16::try_from(input.rank).unwrap_or(-1),
            benefits: input.benefits,
            active: input.active,
            version: input.version,
        };
        Ok(match settle(view.service().tier_save(&op, command).await)? {
            Ok(code) => Tier::fresh(view, &code).await?.into(),
            Err(broken) => broken.into(),
        })
    }

    /// Sets what a tier costs at a chapter, within the policy `membership.<tier>.price` that has reached it, for orders
    /// from now on. Needs `TIER_PRICE_SET`.
    async fn tier_price_set(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which tier, where, and how much.")] mut input: TierPriceSetInput,
    ) -> Result<TierPriceSetPayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        let command = TierPriceSet {
            chapter: ids::parse(&input.chapter)?,
            tier: input.tier,
            price: input.price.map(|price| price.0),
        };
        Ok(match settle(view.service().tier_price_set(&op, command).await)? {
            Ok(code) => Tier::fresh(view, &code).await?.into(),
            Err(broken) => broken.into(),
        })
    }
}
