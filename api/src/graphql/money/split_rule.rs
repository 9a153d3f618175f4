//! How prices are split.

use async_graphql::{Context, InputObject, Object};
use domain::kernel::local_date;
use domain::money as rules;
use service::money::SplitRuleSet;

use crate::graphql::View;
use crate::graphql::connection::limit;
use crate::graphql::error::Result;
use crate::graphql::list::List;
use crate::graphql::payload::payloads;
use crate::graphql::scalars::Date;
use crate::graphql::user_error::settle;

/// A version of the rule.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SplitRule {
    rule: rules::SplitRule,
    in_force: bool,
}

/// A rule by which prices are split (分账规则). An order keeps the version that held when it was paid.
#[Object]
impl SplitRule {
    /// Its number.
    async fn version(&self) -> i32 {
        self.rule.version
    }

    /// What the territory's chapter gets, in 1/10,000 of the price. Headquarters gets the rest.
    async fn chapter_rate(&self) -> i32 {
        self.rule.chapter_rate.get().into()
    }

    /// What the promoter gets who brought the buyer, in 1/10,000 of the price.
    async fn promoter_rate(&self) -> i32 {
        self.rule.promoter_rate.get().into()
    }

    /// Whether promoters are paid in money at all: one person for a buyer, and nobody above.
    async fn promoter_cash(&self) -> bool {
        self.rule.promoter_cash
    }

    /// The first day on which payments are split by it.
    async fn effective_on(&self) -> Date {
        Date(self.rule.effective_on)
    }

    /// Whether it holds today.
    async fn is_in_force(&self) -> bool {
        self.in_force
    }
}

/// What sets the rule. Rates are in 1/10,000 of the price; headquarters gets the rest.
#[derive(InputObject, Debug)]
pub(crate) struct SplitRuleSetInput {
    /// Of the territory's chapter.
    chapter_rate: i32,
    /// Of the promoter; 0 unless `promoterCash`.
    promoter_rate: i32,
    /// Whether promoters are paid in money at all.
    promoter_cash: bool,
    /// The first day on which payments are split by it: 7 days from today at the earliest.
    effective_on: Date,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    request_key: Option<String>,
}

payloads! {
    /// What setting the rule led to.
    SplitRuleSetPayload {
        /// The new version. Null if a rule was broken.
        rule: SplitRule
    }
}

async fn all(view: &View) -> Result<Vec<SplitRule>> {
    let found = view.service().split_rules(view.viewer()).await?;
    let today = local_date(view.viewer().now);
    let held = rules::SplitRule::in_force(&found, today).map(|rule| rule.version);
    Ok(found.into_iter().map(|rule| SplitRule { rule, in_force: held == Some(rule.version) }).collect())
}

/// Reads of how prices are split.
#[derive(Debug, Default)]
pub(crate) struct SplitQuery;

/// Reads of how prices are split.
#[Object]
impl SplitQuery {
    /// The versions of the rule by which prices are split, the newest first. Needs `LEDGER_READ` at headquarters.
    async fn split_rules(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100.", default = 20)] first: i32,
    ) -> Result<List<SplitRule>> {
        let found = all(View::of(context)?).await?;
        Ok(found.into_iter().take(limit(first)?).collect())
    }
}

/// Changes of how prices are split.
#[derive(Debug, Default)]
pub(crate) struct SplitMutation;

/// Changes of how prices are split.
#[Object]
impl SplitMutation {
    /// Sets how prices are split from a day on. Needs `SETTLEMENT_MANAGE` at headquarters.
    async fn split_rule_set(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The rates, and from when on.")] mut input: SplitRuleSetInput,
    ) -> Result<SplitRuleSetPayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        let command = SplitRuleSet {
            chapter_rate: input.chapter_rate,
            promoter_rate: input.promoter_rate,
            promoter_cash: input.promoter_cash,
            effective_on: input.effective_on.0,
        };
        Ok(match settle(view.service().split_rule_set(&op, command).await)? {
            Ok(version) => {
                let made = all(&view.fresh()).await?.into_iter().find(|one| one.rule.version == version);
                SplitRuleSetPayload::from(made)
            }
            Err(broken) => broken.into(),
        })
    }
}
