//! Sets how prices are split from a later day on: a new version, the old ones stay.

use chrono::NaiveDate;
use domain::access::Permission;
use domain::kernel::{Code, Violation, local_date};
use domain::money::{BasisPoints, SplitRule};
use serde::Serialize;
use serde_json::json;
use store::StoreError;
use store::chapters::chapter;
use store::money::split;

use crate::write::Change;
use crate::{Op, Result, Service, ServiceError, Viewer, Write};

/// What sets the rule. Rates are in basis points; headquarters gets the rest.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct SplitRuleSet {
    pub chapter_rate: i32,
    pub promoter_rate: i32,
    /// Whether promoters are paid in money at all.
    pub promoter_cash: bool,
    pub effective_on: NaiveDate,
}

impl Service {
    /// Sets the split, with `SettlementManage` at headquarters; answers the version. It holds 7 days later at the earliest
    /// (e-commerce law, article 34), and payments of before are split as they were.
    ///
    /// # Errors
    /// Rules: the rates are no good, or it would hold too soon.
    pub async fn split_rule_set(&self, op: &Op, input: SplitRuleSet) -> Result<i32> {
        let input = &input;
        self.write(op, "money.split_rule_set", input, |w| Box::pin(set(w, input))).await
    }

    /// All versions, the newest first, with `LedgerRead` at headquarters.
    pub async fn split_rules(&self, viewer: &Viewer) -> Result<Vec<SplitRule>> {
        viewer.account()?;
        viewer.require_at_headquarters(Permission::LedgerRead)?;
        let mut rules = split::all(self.store.read()).await?;
        rules.reverse();
        Ok(rules)
    }
}

async fn set(w: &mut Write<'_>, input: &SplitRuleSet) -> Result<i32> {
    let root = chapter::headquarters(w.db()).await?;
    w.require(Permission::SettlementManage, root).await?;
    let newest = split::all(w.db()).await?.into_iter().next_back();
    let rule = SplitRule {
        version: newest.map_or(0, |rule| rule.version) + 1,
        chapter_rate: rate("chapterRate", input.chapter_rate)?,
        promoter_rate: rate("promoterRate", input.promoter_rate)?,
        promoter_cash: input.promoter_cash,
        effective_on: input.effective_on,
    };
    rule.check()?;
    rule.check_notice(local_date(w.now()))?;
    match split::insert(w.db(), &rule, (w.now(), w.actor().account())).await {
        // Somebody else has set the next version at this moment: again, with the one after.
        Err(error @ StoreError::Duplicate(_)) => return Err(ServiceError::Busy(Box::new(error))),
        outcome => outcome?,
    }
    let before = newest.map(|rule| json!({ "version": rule.version }));
    let change = Change {
        target: format!("split_rule:{}", rule.version),
        chapter: Some(root),
        before,
        after: Some(json!(input)),
        ..Change::default()
    };
    w.audit(change).await?;
    Ok(rule.version)
}

fn rate(field: &str, points: i32) -> Result<BasisPoints> {
    let rate = u16::try_from(points).ok().and_then(BasisPoints::new);
    rate.ok_or_else(|| {
        let message = "a rate is 0 to 10000 basis points";
        Violation::new(Code::MoneySplitInvalid, field, message).into()
    })
}
