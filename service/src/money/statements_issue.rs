//! Issues the statements of a month: for each chapter what it earned, what was taken back, what it was paid, and what stays.

use domain::kernel::{ChapterId, Code, StatementId, Violation};
use domain::money::{
    AccountKind, AccountRef, Fen, MIN_PAYOUT, Month, PayoutState, Statement, StatementLine, StatementState,
};
use serde::Serialize;
use serde_json::json;
use store::money::statement::{self, StatementRecord};
use store::money::{ledger, payout};
use store::{Db, StoreError};

use super::settlement::require_settlement;
use super::statement_lines::statement_lines;
use crate::write::Change;
use crate::{Op, Result, Service, ServiceError, Write};

/// How many chapters are looked for together.
const BATCH: i64 = 500;

/// What issues statements.
#[derive(Debug, Clone, Serialize)]
pub struct StatementsIssue {
    pub month: Month,
}

/// The statements that a chapter still lacks.
struct Lacking {
    /// The last that it has.
    after: Option<StatementId>,
    months: Vec<(Month, Fen, Vec<StatementLine>)>,
}

impl Service {
    /// Issues the statements of a month, and of months before that have none, for every chapter with a movement or a balance;
    /// with `SettlementManage` at headquarters. Again issues nothing twice. Answers how many it was.
    ///
    /// # Errors
    /// Rules: the month's statements are not due yet: they are on the 10th of the next month.
    pub async fn statements_issue(&self, op: &Op, input: &StatementsIssue) -> Result<u64> {
        let month = input.month.number();
        self.write(op, "money.statements_issue", input, |w| Box::pin(ask(w, input, month))).await?;
        // Each chapter is a write of its own, and none of them the one that the request key stands for.
        let each = Op { request_key: None, ..op.clone() };
        self.month_settle(&each, input.month).await
    }

    /// Issues the statements that are due, if that was not done; answers how many it was.
    pub async fn statements_sweep(&self, op: &Op) -> Result<u64> {
        let month = Month::last_due(self.now());
        if statement::is_month_done(self.store.read(), month).await? {
            return Ok(0);
        }
        self.month_settle(op, month).await
    }

    /// Chapter by chapter, so that a stop in between loses nothing; what is done is left out the next time.
    async fn month_settle(&self, op: &Op, month: Month) -> Result<u64> {
        let (mut issued, mut last, mut failed) = (0, ChapterId(0), None);
        loop {
            let earners = ledger::earners(self.store.read(), last, BATCH).await?;
            let Some(end) = earners.last() else { break };
            last = *end;
            for earner in earners {
                // A chapter that cannot be settled keeps none of the others from what is theirs.
                match self.chapter_settle(op, earner, month).await {
                    Ok(done) => issued += done,
                    Err(error) => {
                        tracing::error!(error = error.trace(), chapter = %earner, %month, "no statement could be issued");
                        failed = Some(error);
                    }
                }
            }
        }
        self.outside_note(op, month).await?;
        if let Some(error) = failed {
            return Err(error);
        }
        let work = self.store.begin().await?;
        statement::set_month_done(work.db(), month, self.now()).await?;
        work.commit().await?;
        Ok(issued)
    }

    async fn chapter_settle(&self, op: &Op, chapter: ChapterId, month: Month) -> Result<u64> {
        // Outside of the write: the ledger of a month that is over for days does not change any more.
        let lacking = &lacking(self.store.read(), chapter, month).await?;
        if lacking.months.is_empty() {
            return Ok(0);
        }
        let issued = self.write(op, "money.statement_issue", &(), |w| Box::pin(issue(w, chapter, lacking))).await;
        match issued {
            // Somebody else was faster.
            Err(ServiceError::Rules(broken)) if broken.is_only(Code::MoneyStatementState) => Ok(0),
            outcome => outcome,
        }
    }
}

async fn ask(w: &mut Write<'_>, input: &StatementsIssue, month: i32) -> Result<i32> {
    require_settlement(w).await?;
    input.month.check_due(w.now())?;
    w.audit(Change { target: format!("month {}", input.month), ..Change::default() }).await?;
    Ok(month)
}

async fn lacking(db: Db<'_>, chapter: ChapterId, until: Month) -> Result<Lacking> {
    let last = statement::last(db, chapter).await?;
    let mut found = Lacking { after: last.as_ref().map(|last| last.id), months: Vec::new() };
    let (mut month, mut opening) = match last {
        Some(last) => (last.sums.month.next(), last.sums.closing),
        None => match ledger::first_of_chapter(db, chapter).await? {
            Some(first) => (Month::at(first), Fen::ZERO),
            None => return Ok(found),
        },
    };
    while month <= until {
        let lines = statement_lines(db, chapter, month).await?;
        if !lines.is_empty() || opening != Fen::ZERO {
            let closing = Statement::of(month, opening, &lines)?.closing;
            found.months.push((month, opening, lines));
            opening = closing;
        }
        month = month.next();
    }
    Ok(found)
}

async fn issue(w: &mut Write<'_>, chapter: ChapterId, lacking: &Lacking) -> Result<u64> {
    if statement::last(w.db(), chapter).await?.map(|last| last.id) != lacking.after {
        return Err(Violation::new(Code::MoneyStatementState, "month", "these statements were issued already").into());
    }
    carry_over(w, chapter).await?;
    let newest = lacking.months.last().map(|(month, ..)| *month);
    for (month, opening, lines) in &lacking.months {
        let sums = Statement::of(*month, *opening, lines)?;
        let account = AccountRef::chapter(AccountKind::ChapterPayable, chapter);
        let payable = Fen::ZERO.minus(ledger::balance_before(w.db(), account, month.span().1).await?)?;
        let state = if payable < MIN_PAYOUT || newest != Some(*month) {
            StatementState::CarriedOver
        } else {
            StatementState::Issued
        };
        let id = StatementId(w.next_id());
        let made = StatementRecord { id, chapter, sums, payable, state, issued_at: w.now(), version: 1 };
        match statement::insert(w.db(), &made, lines).await {
            // At this moment, by another: run again, and find it.
            Err(error @ StoreError::Duplicate(_)) => return Err(ServiceError::Busy(Box::new(error))),
            outcome => outcome?,
        }
        let after = json!({
            "month": month, "opening": sums.opening, "closing": sums.closing, "payable": payable, "lines": lines.len(),
        });
        let change = Change { target: id.to_string(), chapter: Some(chapter), after: Some(after), ..Change::default() };
        w.audit(change).await?;
    }
    Ok(lacking.months.len() as u64)
}

/// What was not paid out of earlier statements stands in the new one. One with a payout on its way is paid all the same.
async fn carry_over(w: &Write<'_>, chapter: ChapterId) -> Result<()> {
    for earlier in statement::lock_chapter(w.db(), chapter).await? {
        let payouts = payout::of_statement(w.db(), earlier.id).await?;
        if earlier.state == StatementState::Issued && payouts.iter().all(|one| one.state == PayoutState::Failed) {
            let state = earlier.state.step_to(StatementState::CarriedOver)?;
            statement::set_state(w.db(), &earlier, state).await?;
        }
    }
    Ok(())
}
