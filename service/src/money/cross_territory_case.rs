//! Sales outside a chapter's territory: notes the months in which they were many, and rules on them.

use std::collections::HashMap;

use domain::kernel::{ChapterId, Code, OrderId, TerritoryCaseId, Violation, local_date};
use domain::money::{
    CaseState, Entry, Fen, Measures, Month, OutsideLevel, Owner, Ruling, check_reason, judge_month, rule_on_case,
};
use serde::Serialize;
use serde_json::json;
use store::money::cross_territory::{self as territory, TerritoryCase};
use store::money::{commission, ledger, order, statement};

use super::CommissionRecord;
use super::settlement::require_settlement;
use crate::write::Change;
use crate::{Op, Result, Service, ServiceError, Write};

/// How many chapters are looked at together.
const BATCH: i64 = 500;

/// What rules on a case, or dismisses it.
#[derive(Debug, Clone, Serialize)]
pub struct TerritoryCaseDecide {
    pub id: TerritoryCaseId,
    /// Whether it is ruled on; else there is nothing to it.
    pub rule: bool,
    pub reason: String,
}

impl Service {
    /// Notes for every chapter that sold much outside its territory in a month, or in one before that was not looked at: an
    /// alert, or a case.
    pub(super) async fn outside_note(&self, op: &Op, until: Month) -> Result<()> {
        let since = match statement::done_before(self.store.read(), until).await? {
            Some(done) => Some(done.next()),
            None => territory::first(self.store.read()).await?.map(Month::at),
        };
        let mut month = since.unwrap_or(until);
        while month <= until {
            self.month_note(op, month).await?;
            month = month.next();
        }
        Ok(())
    }

    async fn month_note(&self, op: &Op, month: Month) -> Result<()> {
        let mut last = ChapterId(0);
        loop {
            let sellers = territory::sellers(self.store.read(), month.span(), last, BATCH).await?;
            let Some(end) = sellers.last() else { return Ok(()) };
            last = *end;
            for seller in sellers {
                let level = judge_month(territory::sales(self.store.read(), seller, month.span()).await?)?;
                if level == OutsideLevel::Fine {
                    continue;
                }
                let noted = self.write(op, "money.territory_note", &(), |w| Box::pin(note(w, seller, month))).await;
                match noted {
                    // It was noted before.
                    Ok(_) => {}
                    Err(ServiceError::Rules(broken)) if broken.is_only(Code::MoneyDisputeState) => {}
                    Err(error) => return Err(error),
                }
            }
        }
    }

    /// Rules on a case, or dismisses it, with `SettlementManage` at headquarters. The ruling follows from those of the last
    /// twelve months: the share moves to the chapter whose territory it is; then it is also taken back once more; then a
    /// suspension is advised too.
    ///
    /// # Errors
    /// Rules: it is an alert, or was decided; no reason.
    pub async fn territory_case_decide(&self, op: &Op, input: TerritoryCaseDecide) -> Result<TerritoryCaseId> {
        let input = &input;
        self.write(op, "money.territory_case_decide", input, |w| Box::pin(decide(w, input))).await
    }
}

async fn note(w: &mut Write<'_>, chapter: ChapterId, month: Month) -> Result<TerritoryCaseId> {
    let sales = territory::sales(w.db(), chapter, month.span()).await?;
    let level = judge_month(sales)?;
    let earned = commission::outside_for_update(w.db(), chapter, month.span()).await?;
    let made = TerritoryCase {
        id: TerritoryCaseId(w.next_id()),
        chapter,
        month,
        level,
        state: (level == OutsideLevel::Case).then_some(CaseState::Open),
        sales,
        share: left(&earned)?,
        opened_at: w.now(),
        ruling: None,
        moved: None,
        clawed_back: None,
        reason: None,
        decided_at: None,
        decided_by: None,
    };
    if !territory::insert(w.db(), &made).await? {
        return Err(Violation::new(Code::MoneyDisputeState, "month", "this month was noted before").into());
    }
    let after = json!({
        "month": month, "level": level.as_str(), "sales": sales.sales, "outside": sales.outside, "share": made.share,
    });
    let change =
        Change { target: made.id.to_string(), chapter: Some(chapter), after: Some(after), ..Change::default() };
    w.audit(change).await?;
    Ok(made.id)
}

