//! Objects to a statement.

use domain::access::Permission;
use domain::kernel::{Code, DisputeId, StatementId, Violation, local_date};
use domain::money::{Dispute, Fen, check_reason};
use serde::Serialize;
use serde_json::json;
use store::money::dispute::{self, DisputeRecord};
use store::money::statement;

use super::settlement::lock_statement;
use crate::write::Change;
use crate::{Op, Result, Service, ServiceError, Write};

/// What objects to a statement.
#[derive(Debug, Clone, Serialize)]
pub struct DisputeOpen {
    pub statement: StatementId,
    /// What is in dispute: so much is held back, and no more.
    pub amount: Fen,
    pub reason: String,
}

impl Service {
    /// Objects to a statement, with `DisputeOpen` at its chapter.
    ///
    /// # Errors
    /// Rules: more than 15 days after the statement; another dispute of it waits; no amount, or no reason.
    pub async fn dispute_open(&self, op: &Op, input: DisputeOpen) -> Result<DisputeId> {
        let input = &input;
        self.write(op, "money.dispute_open", input, |w| Box::pin(open(w, input))).await
    }
}

async fn open(w: &mut Write<'_>, input: &DisputeOpen) -> Result<DisputeId> {
    let chapter = statement::load(w.db(), input.statement).await?.chapter;
    match w.require(Permission::StatementRead, chapter).await {
        // Whoever may not read a chapter's statements must not learn which ids are taken.
        Err(ServiceError::Denied(_)) => return Err(ServiceError::NotFound),
        outcome => outcome?,
    }
    w.require(Permission::DisputeOpen, chapter).await?;
    let held = lock_statement(w, input.statement).await?;
    check_reason("reason", &input.reason)?;
    let opened = Dispute::open(local_date(held.issued_at), input.amount, local_date(w.now()))?;
    if dispute::of_statement(w.db(), held.id).await?.iter().any(|other| other.rule().is_pending()) {
        let message = "another dispute of this statement waits: say there what there is to say";
        return Err(Violation::new(Code::MoneyDisputeState, "statement", message).into());
    }
    let made = DisputeRecord {
        id: DisputeId(w.next_id()),
        statement: held.id,
        chapter,
        amount: opened.amount,
        reason: input.reason.trim().to_owned(),
        state: opened.state,
        opened_at: w.now(),
        opened_by: w.actor().account(),
        answer: None,
        answered_at: None,
        answered_by: None,
        ruling: None,
        ruled_at: None,
        ruled_by: None,
        granted: None,
    };
    dispute::insert(w.db(), &made).await?;
    let after = json!({ "statement": held.id.to_string(), "amount": made.amount, "reason": made.reason });
    let change =
        Change { target: made.id.to_string(), chapter: Some(chapter), after: Some(after), ..Change::default() };
    w.audit(change).await?;
    Ok(made.id)
}
