//! Answers a dispute, rules on it, or lets it lapse.

use domain::kernel::{Code, DisputeId, Violation, local_date};
use domain::money::{DisputeState, Entry, Fen, check_reason};
use serde::Serialize;
use serde_json::json;
use store::money::dispute::{self, DisputeRecord};
use store::money::ledger;

use super::settlement::{check_four_eyes, lock_statement, require_settlement};
use crate::write::Change;
use crate::{Op, Result, Service, Write};

/// What answers a dispute.
#[derive(Debug, Clone, Serialize)]
pub struct DisputeAnswer {
    pub id: DisputeId,
    pub answer: String,
}

/// What rules on a dispute.
#[derive(Debug, Clone, Serialize)]
pub struct DisputeRule {
    pub id: DisputeId,
    pub uphold: bool,
    /// Why.
    pub ruling: String,
    /// What the chapter is given if it is right: all that is in dispute if nothing is said.
    pub granted: Option<Fen>,
}

impl Service {
    /// Answers a dispute for headquarters, with `SettlementManage` there, within 7 days.
    ///
    /// # Errors
    /// Rules: it was answered or is over; too late; the answerer opened it; no answer.
    pub async fn dispute_answer(&self, op: &Op, input: DisputeAnswer) -> Result<DisputeId> {
        let input = &input;
        self.write(op, "money.dispute_answer", input, |w| Box::pin(answer(w, input))).await
    }

    /// Rules on a dispute, with `SettlementManage` at headquarters; by another than who answered it. What an upheld one grants
    /// is owed to the chapter from now on, and stands in its next statement.
    ///
    /// # Errors
    /// Rules: an answer may still come, or it is over; the ruler answered or opened it; more is granted than was in dispute.
    pub async fn dispute_rule(&self, op: &Op, input: DisputeRule) -> Result<DisputeId> {
        let input = &input;
        self.write(op, "money.dispute_rule", input, |w| Box::pin(rule(w, input))).await
    }

    /// Lets disputes lapse that nobody has ruled on in time, `limit` at most; answers how many.
    pub async fn disputes_lapse(&self, op: &Op, limit: i64) -> Result<u64> {
        let today = local_date(self.now());
        if dispute::lapsing(self.store.read(), today, 1).await?.is_empty() {
            return Ok(0);
        }
        self.write(op, "money.dispute_lapse", &(), |w| Box::pin(lapse(w, limit))).await
    }
}

/// A dispute, with its chapter's statements locked.
async fn lock(w: &mut Write<'_>, id: DisputeId) -> Result<DisputeRecord> {
    require_settlement(w).await?;
    let seen = dispute::load(w.db(), id).await?;
    lock_statement(w, seen.statement).await?;
    Ok(dispute::load(w.db(), id).await?)
}

async fn answer(w: &mut Write<'_>, input: &DisputeAnswer) -> Result<DisputeId> {
    let held = lock(w, input.id).await?;
    check_reason("answer", &input.answer)?;
    let answered = held.rule().answer(local_date(w.now()))?;
    check_four_eyes(w, &[held.opened_by], Code::MoneyDisputeState)?;
    let after = DisputeRecord {
        state: answered.state,
        answer: Some(input.answer.trim().to_owned()),
        answered_at: Some(w.now()),
        answered_by: w.actor().account(),
        ..held.clone()
    };
    write(w, &held, &after).await
}

async fn rule(w: &mut Write<'_>, input: &DisputeRule) -> Result<DisputeId> {
    let held = lock(w, input.id).await?;
    check_reason("ruling", &input.ruling)?;
    let ruled = held.rule().rule(input.uphold, local_date(w.now()))?;
    check_four_eyes(w, &[held.opened_by, held.answered_by], Code::MoneyDisputeState)?;
    let granted = granted(&held, input)?;
    if let Some(granted) = granted {
        let entry = Entry::dispute_granted(held.chapter, granted)?;
        ledger::append(w.db(), &entry, &held.id.to_string(), w.now()).await?;
    }
    let after = DisputeRecord {
        state: ruled.state,
        ruling: Some(input.ruling.trim().to_owned()),
        ruled_at: Some(w.now()),
        ruled_by: w.actor().account(),
        granted,
        ..held.clone()
    };
    write(w, &held, &after).await
}

/// What a ruling gives the chapter.
fn granted(held: &DisputeRecord, input: &DisputeRule) -> Result<Option<Fen>> {
    match (input.uphold, input.granted) {
        (false, None) => Ok(None),
        (true, granted) if granted.is_none_or(|granted| granted > Fen::ZERO && granted <= held.amount) => {
            Ok(Some(granted.unwrap_or(held.amount)))
        }
        _ => {
            let message = format!("only an upheld dispute grants anything, and no more than {}", held.amount);
            Err(Violation::new(Code::MoneyAmountInvalid, "granted", message).into())
        }
    }
}

async fn lapse(w: &mut Write<'_>, limit: i64) -> Result<u64> {
    w.require_system()?;
    let today = local_date(w.now());
    let mut lapsed = 0;
    for held in dispute::lapsing(w.db(), today, limit).await? {
        if let Some(over) = held.rule().lapse(today) {
            write(w, &held, &DisputeRecord { state: over.state, ..held.clone() }).await?;
            lapsed += 1;
        }
    }
    if lapsed == 0 {
        // Another was faster: what it did is told by it.
        w.audit(Change { target: DisputeState::Lapsed.to_string(), ..Change::default() }).await?;
    }
    Ok(lapsed)
}

async fn write(w: &mut Write<'_>, before: &DisputeRecord, after: &DisputeRecord) -> Result<DisputeId> {
    dispute::update(w.db(), before, after).await?;
    let told = json!({
        "statement": after.statement.to_string(), "state": after.state.as_str(), "amount": after.amount,
        "answer": after.answer, "ruling": after.ruling, "granted": after.granted,
    });
    let change = Change {
        target: after.id.to_string(),
        chapter: Some(after.chapter),
        before: Some(json!({ "state": before.state.as_str() })),
        after: Some(told),
        ..Change::default()
    };
    w.audit(change).await?;
    Ok(after.id)
}