/// What is left of several commissions.
fn left(earned: &[CommissionRecord]) -> Result<Fen> {
    let plus = |sum: Fen, one: &CommissionRecord| sum.plus(one.rule.open_amount()?);
    Ok(earned.iter().try_fold(Fen::ZERO, plus)?)
}

async fn decide(w: &mut Write<'_>, input: &TerritoryCaseDecide) -> Result<TerritoryCaseId> {
    require_settlement(w).await?;
    let seen = territory::load(w.db(), input.id).await?;
    statement::lock_chapter(w.db(), seen.chapter).await?;
    let all = territory::lock_chapter(w.db(), seen.chapter).await?;
    let held = all.iter().find(|one| one.id == input.id).ok_or(ServiceError::NotFound)?;
    check_reason("reason", &input.reason)?;
    let alert = || Violation::new(Code::MoneyDisputeState, "id", "an alert is only told: there is nothing to rule on");
    let next = if input.rule { CaseState::Ruled } else { CaseState::Dismissed };
    let state = held.state.ok_or_else(alert)?.step_to(next)?;
    let measures = if input.rule { Some(apply(w, held, &all).await?) } else { None };
    let after = TerritoryCase {
        state: Some(state),
        ruling: measures.map(|measures| measures.ruling),
        moved: measures.map(|measures| measures.moved),
        clawed_back: measures.map(|measures| measures.clawback),
        reason: Some(input.reason.trim().to_owned()),
        decided_at: Some(w.now()),
        decided_by: w.actor().account(),
        ..held.clone()
    };
    territory::decide(w.db(), &after).await?;
    let told = json!({
        "state": state.as_str(), "ruling": after.ruling.map(Ruling::as_str), "moved": after.moved,
        "clawedBack": after.clawed_back, "suspends": measures.is_some_and(|measures| measures.suspends),
        "reason": after.reason,
    });
    let change =
        Change { target: after.id.to_string(), chapter: Some(after.chapter), after: Some(told), ..Change::default() };
    w.audit(change).await?;
    Ok(after.id)
}

/// Does what the ruling says: each share goes to the chapter whose territory the buyer lives in.
async fn apply(w: &Write<'_>, held: &TerritoryCase, all: &[TerritoryCase]) -> Result<Measures> {
    let ruled = all.iter().filter(|one| one.state == Some(CaseState::Ruled));
    let earlier: Vec<_> = ruled.filter_map(|one| one.decided_at).map(local_date).collect();
    let mut earned = commission::outside_for_update(w.db(), held.chapter, held.month.span()).await?;
    earned.retain(|one| one.rule.reversed < one.rule.amount);
    let measures = rule_on_case(&earlier, local_date(w.now()), left(&earned)?)?;
    let orders: Vec<OrderId> = earned.iter().map(|one| one.order).collect();
    let orders = order::load_many(w.db(), &orders).await?;
    let rightful: HashMap<OrderId, ChapterId> =
        orders.iter().filter_map(|order| Some((order.id, order.outside?))).collect();
    for share in &earned {
        let to = *rightful.get(&share.order).ok_or_else(|| ServiceError::internal("a sale outside of nobody's"))?;
        let entry = Entry::share_moved(held.chapter, to, share.rule.holding(), share.rule.open_amount()?)?;
        ledger::append(w.db(), &entry, &share.id.to_string(), w.now()).await?;
        commission::give_to(w.db(), share, to).await?;
    }
    if measures.clawback > Fen::ZERO {
        let entry = Entry::clawed_back(Owner::Chapter(held.chapter), measures.clawback)?;
        ledger::append(w.db(), &entry, &held.id.to_string(), w.now()).await?;
    }
    Ok(measures)
}
